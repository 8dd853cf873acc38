// The gradients of the weights and biases after a walk: the deltas of all steps and samples times what
// each weight saw. All of a cell's are summed at once, so that the deltas are read and laid out once.

internal import CVectorMath

/// The gradient of a weight or bias, a sum over N columns: some rows of the deltas times what the
/// weight saw.
///
///     dW = Σ δ•xᵀ    [m × n]
struct StepSum {
  /// The rows of the deltas that the weight makes.
  let rows: Range<Int>
  /// The columns x, n numbers each, or nothing for a bias, which sees ones.
  let seen: Matrix?
  /// The sum.
  let gradient: Matrix

  init(of rows: Range<Int>, seen: Matrix?, in room: inout Room) {
    self.rows = rows
    self.seen = seen
    gradient = room.matrix(rows.count, seen?.rows ?? 1)
  }

  /// Computes the sums over the deltas [M × N], every row of which takes part in some.
  ///
  /// The columns are taken some at a time, which stay near the processor while every entry takes its
  /// share. Large sums are shared out among threads by rows, so that their number does not change the
  /// results.
  static func compute(_ sums: [StepSum], over deltas: Matrix) {
    let work = sums.reduce(0) { $0 + $1.gradient.storage.count } * deltas.columns
    let number = Threads.number(for: deltas.rows, work: work)
    // Whole vectors of rows.
    let unit = Int(recurrent_panel_unit)
    Threads.forEachPart(number, of: (deltas.rows + unit - 1) / unit) { _, part in
      let rows = part.lowerBound * unit..<min(part.upperBound * unit, deltas.rows)
      withUnsafeTemporaryAllocation(of: Double.self, capacity: Panels.height * depth) { panel in
        guard let panel = panel.baseAddress else { return }
        for first in stride(from: 0, to: deltas.columns, by: depth) {
          let columns = first..<min(first + depth, deltas.columns)
          var row = rows.lowerBound
          while row < rows.upperBound {
            // A panel ends where other sums begin or end.
            let end = sums.reduce(min(row + Panels.height, rows.upperBound)) { end, sum in
              sum.rows.lowerBound > row
                ? min(end, sum.rows.lowerBound)
                : sum.rows.upperBound > row ? min(end, sum.rows.upperBound) : end
            }
            recurrent_fill_panel(
              deltas.storage.base + first * deltas.rows + row, deltas.rows, end - row,
              columns.count, panel)
            for sum in sums where sum.rows.contains(row) {
              sum.add(panel, row..<end, columns)
            }
            row = end
          }
        }
      }
    }
    extendLifetime(deltas)
    extendLifetime(sums)
    if deltas.columns == 0 {
      for sum in sums {
        sum.gradient.storage.base.update(repeating: 0, count: sum.gradient.storage.count)
      }
    }
  }

  /// Adds the share of a panel of deltas.
  private func add(_ panel: UnsafePointer<Double>, _ rows: Range<Int>, _ columns: Range<Int>) {
    let (m, n) = (gradient.rows, gradient.columns)
    let target = gradient.storage.base + rows.lowerBound - self.rows.lowerBound
    let start = columns.lowerBound == 0 ? nil : target
    if let seen {
      recurrent_multiply_panels(
        panel, rows.count, columns.count, seen.storage.base + columns.lowerBound * n, n, 1, n,
        start, m, target, m)
    } else {
      withUnsafePointer(to: 1) { one in
        recurrent_multiply_panels(
          panel, rows.count, columns.count, one, 0, 0, 1, start, m, target, m)
      }
    }
  }
}

/// The columns that are taken at a time: a panel of them fits in half of a first-level cache.
private let depth = 128

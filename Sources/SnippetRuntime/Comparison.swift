// How two values are compared: table by table, by the norm of their difference.

/// How far apart two tables are.
public struct Comparison: Equatable, Sendable {
  /// The table's name.
  public var name: String
  /// The number of rows.
  public var rows: Int
  /// The number of columns.
  public var columns: Int
  /// The norm-relative error ‖a − b‖ / (‖a‖ + ‖b‖), zero when both are zero.
  public var error: Double
  /// The row of the entry that differs most.
  public var worstRow: Int
  /// The column of the entry that differs most.
  public var worstColumn: Int
  /// The first value's entry there.
  public var actual: Double
  /// The second value's entry there.
  public var expected: Double
}

extension Comparison {
  /// Compares two tables of the same shape.
  ///
  /// The error is ‖a − b‖ / (‖a‖ + ‖b‖) in the Euclidean norm: it needs no absolute tolerance, so small
  /// gradients are held to the same standard as large ones. It is NaN when an entry is NaN or when an infinite
  /// entry meets anything but the same infinity.
  init(_ a: Table, _ b: Table) {
    // Scaled by a power of two near the largest finite entry: squares neither overflow nor vanish, and nothing is
    // rounded by it.
    let largest = [a.values, b.values].joined().reduce(0) { largest, entry in
      entry.isFinite ? max(largest, abs(entry)) : largest
    }
    let scale =
      largest > 0 ? Double(sign: .plus, exponent: largest.exponent, significand: 1) : 1
    var difference = 0.0
    var normA = 0.0
    var normB = 0.0
    var worst = (index: 0, gap: -1.0)
    for (index, (x, y)) in zip(a.values, b.values).enumerated() {
      let gap = x == y ? 0 : abs(x - y)
      if gap > worst.gap || gap.isNaN && !worst.gap.isNaN { worst = (index, gap) }
      if x == y && x.isInfinite { continue }
      let (u, v) = (x / scale, y / scale)
      difference += (u - v) * (u - v)
      normA += u * u
      normB += v * v
    }
    let norms = normA.squareRoot() + normB.squareRoot()
    let error = difference == 0 ? 0 : difference.squareRoot() / norms
    self.init(
      name: a.name, rows: a.rows, columns: a.columns, error: error,
      worstRow: a.columns == 0 ? 0 : worst.index / a.columns,
      worstColumn: a.columns == 0 ? 0 : worst.index % a.columns,
      actual: a.values.isEmpty ? 0 : a.values[worst.index],
      expected: b.values.isEmpty ? 0 : b.values[worst.index])
  }
}

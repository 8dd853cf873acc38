// A factor that is multiplied with a few columns again and again, laid out once in the order in which
// that product reads it. BLAS would lay it out anew at every step of a walk.

internal import CVectorMath

/// A matrix in panels of 24 rows, the columns of each one after the other.
struct Panels {
  /// The shape of the matrix.
  let rows: Int, columns: Int
  private let entries: Matrix

  /// What a product is added to.
  enum Start {
    case zero
    /// The same column for all.
    case column(UnsafePointer<Double>)
    /// What is there already.
    case target
  }

  /// Lays out a matrix, or its transpose, in a room.
  init(_ matrix: Matrix, transposed: Bool, in room: inout Room) {
    let (rows, columns) =
      transposed ? (matrix.columns, matrix.rows) : (matrix.rows, matrix.columns)
    (self.rows, self.columns) = (rows, columns)
    entries = room.matrix(Self.height(of: rows), columns)
    var panel = entries.storage.base
    if columns == 0 { return }
    for first in stride(from: 0, to: rows, by: Self.height) {
      let count = min(Self.height, rows - first)
      if transposed {
        Self.fill(panel, transposing: matrix.storage.base + first * columns, count, columns)
      } else {
        recurrent_fill_panel(matrix.storage.base + first, rows, count, columns, panel)
      }
      panel += recurrent_panel_height(count) * columns
    }
    extendLifetime(matrix)
  }

  /// The number of entries of the panels of a matrix, or of its transpose, zeros included.
  static func count(_ matrix: Matrix, transposed: Bool) -> Int {
    transposed
      ? height(of: matrix.columns) * matrix.rows : height(of: matrix.rows) * matrix.columns
  }

  /// The rows of the panels of so many rows, zeros included.
  private static func height(of rows: Int) -> Int {
    rows / height * height + recurrent_panel_height(rows % height)
  }

  /// The rows of a panel, but for the last.
  static let height = Int(recurrent_panel_rows)

  /// Lays the transpose of some columns out as a panel.
  private static func fill(
    _ panel: UnsafeMutablePointer<Double>, transposing source: UnsafePointer<Double>,
    _ count: Int, _ columns: Int
  ) {
    let height = recurrent_panel_height(count)
    for row in 0..<height {
      let entries = source + row * columns
      for column in 0..<columns {
        panel[column * height + row] = row < count ? entries[column] : 0
      }
    }
  }

  /// Computes c ← start + a•b for this matrix a [m×k] and some columns b [k×n], on this thread.
  ///
  /// The target must overlap neither factor. Who multiplies on several threads at once keeps the matrix
  /// alive: counting references here would make them wait for each other.
  func multiply(
    _ n: Int, _ b: UnsafePointer<Double>, leading: Int, addingTo start: Start,
    into c: UnsafeMutablePointer<Double>, leading target: Int
  ) {
    let panels = entries.storage.base
    switch start {
    case .zero:
      recurrent_multiply_panels(panels, rows, columns, b, 1, leading, n, nil, 0, c, target)
    case .column(let column):
      recurrent_multiply_panels(panels, rows, columns, b, 1, leading, n, column, 0, c, target)
    case .target:
      recurrent_multiply_panels(panels, rows, columns, b, 1, leading, n, c, target, c, target)
    }
  }
}

/// A cell's weights, or their transposes for the way back, ready to be multiplied step after step.
struct StepWeights {
  let input: Panels, recurrent: Panels, reset: Panels

  init(_ weights: PackedWeights, transposed: Bool = false) {
    var room = Room(
      matrices: 3,
      entries: Panels.count(weights.input, transposed: transposed)
        + Panels.count(weights.recurrent, transposed: transposed)
        + Panels.count(weights.reset, transposed: transposed))
    input = Panels(weights.input, transposed: transposed, in: &room)
    recurrent = Panels(weights.recurrent, transposed: transposed, in: &room)
    reset = Panels(weights.reset, transposed: transposed, in: &room)
  }
}

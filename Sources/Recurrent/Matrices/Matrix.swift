// The value that everything else is made of: a matrix of `Double`, features by rows and the batch
// by columns. A vector is a matrix with one column; time is an `Array` of matrices.

/// A matrix of `Double` with value semantics.
///
/// Entries are kept column by column, which is the order BLAS reads. A matrix may have no rows or
/// no columns. Two matrices are equal when their shapes and all their entries are; a NaN equals
/// nothing.
///
///     let A = Matrix([[1, 2], [3, 4]])
///     A[0, 1]          // 2.0
///     (A • A)[1, 1]    // 22.0
///
/// Copies share their entries until one of them is changed. So do a matrix and its neighbouring
/// columns: a sequence that lies side by side in memory is split into steps, and joined again,
/// without copying.
public struct Matrix: Sendable {
  /// The number of rows, one per feature.
  public let rows: Int
  /// The number of columns, one per sample of the batch.
  public let columns: Int
  /// The entries, column by column, perhaps among others.
  var storage: Storage

  /// Makes a matrix around entries that are already in column order.
  init(rows: Int, columns: Int, storage: Storage) {
    self.rows = rows
    self.columns = columns
    self.storage = storage
  }

  /// Makes a matrix whose entries the closure sets, all of them, in column order.
  ///
  /// Traps when a size is negative, or the matrix larger than an address.
  init(rows: Int, columns: Int, settingWith set: (UnsafeMutablePointer<Double>) -> Void) {
    let count = Self.count(rows, columns)
    self.init(rows: rows, columns: columns, storage: Storage(count: count))
    set(storage.base)
  }

  /// The number of entries of a shape; traps unless it is one whose bytes can be counted.
  private static func count(_ rows: Int, _ columns: Int) -> Int {
    if rows < 0 || columns < 0 { trap("Matrix: \(rows)×\(columns) is not a shape") }
    let (count, overflows) = rows.multipliedReportingOverflow(by: columns)
    // A page less, for blocks are rounded up to whole ones.
    if overflows || count > (Int.max - 4096) / MemoryLayout<Double>.stride {
      trap("Matrix: \(rows)×\(columns) is too large")
    }
    return count
  }

  /// Makes a matrix from its rows, written as they are read; traps when their lengths differ.
  public init(_ rows: [[Double]]) {
    let columns = rows.first?.count ?? 0
    if let odd = rows.firstIndex(where: { $0.count != columns }) {
      trap("Matrix: row 0 has \(columns) entries and row \(odd) has \(rows[odd].count)")
    }
    self.init(rows: rows.count, columns: columns) { rows[$0][$1] }
  }

  /// Makes a matrix whose entry at each row and column is what the closure returns for it.
  ///
  /// The closure is called row by row. A negative size traps.
  public init(rows: Int, columns: Int, _ entry: (_ row: Int, _ column: Int) -> Double) {
    self.init(rows: rows, columns: columns) { (entries: UnsafeMutablePointer<Double>) in
      for row in 0..<rows {
        for column in 0..<columns { entries[row + column * rows] = entry(row, column) }
      }
    }
  }

  /// Makes a matrix from its entries row by row; traps unless there are rows × columns of them.
  public init(rows: Int, columns: Int, values: [Double]) {
    if values.count != Self.count(rows, columns) {
      trap("Matrix: \(values.count) values do not fill \(rows)×\(columns)")
    }
    self.init(rows: rows, columns: columns) { values[$0 * columns + $1] }
  }

  /// The matrix of zeros with the given shape; a negative size traps.
  public static func zeros(_ rows: Int, _ columns: Int) -> Matrix { filled(rows, columns, with: 0) }

  /// The matrix without rows and columns.
  static let empty = zeros(0, 0)

  /// The matrix of ones with the given shape; a negative size traps.
  public static func ones(_ rows: Int, _ columns: Int) -> Matrix { filled(rows, columns, with: 1) }

  /// The matrix with the same number everywhere.
  private static func filled(_ rows: Int, _ columns: Int, with number: Double) -> Matrix {
    Matrix(
      rows: rows, columns: columns,
      settingWith: { entries in
        entries.update(repeating: number, count: rows * columns)
      })
  }

  /// The column [n×1] with the given entries.
  public static func column(_ entries: [Double]) -> Matrix {
    Matrix(rows: entries.count, columns: 1) { row, _ in entries[row] }
  }

  /// The identity [n×n].
  public static func identity(_ size: Int) -> Matrix {
    Matrix(rows: size, columns: size) { $0 == $1 ? 1 : 0 }
  }

  /// The matrix [n×n] with the entries of a column [n×1] on its diagonal and zeros elsewhere.
  ///
  /// Traps when the argument does not have exactly one column.
  public static func diagonal(_ column: Matrix) -> Matrix {
    if column.columns != 1 { trap("Matrix: diagonal of \(column.shape): not one column") }
    return Matrix(rows: column.rows, columns: column.rows) { $0 == $1 ? column[$0, 0] : 0 }
  }

  /// The entry at a row and a column, both counted from zero; traps outside the matrix.
  public subscript(row: Int, column: Int) -> Double {
    get {
      let offset = offset(row, column)
      return withEntries { $0[offset] }
    }
    set {
      let offset = offset(row, column)
      withMutableEntries { $0[offset] = newValue }
    }
  }

  /// The place of an entry among the entries.
  private func offset(_ row: Int, _ column: Int) -> Int {
    if row < 0 || row >= rows || column < 0 || column >= columns {
      trap("Matrix: [\(row), \(column)] is outside \(shape)")
    }
    return row + column * rows
  }
}

extension Matrix: Equatable {
  /// Whether shapes and all entries are equal; a NaN equals nothing.
  public static func == (left: Matrix, right: Matrix) -> Bool {
    if left.rows != right.rows || left.columns != right.columns { return false }
    return left.withEntries { a in right.withEntries { b in a.elementsEqual(b) } }
  }
}

// MARK: - Parts and measures

extension Matrix {
  /// The shape as text, rows first: `4×3`.
  public var shape: String { "\(rows)×\(columns)" }

  /// The number of entries, rows × columns.
  public var count: Int { rows * columns }

  /// The entries row by row, as they are read.
  public var values: [Double] {
    withEntries { entries in
      (0..<rows).flatMap { row in (0..<columns).map { entries[row + $0 * rows] } }
    }
  }

  /// The matrix with rows and columns exchanged [columns×rows].
  public var transposed: Matrix {
    withEntries { entries in
      Matrix(
        rows: columns, columns: rows,
        settingWith: { result in
          // Tile by tile, so that each cache line is fetched once.
          for left in stride(from: 0, to: columns, by: 8) {
            for top in stride(from: 0, to: rows, by: 8) {
              for column in left..<min(left + 8, columns) {
                for row in top..<min(top + 8, rows) {
                  result[column + row * columns] = entries[row + column * rows]
                }
              }
            }
          }
        })
    }
  }

  /// The matrix of the same shape with a function applied to every entry.
  public func map(_ transform: (Double) throws -> Double) rethrows -> Matrix {
    var result = self
    try result.withMutableEntries { entries in
      for index in entries.indices { entries[index] = try transform(entries[index]) }
    }
    return result
  }

  /// The sum of each row [rows×1]; where columns are samples, the sum over the batch.
  public var rowSums: Matrix {
    var sums = Matrix.zeros(rows, 1)
    withEntries { entries in
      sums.withMutableEntries { sums in
        for column in 0..<columns {
          let start = column * rows
          for row in 0..<rows { sums[row] += entries[start + row] }
        }
      }
    }
    return sums
  }

  /// The sum of each column [1×columns]; where rows are features, the sum over the features.
  public var columnSums: Matrix {
    withEntries { entries in
      Matrix(rows: 1, columns: columns) { _, column in
        entries[column * rows..<(column + 1) * rows].reduce(0, +)
      }
    }
  }

  /// The sum of all entries; zero for a matrix without any.
  public var sum: Double { withEntries { $0.reduce(0, +) } }

  /// The Frobenius norm, the square root of the sum of the squared entries.
  ///
  /// Where a square would overflow or vanish the entries are scaled first.
  public var norm: Double {
    withEntries { entries in
      let squares = entries.reduce(0) { $0 + $1 * $1 }
      if squares > 1e-280 && squares < 1e280 || squares.isNaN { return squares.squareRoot() }
      let largest = entries.reduce(0) { max($0, abs($1)) }
      if largest == 0 || largest.isInfinite { return largest }
      return largest * entries.reduce(0) { $0 + ($1 / largest) * ($1 / largest) }.squareRoot()
    }
  }

  /// Whether every entry is neither infinite nor NaN.
  public var isFinite: Bool { withEntries { $0.allSatisfy(\.isFinite) } }
}

extension Matrix: CustomStringConvertible {
  /// The rows on lines of their own, columns aligned to the right, each number in the fewest
  /// digits that read back as the same number; a NaN of any sign is `nan`.
  public var description: String {
    if rows == 0 || columns == 0 { return "(\(shape))" }
    // The sign and the bits of a NaN are the processor's.
    let texts = withEntries { $0.map { $0.isNaN ? "nan" : "\($0)" } }
    let widths = (0..<columns).map { column in
      texts[column * rows..<(column + 1) * rows].map(\.count).max() ?? 0
    }
    let lines = (0..<rows).map { row in
      (0..<columns).map { column in
        let text = texts[row + column * rows]
        return String(repeating: " ", count: widths[column] - text.count) + text
      }.joined(separator: "  ")
    }
    return lines.joined(separator: "\n")
  }
}

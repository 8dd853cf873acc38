// Matrices taken apart and put together: rows, columns, blocks, and the steps of a sequence side by
// side, which is how T small sums become one product.

extension Matrix {
  /// One column as a matrix [rows×1]; traps outside the matrix.
  public func column(_ index: Int) -> Matrix {
    if index < 0 || index >= columns { trap("Matrix: column \(index) is outside \(shape)") }
    return columns(index..<index + 1)
  }

  /// One row as a matrix [1×columns]; traps outside the matrix.
  public func row(_ index: Int) -> Matrix {
    if index < 0 || index >= rows { trap("Matrix: row \(index) is outside \(shape)") }
    return rows(index..<index + 1)
  }

  /// Neighbouring columns as a matrix [rows×n]; traps outside the matrix.
  ///
  /// - Complexity: O(1); the entries are shared until one side is changed, and all of the matrix stays in
  ///   memory as long as the part.
  public func columns(_ range: Range<Int>) -> Matrix {
    if range.lowerBound < 0 || range.upperBound > columns {
      trap("Matrix: columns \(range) are outside \(shape)")
    }
    return Matrix(
      rows: rows, columns: range.count,
      storage: storage.part(from: range.lowerBound * rows, count: range.count * rows))
  }

  /// Neighbouring rows as a matrix [n×columns]; traps outside the matrix.
  public func rows(_ range: Range<Int>) -> Matrix {
    if range.lowerBound < 0 || range.upperBound > rows {
      trap("Matrix: rows \(range) are outside \(shape)")
    }
    return Matrix(rows: range.count, columns: columns, settingWith: { copyRows(range, to: $0) })
  }

  /// Matrices with the same columns, one above the other: [A; B; …].
  ///
  /// Traps when the numbers of columns differ. Of no matrices it is 0×0.
  public static func stacked(_ parts: [Matrix]) -> Matrix {
    let columns = parts.first?.columns ?? 0
    for part in parts where part.columns != columns {
      trap("Matrix: \(parts[0].shape) above \(part.shape): numbers of columns differ")
    }
    let rows = parts.reduce(0) { $0 + $1.rows }
    return Matrix(
      rows: rows, columns: columns,
      settingWith: { entries in
        var first = 0
        for part in parts {
          part.copyEntries(to: entries + first, leading: rows)
          first += part.rows
        }
      })
  }

  /// Matrices with the same rows, one beside the other: [A B …].
  ///
  /// Traps when the numbers of rows differ. Of no matrices it is 0×0.
  ///
  /// - Complexity: O(1) for columns of one matrix that lie side by side already, else a copy.
  public static func sideBySide(_ parts: [Matrix]) -> Matrix {
    guard let first = parts.first else { return .zeros(0, 0) }
    for part in parts where part.rows != first.rows {
      trap("Matrix: \(first.shape) beside \(part.shape): numbers of rows differ")
    }
    if let joined = joining(parts) { return joined }
    return Matrix(
      rows: first.rows, columns: parts.reduce(0) { $0 + $1.columns },
      settingWith: { entries in
        var next = entries
        for part in parts {
          part.copyEntries(to: next, leading: part.rows)
          next += part.count
        }
      })
  }

  /// Matrices with the same rows that lie side by side in one block already, as one; else nothing.
  static func joining(_ parts: [Matrix]) -> Matrix? {
    guard let first = parts.first,
      zip(parts, parts.dropFirst()).allSatisfy({ $0.storage.isFollowed(by: $1.storage) })
    else { return nil }
    let columns = parts.reduce(0) { $0 + $1.columns }
    return Matrix(
      rows: first.rows, columns: columns,
      storage: first.storage.extended(to: first.rows * columns))
  }

  /// The steps of a sequence that lies side by side: parts [rows×n] that share its entries.
  ///
  /// Traps unless the number of parts divides the number of columns.
  func split(into count: Int) -> [Matrix] {
    let width = count == 0 ? 0 : columns / count
    if width * count != columns { trap("Matrix: columns of \(shape) do not make \(count) parts") }
    return (0..<count).map { columns($0 * width..<($0 + 1) * width) }
  }

  /// Copies neighbouring rows, column by column.
  func copyRows(_ range: Range<Int>, to target: UnsafeMutablePointer<Double>) {
    withEntries { entries in
      for column in 0..<columns {
        let part = target + column * range.count
        let start = column * rows + range.lowerBound
        for row in 0..<range.count { part[row] = entries[start + row] }
      }
    }
  }

  /// Copies the entries, column by column, to columns that lie `leading` numbers apart.
  func copyEntries(to target: UnsafeMutablePointer<Double>, leading: Int) {
    withEntries { entries in
      guard let source = entries.baseAddress else { return }
      if leading == rows {
        target.update(from: source, count: count)
      } else {
        for column in 0..<columns {
          (target + column * leading).update(from: source + column * rows, count: rows)
        }
      }
    }
  }
}

// Variables taken apart and put together. What is left out gets a gradient of zeros.

extension Tape.Variable {
  /// Neighbouring rows [n×columns]; traps outside the variable.
  ///
  ///     dA = g in those rows, else 0
  public func rows(_ range: Range<Int>) -> Self {
    let (height, width) = (value.rows, value.columns)
    return applying(value.rows(range)) { g in
      Matrix(rows: height, columns: width) { row, column in
        range.contains(row) ? g[row - range.lowerBound, column] : 0
      }
    }
  }

  /// Columns in any order [rows×n]; one that is named twice is there twice.
  ///
  ///     dA = in each column the sum of g where it went
  ///
  /// Traps outside the variable.
  public func columns(_ indices: [Int]) -> Self {
    let (value, zeros) = (value, value.zeroed)
    let chosen =
      indices.isEmpty ? value.columns(0..<0) : .sideBySide(indices.map { value.column($0) })
    return applying(chosen) { g in
      var sum = zeros
      for (place, index) in indices.enumerated() {
        for row in 0..<sum.rows { sum[row, index] += g[row, place] }
      }
      return sum
    }
  }

  /// Variables with the same columns, one above the other: [A; B; …].
  ///
  ///     dA, dB, … = the rows of g
  ///
  /// Traps when the numbers of columns differ, or when there is no variable.
  public static func stacked(_ parts: [Self]) -> Self {
    guard let first = parts.first else { trap("Tape: nothing to stack") }
    let value = Matrix.stacked(parts.map(\.value))
    var end = 0
    return first.tape.record(
      value,
      from: parts.map { part in
        let range = end..<end + part.value.rows
        end = range.upperBound
        return (part, { $0.rows(range) })
      })
  }

  /// Variables with the same rows, one beside the other: [A B …].
  ///
  ///     dA, dB, … = the columns of g
  ///
  /// Traps when the numbers of rows differ, or when there is no variable.
  public static func sideBySide(_ parts: [Self]) -> Self {
    guard let first = parts.first else { trap("Tape: nothing to put side by side") }
    let value = Matrix.sideBySide(parts.map(\.value))
    var end = 0
    return first.tape.record(
      value,
      from: parts.map { part in
        let range = end..<end + part.value.columns
        end = range.upperBound
        return (part, { $0.columns(range) })
      })
  }
}

// Random points in the library's own values.

public import Recurrent
public import SnippetRuntime

extension Draw {
  /// Draws a matrix of the library's.
  ///
  /// - Parameters:
  ///   - name: What the page calls it.
  ///   - rows: The number of rows.
  ///   - columns: The number of columns.
  ///   - range: Where the numbers lie.
  /// - Returns: The matrix.
  public mutating func matrix(
    _ name: String, _ rows: Int, _ columns: Int = 1, in range: ClosedRange<Double> = -1...1
  ) -> Matrix {
    let table = table(name, rows, columns, in: range)
    return Matrix(rows: rows, columns: columns) { row, column in
      table.values[row * columns + column]
    }
  }
}

extension Sum where Value: ParameterSpace {
  /// The sum as one value, such as a matrix; traps when there is no term.
  public var total: Value { terms.dropFirst().reduce(terms[0], +) }
}

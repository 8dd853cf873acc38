// The operators of the derivations: `•` for the product, `⊙` for the elementwise product, `*` and `/`
// only by a number, so that no line can be misread. Shapes that do not fit trap with both of them.

infix operator • : MultiplicationPrecedence
infix operator ⊙ : MultiplicationPrecedence

extension Matrix {
  /// The elementwise (Hadamard) product of two matrices of one shape; traps when shapes differ.
  public static func ⊙ (left: Matrix, right: Matrix) -> Matrix {
    left.combined(with: right, "⊙", *)
  }

  /// The sum of two matrices of one shape, or of a matrix and a column added to each of its columns.
  ///
  ///     A + B    [H×B] + [H×B]
  ///     A + b    [H×B] + [H×1], the bias of an affine map
  ///
  /// Adding a column on the right is the only broadcast of a matrix there is. All other shapes trap.
  public static func + (left: Matrix, right: Matrix) -> Matrix {
    if right.columns == 1, left.columns != 1, left.rows == right.rows {
      var result = left
      result.withMutableEntries { sums in
        right.withEntries { terms in
          for column in 0..<left.columns {
            let start = column * left.rows
            for row in 0..<left.rows { sums[start + row] += terms[row] }
          }
        }
      }
      return result
    }
    return left.plus(right)
  }

  /// The sum of two matrices of one shape, without broadcasting; traps when shapes differ.
  func plus(_ other: Matrix) -> Matrix { combined(with: other, "+", +) }

  /// The difference of two matrices of one shape; traps when shapes differ.
  public static func - (left: Matrix, right: Matrix) -> Matrix {
    left.combined(with: right, "-", -)
  }

  /// Every entry with its sign changed.
  public static prefix func - (matrix: Matrix) -> Matrix { matrix.map { -$0 } }

  /// Every entry times a number.
  public static func * (number: Double, matrix: Matrix) -> Matrix { matrix.map { number * $0 } }

  /// Every entry times a number.
  public static func * (matrix: Matrix, number: Double) -> Matrix { matrix.map { $0 * number } }

  /// Every entry divided by a number, as division rounds; by zero it is infinite or NaN.
  public static func / (matrix: Matrix, number: Double) -> Matrix { matrix.map { $0 / number } }

  /// A number added to every entry.
  public static func + (number: Double, matrix: Matrix) -> Matrix { matrix.map { number + $0 } }

  /// A number added to every entry.
  public static func + (matrix: Matrix, number: Double) -> Matrix { matrix.map { $0 + number } }

  /// A number less every entry.
  ///
  ///     (1 - z) ⊙ n + z ⊙ h    as the formula of a GRU is written
  public static func - (number: Double, matrix: Matrix) -> Matrix { matrix.map { number - $0 } }

  /// Every entry less a number.
  public static func - (matrix: Matrix, number: Double) -> Matrix { matrix.map { $0 - number } }

  /// Multiplies every entry by a number in place.
  public static func *= (matrix: inout Matrix, number: Double) { matrix = matrix * number }

  /// Divides every entry by a number in place.
  public static func /= (matrix: inout Matrix, number: Double) { matrix = matrix / number }

  /// Adds a matrix of the same shape in place; traps when shapes differ, a single column included.
  public static func += (left: inout Matrix, right: Matrix) {
    left.combine(with: right, "+=", +)
  }

  /// Subtracts a matrix of the same shape in place; traps when shapes differ.
  public static func -= (left: inout Matrix, right: Matrix) {
    left.combine(with: right, "-=", -)
  }

  /// The elementwise combination of two matrices of one shape; `symbol` is for the message.
  private func combined(
    with other: Matrix, _ symbol: String, _ operation: (Double, Double) -> Double
  ) -> Matrix {
    var result = self
    result.combine(with: other, symbol, operation)
    return result
  }

  /// Combines every entry with the one of another matrix in place; `symbol` is for the message.
  private mutating func combine(
    with other: Matrix, _ symbol: String, _ operation: (Double, Double) -> Double
  ) {
    if rows != other.rows || columns != other.columns {
      trap("Matrix: \(shape) \(symbol) \(other.shape): shapes differ")
    }
    withMutableEntries { entries in
      other.withEntries { others in
        for index in entries.indices { entries[index] = operation(entries[index], others[index]) }
      }
    }
  }
}

// The operators on a tape, each with its rule back: g is the gradient on the result.

extension Tape.Variable {
  /// The value of a function of this variable, and the gradient on the variable from that on the value.
  func applying(_ value: Matrix, _ pullback: @escaping (Matrix) -> Matrix) -> Tape.Variable {
    tape.record(value, from: [(self, pullback)])
  }

  /// The matrix product, C = A•B; traps when the inner sizes differ.
  ///
  ///     dA = g•Bᵀ   dB = Aᵀ•g
  public static func • (left: Self, right: Self) -> Self {
    let (a, b) = (left.value, right.value)
    return left.tape.record(
      a • b, from: [(left, { $0 • b.transposed }), (right, { a.transposed • $0 })])
  }

  /// The elementwise product, C = A ⊙ B; traps when shapes differ.
  ///
  ///     dA = g ⊙ B   dB = g ⊙ A
  public static func ⊙ (left: Self, right: Self) -> Self {
    let (a, b) = (left.value, right.value)
    return left.tape.record(a ⊙ b, from: [(left, { $0 ⊙ b }), (right, { $0 ⊙ a })])
  }

  /// The sum of two variables of one shape, or of a variable and a column added to each of its
  /// columns.
  ///
  ///     dA = g   dB = g, for a column its sum over the batch
  ///
  /// All other shapes trap, as they do for matrices.
  public static func + (left: Self, right: Self) -> Self {
    let isBroadcast = right.value.columns == 1 && left.value.columns != 1
    return left.tape.record(
      left.value + right.value,
      from: [(left, { $0 }), (right, { isBroadcast ? $0 • .ones($0.columns, 1) : $0 })])
  }

  /// The difference of two variables; traps when shapes differ.
  ///
  ///     dA = g   dB = −g
  public static func - (left: Self, right: Self) -> Self {
    left.tape.record(left.value - right.value, from: [(left, { $0 }), (right, { -$0 })])
  }

  /// Every entry with its sign changed.
  public static prefix func - (variable: Self) -> Self {
    variable.applying(-variable.value) { -$0 }
  }

  /// Every entry times a number.
  ///
  ///     dA = k g
  public static func * (number: Double, variable: Self) -> Self {
    variable.applying(number * variable.value) { number * $0 }
  }

  /// Every entry times a number.
  public static func * (variable: Self, number: Double) -> Self { number * variable }

  /// Every entry divided by a number.
  ///
  ///     dA = g / k
  public static func / (variable: Self, number: Double) -> Self {
    variable.applying(variable.value / number) { $0 / number }
  }

  /// A number added to every entry.
  ///
  ///     dA = g
  public static func + (number: Double, variable: Self) -> Self {
    variable.applying(number + variable.value) { $0 }
  }

  /// A number added to every entry.
  ///
  ///     dA = g
  public static func + (variable: Self, number: Double) -> Self { number + variable }

  /// A number less every entry.
  ///
  ///     dA = −g
  public static func - (number: Double, variable: Self) -> Self {
    variable.applying(number - variable.value) { -$0 }
  }

  /// Every entry less a number.
  ///
  ///     dA = g
  public static func - (variable: Self, number: Double) -> Self {
    variable.applying(variable.value - number) { $0 }
  }

  /// The variable with rows and columns exchanged.
  ///
  ///     dA = gᵀ
  public var transposed: Self { applying(value.transposed) { $0.transposed } }

  /// The sum of all entries [1×1].
  ///
  ///     dA = g everywhere
  public var sum: Self {
    let ones = Matrix.ones(value.rows, value.columns)
    return applying(Matrix([[value.sum]])) { $0[0, 0] * ones }
  }

  /// The sum of each row [rows×1]; where columns are samples, the sum over the batch.
  ///
  ///     dA = g•1ᵀ
  public var rowSums: Self {
    let ones = Matrix.ones(1, value.columns)
    return applying(value.rowSums) { $0 • ones }
  }

  /// The sum of each column [1×columns]; where rows are features, the sum over the features.
  ///
  ///     dA = 1•g
  public var columnSums: Self {
    let ones = Matrix.ones(value.rows, 1)
    return applying(value.columnSums) { ones • $0 }
  }
}

// What makes a model a point that can be added, scaled and measured: the list of its matrices, by
// name. Gradients, optimisers and checks follow from that list and from nothing else.

/// A matrix inside a value, by name.
public struct Parameter<Root> {
  /// The symbol of the matrix in the formulas: `W`, `U_f`, `b`.
  public let name: String
  /// Where the matrix is in the value.
  public let path: WritableKeyPath<Root, Matrix>

  /// Names the matrix at a path.
  public init(_ name: String, _ path: WritableKeyPath<Root, Matrix>) {
    self.name = name
    self.path = path
  }
}

/// A value that is a point of a vector space, given by the list of its matrices.
///
/// Gradients have the type of the point they belong to: the gradient of a cell is a cell. Fields
/// that are not in the list, such as the kind of an activation, are those of the left operand.
///
///     struct Model: ParameterSpace {
///       var cell: RNNCell
///       var readout: Readout
///
///       var parameters: [Parameter<Self>] {
///         cell.parameters(at: \.cell) + readout.parameters(at: \.readout)
///       }
///     }
public protocol ParameterSpace: Equatable {
  /// The matrices of the value, in the order in which they are reported.
  ///
  /// Values of equal form (the same number of layers, say) list the same names in the same order.
  var parameters: [Parameter<Self>] { get }
}

extension ParameterSpace {
  /// The parameters of this value as parts of a larger one, with what is written around each name.
  ///
  ///     forgetGate.parameters(at: \.forgetGate, suffix: "_f")    // W_f, U_f, b_f
  public func parameters<Whole>(
    at path: WritableKeyPath<Whole, Self>, prefix: String = "", suffix: String = ""
  ) -> [Parameter<Whole>] {
    parameters.map { Parameter(prefix + $0.name + suffix, path.appending(path: $0.path)) }
  }

  /// The matrices with their names.
  public var named: [(name: String, value: Matrix)] {
    parameters.map { ($0.name, self[keyPath: $0.path]) }
  }

  /// The number of entries in all matrices together.
  public var entryCount: Int { named.reduce(0) { $0 + $1.value.count } }

  /// The value with a function applied to each of its matrices.
  public func mapParameters(_ transform: (Matrix) -> Matrix) -> Self {
    var result = self
    for parameter in parameters {
      result[keyPath: parameter.path] = transform(self[keyPath: parameter.path])
    }
    return result
  }

  /// The value with a function applied to each of its matrices and its partner in another value.
  ///
  /// Traps unless both list the same names.
  public func mapParameters(
    with other: Self, _ transform: (_ own: Matrix, _ other: Matrix) -> Matrix
  ) -> Self {
    combined(with: other) { _, own, other in transform(own, other) }
  }

  /// The value with each matrix combined, by its name, with its partner in another value.
  private func combined(
    with other: Self, _ transform: (_ name: String, _ own: Matrix, _ other: Matrix) -> Matrix
  ) -> Self {
    let (own, others) = (parameters, other.parameters)
    if let (left, right) = firstDifference(own.map(\.name), others.map(\.name)) {
      trap("\(Self.self): parameter \(left) on the left, \(right) on the right")
    }
    var result = self
    for (parameter, partner) in zip(own, others) {
      result[keyPath: parameter.path] = transform(
        parameter.name, self[keyPath: parameter.path], other[keyPath: partner.path])
    }
    return result
  }

  /// The sum or difference, matrix by matrix; traps with the name of the first that does not fit.
  private func combined(
    with other: Self, _ symbol: String, _ operation: (Matrix, Matrix) -> Matrix
  ) -> Self {
    combined(with: other) { name, own, other in
      if own.rows != other.rows || own.columns != other.columns {
        let place = name.isEmpty ? "\(Self.self)" : "\(Self.self): \(name)"
        trap("\(place): \(own.shape) \(symbol) \(other.shape): shapes differ")
      }
      return operation(own, other)
    }
  }

  /// The value with the same shapes and zeros everywhere.
  public var zeroed: Self { mapParameters { .zeros($0.rows, $0.columns) } }

  /// The norm of all entries together, √(Σ ‖matrix‖²).
  public var norm: Double { Matrix.column(named.map(\.value.norm)).norm }

  /// The sum, matrix by matrix; traps when names or shapes differ.
  public static func + (left: Self, right: Self) -> Self {
    left.combined(with: right, "+") { $0.plus($1) }
  }

  /// The difference, matrix by matrix; traps when names or shapes differ.
  public static func - (left: Self, right: Self) -> Self {
    left.combined(with: right, "-") { $0 - $1 }
  }

  /// Every entry with its sign changed.
  public static prefix func - (value: Self) -> Self { value.mapParameters { -$0 } }

  /// Every entry times a number.
  public static func * (number: Double, value: Self) -> Self {
    value.mapParameters { number * $0 }
  }

  /// Every entry times a number.
  public static func * (value: Self, number: Double) -> Self { number * value }

  /// Every entry divided by a number.
  public static func / (value: Self, number: Double) -> Self {
    value.mapParameters { $0 / number }
  }

  /// Multiplies every entry by a number in place.
  public static func *= (value: inout Self, number: Double) { value = value * number }

  /// Divides every entry by a number in place.
  public static func /= (value: inout Self, number: Double) { value = value / number }

  /// Adds in place, matrix by matrix; traps when names or shapes differ.
  public static func += (left: inout Self, right: Self) { left = left + right }

  /// Subtracts in place, matrix by matrix; traps when names or shapes differ.
  public static func -= (left: inout Self, right: Self) { left = left - right }
}

/// The first place at which two lists of names differ; `nothing` where one of them has ended.
func firstDifference(_ own: [String], _ others: [String]) -> (own: String, other: String)? {
  for index in 0..<max(own.count, others.count) {
    let left = index < own.count ? own[index] : "nothing"
    let right = index < others.count ? others[index] : "nothing"
    if left != right { return (left, right) }
  }
  return nil
}

/// A matrix is the space of one parameter, itself; its name is empty.
extension Matrix: ParameterSpace {
  /// The matrix itself, without a name.
  public var parameters: [Parameter<Matrix>] { [Parameter("", \.self)] }
}

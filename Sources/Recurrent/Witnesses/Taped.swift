// A whole model on a tape: its matrices are variables under the same names, so that a cell's formulas
// are written with `cell.forgetGate.inputWeight`, and gradients come back in the model's own type.

/// A point whose matrices are variables on a tape.
///
/// What is a matrix of the point is a variable here, and what is a part of the point is a part here:
///
///     let cell = tape.variables(of: LSTMCell.zeros(input: 3, hidden: 4))
///     let a = cell.forgetGate.inputWeight • x      // a variable [4×B]
///     tape.gradients(of: a.sum)[cell]              // an LSTMCell
///
/// Only what the point lists as its parameters can be reached, by the path that it is listed with.
@dynamicMemberLookup
public struct Taped<Point: ParameterSpace> {
  private var point: Point
  private let parameters: [Parameter<Point>]
  /// The variables, in the order of the point's parameters.
  private(set) var variables: [Tape.Variable]

  /// Replaces the matrices of a point by variables, one for each.
  fileprivate init(_ point: Point, _ variables: [Tape.Variable]) {
    self.point = point
    parameters = point.parameters
    self.variables = variables
  }

  /// Writes the matrices of a point on a tape.
  fileprivate init(_ point: Point, on tape: Tape) {
    self.init(point, point.named.map { tape.variable($0.value) })
  }

  /// The point: the values of its variables, and whatever else it holds.
  public var value: Point { mapValues(\.value) }

  /// The variable in place of a matrix of the point; traps unless the point lists the path.
  public subscript(path: WritableKeyPath<Point, Matrix>) -> Tape.Variable {
    get { variables[index(path)] }
    set { variables[index(path)] = newValue }
  }

  /// The variables in place of a part of the point; traps unless the point lists its matrices.
  public subscript<Part: ParameterSpace>(path: WritableKeyPath<Point, Part>) -> Taped<Part> {
    get {
      let part = point[keyPath: path]
      return Taped<Part>(
        part, part.parameters.map { variables[index(path.appending(path: $0.path))] })
    }
    set {
      for (parameter, variable) in zip(newValue.parameters, newValue.variables) {
        variables[index(path.appending(path: parameter.path))] = variable
      }
    }
  }

  /// The variable in place of a matrix of the point.
  public subscript(dynamicMember path: WritableKeyPath<Point, Matrix>) -> Tape.Variable {
    get { self[path] }
    set { self[path] = newValue }
  }

  /// The variables in place of a part of the point.
  public subscript<Part: ParameterSpace>(
    dynamicMember path: WritableKeyPath<Point, Part>
  ) -> Taped<Part> {
    get { self[path] }
    set { self[path] = newValue }
  }

  private func index(_ path: WritableKeyPath<Point, Matrix>) -> Int {
    guard let index = parameters.firstIndex(where: { $0.path == path }) else {
      let names = parameters.map(\.name).joined(separator: ", ")
      trap("Taped<\(Point.self)>: a path that is none of \(names)")
    }
    return index
  }

  /// The point with a matrix made from each variable.
  func mapValues(_ transform: (Tape.Variable) -> Matrix) -> Point {
    var result = point
    for (parameter, variable) in zip(parameters, variables) {
      result[keyPath: parameter.path] = transform(variable)
    }
    return result
  }

  /// The point with each variable replaced.
  func map(_ transform: (Tape.Variable) -> Tape.Variable) -> Taped {
    Taped(point, variables.map(transform))
  }

  /// The point with each variable replaced by one made from it and its partner in another point.
  func map(
    with other: Taped, _ transform: (_ own: Tape.Variable, _ other: Tape.Variable) -> Tape.Variable
  ) -> Taped {
    Taped(point, zip(variables, other.variables).map(transform))
  }
}

extension Taped {
  /// The variables with the gradients on them; traps unless the gradient lists the same names.
  func paired(with gradient: Point) -> [(output: Tape.Variable, upstream: Matrix)] {
    let names = (parameters.map(\.name), gradient.parameters.map(\.name))
    if let (own, other) = firstDifference(names.0, names.1) {
      trap("Taped<\(Point.self)>: parameter \(own), but a gradient on \(other)")
    }
    return Array(zip(variables, gradient.named.map(\.value)))
  }
}

extension Tape {
  /// Writes the matrices of a point: of a cell, a state, a model of one's own.
  public func variables<Point: ParameterSpace>(of point: Point) -> Taped<Point> {
    Taped(point, on: self)
  }
}

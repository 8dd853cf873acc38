// The second witness: reverse mode over matrices. Each operation writes its value and its own rule of
// derivation on a tape, and the tape is walked backward. Nothing here knows of the passes that are
// derived by hand; it shares with them the arithmetic of matrices and nothing else.

/// A record of a computation, from which the gradients of its result follow.
///
/// Expressions of variables are written as those of matrices are, and every operation is appended to
/// the tape. An entry depends on earlier ones only, so that one walk from the end meets each entry
/// after everything that used it:
///
///     let tape = Tape()
///     let W = tape.variable(Matrix([[1, 2]]))
///     let x = tape.variable(Matrix([[3], [4]]))
///     let gradients = tape.gradients(of: tanh(W • x).sum)
///     gradients[W]    // a matrix [1×2]
///
/// A constant is a variable whose gradient nobody asks for.
///
/// S. Linnainmaa, Taylor expansion of the accumulated rounding error, BIT 16 (1976).
public final class Tape {
  /// A value that an entry was computed from, and the gradient on it from the gradient on the entry.
  struct Source {
    let index: Int
    let pullback: (Matrix) -> Matrix
  }

  private var entries: [[Source]] = []

  /// Makes an empty tape.
  public init() {}

  /// A matrix on a tape: something to be computed with, and to be asked the gradient of.
  public struct Variable {
    /// The tape.
    public let tape: Tape
    /// The matrix.
    public let value: Matrix
    let index: Int
  }

  /// Writes a matrix that depends on nothing.
  public func variable(_ value: Matrix) -> Variable { record(value, from: []) }

  /// Writes a value, what it was computed from and the rules back.
  ///
  /// Traps when a variable is of another tape.
  func record(
    _ value: Matrix, from sources: [(variable: Variable, pullback: (Matrix) -> Matrix)]
  ) -> Variable {
    entries.append(
      sources.map { variable, pullback in
        requireOwn(variable)
        return Source(index: variable.index, pullback: pullback)
      })
    return Variable(tape: self, value: value, index: entries.count - 1)
  }

  /// The gradients of a scalar, a variable [1×1], with respect to everything on the tape.
  ///
  /// Traps when the output is not 1×1, or of another tape.
  ///
  /// - Complexity: A few times the computation that was recorded.
  public func gradients(of output: Variable) -> Gradients {
    if output.value.rows != 1 || output.value.columns != 1 {
      trap("Tape: gradients of \(output.value.shape), expected a scalar, 1×1")
    }
    return gradients(of: [(output, .ones(1, 1))])
  }

  /// The gradients of Σ ⟨upstream, output⟩: what reaches everything on the tape from gradients on some
  /// outputs.
  ///
  /// This is the product of the upstream gradients with the Jacobian of the outputs. An output that
  /// is listed twice counts twice. Traps when shapes differ, or when an output is of another tape.
  public func gradients(of outputs: [(output: Variable, upstream: Matrix)]) -> Gradients {
    var gradients = [Matrix?](repeating: nil, count: entries.count)
    func add(_ gradient: Matrix, at index: Int) {
      gradients[index] = gradients[index]?.plus(gradient) ?? gradient
    }
    for (output, upstream) in outputs {
      requireOwn(output)
      if upstream.rows != output.value.rows || upstream.columns != output.value.columns {
        trap("Tape: an output \(output.value.shape) has an upstream gradient \(upstream.shape)")
      }
      add(upstream, at: output.index)
    }
    for index in entries.indices.reversed() {
      guard let gradient = gradients[index] else { continue }
      for source in entries[index] { add(source.pullback(gradient), at: source.index) }
    }
    return Gradients(tape: self, values: gradients)
  }

  /// The gradients of one walk back.
  public struct Gradients {
    fileprivate let tape: Tape
    fileprivate let values: [Matrix?]

    /// The gradient of a variable, of its shape; zeros where it has no influence.
    ///
    /// Traps when the variable is of another tape.
    public subscript(variable: Variable) -> Matrix {
      tape.requireOwn(variable)
      let value = variable.index < values.count ? values[variable.index] : nil
      return value ?? variable.value.zeroed
    }

    /// The gradient of each of some variables.
    public subscript(variables: [Variable]) -> [Matrix] { variables.map { self[$0] } }

    /// The gradient of a point on the tape, which has the type of the point.
    public subscript<Point: ParameterSpace>(point: Taped<Point>) -> Point {
      point.mapValues { self[$0] }
    }
  }

  /// Traps unless a variable is of this tape.
  private func requireOwn(_ variable: Variable) {
    if variable.tape !== self { trap("Tape: a variable \(variable.value.shape) of another tape") }
  }
}

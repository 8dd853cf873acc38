// Where training starts: random weights of a size that neither explodes nor dies away on its way
// through layers and time.

/// A rule for the entries of a weight [n×m] that maps m numbers to n.
public enum Initializer: Equatable, Sendable {
  /// Zeros.
  case zeros
  /// The same number everywhere.
  case constant(Double)
  /// Numbers spread evenly over ± a bound.
  case uniform(Double)
  /// Normal numbers with mean 0 and a standard deviation.
  case gaussian(Double)
  /// Numbers spread evenly over ± √(6 / (n + m)).
  ///
  /// X. Glorot and Y. Bengio, Understanding the difficulty of training deep feedforward neural networks,
  /// AISTATS (2010).
  case glorotUniform
  /// Normal numbers with mean 0 and standard deviation √(2 / (n + m)), by the same authors.
  case glorotGaussian
  /// An orthogonal matrix, spread evenly over all of them, times a gain.
  ///
  /// A. M. Saxe, J. L. McClelland and S. Ganguli, Exact solutions to the nonlinear dynamics of learning
  /// in deep linear neural networks, ICLR (2014).
  case orthogonal(gain: Double = 1)

  /// A weight [n×m] by the rule.
  ///
  /// A negative size traps, and so does a bound or deviation that is negative, infinite or NaN, and
  /// a bound of which the double is infinite.
  public func callAsFunction<Generator: RandomNumberGenerator>(
    _ rows: Int, _ columns: Int, using generator: inout Generator
  ) -> Matrix {
    switch self {
    case .zeros:
      return .zeros(rows, columns)
    case .constant(let number):
      return Matrix(rows: rows, columns: columns) { _, _ in number }
    case .uniform(let bound):
      requireRate("uniform", bound, "Initializer")
      return .random(rows, columns, in: -bound...bound, using: &generator)
    case .gaussian(let deviation):
      requireRate("gaussian", deviation, "Initializer")
      return .gaussian(rows, columns, scale: deviation, using: &generator)
    case .glorotUniform:
      let bound = (6 / Double(max(1, rows + columns))).squareRoot()
      return .random(rows, columns, in: -bound...bound, using: &generator)
    case .glorotGaussian:
      let deviation = (2 / Double(max(1, rows + columns))).squareRoot()
      return .gaussian(rows, columns, scale: deviation, using: &generator)
    case .orthogonal(let gain):
      return gain * Matrix.orthogonal(rows, columns, using: &generator)
    }
  }
}

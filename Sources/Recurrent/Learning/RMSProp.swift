// Steps divided by a running mean of the gradient's size. Letters: p the point, g the gradient, v the
// mean of its squares, η the learning rate, α the decay, ε what keeps the quotient finite.

/// Gradient descent with each entry's step divided by the root of a running mean of its squares.
///
///     v ← α v + (1 − α) g²      p ← p − η g / (√v + ε)      entry by entry; v starts at zero
///
/// G. Hinton, N. Srivastava and K. Swersky, Neural networks for machine learning, lecture 6e (2012).
public struct RMSProp<Point: ParameterSpace>: Optimizer, Equatable {
  /// The learning rate η; traps when it becomes negative, infinite or NaN.
  public var learningRate: Double {
    didSet { requireRate("learningRate", learningRate, "RMSProp") }
  }
  /// The decay α of the running mean.
  public let decay: Double
  /// The number ε that is added to the root.
  public let epsilon: Double
  /// The running mean v of the squares.
  public private(set) var meanSquare: Point

  /// Makes the rule for a point.
  ///
  /// Traps unless the learning rate is finite and not negative, the decay in [0, 1) and epsilon finite
  /// and positive.
  public init(
    for point: Point, learningRate: Double = 0.01, decay: Double = 0.99, epsilon: Double = 1e-8
  ) {
    requireRate("learningRate", learningRate, "RMSProp")
    requireDecay("decay", decay, "RMSProp")
    requireEpsilon(epsilon, "RMSProp")
    self.learningRate = learningRate
    self.decay = decay
    self.epsilon = epsilon
    meanSquare = point.zeroed
  }

  /// Moves a point one step; traps when names or shapes differ.
  public mutating func update(_ point: inout Point, along gradient: Point) {
    let (eta, alpha, epsilon) = (learningRate, decay, epsilon)
    point.requireForm(of: meanSquare, "the one it was made for", "RMSProp")
    point.change(along: gradient, by: "RMSProp") { path, p, g in
      meanSquare[keyPath: path].withMutableEntries { v in
        for index in p.indices {
          v[index] = alpha * v[index] + (1 - alpha) * g[index] * g[index]
          p[index] -= eta * g[index] / (v[index].squareRoot() + epsilon)
        }
      }
    }
  }
}

extension RMSProp: Sendable where Point: Sendable {}

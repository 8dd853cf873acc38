// Steps divided by the size of all gradients so far. Letters: p the point, g the gradient, v the sum of
// its squares, η the learning rate, ε what keeps the quotient finite.

/// Gradient descent with each entry's step divided by the root of the sum of its squares so far.
///
///     v ← v + g²      p ← p − η g / (√v + ε)      entry by entry; v starts at zero
///
/// J. Duchi, E. Hazan and Y. Singer, Adaptive subgradient methods for online learning and stochastic
/// optimization, Journal of Machine Learning Research 12 (2011).
public struct Adagrad<Point: ParameterSpace>: Optimizer, Equatable {
  /// The learning rate η; traps when it becomes negative, infinite or NaN.
  public var learningRate: Double {
    didSet { requireRate("learningRate", learningRate, "Adagrad") }
  }
  /// The number ε that is added to the root.
  public let epsilon: Double
  /// The sum v of the squares.
  public private(set) var squareSum: Point

  /// Makes the rule for a point.
  ///
  /// Traps unless the learning rate is finite and not negative and epsilon finite and positive.
  public init(for point: Point, learningRate: Double = 0.01, epsilon: Double = 1e-10) {
    requireRate("learningRate", learningRate, "Adagrad")
    requireEpsilon(epsilon, "Adagrad")
    self.learningRate = learningRate
    self.epsilon = epsilon
    squareSum = point.zeroed
  }

  /// Moves a point one step; traps when names or shapes differ.
  public mutating func update(_ point: inout Point, along gradient: Point) {
    let (eta, epsilon) = (learningRate, epsilon)
    point.requireForm(of: squareSum, "the one it was made for", "Adagrad")
    point.change(along: gradient, by: "Adagrad") { path, p, g in
      squareSum[keyPath: path].withMutableEntries { v in
        for index in p.indices {
          v[index] += g[index] * g[index]
          p[index] -= eta * g[index] / (v[index].squareRoot() + epsilon)
        }
      }
    }
  }
}

extension Adagrad: Sendable where Point: Sendable {}

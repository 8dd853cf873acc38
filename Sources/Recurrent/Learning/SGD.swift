// Gradient descent, plain or with momentum. Letters: p the point, g the gradient, v the velocity, η the
// learning rate, µ the momentum, λ the weight decay.

/// Stochastic gradient descent.
///
///     g ← g + λ p                         with weight decay
///     p ← p − η g                         plain
///     v ← µ v + g    p ← p − η v          heavy ball
///     v ← µ v + g    p ← p − η (g + µ v)  Nesterov
///
/// The velocity starts at zero.
///
/// H. Robbins and S. Monro, A stochastic approximation method, Annals of Mathematical Statistics 22
/// (1951). B. T. Polyak, Some methods of speeding up the convergence of iteration methods, USSR
/// Computational Mathematics and Mathematical Physics 4 (1964). Y. Nesterov, A method of solving a
/// convex programming problem with convergence rate O(1/k²), Soviet Mathematics Doklady 27 (1983), in
/// the form of I. Sutskever, J. Martens, G. Dahl and G. Hinton, On the importance of initialization and
/// momentum in deep learning, ICML (2013), with the learning rate outside the velocity.
public struct SGD<Point: ParameterSpace>: Optimizer, Equatable {
  /// How earlier gradients count.
  public enum Momentum: Equatable, Sendable {
    /// They do not.
    case none
    /// The step is the velocity, with the factor µ in [0, 1).
    case heavyBall(Double)
    /// The step looks ahead along the velocity, with the factor µ in [0, 1).
    case nesterov(Double)

    /// The factor µ.
    var factor: Double {
      switch self {
      case .none: 0
      case .heavyBall(let factor), .nesterov(let factor): factor
      }
    }
  }

  /// The learning rate η; traps when it becomes negative, infinite or NaN.
  public var learningRate: Double { didSet { requireRate("learningRate", learningRate, "SGD") } }
  /// How earlier gradients count.
  public let momentum: Momentum
  /// The weight decay λ.
  public let weightDecay: Double
  /// The velocity v; it stays zero without momentum.
  public private(set) var velocity: Point

  /// Makes the rule for a point.
  ///
  /// Traps unless the learning rate and the weight decay are finite and not negative and the momentum's
  /// factor is in [0, 1).
  public init(
    for point: Point, learningRate: Double, momentum: Momentum = .none, weightDecay: Double = 0
  ) {
    requireRate("learningRate", learningRate, "SGD")
    requireDecay("momentum", momentum.factor, "SGD")
    requireRate("weightDecay", weightDecay, "SGD")
    self.learningRate = learningRate
    self.momentum = momentum
    self.weightDecay = weightDecay
    velocity = point.zeroed
  }

  /// Moves a point one step; traps when names or shapes differ.
  public mutating func update(_ point: inout Point, along gradient: Point) {
    let (eta, lambda, mu) = (learningRate, weightDecay, momentum.factor)
    point.requireForm(of: velocity, "the one it was made for", "SGD")
    point.change(along: gradient, by: "SGD") { path, p, gradient in
      if momentum == .none {
        for index in p.indices { p[index] -= eta * (gradient[index] + lambda * p[index]) }
        return
      }
      var isNesterov = false
      if case .nesterov = momentum { isNesterov = true }
      velocity[keyPath: path].withMutableEntries { v in
        for index in p.indices {
          let g = gradient[index] + lambda * p[index]
          v[index] = mu * v[index] + g
          p[index] -= eta * (isNesterov ? g + mu * v[index] : v[index])
        }
      }
    }
  }
}

extension SGD: Sendable where Point: Sendable {}

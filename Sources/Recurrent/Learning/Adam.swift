// Steps from running means of the gradient and of its squares. Letters: p the point, g the gradient, m
// and v the means, η the learning rate, β₁ and β₂ the decays, ε what keeps the quotient finite, t the
// step, from 1.

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Adaptive moment estimation.
///
///     m ← β₁ m + (1 − β₁) g      v ← β₂ v + (1 − β₂) g²      entry by entry; both start at zero
///     p ← p − η (m / (1 − β₁ᵗ)) / (√(v / (1 − β₂ᵗ)) + ε)
///
/// D. P. Kingma and J. Ba, Adam: a method for stochastic optimization, ICLR (2015).
public struct Adam<Point: ParameterSpace>: Optimizer, Equatable {
  /// The learning rate η; traps when it becomes negative, infinite or NaN.
  public var learningRate: Double { didSet { requireRate("learningRate", learningRate, "Adam") } }
  /// The decay β₁ of the mean of the gradient.
  public let beta1: Double
  /// The decay β₂ of the mean of its squares.
  public let beta2: Double
  /// The number ε that is added to the root.
  public let epsilon: Double
  /// The number of steps taken, t.
  public private(set) var steps = 0
  /// The running mean m of the gradient.
  public private(set) var firstMoment: Point
  /// The running mean v of its squares.
  public private(set) var secondMoment: Point

  /// Makes the rule for a point.
  ///
  /// Traps unless the learning rate is finite and not negative, both decays are in [0, 1) and epsilon is
  /// finite and positive.
  public init(
    for point: Point, learningRate: Double = 0.001, beta1: Double = 0.9, beta2: Double = 0.999,
    epsilon: Double = 1e-8
  ) {
    requireRate("learningRate", learningRate, "Adam")
    requireDecay("beta1", beta1, "Adam")
    requireDecay("beta2", beta2, "Adam")
    requireEpsilon(epsilon, "Adam")
    self.learningRate = learningRate
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    firstMoment = point.zeroed
    secondMoment = firstMoment
  }

  /// Moves a point one step; traps when names or shapes differ.
  public mutating func update(_ point: inout Point, along gradient: Point) {
    update(&point, along: gradient, shrinkingBy: 1)
  }

  /// Moves a point one step after it was multiplied by a factor.
  fileprivate mutating func update(
    _ point: inout Point, along gradient: Point, shrinkingBy factor: Double
  ) {
    steps += 1
    let (beta1, beta2, epsilon) = (beta1, beta2, epsilon)
    // The means' corrections, applied once a step to what multiplies them; divisions are slow.
    let rate = learningRate / (1 - pow(beta1, Double(steps)))
    let correction = 1 / (1 - pow(beta2, Double(steps)))
    point.requireForm(of: firstMoment, "the one it was made for", "Adam")
    point.change(
      along: gradient, by: "Adam"
    ) { path, p, g in
      firstMoment[keyPath: path].withMutableEntries { m in
        secondMoment[keyPath: path].withMutableEntries { v in
          for index in p.indices {
            m[index] = beta1 * m[index] + (1 - beta1) * g[index]
            v[index] = beta2 * v[index] + (1 - beta2) * g[index] * g[index]
            let scale = (v[index] * correction).squareRoot() + epsilon
            p[index] = factor * p[index] - rate * m[index] / scale
          }
        }
      }
    }
  }
}

extension Adam: Sendable where Point: Sendable {}

/// Adam with the weights' decay apart from the gradient's means.
///
///     p ← (1 − η λ) p      then Adam's step, with means of the gradient alone
///
/// I. Loshchilov and F. Hutter, Decoupled weight decay regularization, ICLR (2019), with the decay
/// multiplied by the learning rate.
public struct AdamW<Point: ParameterSpace>: Optimizer, Equatable {
  /// The rule of the step, with the learning rate η, the decays and the means.
  public private(set) var adam: Adam<Point>
  /// The weight decay λ.
  public let weightDecay: Double

  /// The learning rate η; traps when it becomes negative, infinite or NaN.
  public var learningRate: Double {
    get { adam.learningRate }
    set { adam.learningRate = newValue }
  }

  /// Makes the rule for a point.
  ///
  /// Traps unless the learning rate and the weight decay are finite and not negative, both decays of
  /// the means are in [0, 1) and epsilon is finite and positive.
  public init(
    for point: Point, learningRate: Double = 0.001, beta1: Double = 0.9, beta2: Double = 0.999,
    epsilon: Double = 1e-8, weightDecay: Double = 0.01
  ) {
    requireRate("weightDecay", weightDecay, "AdamW")
    adam = Adam(
      for: point, learningRate: learningRate, beta1: beta1, beta2: beta2, epsilon: epsilon)
    self.weightDecay = weightDecay
  }

  /// Moves a point one step; traps when names or shapes differ.
  public mutating func update(_ point: inout Point, along gradient: Point) {
    adam.update(&point, along: gradient, shrinkingBy: 1 - learningRate * weightDecay)
  }
}

extension AdamW: Sendable where Point: Sendable {}

// What every optimiser does: move a point a step along a gradient and remember what it needs for the
// next. Letters in all of them: p the point, g the gradient, η the learning rate, t the step, from 1.

/// A rule that moves a point of a parameter space so that a loss becomes smaller.
///
/// A value, made for a point: what it remembers has the shapes of that point. A copy goes on from the
/// same place.
///
///     var optimizer = Adam(for: model, learningRate: 0.01)
///     optimizer.update(&model, along: gradient.clipped(toNorm: 1).value)
public protocol Optimizer<Point> {
  /// What is moved; the gradient has the same type.
  associatedtype Point: ParameterSpace

  /// Moves a point one step against the gradient of the loss at it.
  ///
  /// Traps when names or shapes of the gradient, or of the point for which the rule was made, differ
  /// from those of the point.
  mutating func update(_ point: inout Point, along gradient: Point)
}

extension ParameterSpace {
  /// Gives a closure the entries of each matrix, to change them, and those of the gradient, column by
  /// column, with the matrix's path, at which what an optimiser remembers is found.
  ///
  /// Traps when names or shapes of the gradient differ from those of the point.
  mutating func change(
    along gradient: Self, by optimizer: String,
    _ change: (
      _ path: WritableKeyPath<Self, Matrix>, _ entries: UnsafeMutableBufferPointer<Double>,
      _ gradient: UnsafeBufferPointer<Double>
    ) -> Void
  ) {
    requireForm(of: gradient, "the gradient", optimizer)
    for (parameter, partner) in zip(parameters, gradient.parameters) {
      gradient[keyPath: partner.path].withEntries { gradient in
        self[keyPath: parameter.path].withMutableEntries { entries in
          change(parameter.path, entries, gradient)
        }
      }
    }
  }

  /// Traps unless another value has the same names and shapes.
  func requireForm(of other: Self, _ what: String, _ optimizer: String) {
    func form(_ value: Self) -> [String] {
      value.named.map { $0.name.isEmpty ? $0.value.shape : "\($0.name) \($0.value.shape)" }
    }
    if let (own, others) = firstDifference(form(self), form(other)) {
      let verb = self is Matrix ? "is" : "has"
      trap("\(optimizer): the point \(verb) \(own), \(what) \(verb) \(others)")
    }
  }
}

/// Traps unless a rate is finite and not negative.
func requireRate(_ name: String, _ value: Double, _ optimizer: String) {
  if !(value >= 0 && value.isFinite) {
    trap("\(optimizer): \(name) is \(value), expected 0 or more")
  }
}

/// Traps unless a factor of forgetting is in [0, 1).
func requireDecay(_ name: String, _ value: Double, _ optimizer: String) {
  if !(0..<1).contains(value) {
    trap("\(optimizer): \(name) is \(value), expected 0 or more and less than 1")
  }
}

/// Traps unless what guards a division is finite and positive.
func requireEpsilon(_ value: Double, _ optimizer: String) {
  if !(value > 0 && value.isFinite) {
    trap("\(optimizer): epsilon is \(value), expected more than 0")
  }
}

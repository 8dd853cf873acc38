// The remedy for gradients that explode: their direction kept, their length bounded.

extension ParameterSpace {
  /// The value scaled down so that its norm is at most a maximum, its norm before, and the factor.
  ///
  ///     c = min(1, maximum / (‖g‖ + 1e-6))      value = c g
  ///
  /// The norm is that of all entries together. A small one leaves the value as it is, to the last bit.
  /// A norm that is infinite or NaN stays visible: in `norm`, and as NaN in the value. Traps unless the
  /// maximum is finite and positive.
  ///
  /// R. Pascanu, T. Mikolov and Y. Bengio, On the difficulty of training recurrent neural networks, ICML
  /// (2013); the small number is PyTorch's.
  public func clipped(toNorm maximum: Double) -> (value: Self, norm: Double, coefficient: Double) {
    if !(maximum > 0 && maximum.isFinite) {
      trap("\(Self.self): clipped to norm \(maximum), expected more than 0")
    }
    let norm = norm
    // Infinite entries times zero would be NaN beside zeros; a NaN factor leaves nothing unmarked.
    let ratio = norm.isInfinite ? .nan : maximum / (norm + 1e-6)
    // Not `min`, which may drop the NaN.
    let coefficient = ratio >= 1 ? 1 : ratio
    return (coefficient == 1 ? self : coefficient * self, norm, coefficient)
  }
}

// The readout of every step at once: the steps lie side by side, and T small products become one.
// Letters: H hidden size, K outputs, B batch, T steps.

extension Readout {
  /// The logits of the hidden states of all steps, h_t [H×B].
  ///
  ///     z_t = V•h_t + c    [K×B]
  ///
  /// Traps when the shapes do not fit, or when steps differ in their batch.
  public func callAsFunction(_ hidden: [Matrix]) -> [Matrix] {
    requireOneShape("Readout", ("h", hidden))
    if hidden.isEmpty { return [] }
    return self(Matrix.sideBySide(hidden)).split(into: hidden.count)
  }

  /// The gradients of the map and of every h_t from the gradients dz_t [K×B] on all logits.
  ///
  ///     dV = Σ_t dz_t•h_tᵀ   dc = Σ_t Σ over the batch of dz_t   dh_t = Vᵀ•dz_t
  ///
  /// Traps when the shapes do not fit, or when steps differ in their batch.
  public func backward(
    _ hidden: [Matrix], output dz: [Matrix]
  ) -> (map: Readout, hidden: [Matrix]) {
    if dz.count != hidden.count {
      trap("Readout: \(hidden.count) steps, but \(dz.count) gradients on them")
    }
    requireOneShape("Readout", ("h", hidden))
    requireOneShape("Readout", ("dz", dz))
    guard let h = hidden.first, let first = dz.first else { return (zeroed, []) }
    if h.columns != first.columns {
      trap("Readout: h is \(h.shape) and dz is \(first.shape): batches differ")
    }
    let gradient = backward(.sideBySide(hidden), output: .sideBySide(dz))
    return (gradient.map, gradient.hidden.split(into: hidden.count))
  }
}

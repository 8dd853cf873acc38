// Faults in the simple cell, and in the one with a residual connection.

extension Formula {
  /// The simple cell's step back.
  static let rnnStep = Formula(
    "RNN, a step", heldBy: "RNN, step by step",
    Site(
      "Cells/RNNCell.swift", "public func backward(",
      Fault(.sign, "hidden.plus(state.hidden)", "(hidden - state.hidden)"),
      Fault(.sign, "State(hidden: h)", "State(hidden: -h)"),
      Fault(.term, "hidden.plus(state.hidden)", "hidden"),
      Fault(.term, "hidden.plus(state.hidden)", "state.hidden"),
      Fault(.time, "trace.previous.hidden, output", "trace.hidden, output"),
      Fault(.derivative, "output: trace.hidden", "output: trace.preactivation"),
      Fault(.derivative, "activation.derivative(output: trace.hidden) ⊙ ", ""),
      Fault(.state, "output: trace.hidden", "output: trace.previous.hidden"),
      Fault(.state, "State(hidden: h)", "State(hidden: delta)"),
      Fault(
        .transpose, "State(hidden: h)", "State(hidden: affine.recurrentWeight • delta)"),
      Fault(
        .weight, "State(hidden: h)", "State(hidden: affine.inputWeight.transposed • delta)"),
      Fault(.weight, "input: x", "input: affine.recurrentWeight.transposed • delta")))

  /// The simple cell's packed walk back.
  static let rnnPacked = Formula(
    "RNN, packed", heldBy: "RNN, packed",
    Site(
      "Packed/RNNCell+Packed.swift", "func differentiate(",
      Fault(.state, "step.after, step.hidden", "step.before, step.hidden"),
      Fault(.state, "step.after, step.hidden", "step.hidden, step.after")),
    activationInMemory,
    Site("Packed/PackedCell+Backward.swift", "func backwardPacked(", walkFaults + [earlierStates]),
    Site(
      "Packed/PackedCell+Backward.swift", "private func weightGradients(", sumFaults))

  /// The residual cell's step back.
  static let residualStep = Formula(
    "residual RNN, a step", heldBy: "residual RNN, step by step",
    Site(
      "Cells/ResidualRNNCell.swift", "public func backward(",
      Fault(.sign, "total.plus(h)", "(total - h)"),
      Fault(.sign, "hidden.plus(state.hidden)", "state.hidden - hidden"),
      Fault(.term, "total.plus(h)", "h"),
      Fault(.term, "total.plus(h)", "total"),
      Fault(.term, "hidden.plus(state.hidden)", "hidden"),
      Fault(.time, "trace.previous.hidden, output", "trace.hidden, output"),
      Fault(.derivative, "output: trace.activation", "output: trace.preactivation"),
      Fault(.derivative, "activation.derivative(output: trace.activation) ⊙ ", ""),
      Fault(.state, "output: trace.activation", "output: trace.hidden"),
      Fault(.state, "total.plus(h)", "state.hidden.plus(h)"),
      Fault(.state, "total.plus(h)", "delta.plus(h)"),
      Fault(.transpose, "total.plus(h)", "total.plus(affine.recurrentWeight • delta)"),
      Fault(
        .weight, "total.plus(h)", "total.plus(affine.inputWeight.transposed • delta)")))

  /// The residual cell's packed walk back.
  static let residualPacked = Formula(
    "residual RNN, packed", heldBy: "residual RNN, packed",
    Site(
      "Packed/ResidualRNNCell+Packed.swift", "func differentiate(",
      Fault(.state, "step.gates, step.hidden", "step.after, step.hidden"),
      Fault(
        .state, "step.carried.update(from: step.hidden", "step.carried.update(from: step.deltas"),
      Fault(
        .term, "step.carried.update(from: step.hidden, count",
        "step.carried.update(repeating: 0, count"),
      Fault(.time, "step.carried.update(from: step.hidden", "step.carried.update(from: step.before")
    ),
    activationInMemory,
    Site("Packed/PackedCell+Backward.swift", "func backwardPacked(", walkFaults),
    Site(
      "Packed/PackedCell+Backward.swift", "private func weightGradients(", sumFaults))

  /// The derivative of the nonlinearity, as packed walks take it.
  private static let activationInMemory = Site(
    "Cells/Activation.swift", "func differentiate(",
    Fault(.sign, "(1 - outputs[index]", "(1 + outputs[index]"),
    Fault(.derivative, "outputs[index] * outputs[index]", "outputs[index]"),
    Fault(.derivative, "h.isNaN ? h : h > 0 ? 1 : 0", "h.isNaN ? h : 1"),
    Fault(.derivative, "deltas.update(from: gradients", "deltas.update(from: outputs"))
}

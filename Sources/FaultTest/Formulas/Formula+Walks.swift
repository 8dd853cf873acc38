// Faults in the walks back through time, which all cells share.

extension Formula {
  /// The walk of the definition.
  static let stepwiseWalk = Formula(
    "walk, step by step", heldBy: "every cell, step by step",
    Site(
      "Cells/RecurrentCell+Stepwise.swift", "func backwardStepwise(",
      Fault(.sign, "sum += gradient.cell", "sum -= gradient.cell"),
      Fault(.term, "sum += gradient.cell", "sum = gradient.cell"),
      Fault(.term, "var carried = final", "var carried = final.zeroed"),
      Fault(.time, "erasing(hidden[time]", "erasing(hidden[steps.count - 1 - time]"),
      Fault(.time, "inputs: inputs.reversed()", "inputs: inputs"),
      Fault(.time, ".deltas(deltas.reversed())", ".deltas(deltas)"),
      Fault(.time, "through: steps[time]", "through: steps[max(0, time - 1)]"),
      Fault(.state, "at: time, else: carried)", "at: time, else: nothing)"),
      Fault(.state, "at: time, else: nothing)", "at: time, else: carried)"),
      Fault(.state, "initial: carried", "initial: final"),
      Fault(
        .state, "mask.erasing(hidden[time], after: time)", "hidden[time]")))

  /// The walk of the library's own cells.
  static let packedWalk = Formula(
    "walk, packed", heldBy: "every cell, packed",
    Site(
      "Packed/PackedCell+Backward.swift", "func backwardPacked(", walkFaults + [earlierStates]),
    Site("Packed/PackedCell+Backward.swift", "private func weightGradients(", sumFaults))

  /// Faults in the packed walk that every cell's own check must reject.
  static let walkFaults = [
    Fault(.sign, "sum[index] += outside[index]", "sum[index] -= outside[index]"),
    Fault(.term, "sum[index] += outside[index]", "sum[index] = outside[index]"),
    Fault(.time, "upstream[time].storage", "upstream[steps - 1 - time].storage"),
    Fault(
      .state, "end.copyEntries(to: one", "Matrix.zeros(h, batch).copyEntries(to: one"),
    Fault(.state, "steps % 2 == 0 ? one : other", "steps % 2 == 0 ? other : one"),
    Fault(.state, "if !isRunning { (carried + at)", "if isRunning { (carried + at)"),
    Fault(
      .transpose, "StepWeights(weights, transposed: true)",
      """
      StepWeights(
            PackedWeights(
              input: weights.input,
              recurrent: .stacked(
                (0..<blocks.ofHidden.count).map {
                  weights.recurrent.block($0, of: blocks.ofHidden.count).transposed
                }), bias: weights.bias, reset: weights.reset), transposed: true)
      """),
    Fault(
      .weight, "StepWeights(weights, transposed: true)",
      """
      StepWeights(
            PackedWeights(
              input: weights.recurrent, recurrent: weights.recurrent, bias: weights.bias,
              reset: weights.reset), transposed: true)
      """),
  ]

  /// A fault in the packed walk of a cell whose deltas depend on its hidden states: those of a step earlier.
  static let earlierStates = Fault(
    .time, "states + time * area", "states + max(0, time - 1) * area")

  /// A fault in the packed walk of a cell with several gates: each gate's state weights in another's place.
  static let otherGates = Fault(
    .weight, "StepWeights(weights, transposed: true)",
    """
    StepWeights(
          PackedWeights(
            input: weights.input,
            recurrent: .stacked(
              (0..<blocks.ofHidden.count).reversed().map {
                weights.recurrent.block($0, of: blocks.ofHidden.count)
              }), bias: weights.bias, reset: weights.reset), transposed: true)
    """)

  /// Faults in the sums over all steps that every cell's own check must reject.
  static let sumFaults = [
    Fault(
      .time, "seen: before, in: &room",
      """
      seen: sequence.hidden.columns(sequence.batch..<sequence.hidden.columns), in: &room
      """),
    Fault(.state, "seen: sequence.inputs, in", "seen: before, in"),
    Fault(.term, "deltas.rows, seen: nil", "deltas.rows, seen: .zeros(1, deltas.columns)"),
    Fault(
      .transpose, "recurrent: sums[1].gradient",
      """
      recurrent: .stacked(
              (0..<blocks.ofHidden.count).map {
                sums[1].gradient.block($0, of: blocks.ofHidden.count).transposed
              })
      """),
  ]

  /// The derivatives that the cells' steps are made of.
  static let derivatives = Formula(
    "derivatives of the nonlinearities", heldBy: "every cell, step by step",
    Site(
      "Cells/Activation.swift", "public func derivative(",
      Fault(.derivative, "tanhDerivative(output: output)", "sigmoidDerivative(output: output)"),
      Fault(.derivative, "reluDerivative(output: output)", "output.map { _ in 1 }"),
      Fault(.derivative, ".identity: output.map { _ in 1 }", ".identity: output")),
    Site(
      "Matrices/Functions.swift", "public func tanhDerivative(",
      Fault(.sign, "1 - $0 * $0", "1 + $0 * $0"),
      Fault(.derivative, "1 - $0 * $0", "1 - $0")),
    Site(
      "Matrices/Functions.swift", "public func sigmoidDerivative(",
      Fault(.sign, "$0 * (1 - $0)", "$0 * (1 + $0)"),
      Fault(.derivative, "$0 * (1 - $0)", "1 - $0 * $0")),
    Site(
      "Matrices/Functions.swift", "public func reluDerivative(",
      Fault(.derivative, "$0 > 0 ? 1 : 0", "$0 > 0 ? $0 : 0")))
}

// Faults in the GRU, in both of its conventions. What they have in common is faulty in each.

extension Formula {
  /// The GRU's step back where the reset comes after the product.
  static let gruAfterStep = Formula(
    "GRU, reset after, a step", heldBy: "GRU, reset after, step by step",
    Site(
      "Cells/GRUCell.swift", "public func backward(",
      common + [
        Fault(.term, "biasGradient = deltaQ.rowSums", "biasGradient = deltaN.rowSums"),
        Fault(.term, ".product(deltaQ, h, transposing", ".product(deltaN, h, transposing"),
        Fault(.gate, "deltaQ = deltaN ⊙ r", "deltaQ = deltaN ⊙ z"),
        Fault(
          .derivative, "trace.resetting ⊙ sigmoidDerivative(output: r)",
          "trace.resetting ⊙ tanhDerivative(output: r)"),
        Fault(.state, "deltaN ⊙ trace.resetting", "deltaN ⊙ h"),
        Fault(
          .transpose, ".product(candidate.recurrentWeight, deltaQ, transposing: .left)",
          "candidate.recurrentWeight • deltaQ"),
        Fault(
          .weight, ".product(candidate.recurrentWeight, deltaQ",
          ".product(updateGate.recurrentWeight, deltaQ"),
        Fault(.sign, "deltaR = deltaN ⊙", "deltaR = -deltaN ⊙"),
      ]))

  /// The GRU's step back where the reset comes before the product.
  static let gruBeforeStep = Formula(
    "GRU, reset before, a step", heldBy: "GRU, reset before, step by step",
    Site(
      "Cells/GRUCell.swift", "public func backward(",
      common + [
        Fault(.term, "byCandidate.hidden = byCandidate.hidden ⊙ r", "byCandidate.hidden *= 1"),
        Fault(
          .gate, "byCandidate.hidden = byCandidate.hidden ⊙ r",
          "byCandidate.hidden = byCandidate.hidden ⊙ z"),
        Fault(
          .derivative, "byCandidate.hidden ⊙ h ⊙ sigmoidDerivative(output: r)",
          "byCandidate.hidden ⊙ h ⊙ r"),
        Fault(.state, "byCandidate.hidden ⊙ h", "byCandidate.hidden ⊙ n"),
        Fault(.state, "candidate.backward(x, r ⊙ h", "candidate.backward(x, h"),
        Fault(
          .transpose, "deltaR = byCandidate.hidden ⊙ h",
          "deltaR = (candidate.recurrentWeight • deltaN) ⊙ h"),
        Fault(
          .weight, "deltaR = byCandidate.hidden ⊙ h",
          "deltaR = (resetGate.recurrentWeight.transposed • deltaN) ⊙ h"),
        Fault(.sign, "deltaR = byCandidate.hidden", "deltaR = -byCandidate.hidden"),
      ]))

  /// Faults in what both conventions do in a step.
  private static let common = [
    Fault(.sign, "(h - n)", "(n - h)"),
    Fault(.term, "hidden: dh ⊙ z + byReset.hidden", "hidden: byReset.hidden"),
    Fault(.term, "byReset.hidden + byUpdate.hidden", "byReset.hidden"),
    Fault(.term, "byReset.input + byUpdate.input", "byUpdate.input"),
    Fault(.term, "hidden.plus(state.hidden)", "hidden"),
    Fault(.time, "(trace.input, trace.previous.hidden)", "(trace.input, trace.hidden)"),
    Fault(.gate, "dh ⊙ z.map { 1 - $0 }", "dh ⊙ z"),
    Fault(.gate, "hidden: dh ⊙ z", "hidden: dh ⊙ r"),
    Fault(.derivative, "sigmoidDerivative(output: z)", "tanhDerivative(output: z)"),
    Fault(.derivative, " ⊙ tanhDerivative(output: n)", ""),
    Fault(.state, "dh ⊙ (h - n)", "dh ⊙ (trace.hidden - n)"),
    Fault(
      .weight, "updateGate.backward(x, h, output: deltaZ)",
      "resetGate.backward(x, h, output: deltaZ)"),
  ]

  /// The GRU's packed walk back where the reset comes after the product.
  static let gruAfterPacked = Formula(
    "GRU, reset after, packed", heldBy: "GRU, reset after, packed",
    Site(
      "Packed/GRUCell+Packed.swift", "func differentiate(",
      commonInMemory + [
        Fault(.sign, "deltaR[row] = deltaN[row]", "deltaR[row] = -deltaN[row]"),
        Fault(.term, "deltaQ[row] = deltaN[row] * r[row]", "deltaQ[row] = deltaN[row]"),
        Fault(.gate, "deltaQ[row] = deltaN[row] * r[row]", "deltaQ[row] = deltaN[row] * z[row]"),
        Fault(.derivative, "q[row] * r[row] * (1 - r[row])", "q[row] * (1 - r[row])"),
        Fault(.state, "deltaN[row] * q[row]", "deltaN[row] * step.before[sample * size + row]"),
      ]),
    Site(
      "Packed/GRUCell+Packed.swift", "func unpacked(",
      Fault(.gate, "recurrentWeight: recurrent(0)", "recurrentWeight: recurrent(1)"),
      Fault(.weight, "isAfter ? recurrent(2)", "isAfter ? input(0)"),
      Fault(.gate, "isAfter ? bias(3)", "isAfter ? bias(0)")),
    Site(
      "Packed/GRUCell+Packed.swift", "static func delta(",
      Fault(.gate, "resetGate: packed.block(1,", "resetGate: packed.block(2,")),
    Site(
      "Packed/PackedCell+Backward.swift", "func backwardPacked(",
      walkFaults + [earlierStates, otherGates]),
    Site("Packed/PackedCell+Backward.swift", "private func weightGradients(", sumFaults))

  /// The GRU's packed walk back where the reset comes before the product.
  static let gruBeforePacked = Formula(
    "GRU, reset before, packed", heldBy: "GRU, reset before, packed",
    Site("Packed/GRUCell+Packed.swift", "func differentiate(", commonInMemory),
    Site(
      "Packed/GRUCell+Packed.swift", "private func differentiateReset(",
      Fault(.sign, "step.carried[at + row] += gradient", "step.carried[at + row] -= gradient"),
      Fault(.term, "step.carried[at + row] += gradient", "step.carried[at + row] = gradient"),
      Fault(.term, "+= gradient * r[row]", "+= gradient"),
      Fault(.time, "gradient * step.before[at + row]", "gradient * step.after[at + row]"),
      Fault(
        .gate, "sample * step.leading + size\n      let delta",
        "sample * step.leading + 2 * size\n      let delta"),
      Fault(.derivative, "r[row] * (1 - r[row])", "(1 - r[row] * r[row])"),
      Fault(.state, "step.before[at + row] * r[row]", "step.hidden[at + row] * r[row]"),
      Fault(.state, "step.samples, step.deltas,", "step.samples, step.deltas + 2 * size,")),
    Site(
      "Packed/GRUCell+Packed.swift", "func stateSeenByReset(",
      Fault(.gate, "rows(size..<2 * size)", "rows(2 * size..<3 * size)"),
      Fault(.term, "sequence.gates.rows(size..<2 * size) ⊙ before", "before"),
      Fault(
        .time, "⊙ before", "⊙ sequence.hidden.columns(sequence.batch..<sequence.hidden.columns)")),
    Site(
      "Packed/GRUCell+Packed.swift", "func unpacked(",
      Fault(.transpose, ": weights.reset", ": weights.reset.transposed")),
    Site(
      "Packed/PackedCell+Backward.swift", "func backwardPacked(",
      walkFaults + [
        earlierStates, otherGates,
        Fault(
          .transpose, "StepWeights(weights, transposed: true)",
          """
          StepWeights(
              PackedWeights(
                input: weights.input, recurrent: weights.recurrent, bias: weights.bias,
                reset: weights.reset.transposed), transposed: true)
          """),
      ]),
    Site("Packed/PackedCell+Backward.swift", "private func weightGradients(", sumFaults))

  /// Faults in what both conventions do in memory.
  private static let commonInMemory = [
    Fault(.sign, "(before[row] - n[row])", "(n[row] - before[row])"),
    Fault(.term, "carried[row] = dh[row] * z[row]", "carried[row] = 0"),
    Fault(.time, "step.carried + at, step.before + at)", "step.carried + at, step.after + at)"),
    Fault(.gate, "dh[row] * (1 - z[row])", "dh[row] * (1 - r[row])"),
    Fault(.gate, "carried[row] = dh[row] * z[row]", "carried[row] = dh[row] * r[row]"),
    Fault(.derivative, "(1 - n[row] * n[row])", "(1 - n[row])"),
    Fault(.derivative, "* z[row] * (1 - z[row])", "* z[row]"),
    Fault(.state, "carried[row] = dh[row] * z[row]", "carried[row] = deltaZ[row] * z[row]"),
  ]
}

// Faults in the LSTM.

extension Formula {
  /// The LSTM's step back.
  static let lstmStep = Formula(
    "LSTM, a step", heldBy: "LSTM, step by step",
    Site(
      "Cells/LSTMCell.swift", "public func backward(",
      Fault(.sign, "state.cell.plus(dh ⊙", "(-state.cell).plus(dh ⊙"),
      Fault(.sign, "inputGate: dc ⊙ g", "inputGate: -dc ⊙ g"),
      Fault(.term, "hidden.plus(state.hidden)", "hidden"),
      Fault(.term, "state.cell.plus(dh ⊙ o ⊙ tanhDerivative(output: shown))", "state.cell"),
      Fault(
        .term, "state.cell.plus(dh ⊙ o ⊙ tanhDerivative(output: shown))",
        "dh ⊙ o ⊙ tanhDerivative(output: shown)"),
      Fault(.term, " + byCandidate.input + byOutput.input", " + byCandidate.input"),
      Fault(.term, "byInput.hidden + byForget.hidden", "byInput.hidden"),
      Fault(.time, "dc ⊙ trace.previous.cell", "dc ⊙ trace.cell"),
      Fault(.time, "(trace.input, trace.previous.hidden)", "(trace.input, trace.hidden)"),
      Fault(.time, "tanh(trace.cell)", "tanh(trace.previous.cell)"),
      Fault(.gate, "cell: dc ⊙ f", "cell: dc ⊙ i"),
      Fault(.gate, "dc ⊙ g ⊙ sigmoid", "dc ⊙ o ⊙ sigmoid"),
      Fault(.gate, "dc ⊙ i ⊙ tanh", "dc ⊙ f ⊙ tanh"),
      Fault(
        .gate, "inputGate: byInput.map, forgetGate: byForget.map",
        "inputGate: byForget.map, forgetGate: byInput.map"),
      Fault(.derivative, "tanhDerivative(output: g)", "sigmoidDerivative(output: g)"),
      Fault(.derivative, "sigmoidDerivative(output: f)", "f"),
      Fault(.derivative, "tanhDerivative(output: shown)", "tanhDerivative(output: trace.cell)"),
      Fault(.state, "dh ⊙ shown", "dh ⊙ trace.cell"),
      Fault(.state, "cell: dc ⊙ f", "cell: state.cell ⊙ f"),
      Fault(.state, "dc ⊙ trace.previous.cell", "dc ⊙ trace.previous.hidden"),
      Fault(
        .transpose, "hidden: byInput.hidden",
        "hidden: inputGate.recurrentWeight • delta.inputGate"),
      Fault(
        .weight, "outputGate.backward(x, h, output: delta.outputGate)",
        "forgetGate.backward(x, h, output: delta.outputGate)"),
      Fault(
        .weight, "input: byInput.input +",
        "input: inputGate.recurrentWeight.transposed • delta.inputGate +")))

  /// The LSTM's packed walk back.
  static let lstmPacked = Formula(
    "LSTM, packed", heldBy: "LSTM, packed",
    Site(
      "Packed/LSTMCell+Packed.swift", "func differentiate(",
      Fault(.sign, "dc[row] + dh[row]", "dc[row] - dh[row]"),
      Fault(.sign, "dh[row] * shown[row] * o[row]", "-dh[row] * shown[row] * o[row]"),
      Fault(.term, "dc[row] + dh[row] * o[row]", "dh[row] * o[row]"),
      Fault(.term, "dc[row] + dh[row] * o[row] * (1 - shown[row] * shown[row])", "dc[row]"),
      Fault(.time, "step.memoryBefore + at", "step.memoryAfter + at"),
      Fault(.time, "recurrent_tanh(step.memoryAfter", "recurrent_tanh(step.memoryBefore"),
      Fault(.gate, "dc[row] = total * f[row]", "dc[row] = total * i[row]"),
      Fault(.gate, "total * g[row] * i[row]", "total * o[row] * i[row]"),
      Fault(
        .gate, "(deltas + 2 * size, deltas + 3 * size)", "(deltas + 3 * size, deltas + 2 * size)"),
      Fault(.derivative, "(1 - g[row] * g[row])", "g[row] * (1 - g[row])"),
      Fault(.derivative, "* f[row] * (1 - f[row])", "* f[row]"),
      Fault(.derivative, "(1 - shown[row] * shown[row])", "(1 - shown[row])"),
      Fault(.state, "dc[row] = total * f[row]", "dc[row] = dc[row] * f[row]"),
      Fault(.state, "total * before[row]", "dc[row] * before[row]"),
      Fault(.state, "recurrent_tanh(step.memoryAfter", "recurrent_tanh(step.after")),
    Site(
      "Packed/LSTMCell+Packed.swift", "func unpacked(",
      Fault(.gate, "candidate: weights.map(3,", "candidate: weights.map(2,")),
    Site(
      "Packed/LSTMCell+Packed.swift", "static func delta(",
      Fault(.gate, "forgetGate: packed.block(1,", "forgetGate: packed.block(2,")),
    Site(
      "Packed/PackedCell+Backward.swift", "func backwardPacked(",
      walkFaults + [
        otherGates,
        Fault(.time, "memories + time * area", "memories + max(0, time - 1) * area"),
        Fault(
          .term, "endMemory.copyEntries(to: memory", "Matrix.zeros(h, batch).copyEntries(to: memory"
        ),
      ]),
    Site("Packed/PackedCell+Backward.swift", "private func weightGradients(", sumFaults))
}

// The LSTM's walk with its gates one below the other, in the order i, f, o, g: the three that take the
// logistic function lie together.

internal import CVectorMath

extension LSTMCell: PackedCell {
  /// Runs the cell over inputs x_t [D×B] from an initial state, with all gates packed.
  ///
  /// Sample b takes only the steps t < lengths[b]. Traps when shapes or lengths do not fit.
  public func unroll(
    _ inputs: [Matrix], from initial: State, lengths: [Int]?
  ) -> Unrolled<LSTMCell> {
    unrollPacked(inputs, from: initial, lengths: lengths)
  }

  /// The gradients of a walk from those on every hidden state and on the final state.
  public func backward(
    through unrolled: Unrolled<LSTMCell>, hidden: [Matrix], final: State
  ) -> SequenceGradient<LSTMCell> {
    switch unrolled.kept {
    case .traces: backwardStepwise(through: unrolled, hidden: hidden, final: final)
    case .packed(let sequence, _):
      backwardPacked(
        through: sequence, lengths: unrolled.lengths, hidden: hidden, final: final)
    }
  }

  var sizes: (input: Int, hidden: Int) {
    (inputGate.inputWeight.columns, inputGate.inputWeight.rows)
  }

  var blocks: GateBlocks {
    GateBlocks(count: 4, ofInput: 0..<4, ofHidden: 0..<4, haveMemory: true)
  }

  func packed() -> PackedWeights {
    PackedWeights(stacking: [inputGate, forgetGate, outputGate, candidate])
  }

  func unpacked(_ weights: PackedWeights) -> LSTMCell {
    let maps = weights.maps(4)
    return LSTMCell(
      inputGate: maps[0], forgetGate: maps[1], candidate: maps[3], outputGate: maps[2])
  }

  func activate(_ step: ForwardStep, _ weights: PackedWeights) {
    let size = step.size
    for sample in 0..<step.samples {
      let i = step.gates + sample * step.leading
      recurrent_sigmoid(i, i, 3 * size)
      let (f, g) = (i + size, i + 3 * size)
      recurrent_tanh(g, g, size)
      let (before, after) = (
        step.memoryBefore + sample * size, step.memoryAfter + sample * size
      )
      for row in 0..<size { after[row] = f[row] * before[row] + i[row] * g[row] }
    }
    recurrent_tanh(step.memoryAfter, step.after, step.samples * size)
    for sample in 0..<step.samples {
      let o = step.gates + sample * step.leading + 2 * size
      let h = step.after + sample * size
      for row in 0..<size { h[row] *= o[row] }
    }
  }

  func differentiate(_ step: BackwardStep, _ weights: PackedWeights) {
    let size = step.size
    recurrent_tanh(step.memoryAfter, step.scratch, step.samples * size)
    for sample in 0..<step.samples {
      let (gates, deltas) = (
        step.gates + sample * step.leading, step.deltas + sample * step.leading
      )
      let at = sample * size
      for row in 0..<size {
        let (i, f) = (gates[row], gates[row + size])
        let (o, g) = (gates[row + 2 * size], gates[row + 3 * size])
        let (shown, dh) = (step.scratch[at + row], step.hidden[at + row])
        let dc = step.memory[at + row] + dh * o * (1 - shown * shown)
        deltas[row] = dc * g * i * (1 - i)
        deltas[row + size] = dc * step.memoryBefore[at + row] * f * (1 - f)
        deltas[row + 2 * size] = dh * shown * o * (1 - o)
        deltas[row + 3 * size] = dc * i * (1 - g * g)
        step.memory[at + row] = dc * f
      }
    }
  }

  static func state(hidden: Matrix, memory: Matrix) -> State {
    State(hidden: hidden, cell: memory)
  }

  static func parts(of state: State) -> (hidden: Matrix, memory: Matrix) {
    (state.hidden, state.cell)
  }

  static func trace(_ cell: LSTMCell, _ sequence: PackedSequence, _ time: Int) -> Trace {
    let (input, hidden) = (sequence.input(time), sequence.hidden(before: time))
    return Trace(
      input: input, previous: State(hidden: hidden, cell: sequence.memory(before: time)),
      preactivation: cell.preactivation(input, hidden),
      inputGate: sequence.gate(0, time), forgetGate: sequence.gate(1, time),
      candidate: sequence.gate(3, time), outputGate: sequence.gate(2, time),
      state: State(
        hidden: sequence.hidden(before: time + 1), cell: sequence.memory(before: time + 1)))
  }

  static func delta(_ cell: LSTMCell, _ packed: Matrix) -> Preactivation {
    let blocks = packed.blocks(4)
    return Preactivation(
      inputGate: blocks[0], forgetGate: blocks[1], candidate: blocks[3], outputGate: blocks[2])
  }
}

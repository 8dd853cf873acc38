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

  /// The gradients of a walk from those on every hidden state and on the final state, at the parameters
  /// that the walk was made with.
  public func backward(
    through unrolled: Unrolled<LSTMCell>, hidden: [Matrix], final: State
  ) -> SequenceGradient<LSTMCell> {
    switch unrolled.kept {
    case .traces: backwardStepwise(through: unrolled, hidden: hidden, final: final)
    case .packed(let sequence, _):
      unrolled.cell.backwardPacked(
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
    let (d, h) = sizes
    inputGate.requireShape(d, h, of: Self.self, "_i")
    forgetGate.requireShape(d, h, of: Self.self, "_f")
    candidate.requireShape(d, h, of: Self.self, "_g")
    outputGate.requireShape(d, h, of: Self.self, "_o")
    let weights = PackedWeights(of: blocks, input: d, hidden: h)
    weights.place(inputGate, at: 0)
    weights.place(forgetGate, at: 1)
    weights.place(outputGate, at: 2)
    weights.place(candidate, at: 3)
    return weights
  }

  func unpacked(_ weights: PackedWeights) -> LSTMCell {
    var room = weights.room(for: blocks)
    return LSTMCell(
      inputGate: weights.map(0, of: 4, in: &room), forgetGate: weights.map(1, of: 4, in: &room),
      candidate: weights.map(3, of: 4, in: &room), outputGate: weights.map(2, of: 4, in: &room))
  }

  func activate(_ step: ForwardStep, _ weights: StepWeights) {
    let size = step.size
    activateCandidates(step)
    for sample in 0..<step.samples {
      let i = step.gates + sample * step.leading
      recurrent_sigmoid(i, i, 3 * size)
      let (f, g) = (i + size, i + 3 * size)
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

  /// Takes the tanh of the candidates, of all samples at once where one alone would not fill a vector.
  private func activateCandidates(_ step: ForwardStep) {
    let (size, candidates) = (step.size, step.gates + 3 * step.size)
    if size >= 8 {
      for sample in 0..<step.samples {
        let g = candidates + sample * step.leading
        recurrent_tanh(g, g, size)
      }
      return
    }
    for sample in 0..<step.samples {
      let (g, room) = (candidates + sample * step.leading, step.scratch + sample * size)
      for row in 0..<size { room[row] = g[row] }
    }
    recurrent_tanh(step.scratch, step.scratch, step.samples * size)
    for sample in 0..<step.samples {
      let (g, room) = (candidates + sample * step.leading, step.scratch + sample * size)
      for row in 0..<size { g[row] = room[row] }
    }
  }

  func differentiate(_ step: BackwardStep, _ weights: StepWeights) {
    let size = step.size
    recurrent_tanh(step.memoryAfter, step.scratch, step.samples * size)
    for sample in 0..<step.samples {
      let (gates, deltas) = (
        step.gates + sample * step.leading, step.deltas + sample * step.leading
      )
      let (i, f, o, g) = (gates, gates + size, gates + 2 * size, gates + 3 * size)
      let (deltaI, deltaF) = (deltas, deltas + size)
      let (deltaO, deltaG) = (deltas + 2 * size, deltas + 3 * size)
      let at = sample * size
      let (shown, dh, dc) = (step.scratch + at, step.hidden + at, step.memory + at)
      let before = step.memoryBefore + at
      for row in 0..<size {
        let total = dc[row] + dh[row] * o[row] * (1 - shown[row] * shown[row])
        deltaI[row] = total * g[row] * i[row] * (1 - i[row])
        deltaF[row] = total * before[row] * f[row] * (1 - f[row])
        deltaO[row] = dh[row] * shown[row] * o[row] * (1 - o[row])
        deltaG[row] = total * i[row] * (1 - g[row] * g[row])
        dc[row] = total * f[row]
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
    Preactivation(
      inputGate: packed.block(0, of: 4), forgetGate: packed.block(1, of: 4),
      candidate: packed.block(3, of: 4), outputGate: packed.block(2, of: 4))
  }
}

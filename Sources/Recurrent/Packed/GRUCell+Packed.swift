// The GRU's walk with its gates one below the other, in the order n, r, z, and q = U_n•h + c_n last where
// the reset comes after the product. So the input is seen by the first three blocks and the previous
// state by the last ones, and each takes one product.

internal import CVectorMath

extension GRUCell: PackedCell {
  /// Runs the cell over inputs x_t [D×B] from an initial state, with all gates packed.
  ///
  /// Sample b takes only the steps t < lengths[b]. Traps when shapes or lengths do not fit.
  public func unroll(
    _ inputs: [Matrix], from initial: State, lengths: [Int]?
  ) -> Unrolled<GRUCell> {
    unrollPacked(inputs, from: initial, lengths: lengths)
  }

  /// The gradients of a walk from those on every hidden state and on the final state, at the parameters
  /// that the walk was made with.
  public func backward(
    through unrolled: Unrolled<GRUCell>, hidden: [Matrix], final: State
  ) -> SequenceGradient<GRUCell> {
    switch unrolled.kept {
    case .traces: backwardStepwise(through: unrolled, hidden: hidden, final: final)
    case .packed(let sequence, _):
      unrolled.cell.backwardPacked(
        through: sequence, lengths: unrolled.lengths, hidden: hidden, final: final)
    }
  }

  var sizes: (input: Int, hidden: Int) {
    (resetGate.inputWeight.columns, resetGate.inputWeight.rows)
  }

  var blocks: GateBlocks {
    switch reset {
    case .afterProduct: GateBlocks(count: 4, ofInput: 0..<3, ofHidden: 1..<4, carryHidden: true)
    case .beforeProduct: GateBlocks(count: 3, ofInput: 0..<3, ofHidden: 1..<3, carryHidden: true)
    }
  }

  func packed() -> PackedWeights {
    let (d, h) = sizes
    resetGate.requireShape(d, h, of: Self.self, "_r")
    updateGate.requireShape(d, h, of: Self.self, "_z")
    candidate.requireShape(d, h, of: Self.self, "_n")
    if reset == .afterProduct { requireShape(recurrentBias, h, 1, "c_n") }
    var weights = PackedWeights(of: blocks, input: d, hidden: h)
    for (block, gate) in [candidate, resetGate, updateGate].enumerated() {
      PackedWeights.place(gate.inputWeight, at: block, of: weights.input)
      PackedWeights.place(gate.bias, at: block, of: weights.bias)
    }
    PackedWeights.place(resetGate.recurrentWeight, at: 0, of: weights.recurrent)
    PackedWeights.place(updateGate.recurrentWeight, at: 1, of: weights.recurrent)
    switch reset {
    case .afterProduct:
      PackedWeights.place(candidate.recurrentWeight, at: 2, of: weights.recurrent)
      PackedWeights.place(recurrentBias, at: 3, of: weights.bias)
    case .beforeProduct: weights.reset = candidate.recurrentWeight
    }
    return weights
  }

  func unpacked(_ weights: PackedWeights) -> GRUCell {
    let isAfter = reset == .afterProduct
    var room = weights.room(for: blocks)
    func input(_ block: Int) -> Matrix { weights.input.block(block, of: 3, in: &room) }
    func recurrent(_ block: Int) -> Matrix {
      weights.recurrent.block(block, of: isAfter ? 3 : 2, in: &room)
    }
    func bias(_ block: Int) -> Matrix { weights.bias.block(block, of: blocks.count, in: &room) }
    return GRUCell(
      Affine(inputWeight: input(1), recurrentWeight: recurrent(0), bias: bias(1)),
      Affine(inputWeight: input(2), recurrentWeight: recurrent(1), bias: bias(2)),
      Affine(
        inputWeight: input(0), recurrentWeight: isAfter ? recurrent(2) : weights.reset,
        bias: bias(0)),
      isAfter ? bias(3) : .zeros(recurrentBias.rows, 1), reset)
  }

  func activate(_ step: ForwardStep, _ weights: StepWeights) {
    let size = step.size
    let isAfter = reset == .afterProduct
    for sample in 0..<step.samples {
      let n = step.gates + sample * step.leading
      let r = n + size
      recurrent_sigmoid(r, r, 2 * size)
      if isAfter {
        let q = n + 3 * size
        for row in 0..<size { n[row] += r[row] * q[row] }
      } else {
        let (before, room) = (step.before + sample * size, step.scratch + sample * size)
        for row in 0..<size { room[row] = r[row] * before[row] }
      }
    }
    if !isAfter { addResetProduct(step, weights.reset) }
    for sample in 0..<step.samples {
      let n = step.gates + sample * step.leading
      let z = n + 2 * size
      let (before, after) = (step.before + sample * size, step.after + sample * size)
      recurrent_tanh(n, n, size)
      for row in 0..<size { after[row] = (1 - z[row]) * n[row] + z[row] * before[row] }
    }
  }

  /// Adds U_n•(r ⊙ h_{t−1}) to the candidate's pre-activation.
  private func addResetProduct(_ step: ForwardStep, _ weight: Panels) {
    weight.multiply(
      step.samples, step.scratch, leading: step.size, addingTo: .target, into: step.gates,
      leading: step.leading)
  }

  func differentiate(_ step: BackwardStep, _ weights: StepWeights) {
    let size = step.size
    let isAfter = reset == .afterProduct
    for sample in 0..<step.samples {
      let (gates, deltas) = (
        step.gates + sample * step.leading, step.deltas + sample * step.leading
      )
      let (n, r, z) = (gates, gates + size, gates + 2 * size)
      let (deltaN, deltaR, deltaZ) = (deltas, deltas + size, deltas + 2 * size)
      let at = sample * size
      let (dh, carried, before) = (step.hidden + at, step.carried + at, step.before + at)
      for row in 0..<size {
        deltaN[row] = dh[row] * (1 - z[row]) * (1 - n[row] * n[row])
        deltaZ[row] = dh[row] * (before[row] - n[row]) * z[row] * (1 - z[row])
        carried[row] = dh[row] * z[row]
      }
      if isAfter {
        let (q, deltaQ) = (gates + 3 * size, deltas + 3 * size)
        for row in 0..<size {
          deltaR[row] = deltaN[row] * q[row] * r[row] * (1 - r[row])
          deltaQ[row] = deltaN[row] * r[row]
        }
      }
    }
    if !isAfter { differentiateReset(step, weights.reset) }
  }

  /// The way back through U_n•(r ⊙ h_{t−1}): to the reset gate and to the state.
  private func differentiateReset(_ step: BackwardStep, _ weight: Panels) {
    let size = step.size
    weight.multiply(
      step.samples, step.deltas, leading: step.leading, addingTo: .zero, into: step.scratch,
      leading: size)
    for sample in 0..<step.samples {
      let r = step.gates + sample * step.leading + size
      let delta = step.deltas + sample * step.leading + size
      let at = sample * size
      for row in 0..<size {
        let gradient = step.scratch[at + row]
        delta[row] = gradient * step.before[at + row] * r[row] * (1 - r[row])
        step.carried[at + row] += gradient * r[row]
      }
    }
  }

  func stateSeenByReset(_ sequence: PackedSequence, before: Matrix) -> Matrix? {
    if reset == .afterProduct { return nil }
    let size = sequence.hidden.rows
    return sequence.gates.rows(size..<2 * size) ⊙ before
  }

  static func state(hidden: Matrix, memory: Matrix) -> State { State(hidden: hidden) }

  static func parts(of state: State) -> (hidden: Matrix, memory: Matrix) {
    (state.hidden, .empty)
  }

  static func trace(_ cell: GRUCell, _ sequence: PackedSequence, _ time: Int) -> Trace {
    let (input, h) = (sequence.input(time), sequence.hidden(before: time))
    let r = sequence.gate(1, time)
    let (resetting, preactivation) =
      switch cell.reset {
      case .afterProduct:
        (
          sequence.gate(3, time),
          cell.candidate.inputWeight • input + cell.candidate.bias + r ⊙ sequence.gate(3, time)
        )
      case .beforeProduct: (h, cell.candidate(input, r ⊙ h))
      }
    return Trace(
      input: input, previous: State(hidden: h),
      preactivation: Preactivation(
        resetGate: cell.resetGate(input, h), updateGate: cell.updateGate(input, h),
        candidate: preactivation),
      resetGate: r, updateGate: sequence.gate(2, time), candidate: sequence.gate(0, time),
      resetting: resetting, hidden: sequence.hidden(before: time + 1))
  }

  static func delta(_ cell: GRUCell, _ packed: Matrix) -> Preactivation {
    let count = cell.blocks.count
    return Preactivation(
      resetGate: packed.block(1, of: count), updateGate: packed.block(2, of: count),
      candidate: packed.block(0, of: count))
  }
}

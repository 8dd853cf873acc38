// The residual cell's walk, packed: its gate is what a step adds to the state.

extension ResidualRNNCell: PackedCell {
  /// Runs the cell over inputs x_t [D×B] from an initial state, with its weights laid out once.
  ///
  /// Sample b takes only the steps t < lengths[b]. Traps when shapes or lengths do not fit.
  public func unroll(
    _ inputs: [Matrix], from initial: State, lengths: [Int]?
  ) -> Unrolled<ResidualRNNCell> {
    unrollPacked(inputs, from: initial, lengths: lengths)
  }

  /// The gradients of a walk from those on every hidden state and on the final state, at the parameters
  /// that the walk was made with.
  public func backward(
    through unrolled: Unrolled<ResidualRNNCell>, hidden: [Matrix], final: State
  ) -> SequenceGradient<ResidualRNNCell> {
    switch unrolled.kept {
    case .traces: backwardStepwise(through: unrolled, hidden: hidden, final: final)
    case .packed(let sequence, _):
      unrolled.cell.backwardPacked(
        through: sequence, lengths: unrolled.lengths, hidden: hidden, final: final)
    }
  }

  var sizes: (input: Int, hidden: Int) { (affine.inputWeight.columns, affine.inputWeight.rows) }

  var blocks: GateBlocks {
    GateBlocks(count: 1, ofInput: 0..<1, ofHidden: 0..<1, carryHidden: true)
  }

  func packed() -> PackedWeights {
    affine.requireShape(sizes.input, sizes.hidden, of: Self.self)
    return PackedWeights(
      input: affine.inputWeight, recurrent: affine.recurrentWeight, bias: affine.bias)
  }

  func unpacked(_ weights: PackedWeights) -> ResidualRNNCell {
    ResidualRNNCell(weights.map, activation: activation)
  }

  func activate(_ step: ForwardStep, _ weights: StepWeights) {
    let count = step.samples * step.size
    activation.apply(to: step.gates, count: count)
    for index in 0..<count { step.after[index] = step.before[index] + step.gates[index] }
  }

  func differentiate(_ step: BackwardStep, _ weights: StepWeights) {
    let count = step.samples * step.size
    activation.differentiate(step.gates, step.hidden, into: step.deltas, count: count)
    step.carried.update(from: step.hidden, count: count)
  }

  static func state(hidden: Matrix, memory: Matrix) -> State { State(hidden: hidden) }

  static func parts(of state: State) -> (hidden: Matrix, memory: Matrix) {
    (state.hidden, .empty)
  }

  static func trace(_ cell: ResidualRNNCell, _ sequence: PackedSequence, _ time: Int) -> Trace {
    let (input, hidden) = (sequence.input(time), sequence.hidden(before: time))
    return Trace(
      input: input, previous: State(hidden: hidden), preactivation: cell.affine(input, hidden),
      activation: sequence.gate(0, time), hidden: sequence.hidden(before: time + 1))
  }

  static func delta(_ cell: ResidualRNNCell, _ packed: Matrix) -> Matrix { packed }
}

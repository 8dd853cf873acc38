// The simple cell's walk, packed: its only gate is the hidden state itself.

extension RNNCell: PackedCell {
  /// Runs the cell over inputs x_t [D×B] from an initial state, with its weights laid out once.
  ///
  /// Sample b takes only the steps t < lengths[b]. Traps when shapes or lengths do not fit.
  public func unroll(
    _ inputs: [Matrix], from initial: State, lengths: [Int]?
  ) -> Unrolled<RNNCell> {
    unrollPacked(inputs, from: initial, lengths: lengths)
  }

  /// The gradients of a walk from those on every hidden state and on the final state, at the parameters
  /// that the walk was made with.
  public func backward(
    through unrolled: Unrolled<RNNCell>, hidden: [Matrix], final: State
  ) -> SequenceGradient<RNNCell> {
    switch unrolled.kept {
    case .traces: backwardStepwise(through: unrolled, hidden: hidden, final: final)
    case .packed(let sequence, _):
      unrolled.cell.backwardPacked(
        through: sequence, lengths: unrolled.lengths, hidden: hidden, final: final)
    }
  }

  var sizes: (input: Int, hidden: Int) { (affine.inputWeight.columns, affine.inputWeight.rows) }

  var blocks: GateBlocks {
    GateBlocks(count: 1, ofInput: 0..<1, ofHidden: 0..<1, areHidden: true)
  }

  func packed() -> PackedWeights {
    affine.requireShape(sizes.input, sizes.hidden, of: Self.self)
    return PackedWeights(
      input: affine.inputWeight, recurrent: affine.recurrentWeight, bias: affine.bias)
  }

  func unpacked(_ weights: PackedWeights) -> RNNCell {
    RNNCell(weights.map, activation: activation)
  }

  func activate(_ step: ForwardStep, _ weights: StepWeights) {
    activation.apply(to: step.after, count: step.samples * step.size)
  }

  func differentiate(_ step: BackwardStep, _ weights: StepWeights) {
    activation.differentiate(
      step.after, step.hidden, into: step.deltas, count: step.samples * step.size)
  }

  static func state(hidden: Matrix, memory: Matrix) -> State { State(hidden: hidden) }

  static func parts(of state: State) -> (hidden: Matrix, memory: Matrix) {
    (state.hidden, .empty)
  }

  static func trace(_ cell: RNNCell, _ sequence: PackedSequence, _ time: Int) -> Trace {
    let (input, hidden) = (sequence.input(time), sequence.hidden(before: time))
    return Trace(
      input: input, previous: State(hidden: hidden), preactivation: cell.affine(input, hidden),
      hidden: sequence.hidden(before: time + 1))
  }

  static func delta(_ cell: RNNCell, _ packed: Matrix) -> Matrix { packed }
}

// The walk through time as its definition says, for any cell: a step after the other, and back.

extension RecurrentCell {
  /// Runs the cell over inputs x_t [D×B] from an initial state, a step after the other.
  ///
  /// No inputs leave the state as it is. Traps unless there is one length for each sample, none
  /// negative and none beyond the number of inputs.
  public func unroll(_ inputs: [Matrix], from initial: State, lengths: [Int]?) -> Unrolled<Self> {
    unrollStepwise(inputs, from: initial, lengths: lengths)
  }

  /// Runs the cell over full sequences x_t [D×B] from an initial state.
  public func unroll(_ inputs: [Matrix], from initial: State) -> Unrolled<Self> {
    unroll(inputs, from: initial, lengths: nil)
  }

  /// Runs the cell over inputs x_t [D×B] from the state of zeros.
  ///
  /// With lengths, sample b takes only the steps t < lengths[b]. Traps when there is no input to tell the
  /// batch from.
  public func unroll(_ inputs: [Matrix], lengths: [Int]? = nil) -> Unrolled<Self> {
    unroll(inputs, from: RecurrentLayer(self).zeroState(for: inputs), lengths: lengths)
  }

  /// The gradients of a walk, from the last step down, at the parameters that the walk was made with.
  ///
  /// Each step receives the gradient on its own hidden state from outside and what the step after it
  /// hands back, and the parameters' gradients of all steps add up. The gradient on the last hidden
  /// state and the one on the final state both count. Where a sample has ended, gradients on its
  /// hidden state are ignored and those on its state pass on.
  ///
  /// Traps unless there is one gradient per step.
  ///
  /// - Parameters:
  ///   - unrolled: What the walk forward kept.
  ///   - hidden: The gradient on each hidden state from outside, [H×B]; `hidden[t]`.
  ///   - final: The gradient on the final state.
  /// - Returns: The gradients of parameters, inputs and initial state, and the deltas.
  /// - Complexity: One step back per step forward, O(T).
  public func backward(
    through unrolled: Unrolled<Self>, hidden: [Matrix], final: State
  ) -> SequenceGradient<Self> {
    backwardStepwise(through: unrolled, hidden: hidden, final: final)
  }

  /// The walk of the definition.
  func unrollStepwise(
    _ inputs: [Matrix], from initial: State, lengths: [Int]?
  ) -> Unrolled<Self> {
    let batch = initial.named.first?.value.columns ?? 0
    let mask = StepMask(lengths, steps: inputs.count, batch: batch, type: Self.self)
    var state = initial
    var hidden: [Matrix] = []
    let traces = inputs.enumerated().map { time, input in
      // A state that is not finite, of a sample that has ended, must not spoil sums over the batch.
      let trace = step(mask.erasing(input, after: time), from: mask.erasing(state, after: time))
      state = mask.choosing(trace.state, at: time, else: state)
      hidden.append(mask.erasing(trace.hidden, after: time))
      return trace
    }
    return Unrolled(
      cell: self, initial: initial, final: state, hidden: hidden, lengths: lengths,
      kept: .traces(traces))
  }

  /// The way back of the definition.
  func backwardStepwise(
    through unrolled: Unrolled<Self>, hidden: [Matrix], final: State
  ) -> SequenceGradient<Self> {
    let steps = unrolled.steps
    requireOneGradient(per: steps.count, hidden)
    let batch = final.named.first?.value.columns ?? 0
    let mask = StepMask(unrolled.lengths, steps: steps.count, batch: batch, type: Self.self)
    var sum = unrolled.cell.zeroed
    var carried = final
    var inputs: [Matrix] = []
    var deltas: [Preactivation] = []
    for time in steps.indices.reversed() {
      let nothing = carried.zeroed
      let gradient = unrolled.cell.backward(
        through: steps[time], hidden: mask.erasing(hidden[time], after: time),
        state: mask.choosing(carried, at: time, else: nothing))
      sum += gradient.cell
      inputs.append(mask.erasing(gradient.input, after: time))
      deltas.append(mask.erasing(gradient.delta, after: time))
      carried = mask.choosing(gradient.state, at: time, else: carried)
    }
    return SequenceGradient(
      cell: sum, inputs: inputs.reversed(), initial: carried, kept: .deltas(deltas.reversed()))
  }

  /// Traps unless there is one gradient for each step.
  func requireOneGradient(per steps: Int, _ hidden: [Matrix]) {
    if hidden.count != steps {
      trap("\(Self.self): \(steps) steps, but \(hidden.count) gradients on them")
    }
  }
}

// The steps of the cells, written again on a tape from their formulas.
// Letters: D input size, H hidden size, K outputs, B batch.

extension Taped<Affine> {
  /// The pre-activation of an input x [D×B] and a hidden state h [H×B].
  ///
  ///     a = W•x + U•h + b    [H×B]
  ///
  /// Traps when the shapes do not fit.
  public func callAsFunction(_ x: Tape.Variable, _ h: Tape.Variable) -> Tape.Variable {
    if x.value.columns != h.value.columns {
      trap("Taped<Affine>: x is \(x.value.shape) and h is \(h.value.shape): batches differ")
    }
    return self.inputWeight • x + self.recurrentWeight • h + self.bias
  }
}

extension Taped<Readout> {
  /// The logits of a hidden state h [H×B].
  ///
  ///     z = V•h + c    [K×B]
  ///
  /// Traps when the shapes do not fit.
  public func callAsFunction(_ h: Tape.Variable) -> Tape.Variable { self.weight • h + self.bias }
}

extension Activation {
  /// The output of every entry of a variable, h = f(a).
  public func callAsFunction(_ preactivation: Tape.Variable) -> Tape.Variable {
    switch self {
    case .tanh: Recurrent.tanh(preactivation)
    case .relu: Recurrent.relu(preactivation)
    case .identity: preactivation
    }
  }
}

extension RNNCell: TapedCell {
  /// Runs one step on a tape.
  ///
  ///     h_t = f(W•x_t + U•h_{t−1} + b)
  public static func step(
    _ cell: Taped<RNNCell>, _ x: Tape.Variable, from state: Taped<State>
  ) -> (hidden: Tape.Variable, state: Taped<State>) {
    var next = state
    next.hidden = cell.value.activation(cell.affine(x, state.hidden))
    return (next.hidden, next)
  }
}

extension ResidualRNNCell: TapedCell {
  /// Runs one step on a tape.
  ///
  ///     h_t = h_{t−1} + f(W•x_t + U•h_{t−1} + b)
  public static func step(
    _ cell: Taped<ResidualRNNCell>, _ x: Tape.Variable, from state: Taped<State>
  ) -> (hidden: Tape.Variable, state: Taped<State>) {
    var next = state
    next.hidden = state.hidden + cell.value.activation(cell.affine(x, state.hidden))
    return (next.hidden, next)
  }
}

extension LSTMCell: TapedCell {
  /// Runs one step on a tape.
  ///
  ///     i = σ(a_i)   f = σ(a_f)   g = tanh(a_g)   o = σ(a_o)
  ///     c_t = f ⊙ c_{t−1} + i ⊙ g      h_t = o ⊙ tanh(c_t)
  public static func step(
    _ cell: Taped<LSTMCell>, _ x: Tape.Variable, from state: Taped<State>
  ) -> (hidden: Tape.Variable, state: Taped<State>) {
    let h = state.hidden
    let i = sigmoid(cell.inputGate(x, h))
    let f = sigmoid(cell.forgetGate(x, h))
    let g = tanh(cell.candidate(x, h))
    let o = sigmoid(cell.outputGate(x, h))
    var next = state
    next.cell = f ⊙ state.cell + i ⊙ g
    next.hidden = o ⊙ tanh(next.cell)
    return (next.hidden, next)
  }
}

extension GRUCell: TapedCell {
  /// Runs one step on a tape.
  ///
  ///     r = σ(a_r)   z = σ(a_z)   n = tanh(a_n)      h_t = n + z ⊙ (h_{t−1} − n)
  ///     a_n = W_n•x_t + b_n + r ⊙ (U_n•h_{t−1} + c_n)    or    W_n•x_t + b_n + U_n•(r ⊙ h_{t−1})
  public static func step(
    _ cell: Taped<GRUCell>, _ x: Tape.Variable, from state: Taped<State>
  ) -> (hidden: Tape.Variable, state: Taped<State>) {
    let h = state.hidden
    let r = sigmoid(cell.resetGate(x, h))
    let z = sigmoid(cell.updateGate(x, h))
    let (W, U, b) = (
      cell.candidate.inputWeight, cell.candidate.recurrentWeight, cell.candidate.bias
    )
    let a =
      switch cell.value.reset {
      case .afterProduct: W • x + b + r ⊙ (U • h + cell.recurrentBias)
      case .beforeProduct: W • x + b + U • (r ⊙ h)
      }
    let n = tanh(a)
    var next = state
    next.hidden = n + z ⊙ (h - n)
    return (next.hidden, next)
  }
}

// The long short-term memory cell.
//
//     a_i = W_i•x_t + U_i•h_{t−1} + b_i      i_t = σ(a_i)
//     a_f = W_f•x_t + U_f•h_{t−1} + b_f      f_t = σ(a_f)
//     a_g = W_g•x_t + U_g•h_{t−1} + b_g      g_t = tanh(a_g)
//     a_o = W_o•x_t + U_o•h_{t−1} + b_o      o_t = σ(a_o)
//     c_t = f_t ⊙ c_{t−1} + i_t ⊙ g_t        h_t = o_t ⊙ tanh(c_t)
//
// Letters: D input size, H hidden size, B batch; x [D×B], all others [H×B].

/// The long short-term memory cell, with a forget gate and without peepholes.
///
/// S. Hochreiter and J. Schmidhuber, Long short-term memory, Neural Computation 9 (1997); the forget
/// gate is that of F. Gers, J. Schmidhuber and F. Cummins, Learning to forget, Neural Computation 12
/// (2000).
public struct LSTMCell: RecurrentCell, Sendable {
  /// The map to the input gate's pre-activation, a_i: how much of the candidate is written.
  public var inputGate: Affine
  /// The map to the forget gate's pre-activation, a_f: how much of the cell state is kept.
  public var forgetGate: Affine
  /// The map to the candidate's pre-activation, a_g: what is written.
  public var candidate: Affine
  /// The map to the output gate's pre-activation, a_o: how much of the cell state is shown.
  public var outputGate: Affine

  /// Makes a cell from its four maps; traps unless all have the same shapes.
  public init(inputGate: Affine, forgetGate: Affine, candidate: Affine, outputGate: Affine) {
    inputGate.requireShape(of: forgetGate, "LSTMCell", "i", "f")
    inputGate.requireShape(of: candidate, "LSTMCell", "i", "g")
    inputGate.requireShape(of: outputGate, "LSTMCell", "i", "o")
    self.inputGate = inputGate
    self.forgetGate = forgetGate
    self.candidate = candidate
    self.outputGate = outputGate
  }

  /// The cell of zeros with D inputs and H hidden units.
  public static func zeros(input: Int, hidden: Int) -> LSTMCell {
    let map = Affine.zeros(input: input, hidden: hidden)
    return LSTMCell(inputGate: map, forgetGate: map, candidate: map, outputGate: map)
  }

  /// W, U and b of each gate, in the order i, f, g, o: `W_i`, `U_i`, `b_i`, `W_f`, ….
  public var parameters: [Parameter<LSTMCell>] {
    inputGate.parameters(at: \.inputGate, suffix: "_i")
      + forgetGate.parameters(at: \.forgetGate, suffix: "_f")
      + candidate.parameters(at: \.candidate, suffix: "_g")
      + outputGate.parameters(at: \.outputGate, suffix: "_o")
  }

  /// What one step hands to the next.
  public struct State: ParameterSpace, Sendable {
    /// The hidden state h [H×B].
    public var hidden: Matrix
    /// The cell state c [H×B].
    public var cell: Matrix

    /// Makes a state from h [H×B] and c [H×B].
    public init(hidden: Matrix, cell: Matrix) {
      self.hidden = hidden
      self.cell = cell
    }

    /// h and c.
    public var parameters: [Parameter<State>] {
      [Parameter("h", \.hidden), Parameter("c", \.cell)]
    }
  }

  /// The arguments of the four nonlinearities.
  public struct Preactivation: ParameterSpace, Sendable {
    /// a_i [H×B].
    public var inputGate: Matrix
    /// a_f [H×B].
    public var forgetGate: Matrix
    /// a_g [H×B].
    public var candidate: Matrix
    /// a_o [H×B].
    public var outputGate: Matrix

    /// Gathers the four, each [H×B].
    public init(
      inputGate: Matrix, forgetGate: Matrix, candidate: Matrix, outputGate: Matrix
    ) {
      self.inputGate = inputGate
      self.forgetGate = forgetGate
      self.candidate = candidate
      self.outputGate = outputGate
    }

    /// a_i, a_f, a_g and a_o.
    public var parameters: [Parameter<Preactivation>] {
      [
        Parameter("a_i", \.inputGate), Parameter("a_f", \.forgetGate),
        Parameter("a_g", \.candidate), Parameter("a_o", \.outputGate),
      ]
    }
  }

  /// What a step keeps.
  public struct Trace: StepTrace, Equatable, Sendable {
    /// The input x_t [D×B].
    public let input: Matrix
    /// The state before the step, h_{t−1} and c_{t−1}.
    public let previous: State
    /// The pre-activations a_i, a_f, a_g and a_o.
    public let preactivation: Preactivation
    /// The input gate i_t [H×B].
    public let inputGate: Matrix
    /// The forget gate f_t [H×B].
    public let forgetGate: Matrix
    /// The candidate g_t [H×B].
    public let candidate: Matrix
    /// The output gate o_t [H×B].
    public let outputGate: Matrix
    /// The state after the step, h_t and c_t.
    public let state: State

    /// The hidden state h_t [H×B].
    public var hidden: Matrix { state.hidden }
    /// The cell state c_t [H×B].
    public var cell: Matrix { state.cell }
  }

  /// The state of zeros, h and c [H×B].
  public func zeroState(batch: Int) -> State {
    let zeros = Matrix.zeros(inputGate.bias.rows, batch)
    return State(hidden: zeros, cell: zeros)
  }

  /// The pre-activations of an input x_t [D×B] and a hidden state h_{t−1} [H×B].
  public func preactivation(_ input: Matrix, _ hidden: Matrix) -> Preactivation {
    Preactivation(
      inputGate: inputGate(input, hidden), forgetGate: forgetGate(input, hidden),
      candidate: candidate(input, hidden), outputGate: outputGate(input, hidden))
  }

  /// Runs one step on x_t [D×B] from h_{t−1} and c_{t−1} [H×B].
  ///
  ///     i = σ(a_i)   f = σ(a_f)   g = tanh(a_g)   o = σ(a_o)
  ///     c_t = f ⊙ c_{t−1} + i ⊙ g      h_t = o ⊙ tanh(c_t)
  ///
  /// Traps when the shapes do not fit.
  public func step(_ input: Matrix, from state: State) -> Trace {
    let a = preactivation(input, state.hidden)
    let (i, f) = (sigmoid(a.inputGate), sigmoid(a.forgetGate))
    let (g, o) = (tanh(a.candidate), sigmoid(a.outputGate))
    let c = f ⊙ state.cell + i ⊙ g
    return Trace(
      input: input, previous: state, preactivation: a,
      inputGate: i, forgetGate: f, candidate: g, outputGate: o,
      state: State(hidden: o ⊙ tanh(c), cell: c))
  }

  /// The gradients of one step from those that reach h_t and c_t.
  ///
  /// With dh all that reaches h_t, from outside and from the step after, and dc′ what the step after
  /// hands back to c_t:
  ///
  ///     dc = dc′ + dh ⊙ o ⊙ (1 − tanh²(c_t))
  ///     δ_o = dh ⊙ tanh(c_t) ⊙ o ⊙ (1 − o)      δ_i = dc ⊙ g ⊙ i ⊙ (1 − i)
  ///     δ_f = dc ⊙ c_{t−1} ⊙ f ⊙ (1 − f)        δ_g = dc ⊙ i ⊙ (1 − g²)
  ///     dc_{t−1} = dc ⊙ f
  ///     dW_k = δ_k•x_tᵀ   dU_k = δ_k•h_{t−1}ᵀ   db_k = Σ over the batch of δ_k   for k = i, f, g, o
  ///     dx_t = Σ_k W_kᵀ•δ_k   dh_{t−1} = Σ_k U_kᵀ•δ_k
  ///
  /// Traps when the shapes do not fit.
  public func backward(
    through trace: Trace, hidden: Matrix, state: State
  ) -> CellGradient<LSTMCell> {
    let (i, f) = (trace.inputGate, trace.forgetGate)
    let (g, o) = (trace.candidate, trace.outputGate)
    let shown = tanh(trace.cell)
    let dh = hidden.plus(state.hidden)
    let dc = state.cell.plus(dh ⊙ o ⊙ tanhDerivative(output: shown))
    let delta = Preactivation(
      inputGate: dc ⊙ g ⊙ sigmoidDerivative(output: i),
      forgetGate: dc ⊙ trace.previous.cell ⊙ sigmoidDerivative(output: f),
      candidate: dc ⊙ i ⊙ tanhDerivative(output: g),
      outputGate: dh ⊙ shown ⊙ sigmoidDerivative(output: o))
    let (x, h) = (trace.input, trace.previous.hidden)
    let byInput = inputGate.backward(x, h, output: delta.inputGate)
    let byForget = forgetGate.backward(x, h, output: delta.forgetGate)
    let byCandidate = candidate.backward(x, h, output: delta.candidate)
    let byOutput = outputGate.backward(x, h, output: delta.outputGate)
    return CellGradient(
      cell: LSTMCell(
        inputGate: byInput.map, forgetGate: byForget.map, candidate: byCandidate.map,
        outputGate: byOutput.map),
      input: byInput.input + byForget.input + byCandidate.input + byOutput.input,
      state: State(
        hidden: byInput.hidden + byForget.hidden + byCandidate.hidden + byOutput.hidden,
        cell: dc ⊙ f),
      delta: delta)
  }
}

// The simple recurrent cell with a residual connection.
//
//     a_t = W•x_t + U•h_{t−1} + b      h_t = h_{t−1} + f(a_t)
//
// Letters: D input size, H hidden size, B batch; x [D×B], a and h [H×B], W [H×D], U [H×H], b [H×1].

/// The simple cell with a residual connection, h_t = h_{t−1} + f(W•x_t + U•h_{t−1} + b).
///
/// K. He, X. Zhang, S. Ren and J. Sun, Deep residual learning for image recognition, CVPR (2016), has
/// the connection in depth; here it is in time.
public struct ResidualRNNCell: RecurrentCell, Sendable {
  /// The map to the pre-activation: W [H×D], U [H×H], b [H×1].
  public var affine: Affine
  /// The nonlinearity f.
  public var activation: Activation

  /// Makes a cell around an affine map.
  public init(_ affine: Affine, activation: Activation = .tanh) {
    self.affine = affine
    self.activation = activation
  }

  /// Makes a cell from W [H×D], U [H×H] and b [H×1]; traps when the shapes do not fit together.
  public init(
    inputWeight: Matrix, recurrentWeight: Matrix, bias: Matrix, activation: Activation = .tanh
  ) {
    self.init(
      Affine(inputWeight: inputWeight, recurrentWeight: recurrentWeight, bias: bias),
      activation: activation)
  }

  /// The cell of zeros with D inputs and H hidden units.
  public static func zeros(
    input: Int, hidden: Int, activation: Activation = .tanh
  ) -> ResidualRNNCell {
    ResidualRNNCell(.zeros(input: input, hidden: hidden), activation: activation)
  }

  /// W, U and b.
  public var parameters: [Parameter<ResidualRNNCell>] { affine.parameters(at: \.affine) }

  /// What one step hands to the next.
  public struct State: ParameterSpace, Sendable {
    /// The hidden state h [H×B].
    public var hidden: Matrix

    /// Makes a state from h [H×B].
    public init(hidden: Matrix) { self.hidden = hidden }

    /// h alone.
    public var parameters: [Parameter<State>] { [Parameter("h", \.hidden)] }
  }

  /// What a step keeps.
  public struct Trace: StepTrace, Equatable, Sendable {
    /// The input x_t [D×B].
    public let input: Matrix
    /// The state before the step, h_{t−1}.
    public let previous: State
    /// The pre-activation a_t [H×B].
    public let preactivation: Matrix
    /// The activation f(a_t) [H×B], which the step adds to the state.
    public let activation: Matrix
    /// The hidden state h_t [H×B].
    public let hidden: Matrix

    /// The state after the step, h_t.
    public var state: State { State(hidden: hidden) }
  }

  /// The pre-activation is one matrix; so is its gradient δ.
  public typealias Preactivation = Matrix

  /// The state of zeros [H×B].
  public func zeroState(batch: Int) -> State {
    State(hidden: .zeros(affine.bias.rows, batch))
  }

  /// Runs one step on x_t [D×B] from h_{t−1} [H×B].
  ///
  ///     a_t = W•x_t + U•h_{t−1} + b      h_t = h_{t−1} + f(a_t)
  ///
  /// Traps when the shapes do not fit.
  public func step(_ input: Matrix, from state: State) -> Trace {
    let a = affine(input, state.hidden)
    let added = activation(a)
    return Trace(
      input: input, previous: state, preactivation: a, activation: added,
      hidden: state.hidden.plus(added))
  }

  /// The gradients of one step from those that reach h_t, from outside and from the step after.
  ///
  ///     dh_t = dh_t from outside + dh_t from step t+1      δ_t = f′(a_t) ⊙ dh_t
  ///     dW = δ_t•x_tᵀ   dU = δ_t•h_{t−1}ᵀ   db = Σ over the batch of δ_t
  ///     dx_t = Wᵀ•δ_t   dh_{t−1} = dh_t + Uᵀ•δ_t
  ///
  /// Traps when the shapes do not fit.
  public func backward(
    through trace: Trace, hidden: Matrix, state: State
  ) -> CellGradient<ResidualRNNCell> {
    let total = hidden.plus(state.hidden)
    let delta = activation.derivative(output: trace.activation) ⊙ total
    let (map, x, h) = affine.backward(trace.input, trace.previous.hidden, output: delta)
    return CellGradient(
      cell: ResidualRNNCell(map, activation: activation), input: x,
      state: State(hidden: total.plus(h)), delta: delta)
  }
}

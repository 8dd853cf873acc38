// The gated recurrent unit, with the reset after the product with the previous state or before it.
//
//     a_r = W_r•x_t + U_r•h_{t−1} + b_r      r_t = σ(a_r)
//     a_z = W_z•x_t + U_z•h_{t−1} + b_z      z_t = σ(a_z)
//     a_n = W_n•x_t + b_n + r_t ⊙ q_t        q_t = U_n•h_{t−1} + c_n       reset after
//     a_n = W_n•x_t + U_n•(r_t ⊙ h_{t−1}) + b_n                            reset before
//     n_t = tanh(a_n)                        h_t = (1 − z_t) ⊙ n_t + z_t ⊙ h_{t−1}
//
// Letters: D input size, H hidden size, B batch; x [D×B], all others [H×B].

/// The gated recurrent unit.
///
/// K. Cho and others, Learning phrase representations using RNN encoder–decoder, EMNLP (2014), which
/// resets before the product; PyTorch, and Keras unless told otherwise, reset after it.
public struct GRUCell: RecurrentCell, Sendable {
  /// Where the reset gate acts on the way from the previous state to the candidate.
  public enum Reset: Equatable, Sendable, CaseIterable {
    /// On the product: r ⊙ (U_n•h + c_n).
    case afterProduct
    /// On the state: U_n•(r ⊙ h).
    case beforeProduct
  }

  /// The map to the reset gate's pre-activation, a_r: how much of the state the candidate sees.
  public var resetGate: Affine
  /// The map to the update gate's pre-activation, a_z: how much of the state is kept.
  public var updateGate: Affine
  /// The map to the candidate's pre-activation: W_n, U_n and b_n.
  public var candidate: Affine
  /// The bias c_n [H×1] of the state's product, inside the reset; zero where the reset comes before.
  public var recurrentBias: Matrix
  /// Where the reset gate acts.
  public let reset: Reset

  /// Makes a cell that resets after the product; traps unless the shapes fit together.
  public init(
    resetGate: Affine, updateGate: Affine, candidate: Affine, recurrentBias: Matrix
  ) {
    self.init(resetGate, updateGate, candidate, recurrentBias, .afterProduct)
  }

  /// Makes a cell that resets before the product; traps unless all maps have the same shapes.
  public init(resetGate: Affine, updateGate: Affine, candidateBeforeProduct candidate: Affine) {
    self.init(
      resetGate, updateGate, candidate, .zeros(candidate.bias.rows, 1), .beforeProduct)
  }

  init(
    _ resetGate: Affine, _ updateGate: Affine, _ candidate: Affine, _ recurrentBias: Matrix,
    _ reset: Reset
  ) {
    resetGate.requireShape(of: updateGate, "GRUCell", "r", "z")
    resetGate.requireShape(of: candidate, "GRUCell", "r", "n")
    if recurrentBias.rows != candidate.bias.rows || recurrentBias.columns != 1 {
      trap("GRUCell: c_n is \(recurrentBias.shape), expected \(candidate.bias.shape)")
    }
    self.resetGate = resetGate
    self.updateGate = updateGate
    self.candidate = candidate
    self.recurrentBias = recurrentBias
    self.reset = reset
  }

  /// The cell of zeros with D inputs and H hidden units.
  public static func zeros(
    input: Int, hidden: Int, reset: Reset = .afterProduct
  ) -> GRUCell {
    let map = Affine.zeros(input: input, hidden: hidden)
    return GRUCell(map, map, map, .zeros(hidden, 1), reset)
  }

  /// W, U and b of each gate, in the order r, z, n, and c_n where the reset comes after.
  public var parameters: [Parameter<GRUCell>] {
    resetGate.parameters(at: \.resetGate, suffix: "_r")
      + updateGate.parameters(at: \.updateGate, suffix: "_z")
      + candidate.parameters(at: \.candidate, suffix: "_n")
      + (reset == .afterProduct ? [Parameter("c_n", \.recurrentBias)] : [])
  }

  /// What one step hands to the next.
  public struct State: ParameterSpace, Sendable {
    /// The hidden state h [H×B].
    public var hidden: Matrix

    /// Makes a state from h [H×B].
    public init(hidden: Matrix) { self.hidden = hidden }

    /// h alone.
    public var parameters: [Parameter<State>] { [Parameter("h", \.hidden)] }
  }

  /// The arguments of the three nonlinearities.
  public struct Preactivation: ParameterSpace, Sendable {
    /// a_r [H×B].
    public var resetGate: Matrix
    /// a_z [H×B].
    public var updateGate: Matrix
    /// a_n [H×B].
    public var candidate: Matrix

    /// Gathers the three, each [H×B].
    public init(resetGate: Matrix, updateGate: Matrix, candidate: Matrix) {
      self.resetGate = resetGate
      self.updateGate = updateGate
      self.candidate = candidate
    }

    /// a_r, a_z and a_n.
    public var parameters: [Parameter<Preactivation>] {
      [
        Parameter("a_r", \.resetGate), Parameter("a_z", \.updateGate),
        Parameter("a_n", \.candidate),
      ]
    }
  }

  /// What a step keeps.
  public struct Trace: StepTrace, Equatable, Sendable {
    /// The input x_t [D×B].
    public let input: Matrix
    /// The state before the step, h_{t−1}.
    public let previous: State
    /// The pre-activations a_r, a_z and a_n.
    public let preactivation: Preactivation
    /// The reset gate r_t [H×B].
    public let resetGate: Matrix
    /// The update gate z_t [H×B].
    public let updateGate: Matrix
    /// The candidate n_t [H×B].
    public let candidate: Matrix
    /// What the reset gate acts on: q_t = U_n•h_{t−1} + c_n, or h_{t−1} where it comes before.
    public let resetting: Matrix
    /// The hidden state h_t [H×B].
    public let hidden: Matrix

    /// The state after the step, h_t.
    public var state: State { State(hidden: hidden) }
  }

  /// The state of zeros [H×B].
  public func zeroState(batch: Int) -> State {
    State(hidden: .zeros(resetGate.bias.rows, batch))
  }

  /// Runs one step on x_t [D×B] from h_{t−1} [H×B].
  ///
  ///     r = σ(a_r)   z = σ(a_z)   n = tanh(a_n)      h_t = (1 − z) ⊙ n + z ⊙ h_{t−1}
  ///     a_n = W_n•x_t + b_n + r ⊙ (U_n•h_{t−1} + c_n)    or    W_n•x_t + b_n + U_n•(r ⊙ h_{t−1})
  ///
  /// Traps when the shapes do not fit.
  public func step(_ input: Matrix, from state: State) -> Trace {
    let h = state.hidden
    let (aR, aZ) = (resetGate(input, h), updateGate(input, h))
    let (r, z) = (sigmoid(aR), sigmoid(aZ))
    let aN: Matrix
    let q: Matrix
    switch reset {
    case .afterProduct:
      q = candidate.recurrentWeight • h + recurrentBias
      aN = candidate.inputWeight • input + candidate.bias + r ⊙ q
    case .beforeProduct:
      q = h
      aN = candidate(input, r ⊙ h)
    }
    let n = tanh(aN)
    return Trace(
      input: input, previous: state,
      preactivation: Preactivation(resetGate: aR, updateGate: aZ, candidate: aN),
      resetGate: r, updateGate: z, candidate: n, resetting: q,
      hidden: (.ones(z.rows, z.columns) - z) ⊙ n + z ⊙ h)
  }

  /// The gradients of one step from those that reach h_t, from outside and from the step after.
  ///
  /// With dh all that reaches h_t:
  ///
  ///     δ_n = dh ⊙ (1 − z) ⊙ (1 − n²)      δ_z = dh ⊙ (h_{t−1} − n) ⊙ z ⊙ (1 − z)
  ///     reset after:    δ_r = δ_n ⊙ q ⊙ r ⊙ (1 − r)           δ_q = δ_n ⊙ r
  ///                     dU_n = δ_q•h_{t−1}ᵀ   dc_n = Σ over the batch of δ_q
  ///                     dh_{t−1} = dh ⊙ z + U_rᵀ•δ_r + U_zᵀ•δ_z + U_nᵀ•δ_q
  ///     reset before:   d(r ⊙ h) = U_nᵀ•δ_n                   δ_r = d(r ⊙ h) ⊙ h_{t−1} ⊙ r ⊙ (1 − r)
  ///                     dU_n = δ_n•(r ⊙ h_{t−1})ᵀ
  ///                     dh_{t−1} = dh ⊙ z + U_rᵀ•δ_r + U_zᵀ•δ_z + d(r ⊙ h) ⊙ r
  ///     both:           dW_k = δ_k•x_tᵀ   db_k = Σ over the batch of δ_k   for k = r, z, n
  ///                     dx_t = W_rᵀ•δ_r + W_zᵀ•δ_z + W_nᵀ•δ_n
  ///
  /// Traps when the shapes do not fit.
  public func backward(
    through trace: Trace, hidden: Matrix, state: State
  ) -> CellGradient<GRUCell> {
    let (x, h) = (trace.input, trace.previous.hidden)
    let (r, z, n) = (trace.resetGate, trace.updateGate, trace.candidate)
    let dh = hidden.plus(state.hidden)
    let deltaN = dh ⊙ z.map { 1 - $0 } ⊙ tanhDerivative(output: n)
    let deltaZ = dh ⊙ (h - n) ⊙ sigmoidDerivative(output: z)
    let deltaR: Matrix
    var byCandidate: (map: Affine, input: Matrix, hidden: Matrix)
    var biasGradient = recurrentBias.zeroed
    switch reset {
    case .afterProduct:
      deltaR = deltaN ⊙ trace.resetting ⊙ sigmoidDerivative(output: r)
      let deltaQ = deltaN ⊙ r
      byCandidate = candidate.backward(x, h, output: deltaN)
      byCandidate.map.recurrentWeight = .product(deltaQ, h, transposing: .right)
      byCandidate.hidden = .product(candidate.recurrentWeight, deltaQ, transposing: .left)
      biasGradient = deltaQ.rowSums
    case .beforeProduct:
      byCandidate = candidate.backward(x, r ⊙ h, output: deltaN)
      deltaR = byCandidate.hidden ⊙ h ⊙ sigmoidDerivative(output: r)
      byCandidate.hidden = byCandidate.hidden ⊙ r
    }
    let byReset = resetGate.backward(x, h, output: deltaR)
    let byUpdate = updateGate.backward(x, h, output: deltaZ)
    return CellGradient(
      cell: GRUCell(byReset.map, byUpdate.map, byCandidate.map, biasGradient, reset),
      input: byReset.input + byUpdate.input + byCandidate.input,
      state: State(hidden: dh ⊙ z + byReset.hidden + byUpdate.hidden + byCandidate.hidden),
      delta: Preactivation(resetGate: deltaR, updateGate: deltaZ, candidate: deltaN))
  }
}

// What a witness says of a layer's way back: the gradients of parameters, inputs and initial state,
// found without it. Letters: D input size, K output size, B batch, T steps.

/// The gradients of a layer's walk as a witness finds them.
///
/// They are those of the number that a way back is asked for, with G_t the gradients on the outputs
/// h_t and F those on the final state s:
///
///     L = Σ_t ⟨G_t, h_t⟩ + ⟨F, s⟩
public struct WitnessGradient<Layer: SequenceLayer>: LayerGradient {
  /// What is known before the first step and after the last.
  public typealias State = Layer.State

  /// The gradient of the parameters.
  public let layer: Layer
  /// The gradient of each input, [D×B]; `inputs[t]`.
  public let inputs: [Matrix]
  /// The gradient of the initial state.
  public let initial: State
}

extension WitnessGradient: Sendable where Layer: Sendable, Layer.State: Sendable {}

extension TapedLayer {
  /// The gradients of a walk by a tape, exact but for rounding.
  ///
  /// Traps unless there is one gradient per step and shapes fit.
  ///
  /// - Parameters:
  ///   - inputs: The inputs x_t [D×B]; `inputs[t]`.
  ///   - initial: The initial state; zero when nil, which needs an input to tell the batch from.
  ///   - lengths: How many steps each sample takes; nil when all of them take all steps.
  ///   - hidden: The gradient on each output, [K×B]; `hidden[t]`.
  ///   - final: The gradient on the final state; zero when nil.
  /// - Returns: The gradients of parameters, inputs and initial state.
  public func tapeGradient(
    _ inputs: [Matrix], from initial: State? = nil, lengths: [Int]? = nil, hidden: [Matrix],
    final: State? = nil
  ) -> WitnessGradient<Self> {
    let initial = initial ?? zeroState(for: inputs)
    let final = final ?? initial.zeroed
    let tape = Tape()
    let (layer, x) = (tape.variables(of: self), inputs.map(tape.variable))
    let start = tape.variables(of: initial)
    let walk = Self.unroll(layer, x, from: start, lengths: lengths)
    if hidden.count != walk.hidden.count {
      trap("\(Self.self): \(walk.hidden.count) steps, but \(hidden.count) gradients on them")
    }
    let gradients = tape.gradients(
      of: Array(zip(walk.hidden, hidden)) + walk.final.paired(with: final))
    return WitnessGradient(layer: gradients[layer], inputs: gradients[x], initial: gradients[start])
  }
}

extension SequenceLayer {
  /// The gradients of a walk by central differences, which a right way back meets to 1e-6.
  ///
  /// Mostly it comes much nearer; a gradient far smaller than the outputs comes least near, for their
  /// rounding is divided by the step.
  ///
  /// Traps unless there is one gradient per step and shapes fit.
  ///
  /// - Parameters:
  ///   - inputs: The inputs x_t [D×B]; `inputs[t]`.
  ///   - initial: The initial state; zero when nil, which needs an input to tell the batch from.
  ///   - lengths: How many steps each sample takes; nil when all of them take all steps.
  ///   - hidden: The gradient on each output, [K×B]; `hidden[t]`.
  ///   - final: The gradient on the final state; zero when nil.
  /// - Returns: The gradients of parameters, inputs and initial state.
  /// - Complexity: Two walks per entry of parameters, inputs and initial state.
  public func differenceGradient(
    _ inputs: [Matrix], from initial: State? = nil, lengths: [Int]? = nil, hidden: [Matrix],
    final: State? = nil
  ) -> WitnessGradient<Self> {
    let initial = initial ?? zeroState(for: inputs)
    let final = final ?? initial.zeroed
    let point = self(inputs, from: initial, lengths: lengths)
    // Less the walk at the point, term by term: what is left is small, and so is its rounding.
    func loss(_ layer: Self, _ inputs: [Matrix], _ initial: State) -> Double {
      let walk = layer(inputs, from: initial, lengths: lengths)
      if hidden.count != walk.hidden.count {
        trap("\(Self.self): \(walk.hidden.count) steps, but \(hidden.count) gradients on them")
      }
      let onState = walk.final.mapParameters(with: point.final, -).mapParameters(with: final, ⊙)
      let onOutputs = zip(hidden, zip(walk.hidden, point.hidden)).map { ($0 ⊙ ($1.0 - $1.1)).sum }
      return onOutputs.reduce(0, +) + onState.named.map(\.value.sum).reduce(0, +)
    }
    return WitnessGradient(
      layer: centralDifferences(of: { loss($0, inputs, initial) }, at: self),
      inputs: centralDifferences(of: { loss(self, $0, initial) }, at: inputs),
      initial: centralDifferences(of: { loss(self, inputs, $0) }, at: initial))
  }
}

/// Compares a layer's way back with a tape and with central differences.
///
/// All three find the gradients of L = Σ_t ⟨G_t, h_t⟩ + ⟨F, s⟩, with G_t given as `hidden` and F as
/// `final`. A right way back agrees with the tape to rounding, in `largestScaledDifference` to 1e-12,
/// and with the differences to 1e-6 in `worst`. Traps unless there is one gradient per step and shapes fit.
///
/// - Parameters:
///   - layer: The layer whose way back is checked.
///   - inputs: The inputs x_t [D×B]; `inputs[t]`.
///   - initial: The initial state; zero when nil, which needs an input to tell the batch from.
///   - lengths: How many steps each sample takes; nil when all of them take all steps.
///   - hidden: The gradient on each output, [K×B]; `hidden[t]`.
///   - final: The gradient on the final state; zero when nil.
/// - Returns: The two comparisons, of parameters, inputs and initial state.
/// - Complexity: Two walks per entry of parameters, inputs and initial state.
public func checkGradients<Layer: TapedLayer>(
  of layer: Layer, _ inputs: [Matrix], from initial: Layer.State? = nil, lengths: [Int]? = nil,
  hidden: [Matrix], final: Layer.State? = nil
) -> (tape: GradientReport, differences: GradientReport) {
  let initial = initial ?? layer.zeroState(for: inputs)
  let final = final ?? initial.zeroed
  let claimed = layer.backward(
    through: layer(inputs, from: initial, lengths: lengths), hidden: hidden, final: final)
  let byTape = layer.tapeGradient(
    inputs, from: initial, lengths: lengths, hidden: hidden, final: final)
  let byDifferences = layer.differenceGradient(
    inputs, from: initial, lengths: lengths, hidden: hidden, final: final)
  return (
    GradientReport(comparing: claimed, with: byTape),
    GradientReport(comparing: claimed, with: byDifferences)
  )
}

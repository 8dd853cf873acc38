// Backpropagation through time cut short: a long sequence is walked in chunks, the state goes on from
// chunk to chunk, and no gradient comes back across a border. Letters: D input size, K output size,
// B batch, T steps.

/// A layer whose outputs depend on no later input, so that a sequence can be walked in chunks.
///
/// A bidirectional layer is none: its second direction would start anew at every border.
public protocol CausalLayer: SequenceLayer {}

extension RecurrentLayer: CausalLayer {}
extension Stacked: CausalLayer where Layer: CausalLayer {}

/// The gradients of a walk in chunks, each chunk's taken as if the state it started from were given.
public struct TruncatedGradient<Layer: SequenceLayer>: LayerGradient {
  /// What each chunk's way back found, in the order of time.
  public let chunks: [Layer.Gradient]
  /// The gradient of the parameters: the sum over the chunks.
  public let layer: Layer
  /// The gradient of each input [D×B] by its own chunk; `inputs[t]` of the whole sequence.
  public let inputs: [Matrix]
  /// The gradient of the initial state by the first chunk.
  public let initial: Layer.State
}

extension TruncatedGradient: Sendable
where Layer: Sendable, Layer.Gradient: Sendable, Layer.State: Sendable {}

extension CausalLayer {
  /// Runs the layer over inputs x_t [D×B] in chunks of some steps; the last one may be short.
  ///
  /// Each chunk starts from the state the one before it ended with, so outputs and states are those of
  /// one walk. There is always a chunk, if an empty one. With lengths, one for each sample, sample b
  /// takes only the steps t < lengths[b] of the whole sequence.
  ///
  /// To change the parameters after every chunk, call the layer itself on each chunk, from
  /// the final state of the one before.
  ///
  /// Traps when a chunk has no steps, or shapes or lengths do not fit.
  ///
  /// - Parameters:
  ///   - inputs: The whole sequence.
  ///   - count: The steps in a chunk; T or more make one chunk.
  ///   - initial: The state before the first step; zero when nil, which needs an input to tell the batch
  ///     from.
  ///   - lengths: How many steps each sample takes; all of them when nil.
  /// - Returns: What the walk of each chunk kept, in the order of time.
  /// - Complexity: That of one walk over the whole sequence.
  public func chunked(
    _ inputs: [Matrix], by count: Int, from initial: State? = nil, lengths: [Int]? = nil
  ) -> [Unrolled] {
    if count < 1 { trap("\(Self.self): chunks of \(count) steps") }
    let initial = initial ?? zeroState(for: inputs)
    _ = StepMask(
      lengths, steps: inputs.count, batch: initial.named.first?.value.columns ?? 0,
      type: Self.self)
    var state = initial
    return stride(from: 0, to: max(1, inputs.count), by: count).map { start in
      let chunk = Array(inputs[start..<min(start + count, inputs.count)])
      let walk = self(
        chunk, from: state, lengths: lengths?.map { min(max(0, $0 - start), chunk.count) })
      state = walk.final
      return walk
    }
  }

  /// The gradients of a walk in chunks from those on every output [K×B] and on the final state.
  ///
  /// Within a chunk gradients flow as ever; across its border none does, so each chunk sees only its
  /// own outputs and takes the state that it started from as given. With one chunk, k ≥ T, this is full
  /// backpropagation through time; with more it is not the gradient of any loss, and drops what
  /// a parameter does over more than k steps.
  ///
  /// R. J. Williams and J. Peng, An efficient gradient-based algorithm for on-line training of
  /// recurrent network trajectories, Neural Computation 2 (1990).
  ///
  /// Traps when there is no chunk, or not one gradient for each of their steps.
  ///
  /// - Parameters:
  ///   - chunks: What `chunked(_:by:from:lengths:)` returned.
  ///   - hidden: The gradient on each output of the whole sequence; `hidden[t]`.
  ///   - final: The gradient on the state after the last chunk.
  /// - Returns: The gradients of each chunk and their sum.
  public func backward(
    through chunks: [Unrolled], hidden: [Matrix], final: State
  ) -> TruncatedGradient<Self> {
    let steps = chunks.reduce(0) { $0 + $1.hidden.count }
    if hidden.count != steps {
      trap(
        """
        \(Self.self): \(steps) steps in \(chunks.count) chunks, \
        but \(hidden.count) gradients on them
        """)
    }
    var start = 0
    let gradients = chunks.enumerated().map { index, chunk in
      let end = start + chunk.hidden.count
      defer { start = end }
      return backward(
        through: chunk, hidden: Array(hidden[start..<end]),
        final: index == chunks.count - 1 ? final : chunk.final.zeroed)
    }
    guard let first = gradients.first else { trap("\(Self.self): no chunks") }
    return TruncatedGradient(
      chunks: gradients,
      layer: gradients.dropFirst().reduce(first.layer) { $0 + $1.layer },
      inputs: gradients.flatMap(\.inputs), initial: first.initial)
  }

  /// The gradients of a walk in chunks whose final state is used nowhere else.
  ///
  /// The same as `backward(through:hidden:final:)` with zeros on the final state.
  public func backward(through chunks: [Unrolled], hidden: [Matrix]) -> TruncatedGradient<Self> {
    guard let last = chunks.last else { trap("\(Self.self): no chunks") }
    return backward(through: chunks, hidden: hidden, final: last.final.zeroed)
  }
}

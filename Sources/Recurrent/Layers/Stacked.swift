// Layers one above the other: what one layer says at each step is what the next one hears. Letters:
// D input size, K output size of the top layer, B batch, T steps, N layers.

/// Layers of one kind, each of which takes the outputs of the one below as its inputs.
///
///     Stacked([RecurrentLayer(lower), RecurrentLayer(upper)])
///     Stacked([Bidirectional(forwards: a, backwards: b), Bidirectional(forwards: c, backwards: d)])
public struct Stacked<Layer: SequenceLayer>: SequenceLayer {
  /// The layers, the lowest first; at least one.
  public var layers: [Layer]

  /// Stacks layers, the lowest first; traps when there are none.
  public init(_ layers: [Layer]) {
    self.layers = layers
    requireLayers()
  }

  /// The parameters of all layers: `l0.W`, …, `l1.W`, ….
  public var parameters: [Parameter<Self>] {
    layers.indices.flatMap { layers[$0].parameters(at: \.layers[$0], prefix: "l\($0).") }
  }

  /// The states of all layers.
  public struct State: ParameterSpace {
    /// The state of each layer, the lowest first.
    public var layers: [Layer.State]

    /// Gathers the states of layers, the lowest first.
    public init(_ layers: [Layer.State]) { self.layers = layers }

    /// The matrices of all states: `l0.h`, …, `l1.h`, ….
    public var parameters: [Parameter<Self>] {
      layers.indices.flatMap { layers[$0].parameters(at: \.layers[$0], prefix: "l\($0).") }
    }
  }

  /// What a walk through all layers keeps.
  public struct Unrolled: LayerTrace {
    /// The walk of each layer, the lowest first.
    public let layers: [Layer.Unrolled]
    /// The output of the top layer at each step, [K×B].
    public let hidden: [Matrix]
    /// The final state of every layer.
    public let final: State
  }

  /// The gradients of a walk through all layers.
  public struct Gradient: LayerGradient {
    /// What each layer's way back found, the lowest first.
    public var layers: [Layer.Gradient]
    /// The gradient of each input of the lowest layer, [D×B]; `inputs[t]`.
    public var inputs: [Matrix]

    /// The gradient of every layer's parameters.
    public var layer: Stacked { Stacked(layers.map(\.layer)) }
    /// The gradient of every layer's initial state.
    public var initial: State { State(layers.map(\.initial)) }
  }

  /// The states of zeros of all layers.
  public func zeroState(batch: Int) -> State { State(layers.map { $0.zeroState(batch: batch) }) }

  /// Runs the layers over inputs x_t [D×B], the lowest first, each from its own initial state.
  ///
  /// With lengths, one for each sample, every layer stops there. Traps when shapes or lengths do not
  /// fit, or when there is not one state for each layer.
  ///
  /// - Complexity: That of all layers; O(N) walks.
  public func callAsFunction(
    _ inputs: [Matrix], from initial: State, lengths: [Int]? = nil
  ) -> Unrolled {
    requireLayers()
    requireOneState(initial, "initial")
    var hidden = inputs
    let walks = zip(layers, initial.layers).map { layer, state in
      let walk = layer(hidden, from: state, lengths: lengths)
      hidden = walk.hidden
      return walk
    }
    return Unrolled(layers: walks, hidden: hidden, final: State(walks.map(\.final)))
  }

  /// The gradients of a walk from those on every output of the top layer and on all final states.
  ///
  /// From the top layer down, the gradient of a layer's inputs is that on the outputs of the one
  /// below. Traps unless there is one gradient per step and one final state for each layer, and
  /// shapes fit.
  ///
  /// - Parameters:
  ///   - unrolled: What the walk forward kept.
  ///   - hidden: The gradient on each output of the top layer, [K×B]; `hidden[t]`.
  ///   - final: The gradient on the final state of every layer.
  /// - Returns: The gradients of all layers, of the inputs and of all initial states.
  public func backward(through unrolled: Unrolled, hidden: [Matrix], final: State) -> Gradient {
    if unrolled.layers.count != layers.count {
      trap("\(Self.self): \(layers.count) layers, but the walk of \(unrolled.layers.count)")
    }
    requireOneState(final, "final")
    var upstream = hidden
    var gradients: [Layer.Gradient] = []
    for index in layers.indices.reversed() {
      let gradient = layers[index].backward(
        through: unrolled.layers[index], hidden: upstream, final: final.layers[index])
      upstream = gradient.inputs
      gradients.append(gradient)
    }
    return Gradient(layers: gradients.reversed(), inputs: upstream)
  }

  private func requireLayers() {
    if layers.isEmpty { trap("\(Self.self): no layers") }
  }

  private func requireOneState(_ state: State, _ which: String) {
    if state.layers.count != layers.count {
      trap("\(Self.self): \(layers.count) layers, but \(state.layers.count) \(which) states")
    }
  }
}

extension Stacked: Sendable where Layer: Sendable {}
extension Stacked.State: Sendable where Layer.State: Sendable {}
extension Stacked.Unrolled: Sendable where Layer.Unrolled: Sendable, Layer.State: Sendable {}
extension Stacked.Gradient: Sendable where Layer.Gradient: Sendable {}

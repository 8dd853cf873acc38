// What every layer over a sequence has in common, so that layers stack: one cell through time, two in
// opposite directions, one above the other. Letters: D input size, K output size, B batch, T steps.

/// A layer that makes a sequence of outputs from a sequence of inputs.
public protocol SequenceLayer: ParameterSpace {
  /// What is known before the first step and after the last.
  associatedtype State: ParameterSpace
  /// What a walk forward keeps.
  associatedtype Unrolled: LayerTrace where Unrolled.State == State
  /// What the way back finds.
  associatedtype Gradient: LayerGradient where Gradient.Layer == Self, Gradient.State == State

  /// The state of zeros for a batch.
  func zeroState(batch: Int) -> State

  /// Runs the layer over inputs x_t [D×B] from an initial state; sample b has `lengths[b]` steps.
  func callAsFunction(_ inputs: [Matrix], from initial: State, lengths: [Int]?) -> Unrolled

  /// The gradients of a walk from those on every output [K×B] and on the final state.
  func backward(through unrolled: Unrolled, hidden: [Matrix], final: State) -> Gradient
}

/// What a layer's walk forward keeps.
public protocol LayerTrace {
  /// What is known before the first step and after the last.
  associatedtype State: ParameterSpace

  /// The output of each step, [K×B]; zero columns where a sample has ended.
  var hidden: [Matrix] { get }
  /// The state after the last step of each sample.
  var final: State { get }
}

/// What a layer's way back finds.
public protocol LayerGradient: Equatable {
  /// The layer, whose gradient is a layer.
  associatedtype Layer: ParameterSpace
  /// What is known before the first step and after the last.
  associatedtype State: ParameterSpace

  /// The gradient of the parameters.
  var layer: Layer { get }
  /// The gradient of each input, [D×B].
  var inputs: [Matrix] { get }
  /// The gradient of the initial state.
  var initial: State { get }
}

extension SequenceLayer {
  /// Runs the layer over full sequences from an initial state.
  public func callAsFunction(_ inputs: [Matrix], from initial: State) -> Unrolled {
    self(inputs, from: initial, lengths: nil)
  }

  /// Runs the layer from the state of zeros; traps when there is no input to tell the batch from.
  public func callAsFunction(_ inputs: [Matrix], lengths: [Int]? = nil) -> Unrolled {
    self(inputs, from: zeroState(for: inputs), lengths: lengths)
  }

  /// The state of zeros for the batch of some inputs; traps when there is none to tell it from.
  func zeroState(for inputs: [Matrix]) -> State {
    guard let first = inputs.first else {
      trap("\(Self.self): no inputs and no initial state, so the batch is not known")
    }
    return zeroState(batch: first.columns)
  }

  /// The gradients of a walk whose final state is used nowhere else.
  ///
  /// The same as `backward(through:hidden:final:)` with zeros on the final state.
  public func backward(through unrolled: Unrolled, hidden: [Matrix]) -> Gradient {
    backward(through: unrolled, hidden: hidden, final: unrolled.final.zeroed)
  }
}

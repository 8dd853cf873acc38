// The walk through time, and back: backpropagation through time for any cell. Time is an `Array`,
// counted from zero; the state before step 0 is the initial one. Letters: D input size, H hidden
// size, B batch, T steps.

/// A cell run over a sequence.
public struct RecurrentLayer<Cell: RecurrentCell>: ParameterSpace {
  /// The cell, the same at every step.
  public var cell: Cell

  /// Makes a layer that runs a cell.
  public init(_ cell: Cell) { self.cell = cell }

  /// The parameters of the cell.
  public static var parameters: [Parameter<Self>] { Cell.parameters(at: \.cell) }

  /// What a walk forward keeps: the network unrolled in time.
  public struct Unrolled {
    /// The state before the first step.
    public let initial: Cell.State
    /// What each step kept; `steps[t]`.
    public let steps: [Cell.Trace]

    /// The hidden state after each step, h_t [H×B]; `hidden[t]`.
    public var hidden: [Matrix] { steps.map(\.hidden) }
    /// The state after the last step; the initial one when there is none.
    public var final: Cell.State { steps.last?.state ?? initial }
  }

  /// The gradients of a walk, each of the type of what it is the gradient of.
  public struct Gradient: Equatable {
    /// The gradient of the parameters, summed over the steps.
    public var cell: Cell
    /// The gradient of each input, [D×B]; `inputs[t]`.
    public var inputs: [Matrix]
    /// The gradient of the initial state.
    public var initial: Cell.State
    /// The gradient of each step's pre-activations, δ_t; `deltas[t]`.
    public var deltas: [Cell.Preactivation]
  }

  /// Runs the cell over inputs x_t [D×B] from an initial state; no inputs leave the state as it is.
  public func callAsFunction(_ inputs: [Matrix], from initial: Cell.State) -> Unrolled {
    var state = initial
    let steps = inputs.map { input in
      let trace = cell.step(input, from: state)
      state = trace.state
      return trace
    }
    return Unrolled(initial: initial, steps: steps)
  }

  /// The gradients of a walk from those on every hidden state and on the final state.
  ///
  /// From the last step down, each step receives the gradient on its own hidden state from outside
  /// and what the step after it hands back, and the parameters' gradients of all steps add up. The
  /// gradient on the last hidden state and the one on the final state both count.
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
    through unrolled: Unrolled, hidden: [Matrix], final: Cell.State
  ) -> Gradient {
    if hidden.count != unrolled.steps.count {
      trap("RecurrentLayer: \(unrolled.steps.count) steps, but \(hidden.count) gradients on them")
    }
    var sum = cell.zeroed
    var carried = final
    var inputs: [Matrix] = []
    var deltas: [Cell.Preactivation] = []
    for (trace, upstream) in zip(unrolled.steps, hidden).reversed() {
      let gradient = cell.backward(through: trace, hidden: upstream, state: carried)
      sum += gradient.cell
      inputs.append(gradient.input)
      deltas.append(gradient.delta)
      carried = gradient.state
    }
    return Gradient(
      cell: sum, inputs: inputs.reversed(), initial: carried, deltas: deltas.reversed())
  }

  /// The gradients of a walk whose final state is used nowhere else.
  ///
  /// The same as `backward(through:hidden:final:)` with zeros on the final state.
  public func backward(through unrolled: Unrolled, hidden: [Matrix]) -> Gradient {
    backward(through: unrolled, hidden: hidden, final: unrolled.final.zeroed)
  }
}

extension RecurrentLayer: Sendable where Cell: Sendable {}
extension RecurrentLayer.Unrolled: Equatable where Cell.Trace: Equatable {}
extension RecurrentLayer.Unrolled: Sendable where Cell.State: Sendable, Cell.Trace: Sendable {}
extension RecurrentLayer.Gradient: Sendable
where Cell: Sendable, Cell.State: Sendable, Cell.Preactivation: Sendable {}

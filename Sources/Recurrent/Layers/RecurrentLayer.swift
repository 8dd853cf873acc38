// The walk of one cell through time, and back: backpropagation through time. Time is an `Array`,
// counted from zero; the state before step 0 is the initial one. Letters: D input size, H hidden
// size, B batch, T steps.

/// A cell run over a sequence.
public struct RecurrentLayer<Cell: RecurrentCell>: SequenceLayer {
  /// What a walk forward keeps: the network unrolled in time.
  public typealias Unrolled = Recurrent.Unrolled<Cell>
  /// The gradients of a walk, each of the type of what it is the gradient of.
  public typealias Gradient = SequenceGradient<Cell>
  /// What the cell hands from one step to the next.
  public typealias State = Cell.State

  /// The cell, the same at every step.
  public var cell: Cell

  /// Makes a layer that runs a cell.
  public init(_ cell: Cell) { self.cell = cell }

  /// The parameters of the cell.
  public var parameters: [Parameter<Self>] { cell.parameters(at: \.cell) }

  /// The cell's state of zeros.
  public func zeroState(batch: Int) -> State { cell.zeroState(batch: batch) }

  /// Runs the cell over inputs x_t [D×B] from an initial state.
  ///
  /// No inputs leave the state as it is. With lengths, one for each sample, sample b takes only the
  /// steps t < lengths[b]: after them its hidden states are zero columns, and its final state is that
  /// after its last step. Traps when shapes or lengths do not fit.
  ///
  /// - Complexity: O(T·H·(D + H)·B).
  public func callAsFunction(
    _ inputs: [Matrix], from initial: State, lengths: [Int]? = nil
  ) -> Unrolled {
    cell.unroll(inputs, from: initial, lengths: lengths)
  }

  /// The gradients of a walk from those on every hidden state and on the final state.
  ///
  /// From the last step down, each step receives the gradient on its own hidden state from outside
  /// and what the step after it hands back, and the parameters' gradients of all steps add up. The
  /// gradient on the last hidden state and the one on the final state both count. Gradients on hidden
  /// states after a sample's end are ignored.
  ///
  /// Traps unless there is one gradient per step and shapes fit.
  ///
  /// - Parameters:
  ///   - unrolled: What the walk forward kept.
  ///   - hidden: The gradient on each hidden state from outside, [H×B]; `hidden[t]`.
  ///   - final: The gradient on the final state.
  /// - Returns: The gradients of parameters, inputs and initial state, and the deltas.
  /// - Complexity: O(T·H·(D + H)·B).
  public func backward(
    through unrolled: Unrolled, hidden: [Matrix], final: State
  ) -> Gradient {
    cell.backward(through: unrolled, hidden: hidden, final: final)
  }

  /// The gradients of a walk whose final state is used nowhere else.
  ///
  /// The same as `backward(through:hidden:final:)` with zeros on the final state.
  public func backward(through unrolled: Unrolled, hidden: [Matrix]) -> Gradient {
    let zeros =
      switch unrolled.kept {
      case .traces: unrolled.final.zeroed
      case .packed(let sequence, _): cell.zeroState(batch: sequence.batch)
      }
    return cell.backward(through: unrolled, hidden: hidden, final: zeros)
  }
}

extension RecurrentLayer: Sendable where Cell: Sendable {}

extension Recurrent.Unrolled: LayerTrace {}

extension SequenceGradient: LayerGradient {
  /// The gradient of the layer that runs the cell.
  public var layer: RecurrentLayer<Cell> { RecurrentLayer(cell) }
}

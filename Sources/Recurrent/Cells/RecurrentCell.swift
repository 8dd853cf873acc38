// What a cell is: one step forward that keeps a trace, and one step back through it; and the walk
// over a sequence, which follows from the step unless a cell knows a faster way.
// Letters: D input size, H hidden size, B batch, T steps.

/// A recurrent network's step, forward and backward, and its walk through time.
///
/// Each conforming type opens with its formulas. Cells are values: a copy has its own weights, and
/// the gradient of a cell is a cell.
///
/// A cell of one's own needs `zeroState`, `step` and `backward(through:hidden:state:)`. The walk and
/// the way back through it are then those of the definition, a step after the other. The cells of
/// this library walk with all gates side by side and their weights laid out once, and the tests hold
/// the two against each other.
public protocol RecurrentCell: ParameterSpace {
  /// What is handed from one step to the next.
  associatedtype State: ParameterSpace
  /// What the arguments of the nonlinearities are; the deltas of a derivation have this type.
  associatedtype Preactivation: ParameterSpace
  /// What a step keeps.
  associatedtype Trace: StepTrace where Trace.State == State

  /// The state of zeros for a batch.
  func zeroState(batch: Int) -> State

  /// Runs one step on an input [D×B] and keeps what the way back needs.
  func step(_ input: Matrix, from state: State) -> Trace

  /// The gradients of one step.
  ///
  /// - Parameters:
  ///   - trace: What the step kept.
  ///   - hidden: The gradient that reaches this step's hidden state from outside, [H×B].
  ///   - state: The gradient that reaches this step's state from the step after it.
  /// - Returns: The gradients of parameters, input, previous state and pre-activations.
  func backward(through trace: Trace, hidden: Matrix, state: State) -> CellGradient<Self>

  /// Runs the cell over inputs x_t [D×B] from an initial state.
  ///
  /// With lengths, one for each sample, sample b takes only the steps t < lengths[b]: its state stays
  /// what it is after them.
  func unroll(_ inputs: [Matrix], from initial: State, lengths: [Int]?) -> Unrolled<Self>

  /// The gradients of a walk from those on every hidden state and on the final state.
  ///
  /// They are those at the parameters that the walk was made with, `unrolled.cell`, also when this cell
  /// has been changed since.
  func backward(
    through unrolled: Unrolled<Self>, hidden: [Matrix], final: State
  ) -> SequenceGradient<Self>
}

/// What a step forward keeps: where it came from, what it was given, where it arrived.
public protocol StepTrace {
  /// What is handed from one step to the next.
  associatedtype State

  /// The input x_t [D×B].
  var input: Matrix { get }
  /// The state before the step.
  var previous: State { get }
  /// The state after the step.
  var state: State { get }
  /// The hidden state after the step, h_t [H×B], which is also the cell's output.
  var hidden: Matrix { get }
}

/// The gradients of one step, each of the type of what it is the gradient of.
public struct CellGradient<Cell: RecurrentCell>: Equatable {
  /// The gradient of the parameters.
  public var cell: Cell
  /// The gradient of the input, [D×B].
  public var input: Matrix
  /// The gradient of the state before the step.
  public var state: Cell.State
  /// The gradient of the pre-activations, the δ of the derivations.
  public var delta: Cell.Preactivation

  /// Gathers the gradients of one step.
  public init(cell: Cell, input: Matrix, state: Cell.State, delta: Cell.Preactivation) {
    self.cell = cell
    self.input = input
    self.state = state
    self.delta = delta
  }
}

extension CellGradient: Sendable
where Cell: Sendable, Cell.State: Sendable, Cell.Preactivation: Sendable {}

// What a cell is: one step forward that keeps a trace, and one step back through it. The walk over
// time is `RecurrentLayer`'s. Letters: D input size, H hidden size, B batch.

/// One step of a recurrent network, forward and backward.
///
/// Each conforming type opens with its formulas. Cells are values: a copy has its own weights, and
/// the gradient of a cell is a cell.
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

// A cell of the library as one of a reader's own: it has a step and a step back, and walks through time
// as the definition says, where the library's own cell walks packed.

import Recurrent

/// A cell that is run, and walked back through, a step after the other.
struct Stepwise<Cell: TapedCell>: TapedCell {
  typealias State = Cell.State
  typealias Preactivation = Cell.Preactivation
  typealias Trace = Cell.Trace

  /// The cell whose steps they are.
  var cell: Cell

  /// Hides a cell's own walk.
  init(_ cell: Cell) { self.cell = cell }

  /// The parameters of the cell.
  var parameters: [Parameter<Self>] { cell.parameters(at: \.cell) }

  /// The cell's state of zeros.
  func zeroState(batch: Int) -> State { cell.zeroState(batch: batch) }

  /// The cell's step.
  func step(_ input: Matrix, from state: State) -> Trace { cell.step(input, from: state) }

  /// The cell's step back.
  func backward(through trace: Trace, hidden: Matrix, state: State) -> CellGradient<Self> {
    let gradient = cell.backward(through: trace, hidden: hidden, state: state)
    return CellGradient(
      cell: Stepwise(gradient.cell), input: gradient.input, state: gradient.state,
      delta: gradient.delta)
  }

  /// The cell's step on a tape.
  static func step(
    _ cell: Taped<Self>, _ input: Tape.Variable, from state: Taped<State>
  ) -> (hidden: Tape.Variable, state: Taped<State>) {
    cell.cell.step(input, from: state)
  }
}

// A layer of one or two directions, taken apart into its walks, so that one test reads all of them.

@testable import Recurrent

/// What one direction of a layer did, in the order of the sequence.
struct Direction<Cell: RecurrentCell> {
  let hidden: [Matrix]
  let final: Cell.State
  let gradient: SequenceGradient<Cell>
  let isBackwards: Bool
}

/// A layer made of cells, one for each direction.
protocol ReferenceLayer: SequenceLayer {
  associatedtype Cell: ReferenceCell
  /// What the groups of recorded weights are called, after the layer's name.
  static var suffixes: [String] { get }
  init(cells: [Cell])
  static func referenceState(_ directions: [Cell.State]) -> State
  static func directions(_ walk: Unrolled, _ gradient: Gradient) -> [Direction<Cell>]
}

extension RecurrentLayer: ReferenceLayer where Cell: ReferenceCell {
  static var suffixes: [String] { [""] }
  init(cells: [Cell]) { self.init(cells[0]) }
  static func referenceState(_ directions: [Cell.State]) -> Cell.State { directions[0] }
  static func directions(_ walk: Unrolled, _ gradient: Gradient) -> [Direction<Cell>] {
    [
      Direction(
        hidden: walk.hidden, final: walk.final, gradient: gradient, isBackwards: false)
    ]
  }
}

extension Bidirectional: ReferenceLayer where Cell: ReferenceCell {
  static var suffixes: [String] { ["", "_reverse"] }
  init(cells: [Cell]) { self.init(forwards: cells[0], backwards: cells[1]) }
  static func referenceState(_ directions: [Cell.State]) -> State {
    State(forwards: directions[0], backwards: directions[1])
  }
  static func directions(_ walk: Unrolled, _ gradient: Gradient) -> [Direction<Cell>] {
    let size = walk.forwards.hidden.first?.rows ?? 0
    return [
      Direction(
        hidden: walk.hidden.map { $0.rows(0..<size) }, final: walk.forwards.final,
        gradient: gradient.forwards, isBackwards: false),
      Direction(
        hidden: walk.hidden.map { $0.rows(size..<$0.rows) }, final: walk.backwards.final,
        gradient: gradient.backwards, isBackwards: true),
    ]
  }
}

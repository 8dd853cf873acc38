// What a walk through time keeps, and what the way back through it finds. Time is counted from
// zero; the state before step 0 is the initial one. Letters: D input size, H hidden size, B batch.

/// A network unrolled in time: what a walk forward keeps.
public struct Unrolled<Cell: RecurrentCell> {
  /// The cell that walked.
  public let cell: Cell
  /// The state before the first step.
  public let initial: Cell.State
  /// The state after the last step of each sample; the initial one when there is none.
  public let final: Cell.State
  /// The hidden state after each step, h_t [H×B]; `hidden[t]`.
  ///
  /// Where a sample has ended its column is zero.
  public let hidden: [Matrix]
  /// How many steps each sample takes; nil when all of them take all steps.
  public let lengths: [Int]?
  let kept: Kept

  /// What is kept of the steps: their traces, or the gates of all of them side by side.
  enum Kept {
    case traces([Cell.Trace])
    case packed(PackedSequence, trace: @Sendable (Cell, PackedSequence, Int) -> Cell.Trace)
  }

  /// What each step kept; `steps[t]`.
  ///
  /// Where a sample has ended its columns mean nothing.
  ///
  /// - Complexity: O(1) to get. A trace of the library's own cells is made when it is asked for, from
  ///   the packed gates, and its pre-activation is computed again: O(H·(D + H)·B).
  public var steps: LazyMapCollection<Range<Int>, Cell.Trace> {
    switch kept {
    case .traces(let traces):
      (0..<traces.count).lazy.map { traces[$0] }
    case .packed(let sequence, let trace):
      (0..<sequence.count).lazy.map { [cell] in trace(cell, sequence, $0) }
    }
  }
}

extension Unrolled: Sendable where Cell: Sendable, Cell.State: Sendable, Cell.Trace: Sendable {}
extension Unrolled.Kept: Sendable where Cell.Trace: Sendable {}

/// The gradients of a walk, each of the type of what it is the gradient of.
public struct SequenceGradient<Cell: RecurrentCell> {
  /// The gradient of the parameters, summed over the steps.
  public var cell: Cell
  /// The gradient of each input, [D×B]; `inputs[t]`.
  public var inputs: [Matrix]
  /// The gradient of the initial state.
  public var initial: Cell.State
  let kept: Kept

  /// What is kept of the deltas: each of them, or those of all steps side by side.
  enum Kept {
    case deltas([Cell.Preactivation])
    case packed(Matrix, count: Int, delta: @Sendable (Cell, Matrix) -> Cell.Preactivation)
  }

  /// The gradient of each step's pre-activations, δ_t; `deltas[t]`.
  ///
  /// - Complexity: O(T·H·B) each time, for the deltas of the library's own cells are taken from where
  ///   they lie packed.
  public var deltas: [Cell.Preactivation] {
    switch kept {
    case .deltas(let deltas): deltas
    case .packed(let packed, let count, let delta):
      packed.split(into: count).map { delta(cell, $0) }
    }
  }
}

extension SequenceGradient: Equatable {
  /// Whether all gradients are equal, the deltas too.
  public static func == (left: SequenceGradient, right: SequenceGradient) -> Bool {
    left.cell == right.cell && left.inputs == right.inputs && left.initial == right.initial
      && left.deltas == right.deltas
  }
}

extension SequenceGradient: Sendable
where Cell: Sendable, Cell.State: Sendable, Cell.Preactivation: Sendable {}
extension SequenceGradient.Kept: Sendable where Cell.Preactivation: Sendable {}

// What the library's cells keep of a walk: everything of one kind of all steps side by side, so that
// a sum over all steps is one product. Letters: D input size, H hidden size, B batch, T steps,
// G gate blocks.

/// A walk with the steps side by side; step t has the columns t·B ..< (t+1)·B.
final class PackedSequence: Sendable {
  /// The number of steps, T.
  let count: Int
  /// The number of samples, B.
  let batch: Int
  /// The weights that were walked with.
  let weights: PackedWeights
  /// The inputs [D × T·B], zero where a sample has ended.
  let inputs: Matrix
  /// The gates [G·H × T·B], one block below the other; empty for cells whose output is their gate.
  let gates: Matrix
  /// The hidden states [H × (T+1)·B], the initial one first.
  let hidden: Matrix
  /// The cell states of an LSTM [H × (T+1)·B], the initial one first; empty for other cells.
  let memory: Matrix

  init(
    count: Int, batch: Int, weights: PackedWeights, inputs: Matrix, gates: Matrix, hidden: Matrix,
    memory: Matrix
  ) {
    self.count = count
    self.batch = batch
    self.weights = weights
    self.inputs = inputs
    self.gates = gates
    self.hidden = hidden
    self.memory = memory
  }

  /// The columns of a step.
  func input(_ time: Int) -> Matrix { step(time, of: inputs) }
  /// A block of a step's gates [H×B].
  func gate(_ block: Int, _ time: Int) -> Matrix {
    let size = hidden.rows
    return step(time, of: gates).rows(block * size..<(block + 1) * size)
  }
  /// The hidden state before step t; at T the last one.
  func hidden(before time: Int) -> Matrix { step(time, of: hidden) }
  /// The hidden states before the steps [H × T·B], zero where a sample has ended.
  ///
  /// A state that stays what it is, were it not finite, has no part in the gradients.
  func hiddenBeforeSteps(_ mask: StepMask) -> Matrix {
    if mask.isFull { return hidden.columns(0..<count * batch) }
    if count == 0 { return .zeros(hidden.rows, 0) }
    return .sideBySide((0..<count).map { mask.erasing(hidden(before: $0), after: $0) })
  }
  /// The cell state before step t; at T the last one.
  func memory(before time: Int) -> Matrix { step(time, of: memory) }

  private func step(_ time: Int, of matrix: Matrix) -> Matrix {
    matrix.columns(time * batch..<(time + 1) * batch)
  }
}

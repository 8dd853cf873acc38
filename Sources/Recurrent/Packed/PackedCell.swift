// What a cell must say so that its walk can be packed: how its gates lie, and its arithmetic between
// the products, forward and backward, on a step's numbers in memory.

/// A cell of the library, whose walk is packed.
protocol PackedCell: RecurrentCell, Sendable where Preactivation: Sendable, Trace: Sendable {
  /// The size of the input, D, and of the hidden state, H.
  var sizes: (input: Int, hidden: Int) { get }
  /// Which gate blocks there are, and which see the input and the previous hidden state.
  var blocks: GateBlocks { get }

  /// The weights, one block below the other.
  func packed() -> PackedWeights
  /// The cell whose weights, or gradients, are the packed ones.
  func unpacked(_ weights: PackedWeights) -> Self

  /// The arithmetic of a step after its products: from pre-activations to gates and states.
  func activate(_ step: ForwardStep, _ weights: StepWeights)
  /// The arithmetic of a step back before its products: from gradients of states to deltas.
  func differentiate(_ step: BackwardStep, _ weights: StepWeights)
  /// What the first block's weight of the reset state saw, [H × T·B], for a GRU whose reset comes first.
  func stateSeenByReset(_ sequence: PackedSequence, before: Matrix) -> Matrix?

  /// The state made of a hidden state and, for an LSTM, a cell state.
  static func state(hidden: Matrix, memory: Matrix) -> State
  /// The hidden and, for an LSTM, the cell state; else an empty matrix.
  static func parts(of state: State) -> (hidden: Matrix, memory: Matrix)
  /// What step t kept, with names.
  static func trace(_ cell: Self, _ sequence: PackedSequence, _ time: Int) -> Trace
  /// The deltas of a step, taken apart.
  static func delta(_ cell: Self, _ packed: Matrix) -> Preactivation
}

extension PackedCell {
  func stateSeenByReset(_ sequence: PackedSequence, before: Matrix) -> Matrix? { nil }
}

/// How the blocks of a cell's gates lie, one below the other.
struct GateBlocks {
  /// How many there are, G.
  let count: Int
  /// Those that a product with the input is part of.
  let ofInput: Range<Int>
  /// Those that a product with the previous hidden state is part of.
  let ofHidden: Range<Int>
  /// Whether the only gate is the hidden state itself, so that none is kept.
  var areHidden = false
  /// Whether the previous state also reaches the next one past the products.
  var carryHidden = false
  /// Whether there is a cell state.
  var haveMemory = false
}

/// The numbers of a step for some neighbouring samples, going forward.
struct ForwardStep {
  /// The number of samples, and the hidden size H.
  let samples: Int, size: Int
  /// The gates, pre-activations at first; samples lie `leading` numbers apart.
  let gates: UnsafeMutablePointer<Double>
  let leading: Int
  /// The hidden state before and after the step, [H×samples].
  let before: UnsafePointer<Double>, after: UnsafeMutablePointer<Double>
  /// The cell state before and after the step, where there is one.
  let memoryBefore: UnsafePointer<Double>, memoryAfter: UnsafeMutablePointer<Double>
  /// Room for [H×samples] numbers.
  let scratch: UnsafeMutablePointer<Double>
}

/// The numbers of a step for some neighbouring samples, going back.
struct BackwardStep {
  /// The number of samples, and the hidden size H.
  let samples: Int, size: Int
  /// The gates, and where the deltas go; samples lie `leading` numbers apart.
  let gates: UnsafePointer<Double>, deltas: UnsafeMutablePointer<Double>
  let leading: Int
  /// The hidden state before and after the step, [H×samples].
  let before: UnsafePointer<Double>, after: UnsafePointer<Double>
  /// The cell state before and after the step, where there is one.
  let memoryBefore: UnsafePointer<Double>, memoryAfter: UnsafePointer<Double>
  /// The whole gradient of the hidden state after the step.
  let hidden: UnsafePointer<Double>
  /// Where the gradient that reaches the state before the step past the products goes.
  let carried: UnsafeMutablePointer<Double>
  /// The gradient of the cell state: that after the step at first, that before it at last.
  let memory: UnsafeMutablePointer<Double>
  /// Room for [H×samples] numbers.
  let scratch: UnsafeMutablePointer<Double>
}

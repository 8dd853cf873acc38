// A batch of sequences of different lengths, one of them empty, with gradients on everything.

@testable import Recurrent

/// Four samples of 3, 5, 0 and 1 of five steps, for LSTMs of two inputs and two hidden units.
struct Ragged {
  let lengths = [3, 5, 0, 1]
  let inputs: [Matrix]
  /// The lower layer's cells, forwards and backwards.
  let cells: [LSTMCell]
  /// Those of a layer above both.
  let upperCells: [LSTMCell]
  /// A state for each cell, the lower ones first.
  let states: [LSTMCell.State]
  /// Gradients on the final states.
  let upstreamStates: [LSTMCell.State]
  /// Gradients on outputs of both directions.
  let upstream: [Matrix]

  init(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    inputs = (0..<5).map { _ in .random(2, 4, in: -1...1, using: &random) }
    cells = (0..<2).map { _ in
      LSTMCell.zeros(input: 2, hidden: 2).randomized(in: -0.8...0.8, using: &random)
    }
    upperCells = (0..<2).map { _ in
      LSTMCell.zeros(input: 4, hidden: 2).randomized(in: -0.8...0.8, using: &random)
    }
    let zero = cells[0].zeroState(batch: 4)
    states = (0..<4).map { _ in zero.randomized(in: -1...1, using: &random) }
    upstreamStates = (0..<4).map { _ in zero.randomized(in: -1...1, using: &random) }
    upstream = (0..<5).map { _ in .random(4, 4, in: -1...1, using: &random) }
  }

  var lower: Bidirectional<LSTMCell> { Bidirectional(forwards: cells[0], backwards: cells[1]) }
  var upper: Bidirectional<LSTMCell> {
    Bidirectional(forwards: upperCells[0], backwards: upperCells[1])
  }
  var stack: Stacked<Bidirectional<LSTMCell>> { Stacked([lower, upper]) }

  /// States, or gradients on them, as one of the lower layer.
  static func pair(_ states: [LSTMCell.State]) -> Bidirectional<LSTMCell>.State {
    .init(forwards: states[0], backwards: states[1])
  }
  /// The same for both layers.
  static func stack(_ states: [LSTMCell.State]) -> Stacked<Bidirectional<LSTMCell>>.State {
    .init([pair(Array(states[..<2])), pair(Array(states[2...]))])
  }
}

/// The sum of all entries, each times its gradient.
func inner<Space: ParameterSpace>(_ gradient: Space, _ value: Space) -> Double {
  zip(gradient.named, value.named).reduce(0) { $0 + ($1.0.value ⊙ $1.1.value).sum }
}

/// The same over a sequence.
func inner(_ gradient: [Matrix], _ value: [Matrix]) -> Double {
  zip(gradient, value).reduce(0) { $0 + ($1.0 ⊙ $1.1).sum }
}

extension ParameterSpace {
  /// One sample of a state.
  func sample(_ index: Int) -> Self { mapParameters { $0.column(index) } }
}

/// The reports on all gradients of a layer, against central differences of what is upstream.
func reports<Layer: SequenceLayer>(
  _ layer: Layer, _ inputs: [Matrix], from initial: Layer.State, lengths: [Int]?,
  upstream: [Matrix], final: Layer.State
) -> [GradientReport] {
  let gradient = layer.backward(
    through: layer(inputs, from: initial, lengths: lengths), hidden: upstream, final: final)
  let loss = { (layer: Layer, inputs: [Matrix], initial: Layer.State) in
    let walk = layer(inputs, from: initial, lengths: lengths)
    return inner(upstream, walk.hidden) + inner(final, walk.final)
  }
  return [
    GradientReport(
      comparing: gradient.layer,
      with: centralDifferences(of: { loss($0, inputs, initial) }, at: layer)),
    GradientReport(
      "x", comparing: gradient.inputs,
      with: centralDifferences(of: { loss(layer, $0, initial) }, at: inputs)),
    GradientReport(
      comparing: gradient.initial,
      with: centralDifferences(of: { loss(layer, inputs, $0) }, at: initial)),
  ]
}

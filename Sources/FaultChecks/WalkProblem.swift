// The sequences over which walks are checked. Letters: D input size, H hidden size, B batch, T steps.

import Recurrent

/// The shape of a sequence.
struct WalkProblem {
  /// The numbers of steps, inputs, hidden units and samples.
  let steps: Int, input: Int, hidden: Int, batch: Int
  /// How many steps each sample takes; nil when all of them take all steps.
  var lengths: [Int]?

  /// Sizes that are all equal, so that a matrix in another's place or on its side still fits and only
  /// numbers can tell; then sizes that all differ, and samples that end at different steps.
  static let all = [
    WalkProblem(steps: 3, input: 3, hidden: 3, batch: 3),
    WalkProblem(steps: 4, input: 2, hidden: 3, batch: 5, lengths: [4, 0, 3, 4, 1]),
  ]

  /// The problem in words.
  var description: String {
    "T \(steps), D \(input), H \(hidden), B \(batch)"
      + (lengths.map { ", lengths \($0.map(String.init).joined(separator: " "))" } ?? "")
  }
}

/// A layer with weights of order one half, and all that its way back is asked for.
struct WalkData<Layer: TapedLayer> {
  /// The problem it was drawn for.
  let problem: WalkProblem
  /// The layer.
  let layer: Layer
  /// The inputs, and the gradients on all outputs.
  let inputs: [Matrix], upstream: [Matrix]
  /// The initial state, and the gradient on the final one.
  let initial: Layer.State, final: Layer.State

  /// Draws everything for a layer whose shape is given by one of zeros.
  init(_ problem: WalkProblem, _ zeros: Layer) {
    var random = SplitMix64(seed: 5)
    let state = zeros.zeroState(batch: problem.batch)
    self.problem = problem
    layer = zeros.randomized(in: -0.8...0.8, using: &random)
    inputs = (0..<problem.steps).map { _ in
      .gaussian(problem.input, problem.batch, using: &random)
    }
    initial = state.randomized(in: -1...1, using: &random)
    final = state.randomized(in: -1...1, using: &random)
    upstream = layer(inputs, from: initial, lengths: problem.lengths).hidden.map {
      .gaussian($0.rows, $0.columns, using: &random)
    }
  }

  /// The layer's way back.
  var claimed: Layer.Gradient {
    layer.backward(
      through: layer(inputs, from: initial, lengths: problem.lengths), hidden: upstream,
      final: final)
  }

  /// The gradients by the tape.
  var byTape: WitnessGradient<Layer> {
    layer.tapeGradient(
      inputs, from: initial, lengths: problem.lengths, hidden: upstream, final: final)
  }

  /// The gradients by central differences.
  var byDifferences: WitnessGradient<Layer> {
    layer.differenceGradient(
      inputs, from: initial, lengths: problem.lengths, hidden: upstream, final: final)
  }

  /// The comparison of parameters, inputs and initial state.
  var comparison: Comparison {
    let (tape, differences) = checkGradients(
      of: layer, inputs, from: initial, lengths: problem.lengths, hidden: upstream, final: final)
    return Comparison(
      problem: problem.description, tape: tape, differences: differences)
  }
}

// The checks of the losses, over one step and over three, with samples that count differently and one not
// at all, as a sum and as a mean; and of the softmax. Letters: T steps, K outputs, B batch.

import Recurrent

extension Check {
  /// The losses and the softmax, alone.
  static var losses: [Check] {
    [
      Check(
        "cross-entropy of classes",
        problems { data, weights, reduction in
          data.comparison(
            softmaxCrossEntropy(
              logits: data.outputs, targets: data.classes, weights: weights, reduction: reduction),
            {
              softmaxCrossEntropy(
                logits: $0, targets: data.classes, weights: weights, reduction: reduction
              ).loss
            },
            {
              softmaxCrossEntropy(
                logits: $0, targets: data.classes.flatMap(\.self),
                weights: weights.map(Matrix.sideBySide), reduction: reduction)
            })
        }),
      Check(
        "cross-entropy of distributions",
        problems { data, weights, reduction in
          data.comparison(
            softmaxCrossEntropy(
              logits: data.outputs, targets: data.targets, weights: weights, reduction: reduction),
            {
              softmaxCrossEntropy(
                logits: $0, targets: data.targets, weights: weights, reduction: reduction
              ).loss
            },
            {
              softmaxCrossEntropy(
                logits: $0, targets: .sideBySide(data.targets),
                weights: weights.map(Matrix.sideBySide), reduction: reduction)
            })
        }),
      Check(
        "squared error",
        problems { data, weights, reduction in
          data.comparison(
            squaredError(
              predictions: data.outputs, targets: data.targets, weights: weights,
              reduction: reduction),
            {
              squaredError(
                predictions: $0, targets: data.targets, weights: weights, reduction: reduction
              ).loss
            },
            {
              squaredError(
                predictions: $0, targets: .sideBySide(data.targets),
                weights: weights.map(Matrix.sideBySide), reduction: reduction)
            })
        }),
      Check("softmax", [{ softmaxAlone() }]),
    ]
  }

  private static func problems(
    _ comparison: @escaping (LossData, _ weights: [Matrix]?, Reduction) -> Comparison
  ) -> [() -> Comparison] {
    [1, 3].flatMap { steps in
      let data = LossData(steps: steps)
      return [Reduction.sum, .mean].flatMap { reduction in
        [{ comparison(data, nil, reduction) }, { comparison(data, data.weights, reduction) }]
      }
    }
  }

  /// The gradient through the softmax, of which the losses know only the composition.
  private static func softmaxAlone() -> Comparison {
    var random = SplitMix64(seed: 10)
    let logits = Matrix.gaussian(3, 3, using: &random)
    let upstream = Matrix.gaussian(3, 3, using: &random)
    return Comparison(
      "K 3, B 3",
      of: OutputPoint(steps: [softmaxBackward(output: softmax(logits), upstream: upstream)]),
      at: OutputPoint(steps: [logits]),
      function: { (softmax($0.steps[0]) ⊙ upstream).sum },
      taped: { point in
        let logits = point[\.steps[0]]
        return (softmax(logits) ⊙ logits.tape.variable(upstream)).sum
      })
  }
}

/// The outputs of some steps, K = B = 4, and what they should be.
private struct LossData {
  let outputs: [Matrix]
  let targets: [Matrix]
  let classes: [[Int]]
  let weights: [Matrix]

  init(steps: Int) {
    var random = SplitMix64(seed: 9)
    outputs = (0..<steps).map { _ in .gaussian(4, 4, using: &random) }
    targets = outputs.map { $0.randomized(in: 0...1, using: &random) }
    classes = Array([[0, 2, 1, 2], [3, 1, 2, 0], [2, 0, 3, 1]].prefix(steps))
    weights = [
      Matrix([[0.5, 0, 2, 1]]), Matrix([[1, 1.5, 0.25, 1]]), Matrix([[0.75, 1, 1, 0]]),
    ].prefix(steps).map(\.self)
  }

  /// The comparison of a loss with itself on a tape, where the steps lie side by side.
  func comparison(
    _ claimed: (loss: Double, gradient: [Matrix]), _ function: ([Matrix]) -> Double,
    _ taped: (Tape.Variable) -> Tape.Variable
  ) -> Comparison {
    Comparison(
      "T \(outputs.count), K 4, B 4", of: OutputPoint(steps: claimed.gradient),
      at: OutputPoint(steps: outputs),
      function: { function($0.steps) },
      taped: { point in taped(.sideBySide(outputs.indices.map { point[\.steps[$0]] })) })
  }
}

/// The outputs of all steps.
private struct OutputPoint: ParameterSpace {
  var steps: [Matrix]

  var parameters: [Parameter<Self>] {
    steps.indices.map { Parameter("z[\($0)]", \.steps[$0]) }
  }
}

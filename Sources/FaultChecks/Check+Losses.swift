// The checks of the losses, over three steps, with samples that count differently and one not at all,
// as a sum and as a mean; and of the softmax. Letters: K outputs, B batch.

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
    let data = LossData()
    return [Reduction.sum, .mean].flatMap { reduction in
      [{ comparison(data, nil, reduction) }, { comparison(data, data.weights, reduction) }]
    }
  }

  /// The gradient through the softmax, of which the losses know only the composition.
  private static func softmaxAlone() -> Comparison {
    var random = SplitMix64(seed: 10)
    let logits = Matrix.gaussian(3, 3, using: &random)
    let upstream = Matrix.gaussian(3, 3, using: &random)
    return Comparison(
      "K 3, B 3", of: softmaxBackward(output: softmax(logits), upstream: upstream), at: logits,
      function: { (softmax($0) ⊙ upstream).sum },
      taped: {
        let logits = $0[\.self]
        return (softmax(logits) ⊙ logits.tape.variable(upstream)).sum
      })
  }
}

/// The outputs of three steps, and what they should be.
private struct LossData {
  let outputs: [Matrix]
  let targets: [Matrix]
  let classes = [[0, 2, 1, 2], [3, 1, 2, 0], [2, 0, 3, 1]]
  let weights = [
    Matrix([[0.5, 0, 2, 1]]), Matrix([[1, 1.5, 0.25, 1]]), Matrix([[0.75, 1, 1, 0]]),
  ]

  init() {
    var random = SplitMix64(seed: 9)
    outputs = (0..<3).map { _ in .gaussian(4, 4, using: &random) }
    targets = outputs.map { $0.randomized(in: 0...1, using: &random) }
  }

  /// The comparison of a loss with itself on a tape, where the steps lie side by side.
  func comparison(
    _ claimed: (loss: Double, gradient: [Matrix]), _ function: ([Matrix]) -> Double,
    _ taped: (Tape.Variable) -> Tape.Variable
  ) -> Comparison {
    Comparison(
      "T 3, K 4, B 4", of: OutputPoint(steps: claimed.gradient), at: OutputPoint(steps: outputs),
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

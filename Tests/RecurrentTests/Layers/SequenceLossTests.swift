import Testing

@testable import Recurrent

/// Predictions and targets of some steps, with weights of every sign, zero included.
private struct Scored {
  let steps: Int
  let logits, distributions, weights: [Matrix]
  let classes: [[Int]]

  init(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let (k, b) = (
      Int.random(in: 2...4, using: &random), Int.random(in: 1...4, using: &random)
    )
    let steps = Int.random(in: 1...4, using: &random)
    self.steps = steps
    logits = (0..<steps).map { _ in .random(k, b, in: -2...2, using: &random) }
    distributions = (0..<steps).map { _ in .random(k, b, in: 0...1, using: &random) }
    classes = (0..<steps).map { _ in
      (0..<b).map { _ in Int.random(in: 0..<k, using: &random) }
    }
    weights = (0..<steps).map { _ in
      Matrix.random(1, b, in: -0.5...2, using: &random).map { $0 < -0.2 ? 0 : $0 }
    }
  }

  typealias Loss = ([Matrix], [Matrix]?, Reduction) -> (loss: Double, gradient: [Matrix])
  typealias StepLoss = (Int, Matrix?) -> (loss: Double, gradient: Matrix)

  /// The three losses over the steps.
  var losses: [Loss] {
    [
      { softmaxCrossEntropy(logits: $0, targets: classes, weights: $1, reduction: $2) },
      { softmaxCrossEntropy(logits: $0, targets: distributions, weights: $1, reduction: $2) },
      { squaredError(predictions: $0, targets: distributions, weights: $1, reduction: $2) },
    ]
  }

  /// The same of one step, as sums.
  var stepLosses: [StepLoss] {
    [
      { softmaxCrossEntropy(logits: logits[$0], targets: classes[$0], weights: $1) },
      { softmaxCrossEntropy(logits: logits[$0], targets: distributions[$0], weights: $1) },
      { squaredError(predictions: logits[$0], targets: distributions[$0], weights: $1) },
    ]
  }
}

@Suite struct SequenceLossTests {
  @Test("the gradients agree with central differences", arguments: seeds.prefix(5))
  func gradients(seed: UInt64) {
    let sequence = Scored(seed: seed)
    for loss in sequence.losses {
      for reduction in [Reduction.sum, .mean] {
        for weights in [nil, sequence.weights] {
          let report = GradientReport(
            "z", comparing: loss(sequence.logits, weights, reduction).gradient,
            with: centralDifferences(
              of: { loss($0, weights, reduction).loss }, at: sequence.logits))
          #expect(report.worst < 1e-7, "\(report)")
        }
      }
    }
  }

  @Test("a sequence's loss is the sum of its steps', each sample by its weight", arguments: seeds)
  func steps(seed: UInt64) {
    let sequence = Scored(seed: seed)
    for (loss, stepLoss) in zip(sequence.losses, sequence.stepLosses) {
      let weighted = loss(sequence.logits, sequence.weights, .sum)
      let parts = (0..<sequence.steps).map { stepLoss($0, sequence.weights[$0]) }
      #expect(abs(weighted.loss - parts.reduce(0) { $0 + $1.loss }) < 1e-13)
      expectClose(weighted.gradient, parts.map(\.gradient), within: 1e-15)
      let plain = loss(sequence.logits, nil, .sum)
      for (time, weights) in sequence.weights.enumerated() {
        expectClose(
          weighted.gradient[time],
          plain.gradient[time] ⊙ (.ones(sequence.logits[0].rows, 1) • weights), within: 1e-14)
      }
    }
  }

  @Test(
    "a mean divides by the weights, and by the features too for squared error", arguments: seeds)
  func means(seed: UInt64) {
    let sequence = Scored(seed: seed)
    let samples = Double(sequence.steps * sequence.logits[0].columns)
    let total = sequence.weights.reduce(0) { $0 + $1.sum }
    for (index, loss) in sequence.losses.enumerated() {
      let terms = index == 2 ? Double(sequence.logits[0].rows) : 1
      for (weights, count) in [(nil, samples), (sequence.weights, total)] {
        let sum = loss(sequence.logits, weights, .sum)
        let mean = loss(sequence.logits, weights, .mean)
        #expect(abs(mean.loss * count * terms - sum.loss) < 1e-12)
        expectClose(
          mean.gradient.map { count * terms * $0 }, sum.gradient, within: 1e-13)
      }
    }
  }

  @Test("a weight of one changes nothing, and a mask is the steps that it leaves", arguments: seeds)
  func masks(seed: UInt64) {
    let sequence = Scored(seed: seed)
    let ones = sequence.weights.map { Matrix.ones(1, $0.columns) }
    for (loss, stepLoss) in zip(sequence.losses, sequence.stepLosses) {
      for reduction in [Reduction.sum, .mean] {
        #expect(loss(sequence.logits, ones, reduction) == loss(sequence.logits, nil, reduction))
      }
      let last = sequence.steps - 1
      let mask = ones.enumerated().map { $0 == last ? $1 : $1.zeroed }
      let masked = loss(sequence.logits, mask, .sum)
      let alone = stepLoss(last, nil)
      #expect(masked.loss == alone.loss && masked.gradient[last] == alone.gradient)
      #expect(masked.gradient[..<last].allSatisfy { $0 == $0.zeroed })
    }
  }

  @Test("a weight of zero hides whatever is there", arguments: [Reduction.sum, .mean])
  func hidden(reduction: Reduction) {
    let logits = [Matrix([[1, .nan], [0, 1]]), Matrix([[.infinity, 1], [0, 2]])]
    let clean = [Matrix([[1, 0], [0, 0]]), Matrix([[0, 1], [0, 2]])]
    let targets = [Matrix([[1, .nan], [0, 0]]), Matrix([[.nan, 0.5], [0, 0.5]])]
    let cleanTargets = [Matrix([[1, 0], [0, 0]]), Matrix([[0, 0.5], [0, 0.5]])]
    let weights = [Matrix([[2, 0]]), Matrix([[0, 1]])]
    let byClass = softmaxCrossEntropy(
      logits: logits, targets: [[0, -1], [7, 1]], weights: weights, reduction: reduction)
    #expect(
      byClass
        == softmaxCrossEntropy(
          logits: clean, targets: [[0, 0], [0, 1]], weights: weights, reduction: reduction))
    #expect(byClass.gradient[0].column(1) == .zeros(2, 1))
    #expect(
      softmaxCrossEntropy(logits: logits, targets: targets, weights: weights, reduction: reduction)
        == softmaxCrossEntropy(
          logits: clean, targets: cleanTargets, weights: weights, reduction: reduction))
    #expect(
      squaredError(predictions: logits, targets: targets, weights: weights, reduction: reduction)
        == squaredError(
          predictions: clean, targets: cleanTargets, weights: weights, reduction: reduction))
    // Where it has weight a NaN shows.
    let shown = squaredError(predictions: logits, targets: targets, reduction: reduction)
    #expect(shown.loss.isNaN && !shown.gradient[0].isFinite)
  }

  @Test("where every weight is zero the mean is zero, and so it is of no samples and no steps")
  func nothing() {
    let logits = [Matrix([[1, .nan]])]
    let none = [Matrix([[0, 0]])]
    let zero = (loss: 0.0, gradient: [Matrix([[0, 0]])])
    #expect(
      softmaxCrossEntropy(logits: logits, targets: [[5, 5]], weights: none, reduction: .mean)
        == zero)
    #expect(
      softmaxCrossEntropy(logits: logits, targets: logits, weights: none, reduction: .mean) == zero)
    #expect(
      squaredError(predictions: logits, targets: logits, weights: none, reduction: .mean) == zero)
    for weights in [nil, [Matrix]()] {
      #expect(
        softmaxCrossEntropy(
          logits: [], targets: [[Int]](), weights: weights, reduction: .mean) == (0, []))
      #expect(
        softmaxCrossEntropy(
          logits: [], targets: [Matrix](), weights: weights, reduction: .mean) == (0, []))
      #expect(
        squaredError(predictions: [], targets: [], weights: weights, reduction: .mean) == (0, []))
    }
    #expect(
      squaredError(predictions: .zeros(3, 0), targets: .zeros(3, 0), reduction: .mean)
        == (0, .zeros(3, 0)))
  }

  @Test("weights by length are one before a sample's end and zero after it")
  func lengths() {
    #expect(
      stepWeights(lengths: [2, 0, 3], steps: 3)
        == [Matrix([[1, 0, 1]]), Matrix([[1, 0, 1]]), Matrix([[0, 0, 1]])])
    #expect(stepWeights(lengths: [], steps: 1) == [.zeros(1, 0)])
  }

  @Test("numbers of steps that differ trap")
  func stepTraps() async {
    let z = "squaredError: 2 steps of predictions, but"
    var result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = squaredError(predictions: [.zeros(2, 1), .zeros(2, 1)], targets: [.zeros(2, 1)]) }
    #expect(message(result).contains("\(z) 1 of targets"))
    result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let steps = [Matrix.zeros(2, 1), .zeros(2, 1)]
      _ = squaredError(predictions: steps, targets: steps, weights: [])
    }
    #expect(message(result).contains("\(z) 0 of weights"))
    result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = stepWeights(lengths: [3], steps: 2) }
    #expect(message(result).contains("stepWeights: a length of 3 in 2 steps"))
  }

  @Test("shapes that differ between steps trap")
  func shapeTraps() async {
    var result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let steps = [Matrix.zeros(2, 1), .zeros(2, 3)]
      _ = softmaxCrossEntropy(logits: steps, targets: steps)
    }
    #expect(
      message(result).contains(
        "softmaxCrossEntropy: logits[0] is 2×1 and logits[1] is 2×3: shapes differ"))
    // Together these targets are as many as there are columns.
    result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = softmaxCrossEntropy(logits: [.zeros(2, 2), .zeros(2, 2)], targets: [[0], [0, 1, 0]])
    }
    #expect(message(result).contains("softmaxCrossEntropy: logits[0] 2×2, but 1 targets"))
    result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = softmaxCrossEntropy(logits: [.zeros(2, 2)], targets: [[0, 1]], weights: [.ones(1, 3)])
    }
    #expect(
      message(result).contains(
        "softmaxCrossEntropy: logits[0] 2×2, weights[0] 1×3: expected weights 1×2"))
    result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let steps = [Matrix.zeros(2, 2), .zeros(2, 2)]
      _ = squaredError(predictions: steps, targets: [.zeros(2, 1), .zeros(2, 3)])
    }
    #expect(
      message(result).contains(
        "squaredError: predictions[0] 2×2, targets[0] 2×1: shapes differ"))
    result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let steps = [Matrix.zeros(2, 2), .zeros(2, 2)]
      _ = softmaxCrossEntropy(logits: steps, targets: [.zeros(2, 2), .zeros(2, 1)])
    }
    #expect(
      message(result).contains(
        "softmaxCrossEntropy: logits[1] 2×2, targets[1] 2×1: shapes differ"))
  }

  @Test("a target that is no class traps with its step and sample, unless it does not count")
  func classes() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = softmaxCrossEntropy(
        logits: [.zeros(3, 2), .zeros(3, 2)], targets: [[-1, 0], [0, 3]],
        weights: [Matrix([[0, 1]]), Matrix([[1, 1]])])
    }
    #expect(
      message(result).contains(
        "softmaxCrossEntropy: logits[1] 3×2 have no class 3, the target of sample 1"))
  }

  @Test("weights of fewer than no steps trap")
  func negativeSteps() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = stepWeights(lengths: [], steps: -2) }
    #expect(message(result).contains("stepWeights: steps is -2, expected 0 or more"))
  }

  @Test("weights that do not fit one step, or cancel in a mean, trap")
  func weightTraps() async {
    var result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = squaredError(predictions: .zeros(2, 3), targets: .zeros(2, 3), weights: .ones(3, 1)) }
    #expect(
      message(result).contains("squaredError: predictions 2×3, weights 3×1: expected weights 1×3"))
    result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = softmaxCrossEntropy(
        logits: .zeros(2, 2), targets: [0, 1], weights: Matrix([[1, -1]]), reduction: .mean)
    }
    #expect(
      message(result).contains("softmaxCrossEntropy: weights that sum to zero have no mean"))
  }
}

import Testing

@testable import Recurrent

@Suite struct LossTests {
  @Test("the gradients agree with central differences", arguments: seeds)
  func gradients(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    let (k, b) = (2 + size(&generator), 1 + size(&generator))
    let logits = random(k, b, &generator)
    let classes = (0..<b).map { _ in Int.random(in: 0..<k, using: &generator) }
    // The columns of these targets do not sum to one.
    let targets = Matrix.random(k, b, in: 0...1, using: &generator)
    for reduction in [Reduction.sum, .mean] {
      let losses: [(Matrix) -> (loss: Double, gradient: Matrix)] = [
        { softmaxCrossEntropy(logits: $0, targets: classes, reduction: reduction) },
        { softmaxCrossEntropy(logits: $0, targets: targets, reduction: reduction) },
        { squaredError(predictions: $0, targets: targets, reduction: reduction) },
      ]
      for loss in losses {
        let report = checkGradients(
          of: { loss($0).loss }, at: logits, claimed: loss(logits).gradient)
        #expect(report.worst < 1e-8)
      }
    }
  }

  @Test("a class is a distribution with all its weight in one place", arguments: seeds)
  func oneHot(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    let (k, b) = (2 + size(&generator), 1 + size(&generator))
    let logits = random(k, b, &generator)
    let classes = (0..<b).map { _ in Int.random(in: 0..<k, using: &generator) }
    let oneHot = Matrix(rows: k, columns: b) { $0 == classes[$1] ? 1 : 0 }
    let byClass = softmaxCrossEntropy(logits: logits, targets: classes)
    let byDistribution = softmaxCrossEntropy(logits: logits, targets: oneHot)
    #expect(abs(byClass.loss - byDistribution.loss) < 1e-13)
    expectClose(byClass.gradient, byDistribution.gradient, within: 1e-15)
  }

  @Test("the mean is over samples, and over entries for squared error")
  func means() {
    let logits = Matrix([[1, 2, 3], [0, 1, -1]])
    let sum = softmaxCrossEntropy(logits: logits, targets: [0, 1, 0])
    let mean = softmaxCrossEntropy(logits: logits, targets: [0, 1, 0], reduction: .mean)
    #expect(abs(mean.loss - sum.loss / 3) < 1e-15)
    let error = squaredError(predictions: logits, targets: .zeros(2, 3))
    #expect(error.loss == 16 && error.gradient == 2 * logits)
    #expect(
      squaredError(predictions: logits, targets: .zeros(2, 3), reduction: .mean).loss == 16.0 / 6)
  }

  @Test("a hopeless sample has a large loss and not an infinite one")
  func extremes() {
    let (loss, gradient) = softmaxCrossEntropy(logits: Matrix([[2000], [-2000]]), targets: [1])
    #expect(loss == 4000)
    #expect(gradient == Matrix([[1], [-1]]))
  }

  @Test("targets that do not fit trap")
  func traps() async {
    var result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = softmaxCrossEntropy(logits: .zeros(3, 2), targets: [0, 3]) }
    #expect(
      message(result).contains(
        "softmaxCrossEntropy: logits 3×2 have no class 3, the target of sample 1"))
    result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = softmaxCrossEntropy(logits: .zeros(3, 2), targets: [0]) }
    #expect(message(result).contains("softmaxCrossEntropy: logits 3×2, but 1 targets"))
    result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = softmaxCrossEntropy(logits: .zeros(3, 2), targets: .zeros(3, 1)) }
    #expect(message(result).contains("logits 3×2, targets 3×1: shapes differ"))
    result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = squaredError(predictions: .zeros(3, 2), targets: .zeros(2, 3)) }
    #expect(message(result).contains("predictions 3×2, targets 2×3: shapes differ"))
  }
}

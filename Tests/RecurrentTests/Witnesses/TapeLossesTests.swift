import Testing

@testable import Recurrent

@Suite struct TapeLossesTests {
  @Test("value and gradient of every loss are those by hand", arguments: seeds)
  func losses(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    let (k, b) = (1 + size(&generator), 1 + size(&generator))
    let outputs = random(k, b, &generator)
    let classes = (0..<b).map { _ in Int.random(in: 0..<k, using: &generator) }
    let targets = Matrix.random(k, b, in: 0...1, using: &generator)
    let weights = seed % 2 == 0 ? nil : Matrix.random(1, b, in: 0...2, using: &generator)
    for reduction in [Reduction.sum, .mean] {
      let pairs: [((loss: Double, gradient: Matrix), (Tape.Variable) -> Tape.Variable)] = [
        (
          softmaxCrossEntropy(
            logits: outputs, targets: classes, weights: weights, reduction: reduction),
          {
            softmaxCrossEntropy(
              logits: $0, targets: classes, weights: weights, reduction: reduction)
          }
        ),
        (
          softmaxCrossEntropy(
            logits: outputs, targets: targets, weights: weights, reduction: reduction),
          {
            softmaxCrossEntropy(
              logits: $0, targets: targets, weights: weights, reduction: reduction)
          }
        ),
        (
          squaredError(
            predictions: outputs, targets: targets, weights: weights, reduction: reduction),
          {
            squaredError(predictions: $0, targets: targets, weights: weights, reduction: reduction)
          }
        ),
      ]
      for (hand, onTape) in pairs {
        let tape = Tape()
        let variable = tape.variable(outputs)
        let loss = onTape(variable)
        #expect(abs(loss.value[0, 0] - hand.loss) <= 1e-13 * max(1, hand.loss))
        expectClose(hand.gradient, tape.gradients(of: loss)[variable], within: 1e-13)
      }
    }
  }

  @Test("a weight counts a sample, and weight zero leaves it out, were it NaN")
  func weights() {
    let outputs = Matrix([[1, .nan, -1], [0, 2, 3]])
    let (targets, weights) = (Matrix([[0, 0, 1], [2, 0, 0]]), Matrix([[1, 0, 3]]))
    let tape = Tape()
    let variable = tape.variable(outputs)
    let sum = squaredError(predictions: variable, targets: targets, weights: weights)
    let mean = squaredError(
      predictions: variable, targets: targets, weights: weights, reduction: .mean)
    #expect(sum.value == Matrix([[44]]))
    #expect(mean.value == Matrix([[5.5]]))
    #expect(tape.gradients(of: sum)[variable] == Matrix([[2, 0, -12], [-4, 0, 18]]))

    let entropy = softmaxCrossEntropy(
      logits: variable, targets: [0, 99, 1], weights: weights, reduction: .mean)
    let parts = [0, 2].map { softmaxCrossEntropy(logits: outputs.column($0), targets: [$0 / 2]) }
    #expect(abs(entropy.value[0, 0] - (parts[0].loss + 3 * parts[1].loss) / 4) < 1e-15)
    expectClose(
      tape.gradients(of: entropy)[variable],
      .sideBySide([0.25 * parts[0].gradient, .zeros(2, 1), 0.75 * parts[1].gradient]),
      within: 1e-15)
  }

  @Test("the steps of a sequence side by side have the loss of the sequence")
  func sequence() {
    var generator = SplitMix64(seed: 4)
    let steps = (0..<3).map { _ in random(2, 4, &generator) }
    let (targets, lengths) = ((0..<3).map { _ in [0, 1, 1, 0] }, [3, 1, 0, 2])
    let weights = stepWeights(lengths: lengths, steps: 3)
    let hand = softmaxCrossEntropy(
      logits: steps, targets: targets, weights: weights, reduction: .mean)
    let tape = Tape()
    let variables = steps.map(tape.variable)
    let loss = softmaxCrossEntropy(
      logits: .sideBySide(variables), targets: targets.flatMap(\.self),
      weights: .sideBySide(weights), reduction: .mean)
    #expect(abs(loss.value[0, 0] - hand.loss) < 1e-14)
    expectClose(hand.gradient, tape.gradients(of: loss)[variables], within: 1e-14)
  }

  @Test("a mean over nothing is zero, and so is its gradient")
  func nothing() {
    for (samples, weights) in [(0, nil), (2, Matrix.zeros(1, 2))] {
      let tape = Tape()
      let variable = tape.variable(.ones(3, samples))
      let targets = Matrix.zeros(3, samples)
      let losses = [
        softmaxCrossEntropy(logits: variable, targets: targets, weights: weights, reduction: .mean),
        squaredError(predictions: variable, targets: targets, weights: weights, reduction: .mean),
      ]
      for loss in losses {
        #expect(loss.value == .zeros(1, 1))
        #expect(tape.gradients(of: loss)[variable] == targets)
      }
    }
  }

  @Test("targets and weights that do not fit trap")
  func traps() async {
    var result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = softmaxCrossEntropy(logits: Tape().variable(.zeros(3, 2)), targets: [0]) }
    #expect(message(result).contains("softmaxCrossEntropy: logits 3×2, but 1 targets"))
    result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = softmaxCrossEntropy(logits: Tape().variable(.zeros(3, 2)), targets: [0, 3]) }
    #expect(
      message(result).contains(
        "softmaxCrossEntropy: logits 3×2 have no class 3, the target of sample 1"))
    result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = squaredError(predictions: Tape().variable(.zeros(3, 2)), targets: .zeros(3, 1)) }
    #expect(
      message(result).contains("squaredError: predictions 3×2, targets 3×1: shapes differ"))
    result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let logits = Tape().variable(.zeros(3, 2))
      _ = softmaxCrossEntropy(logits: logits, targets: [0, 1], weights: .zeros(2, 1))
    }
    #expect(
      message(result).contains("softmaxCrossEntropy: logits 3×2, weights 2×1: expected weights 1×2")
    )
    result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let logits = Tape().variable(.zeros(3, 2))
      _ = softmaxCrossEntropy(
        logits: logits, targets: [0, 1], weights: Matrix([[1, -1]]), reduction: .mean)
    }
    #expect(
      message(result).contains("softmaxCrossEntropy: weights that sum to zero have no mean"))
  }
}

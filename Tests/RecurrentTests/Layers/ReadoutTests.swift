import Testing

@testable import Recurrent

@Suite struct ReadoutTests {
  @Test("the logits are V•h + c")
  func forward() {
    let readout = Readout(weight: Matrix([[1, 2], [3, 4], [5, 6]]), bias: .column([1, 0, -1]))
    #expect(
      readout(Matrix([[1, 0], [0, 1]])) == Matrix([[2, 3], [3, 4], [4, 5]]))
  }

  @Test("the gradients agree with central differences", arguments: seeds)
  func backward(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    let (h, k, b) = (1 + size(&generator), 1 + size(&generator), 1 + size(&generator))
    let readout = Readout.zeros(hidden: h, output: k).randomized(in: -1...1, using: &generator)
    let hidden = random(h, b, &generator)
    let dz = random(k, b, &generator)
    let gradient = readout.backward(hidden, output: dz)
    let loss = { (readout: Readout, h: Matrix) in (dz ⊙ readout(h)).sum }
    #expect(
      checkGradients(of: { loss($0, hidden) }, at: readout, claimed: gradient.map).worst < 1e-8)
    #expect(
      checkGradients(of: { loss(readout, $0) }, at: hidden, claimed: gradient.hidden).worst < 1e-8)
  }

  @Test("a bias of another length traps")
  func traps() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = Readout(weight: .zeros(3, 2), bias: .zeros(2, 1)) }
    #expect(message(result).contains("Readout: V 3×2, c 2×1: expected c 3×1"))
  }
}

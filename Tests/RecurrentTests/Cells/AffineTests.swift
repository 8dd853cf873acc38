import Testing

@testable import Recurrent

@Suite struct AffineTests {
  @Test("the map is W•x + U•h + b", arguments: seeds)
  func forward(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    let (d, h, b) = (size(&generator), size(&generator), size(&generator))
    let map = Affine.zeros(input: d, hidden: h).randomized(in: -1...1, using: &generator)
    let (input, hidden) = (random(d, b, &generator), random(h, b, &generator))
    let expected =
      map.inputWeight • input + map.recurrentWeight • hidden + map.bias
    expectClose(map(input, hidden), expected, within: 1e-14)
  }

  @Test("the gradients agree with central differences", arguments: seeds)
  func backward(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    let (d, h, b) = (1 + size(&generator), 1 + size(&generator), 1 + size(&generator))
    let map = Affine.zeros(input: d, hidden: h).randomized(in: -1...1, using: &generator)
    let (input, hidden) = (random(d, b, &generator), random(h, b, &generator))
    let delta = random(h, b, &generator)
    let gradient = map.backward(input, hidden, output: delta)
    let loss = { (map: Affine, x: Matrix, h: Matrix) in (delta ⊙ map(x, h)).sum }
    let reports = [
      checkGradients(of: { loss($0, input, hidden) }, at: map, claimed: gradient.map),
      checkGradients(of: { loss(map, $0, hidden) }, at: input, claimed: gradient.input),
      checkGradients(of: { loss(map, input, $0) }, at: hidden, claimed: gradient.hidden),
    ]
    for report in reports { #expect(report.worst < 1e-8, "\(report)") }
  }

  @Test("shapes that do not fit trap")
  func traps() async {
    var result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Affine(inputWeight: .zeros(3, 2), recurrentWeight: .zeros(3, 4), bias: .zeros(3, 1))
    }
    #expect(
      message(result).contains("Affine: W 3×2, U 3×4, b 3×1: expected U 3×3 and b 3×1"))
    result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = Affine.zeros(input: 2, hidden: 3)(.zeros(2, 4), .zeros(3, 5)) }
    #expect(message(result).contains("Affine: x is 2×4 and h is 3×5, expected 2×B and 3×B"))
  }
}

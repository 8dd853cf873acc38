import Testing

@testable import Recurrent

@Suite struct ReadoutSequenceTests {
  @Test("a sequence is read out as its steps are, there and back", arguments: seeds)
  func steps(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let (h, k, b, steps) = (
      size(&random), size(&random), size(&random), size(&random)
    )
    let readout = Readout.zeros(hidden: h, output: k).randomized(in: -1...1, using: &random)
    let hidden = (0..<steps).map { _ in Matrix.random(h, b, in: -1...1, using: &random) }
    let upstream = (0..<steps).map { _ in Matrix.random(k, b, in: -1...1, using: &random) }
    expectClose(readout(hidden), hidden.map { readout($0) }, within: 1e-14)
    let gradient = readout.backward(hidden, output: upstream)
    let parts = zip(hidden, upstream).map { readout.backward($0, output: $1) }
    expectClose(gradient.hidden, parts.map(\.hidden), within: 1e-14)
    let sum = parts.reduce(readout.zeroed) { $0 + $1.map }
    #expect((gradient.map - sum).norm < 1e-13)
  }

  @Test("steps that do not fit together trap")
  func traps() async {
    var result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = Readout.zeros(hidden: 2, output: 3)([.zeros(2, 1), .zeros(2, 4)]) }
    #expect(message(result).contains("Readout: h[0] is 2×1 and h[1] is 2×4: shapes differ"))
    result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = Readout.zeros(hidden: 2, output: 3).backward([.zeros(2, 1)], output: []) }
    #expect(message(result).contains("Readout: 1 steps, but 0 gradients on them"))
    result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Readout.zeros(hidden: 2, output: 3).backward([.zeros(2, 1)], output: [.zeros(3, 2)])
    }
    #expect(message(result).contains("Readout: h is 2×1 and dz is 3×2: batches differ"))
    result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = Readout.zeros(hidden: 2, output: 3)([.zeros(4, 1)]) }
    #expect(message(result).contains("Matrix: 3×2 • 4×1: inner sizes 2 and 4 differ"))
  }
}

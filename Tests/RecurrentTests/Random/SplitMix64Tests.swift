import Testing

@testable import Recurrent

@Suite struct SplitMix64Tests {
  @Test("the stream is the published one")
  func stream() {
    // The reference implementation's first outputs for the seed 1234567.
    var generator = SplitMix64(seed: 1_234_567)
    #expect(
      (0..<5).map { _ in generator.next() } == [
        6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
        4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
      ])
  }

  @Test("a seed gives the same matrix again, and another seed another")
  func seeded() {
    var (a, b, c) = (SplitMix64(seed: 1), SplitMix64(seed: 1), SplitMix64(seed: 2))
    let matrix = Matrix.random(3, 4, in: -1...1, using: &a)
    #expect(matrix == .random(3, 4, in: -1...1, using: &b))
    #expect(matrix != .random(3, 4, in: -1...1, using: &c))
  }

  @Test("even and normal numbers have their means and spreads")
  func moments() {
    var generator = SplitMix64(seed: 3)
    let even = Matrix.random(100, 100, in: 2...4, using: &generator)
    #expect(even.values.allSatisfy { (2...4).contains($0) })
    #expect(abs(even.sum / 1e4 - 3) < 0.02)
    let normal = Matrix.gaussian(100, 100, scale: 0.5, using: &generator)
    #expect(abs(normal.sum / 1e4) < 0.02)
    #expect(abs(normal.norm / 100 - 0.5) < 0.02)
    #expect(normal.isFinite)
  }

  @Test("a range without a finite width and a negative spread trap")
  func traps() async {
    let range = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var random = SplitMix64(seed: 0)
      _ = Matrix.random(1, 1, in: 0 ... .infinity, using: &random)
    }
    #expect(
      message(range).contains("Matrix: 0.0...inf has no finite width"))
    let wide = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var random = SplitMix64(seed: 0)
      let cell = RNNCell.zeros(input: 1, hidden: 1)
      _ = cell.randomized(in: -1e308...1e308, using: &random)
    }
    #expect(
      message(wide).contains("Matrix: -1e+308...1e+308 has no finite width"))
    let spread = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var random = SplitMix64(seed: 0)
      _ = Matrix.gaussian(1, 1, scale: -1, using: &random)
    }
    #expect(
      message(spread).contains("Matrix.gaussian: scale is -1.0, expected 0 or more"))
  }

  @Test("any generator will do")
  func generic() {
    var random = RandomState(seed: 0)
    #expect(Matrix.gaussian(2, 2, using: &random).isFinite)
  }
}

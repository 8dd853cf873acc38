import Testing

@testable import Recurrent

@Suite struct InitializerTests {
  @Test("every rule has its entries' mean and spread")
  func moments() {
    var generator = SplitMix64(seed: 1)
    let size = 60.0 + 40
    func spread(_ rule: Initializer) -> (largest: Double, mean: Double, deviation: Double) {
      let matrix = rule(60, 40, using: &generator)
      return (
        matrix.values.map(abs).max() ?? 0, matrix.sum / 2400, matrix.norm / 2400.squareRoot()
      )
    }
    let uniform = spread(.uniform(0.5))
    #expect(uniform.largest <= 0.5 && uniform.largest > 0.49 && abs(uniform.mean) < 0.02)
    let glorot = spread(.glorotUniform)
    let bound = (6 / size).squareRoot()
    #expect(glorot.largest <= bound && glorot.largest > 0.99 * bound && abs(glorot.mean) < 0.01)
    #expect(abs(spread(.gaussian(3)).deviation - 3) < 0.15)
    #expect(abs(spread(.glorotGaussian).deviation - (2 / size).squareRoot()) < 0.007)
    #expect(Initializer.zeros(2, 3, using: &generator) == .zeros(2, 3))
    #expect(Initializer.constant(4)(1, 2, using: &generator) == Matrix([[4, 4]]))
    #expect(Initializer.glorotUniform(0, 0, using: &generator).shape == "0×0")
  }

  @Test("an orthogonal weight keeps norms, times its gain")
  func orthogonal() {
    var generator = SplitMix64(seed: 2)
    let weight = Initializer.orthogonal(gain: 3)(5, 5, using: &generator)
    let vector = Matrix.random(5, 1, in: -1...1, using: &generator)
    #expect(abs((weight • vector).norm - 3 * vector.norm) < 1e-14)
  }

  @Test("a seed gives the same weights again")
  func seeded() {
    for rule in [Initializer.glorotUniform, .gaussian(1), .orthogonal()] {
      var (a, b) = (SplitMix64(seed: 5), SplitMix64(seed: 5))
      #expect(rule(3, 4, using: &a) == rule(3, 4, using: &b))
      #expect(a == b)
    }
  }

  @Test("a spread that is negative, or of which the double is infinite, traps")
  func traps() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var generator = SplitMix64(seed: 0)
      _ = Initializer.uniform(-1)(1, 1, using: &generator)
    }
    #expect(message(result).contains("Initializer: uniform is -1.0, expected 0 or more"))
    let wide = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var random = SplitMix64(seed: 0)
      _ = Initializer.uniform(1e308)(1, 1, using: &random)
    }
    #expect(
      message(wide).contains("Matrix: -1e+308...1e+308 has no finite width"))
  }
}

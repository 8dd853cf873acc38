import Testing

@testable import Recurrent

/// What torch drew for one seed.
struct TorchCase: Decodable {
  struct Module: Decodable, CustomTestStringConvertible {
    let module: String
    let parameters: [String: Tensor]
    var testDescription: String { module }
  }
  let seed: UInt64
  let words: [Int]
  let rand64, rand32, randn64, randn32: [Double]
  let modules: [Module]

  enum CodingKeys: String, CodingKey {
    case seed, modules
    case words = "mt19937_words"
    case rand64 = "rand_float64"
    case rand32 = "rand_float32"
    case randn64 = "randn_float64"
    case randn32 = "randn_float32"
  }

  static func recorded() throws -> TorchCase {
    struct File: Decodable {
      struct Streams: Decodable { let torch: [TorchCase] }
      let rng: Streams
    }
    let cases = try fixture("rng", as: File.self).rng.torch
    try #require(cases.count == 1)
    return cases[0]
  }
}

@Suite struct TorchRandomTests {
  @Test("every recipe is torch's, bit for bit")
  func recipes() throws {
    let recorded = try TorchCase.recorded()
    let start = TorchRandom(seed: recorded.seed)
    var random = start
    #expect(recorded.words.map { _ in Int(random.nextWord()) } == recorded.words)
    random = start
    #expect(random.rand(shape: [10], dtype: .float64) == recorded.rand64)
    random = start
    #expect(random.rand(2, 5).values == recorded.rand32)
    random = start
    #expect(random.randn(shape: [5, 1, 2], dtype: .float64) == recorded.randn64)
    random = start
    #expect(random.randn(2, 5).values == recorded.randn32)
  }

  @Test("sixteen normal numbers or more are torch's too, and so is the place after them")
  func longRandn() {
    // torch.manual_seed(7); torch.randn(17); torch.rand(1)
    var random = TorchRandom(seed: 7)
    #expect(
      random.randn(shape: [17]) == [
        -0.8201345205307007, -0.32456663250923157, 1.9263681173324585, -0.3300117254257202,
        0.19844505190849304, 0.7820726633071899, 1.0391076803207397, -0.7245107293128967,
        -0.8489086031913757, -0.21534152328968048, -1.8157286643981934, -0.3452419638633728,
        -2.0614778995513916, 0.6741006970405579, -1.3233457803726196, -1.3597689867019653,
        -0.866701602935791,
      ])
    #expect(random.rand() == 0.5690726637840271)
    // The same with dtype=torch.float64.
    random = TorchRandom(seed: 7)
    #expect(
      random.randn(17, 1, dtype: .float64).values == [
        0.06626753966449943, -0.29104147095938915, 0.45801695358702993, 1.6932749764073567,
        1.457454937932726, 1.932214860010293, -1.4418139927522924, 0.7277603478716976,
        -1.3131496578292892, -2.42925190670235, -0.15213162349367035, -2.6909171061771864,
        1.7421050311620636, -0.523961020712386, -0.28387899021947915, 0.45257550210102954,
        -1.6677291342328766,
      ])
    #expect(random.rand(dtype: .float64) == 0.7175633186132327)
  }

  @Test("the second number of a pair waits for the next few, whatever is drawn between")
  func keptNormal() {
    // torch.manual_seed(5), then randn(1, float64), rand(1), randn(16), randn(2)
    var random = TorchRandom(seed: 5)
    #expect(random.randn(1, 1, dtype: .float64)[0, 0] == -0.48678075071242677)
    #expect(random.rand() == 0.9201034307479858)
    #expect(random.randn(4, 4)[3, 3] == -0.3394952714443207)
    #expect(random.randn(shape: [2]) == [-0.6038215756416321, 0.679875373840332])
  }

  @Test("even numbers between two bounds are torch's")
  func uniform() {
    // torch.manual_seed(3); torch.empty(3).uniform_(-0.37, 0.9), then the same in float64
    var random = TorchRandom(seed: 3)
    #expect(
      random.uniform(-0.37, 0.9, 1, 3).values == [
        -0.36458534002304077, -0.23592691123485565, -0.0069800629280507565,
      ])
    #expect(
      random.uniform(-0.37, 0.9, 3, 1, dtype: .float64).values == [
        -0.09613875415371685, 0.2407818263774172, 0.8359861583913023,
      ])
  }

  @Test("integers and orders are torch's")
  func integers() {
    // torch.manual_seed(4); torch.randint(-3, 7, (8,)); torch.randperm(8)
    var random = TorchRandom(seed: 4)
    #expect((0..<8).map { _ in random.randint(-3, 7) } == [-3, 1, -2, 0, 6, 3, 6, 3])
    #expect(random.randperm(8) == [2, 1, 6, 4, 7, 0, 5, 3])
    #expect(random.randperm(1) == [0] && random.randperm(0) == [])
  }

  @Test("the lower 32 bits of a seed count")
  func seeds() {
    // torch.manual_seed(2**32 + 3); torch.rand(2)
    var random = TorchRandom(seed: 1 << 32 + 3)
    #expect(random.rand(shape: [2]) == [0.004263520240783691, 0.10556936264038086])
    #expect(TorchRandom(seed: 1 << 32 + 3) == TorchRandom(seed: 3))
  }

  @Test("64 bits are two words, the first one high")
  func words() {
    var words = TorchRandom(seed: 123)
    var generator = words
    let (high, low) = (UInt64(words.nextWord()), UInt64(words.nextWord()))
    #expect(generator.next() == high << 32 | low)
  }

  @Test("what has no shape, and what has no integers, traps")
  func traps() async {
    let shape = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var random = TorchRandom(seed: 0)
      _ = random.randn(shape: [-4, -4])
    }
    #expect(message(shape).contains("TorchRandom: -4×-4 is not a shape"))
    let empty = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var random = TorchRandom(seed: 0)
      _ = random.randint(3, 3)
    }
    #expect(message(empty).contains("TorchRandom: no integer in 3..<3"))
    let large = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var random = TorchRandom(seed: 0)
      _ = random.randint(0, 1 << 28)
    }
    #expect(message(large).contains("TorchRandom: 0..<268435456 has 2²⁸ integers or more"))
  }

  @Test("what is too large or too wide traps")
  func extremes() async {
    let wide = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var random = TorchRandom(seed: 0)
      _ = random.randint(.min, .max)
    }
    #expect(
      message(wide).contains(
        """
        TorchRandom: -9223372036854775808..<9223372036854775807 has 2²⁸ integers or more
        """))
    let shape = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var random = TorchRandom(seed: 0)
      _ = random.rand(shape: [1 << 62, 4])
    }
    #expect(
      message(shape).contains("TorchRandom: 4611686018427387904×4 is too large"))
    let range = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var random = TorchRandom(seed: 0)
      _ = random.uniform(1, 0, dtype: .float64)
    }
    #expect(
      message(range).contains("TorchRandom: 1.0 to 0.0 is no range of finite width"))
    let width = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var random = TorchRandom(seed: 0)
      _ = random.uniform(-0x1p127, 0x1p127, 1, 1)
    }
    #expect(
      message(width).contains(
        """
        TorchRandom: -1.7014118346046923e+38 to 1.7014118346046923e+38 is no range of finite width
        """))
  }
}

import Testing

@testable import Recurrent

/// What numpy drew for one seed.
struct RandomCase: Decodable, CustomTestStringConvertible {
  let seed: UInt32
  let words, randint, permutation: [Int]
  let randomSample, randn, uniform, mixed: [Double]
  var testDescription: String { "seed \(seed)" }

  enum CodingKeys: String, CodingKey {
    case seed, randn
    case words = "mt19937_words"
    case randint = "randint_0_10"
    case permutation = "permutation_8"
    case randomSample = "random_sample"
    case uniform = "uniform_-0.1_0.1"
    case mixed = "mixed_randn_random_sample_randn_randn"
  }

  static func all() throws -> [RandomCase] {
    struct File: Decodable {
      struct Streams: Decodable { let numpy: [RandomCase] }
      let rng: Streams
    }
    return try fixture("rng", as: File.self).rng.numpy
  }
}

@Suite struct RandomStateTests {
  @Test("every recipe is numpy's, bit for bit", arguments: try RandomCase.all())
  func recipes(_ recorded: RandomCase) {
    let start = RandomState(seed: recorded.seed)
    var random = start
    #expect(recorded.words.map { _ in Int(random.nextWord()) } == recorded.words)
    random = start
    #expect(recorded.randomSample.map { _ in random.randomSample() } == recorded.randomSample)
    random = start
    #expect(recorded.uniform.map { _ in random.uniform(-0.1, 0.1) } == recorded.uniform)
    random = start
    #expect(recorded.randn.map { _ in random.randn() } == recorded.randn)
    random = start
    let mixed = [random.randn(), random.randomSample(), random.randn(), random.randn()]
    #expect(mixed == recorded.mixed)
    random = start
    #expect(recorded.randint.map { _ in random.randint(0, 10) } == recorded.randint)
    random = start
    #expect(random.permutation(8) == recorded.permutation)
  }

  @Test("matrices are filled row by row, as numpy fills arrays", arguments: try RandomCase.all())
  func matrices(_ recorded: RandomCase) {
    let start = RandomState(seed: recorded.seed)
    var random = start
    #expect(random.randn(2, 5).values == recorded.randn)
    random = start
    #expect(random.randn(shape: [1, 2, 5]) == recorded.randn)
    random = start
    #expect(random.randomSample(5, 2).values == recorded.randomSample)
    random = start
    #expect(random.uniform(-0.1, 0.1, 2, 5).values == recorded.uniform)
  }

  @Test("the stream goes on past one refill of the generator")
  func refill() {
    // numpy: RandomState(0).random_sample(1000)[-1]
    var random = RandomState(seed: 0)
    let last = (0..<1000).map { _ in random.randomSample() }.last
    #expect(last == 0.6771411441114241)
    // numpy: RandomState(0).randn(1001)[-1]
    random = RandomState(seed: 0)
    #expect(random.randn(shape: [7, 11, 13]).last == 0.555962679709798)
  }

  @Test("seeds and ranges reach to their ends")
  func extremes() {
    // numpy: RandomState(4294967295).random_sample(), RandomState(5).randint(-3, 100000, 4)
    var random = RandomState(seed: .max)
    #expect(abs(random.randomSample() - 0.09763203) < 1e-8)
    random = RandomState(seed: 5)
    #expect((0..<4).map { _ in random.randint(-3, 100_000) } == [35680, 18635, 20460, 5517])
    #expect(random.randint(7, 8) == 7)
    #expect(random.permutation(0) == [] && random.permutation(1) == [0])
  }

  @Test("a sequence is drawn with time as the last axis, as the course's notebook draws it")
  func sequence() throws {
    // np.random.seed(1); x = np.random.randn(3, 10, 4); a0 = …; Waa = …
    let recorded = try CourseCase.named("course_sequence_forward")
    var random = RandomState(seed: 1)
    #expect(random.randn(3, 10, steps: 4) == recorded.inputs.x.lastAxisSteps)
    #expect(random.randn(5, 10) == recorded.inputs.a0?.matrix)
    #expect(random.randn(5, 5) == recorded.params.Waa?.matrix)
    #expect(random.randn(5, 3) == recorded.params.Wax?.matrix)
    #expect(random.randn(2, 5) == recorded.params.Wya?.matrix)
    #expect(random.randn(5, 1) == recorded.params.ba?.matrix)
    #expect(random.randn(2, 1) == recorded.params.by?.matrix)
    #expect(random.randn(2, 3, steps: 0) == [])
  }

  @Test("article 3's weights come from its seeds", arguments: [UInt32(0), 1])
  func article3(_ seed: UInt32) throws {
    struct Article: Decodable {
      struct Cell: Decodable {
        struct Layer: Decodable { let w, b: Tensor }
        let params: [String: Layer]
      }
      let name: String
      let tf_basic_rnn_cell: Cell
    }
    let recorded = try #require(
      try fixture("rnn_stacked_article3", as: Fixture<Article>.self).cases.first {
        $0.name == "article3_ones_seed\(seed)"
      })
    var random = RandomState(seed: seed)
    for name in ["l0", "l1"] {
      let layer = try #require(recorded.tf_basic_rnn_cell.params[name])
      #expect(random.uniform(-0.1, 0.1, 6, 3) == layer.w.matrix)
      #expect(random.uniform(-0.1, 0.1, 3, 1) == layer.b.matrix)
    }
  }

  @Test("integers of more than 32 bits take two words")
  func wideIntegers() {
    // numpy: r = RandomState(5); r.randint(-5, 2**40, 3), r.randint(0, 2**32, 2)
    var random = RandomState(seed: 5)
    let wide = (0..<3).map { _ in random.randint(-5, 1 << 40) }
    #expect(wide == [34_745_516_767, 993_841_416_121, 680_694_927_051])
    #expect((0..<2).map { _ in random.randint(0, 1 << 32) } == [1_274_748_423, 4_255_543_500])
    // numpy: RandomState(5).randint(-2**63, 2**63 - 1, 3)
    random = RandomState(seed: 5)
    #expect(
      (0..<3).map { _ in random.randint(.min, .max) } == [
        -5_128_320_818_113_132_338, 6_838_803_925_648_402_109, -5_410_076_705_834_541_962,
      ])
  }

  @Test("64 bits are two words, the first one high")
  func words() {
    var words = RandomState(seed: 123)
    var generator = words
    let (high, low) = (UInt64(words.nextWord()), UInt64(words.nextWord()))
    #expect(generator.next() == high << 32 | low)
  }

  @Test("a draw from nothing traps")
  func emptyInterval() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var random = RandomState(seed: 0)
      _ = random.randint(3, 3)
    }
    #expect(message(result).contains("RandomState: no integer in 3..<3"))
    let shape = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var random = RandomState(seed: 0)
      _ = random.randn(-1, -2, steps: 3)
    }
    #expect(message(shape).contains("RandomState: -1×-2×3 is not a shape"))
    let flat = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var random = RandomState(seed: 0)
      _ = random.randn(shape: [-2, -2])
    }
    #expect(
      message(flat).contains("RandomState: -2×-2 is not a shape"))
    let order = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var random = RandomState(seed: 0)
      _ = random.permutation(-3)
    }
    #expect(
      message(order).contains("RandomState: no order of -3 numbers"))
    let width = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var random = RandomState(seed: 0)
      _ = random.uniform(-1e308, 1e308)
    }
    #expect(
      message(width).contains("RandomState: -1e+308 to 1e+308 is no range of finite width"))
  }
}

// numpy's classic random stream, bit for bit, so that numbers published with a numpy seed can be had
// again. The generator is the Mersenne Twister MT19937.

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// The random stream of `numpy.random.RandomState(seed)`.
///
/// It is a value: a copy goes on from the same place. Not for secrets.
///
/// M. Matsumoto and T. Nishimura, Mersenne Twister, ACM TOMACS 8 (1998).
public struct RandomState: Equatable, Sendable {
  private static let size = 624
  private var words: [UInt32]
  private var position = RandomState.size
  /// The second normal number of a pair, kept for the next call; uniform numbers leave it alone.
  private var keptNormal: Double?

  /// Starts the stream that numpy starts for an integer seed.
  public init(seed: UInt32) {
    words = [seed]
    for index in 1..<Self.size {
      let last = words[index - 1]
      words.append(1_812_433_253 &* (last ^ (last >> 30)) &+ UInt32(index))
    }
  }

  /// The next 32 bits of the generator.
  public mutating func nextWord() -> UInt32 {
    if position == Self.size { refill() }
    var word = words[position]
    position += 1
    word ^= word >> 11
    word ^= (word << 7) & 0x9d2c_5680
    word ^= (word << 15) & 0xefc6_0000
    return word ^ (word >> 18)
  }

  /// A number in [0, 1), as `random_sample()`: 53 random bits from two words.
  public mutating func randomSample() -> Double {
    let high = Double(nextWord() >> 5)
    let low = Double(nextWord() >> 6)
    return (high * 67_108_864 + low) / 9_007_199_254_740_992
  }

  /// A number between two others, as `uniform(low, high)`.
  public mutating func uniform(_ low: Double, _ high: Double) -> Double {
    low + (high - low) * randomSample()
  }

  /// A normal number, as `randn()`: Marsaglia's polar method, two numbers at a time.
  public mutating func randn() -> Double {
    if let kept = keptNormal {
      keptNormal = nil
      return kept
    }
    var a = 0.0
    var b = 0.0
    var square = 0.0
    repeat {
      a = 2 * randomSample() - 1
      b = 2 * randomSample() - 1
      square = a * a + b * b
    } while square >= 1 || square == 0
    let factor = (-2 * log(square) / square).squareRoot()
    keptNormal = factor * a
    return factor * b
  }

  /// An integer in low ..< high, as `randint(low, high)`; traps unless low < high.
  public mutating func randint(_ low: Int, _ high: Int) -> Int {
    if low >= high { trap("RandomState: no integer in \(low)..<\(high)") }
    return low + interval(high - 1 - low)
  }

  /// The numbers 0 ..< count in a random order, as `permutation(count)`.
  public mutating func permutation(_ count: Int) -> [Int] {
    var result = Array(0..<count)
    for last in stride(from: count - 1, to: 0, by: -1) {
      result.swapAt(last, interval(last))
    }
    return result
  }

  /// An integer from zero to the largest: words masked to as many bits, redrawn while they are larger.
  private mutating func interval(_ largest: Int) -> Int {
    if largest == 0 { return 0 }
    let mask = UInt32.max >> UInt32(largest).leadingZeroBitCount
    while true {
      let value = Int(nextWord() & mask)
      if value <= largest { return value }
    }
  }

  private mutating func refill() {
    for index in words.indices {
      let joined =
        (words[index] & 0x8000_0000) | (words[(index + 1) % Self.size] & 0x7fff_ffff)
      let twist: UInt32 = joined & 1 == 0 ? 0 : 0x9908_b0df
      words[index] = words[(index + 397) % Self.size] ^ (joined >> 1) ^ twist
    }
    position = 0
  }
}

// MARK: - Matrices, filled row by row as numpy fills an array

extension RandomState {
  /// A matrix of `randomSample()`, as `random_sample((rows, columns))`.
  public mutating func randomSample(_ rows: Int, _ columns: Int) -> Matrix {
    Matrix(rows: rows, columns: columns) { _, _ in randomSample() }
  }

  /// A matrix of `uniform(low, high)`, as `uniform(low, high, (rows, columns))`.
  public mutating func uniform(
    _ low: Double, _ high: Double, _ rows: Int, _ columns: Int
  ) -> Matrix {
    Matrix(rows: rows, columns: columns) { _, _ in uniform(low, high) }
  }

  /// A matrix of `randn()`, as `randn(rows, columns)`.
  public mutating func randn(_ rows: Int, _ columns: Int) -> Matrix {
    Matrix(rows: rows, columns: columns) { _, _ in randn() }
  }

  /// An array of any shape of `randn()`, flat, the last axis fastest, as `randn(*shape).ravel()`.
  public mutating func randn(shape: [Int]) -> [Double] {
    (0..<shape.reduce(1, *)).map { _ in randn() }
  }
}

extension RandomState: RandomNumberGenerator {
  /// The next 64 bits: two words, the first one high.
  public mutating func next() -> UInt64 {
    let high = UInt64(nextWord())
    return high << 32 | UInt64(nextWord())
  }
}

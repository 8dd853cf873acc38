// numpy's classic random stream, bit for bit, so that numbers published with a numpy seed can be had
// again. The generator is in MersenneTwister.swift.

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
public struct RandomState: Equatable, Sendable {
  private var words: MersenneTwister
  /// The second normal number of a pair, kept for the next call; uniform numbers leave it alone.
  private var keptNormal: Double?

  /// Starts the stream that numpy starts for an integer seed.
  public init(seed: UInt32) {
    words = MersenneTwister(seed: seed)
  }

  /// The next 32 bits of the generator.
  public mutating func nextWord() -> UInt32 { words.nextWord() }

  /// A number in [0, 1), as `random_sample()`: 53 random bits from two words.
  public mutating func randomSample() -> Double {
    let high = Double(nextWord() >> 5)
    let low = Double(nextWord() >> 6)
    return (high * 67_108_864 + low) / 9_007_199_254_740_992
  }

  /// A number between two others, as `uniform(low, high)`; traps unless high − low is finite.
  public mutating func uniform(_ low: Double, _ high: Double) -> Double {
    let width = high - low
    if !width.isFinite { trap("RandomState: \(low) to \(high) is no range of finite width") }
    return low + width * randomSample()
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
    // The integers may be more than an `Int` counts.
    let largest = UInt64(bitPattern: Int64(high - 1)) &- UInt64(bitPattern: Int64(low))
    return low &+ Int(truncatingIfNeeded: interval(largest))
  }

  /// The numbers 0 ..< count in a random order, as `permutation(count)`; a negative count traps.
  public mutating func permutation(_ count: Int) -> [Int] {
    if count < 0 { trap("RandomState: no order of \(count) numbers") }
    var result = Array(0..<count)
    for last in stride(from: count - 1, to: 0, by: -1) {
      result.swapAt(last, Int(interval(UInt64(last))))
    }
    return result
  }

  /// An integer from zero to the largest.
  ///
  /// Bits are masked to as many as it has, and redrawn while they make a larger number. One word is
  /// drawn where 32 bits are enough, else two.
  private mutating func interval(_ largest: UInt64) -> UInt64 {
    if largest == 0 { return 0 }
    let mask = UInt64.max >> largest.leadingZeroBitCount
    while true {
      let bits = mask >> 32 == 0 ? UInt64(nextWord()) : words.nextPair()
      let value = bits & mask
      if value <= largest { return value }
    }
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

  /// The steps of an array of `randn()` whose last axis is time, as `randn(rows, columns, steps)`.
  ///
  /// The array is drawn as numpy fills it, time fastest; `result[t]` is its part `[:, :, t]`
  /// [rows×columns]. A negative size traps.
  public mutating func randn(_ rows: Int, _ columns: Int, steps: Int) -> [Matrix] {
    _ = entryCount([rows, columns, steps], "RandomState")
    let drawn = randn(rows * columns, steps)
    return (0..<steps).map { step in
      Matrix(rows: rows, columns: columns) { drawn[$0 * columns + $1, step] }
    }
  }

  /// An array of any shape of `randn()`, flat, the last axis fastest, as `randn(*shape).ravel()`.
  ///
  /// A negative size traps.
  public mutating func randn(shape: [Int]) -> [Double] {
    (0..<entryCount(shape, "RandomState")).map { _ in randn() }
  }
}

extension RandomState: RandomNumberGenerator {
  /// The next 64 bits: two words, the first one high.
  public mutating func next() -> UInt64 { words.nextPair() }
}

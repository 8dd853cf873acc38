// torch's random stream on the CPU, so that numbers published with a torch seed can be had again. The
// generator is in MersenneTwister.swift.

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// The random stream of torch's CPU generator after `torch.manual_seed(seed)`.
///
/// It is a value: a copy goes on from the same place. Not for secrets.
///
/// All numbers are those of torch on an x86 processor with AVX2, bit for bit. On others torch itself
/// rounds some of them differently.
public struct TorchRandom: Equatable, Sendable {
  /// The precision in which torch draws; the numbers of `.float32` are those of `Float`, widened.
  public enum DType: Equatable, Sendable, CaseIterable {
    /// `torch.float32`, torch's default: 24 random bits from one word.
    case float32
    /// `torch.float64`: 53 random bits from two words.
    case float64

    /// The number that torch keeps of a result.
    func rounded(_ number: Double) -> Double {
      switch self {
      case .float32: Double(Float(number))
      case .float64: number
      }
    }
  }

  private var words: MersenneTwister
  /// The second normal number of a pair, kept for the next single one; all else leaves it alone.
  private var keptNormal: Double?

  /// Starts the stream that torch starts for a seed, of which the lower 32 bits count.
  public init(seed: UInt64) { words = MersenneTwister(seed: UInt32(truncatingIfNeeded: seed)) }

  /// The next 32 bits of the generator.
  public mutating func nextWord() -> UInt32 { words.nextWord() }

  /// A number in [0, 1), as one entry of `torch.rand`.
  public mutating func rand(dtype: DType = .float32) -> Double {
    switch dtype {
    case .float32: Double(words.nextWord() & 0xff_ffff) * 0x1p-24
    case .float64: Double(words.nextPair() & 0x1f_ffff_ffff_ffff) * 0x1p-53
    }
  }

  /// A number between two others, as one entry of `tensor.uniform_(low, high)`.
  ///
  ///     low + (high − low) · u
  ///
  /// With `.float32` the two are rounded first, and the result in the end. Traps unless low ≤ high
  /// and high − low is finite in the type.
  public mutating func uniform(
    _ low: Double, _ high: Double, dtype: DType = .float32
  ) -> Double {
    let (low, high) = (dtype.rounded(low), dtype.rounded(high))
    let width = dtype.rounded(high - low)
    if !(low <= high && width.isFinite) {
      trap("TorchRandom: \(low) to \(high) is no range of finite width")
    }
    // Rounded once, as in torch's builds for processors that can.
    return dtype.rounded(low.addingProduct(rand(dtype: dtype), width))
  }

  /// A normal number, as one entry of a `torch.randn` of fewer than 16.
  ///
  /// By the method of Box and Muller, two numbers at a time, in double precision for every type.
  private mutating func singleNormal() -> Double {
    if let kept = keptNormal {
      keptNormal = nil
      return kept
    }
    let turn = rand(dtype: .float64)
    let radius = (-2 * log1p(-rand(dtype: .float64))).squareRoot()
    let angle = 2 * .pi * turn
    keptNormal = radius * sin(angle)
    return radius * cos(angle)
  }

  /// Normal numbers, as a `torch.randn` of 16 or more.
  ///
  /// They are drawn evenly first, then turned in blocks of 16, the first half of which gives the radii
  /// and the second the angles. The last 16 are drawn again where blocks do not fill the array.
  private mutating func normals(_ count: Int, dtype: DType) -> [Double] {
    var numbers = (0..<count).map { _ in rand(dtype: dtype) }
    func turn(_ start: Int) {
      for index in start..<start + 8 {
        (numbers[index], numbers[index + 8]) =
          dtype == .float32
          ? boxMuller(Float(1 - numbers[index]), Float(numbers[index + 8]))
          : boxMuller(1 - numbers[index], numbers[index + 8])
      }
    }
    for start in stride(from: 0, through: count - 16, by: 16) { turn(start) }
    if count % 16 != 0 {
      for index in count - 16..<count { numbers[index] = rand(dtype: dtype) }
      turn(count - 16)
    }
    return numbers
  }
}

/// Two normal numbers from two even ones, the first of which is not zero, with the system's functions.
///
/// Zero is added, as torch adds the mean, so that none is −0.
private func boxMuller(_ first: Double, _ second: Double) -> (Double, Double) {
  let radius = (-2 * log(first)).squareRoot()
  let angle = 2 * .pi * second
  return (radius * cos(angle) + 0, radius * sin(angle) + 0)
}

/// The same in single precision, with the functions of torch's vector code.
private func boxMuller(_ first: Float, _ second: Float) -> (Double, Double) {
  let radius = (-2 * vectorLog(first)).squareRoot()
  // `Float.pi` is rounded towards zero; this is the nearest number.
  let (sine, cosine) = vectorSineCosine(Float(2 * Double.pi) * second)
  return (Double(radius * cosine + 0), Double(radius * sine + 0))
}

// MARK: - Arrays, filled in the order of their entries, the last axis fastest

extension TorchRandom {
  /// An array of any shape, flat, as `torch.rand(shape).flatten()`; a negative size traps.
  public mutating func rand(shape: [Int], dtype: DType = .float32) -> [Double] {
    (0..<entryCount(shape, "TorchRandom")).map { _ in rand(dtype: dtype) }
  }

  /// A matrix, as `torch.rand(rows, columns)`; a negative size traps.
  public mutating func rand(_ rows: Int, _ columns: Int, dtype: DType = .float32) -> Matrix {
    Matrix(rows: rows, columns: columns, values: rand(shape: [rows, columns], dtype: dtype))
  }

  /// A matrix, as `torch.empty(rows, columns).uniform_(low, high)`; a negative size traps, and
  /// bounds as for one number.
  public mutating func uniform(
    _ low: Double, _ high: Double, _ rows: Int, _ columns: Int, dtype: DType = .float32
  ) -> Matrix {
    Matrix(rows: rows, columns: columns) { _, _ in uniform(low, high, dtype: dtype) }
  }

  /// An array of any shape, flat, as `torch.randn(shape).flatten()`; a negative size traps.
  ///
  /// torch has one method for fewer than 16 entries and another for more, so that an array is not the
  /// rows of a smaller one and then some.
  public mutating func randn(shape: [Int], dtype: DType = .float32) -> [Double] {
    let count = entryCount(shape, "TorchRandom")
    if count >= 16 { return normals(count, dtype: dtype) }
    return (0..<count).map { _ in dtype.rounded(singleNormal()) }
  }

  /// A matrix, as `torch.randn(rows, columns)`; a negative size traps.
  public mutating func randn(_ rows: Int, _ columns: Int, dtype: DType = .float32) -> Matrix {
    Matrix(rows: rows, columns: columns, values: randn(shape: [rows, columns], dtype: dtype))
  }
}

// MARK: - Integers

extension TorchRandom {
  /// An integer in low ..< high, as one entry of `torch.randint(low, high, …)`.
  ///
  /// Traps unless low < high, and where they lie 2²⁸ or more apart, from where on torch's own versions
  /// differ.
  public mutating func randint(_ low: Int, _ high: Int) -> Int {
    if low >= high { trap("TorchRandom: no integer in \(low)..<\(high)") }
    let (count, overflows) = high.subtractingReportingOverflow(low)
    if overflows || count >= 1 << 28 {
      trap("TorchRandom: \(low)..<\(high) has 2²⁸ integers or more")
    }
    return low + Int(words.nextWord()) % count
  }

  /// The numbers 0 ..< count in a random order, as `torch.randperm(count)`; a negative count traps.
  public mutating func randperm(_ count: Int) -> [Int] {
    if count < 0 { trap("TorchRandom: no order of \(count) numbers") }
    var result = Array(0..<count)
    for index in 0..<max(0, count - 1) {
      result.swapAt(index, index + Int(words.nextWord()) % (count - index))
    }
    return result
  }
}

extension TorchRandom: RandomNumberGenerator {
  /// The next 64 bits: two words, the first one high.
  public mutating func next() -> UInt64 { words.nextPair() }
}

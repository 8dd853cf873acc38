// The seeded generator of tests and chapters, and random matrices from any generator. There is no
// default generator: every printed number can be had again.

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// A small seeded generator of good quality: one addition and three mixing steps a number.
///
/// G. L. Steele, D. Lea and C. H. Flood, Fast splittable pseudorandom number generators, OOPSLA 2014.
public struct SplitMix64: RandomNumberGenerator, Equatable, Sendable {
  private var state: UInt64

  /// Starts the stream of a seed.
  public init(seed: UInt64) { state = seed }

  /// The next 64 bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}

extension RandomNumberGenerator {
  /// A number in [0, 1) from the upper 53 of 64 bits.
  ///
  /// Written here and not taken from the standard library, whose method may change.
  fileprivate mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }
}

extension Matrix {
  /// A matrix of numbers spread evenly over a range, filled row by row.
  ///
  /// Traps unless the width of the range is finite.
  public static func random<Generator: RandomNumberGenerator>(
    _ rows: Int, _ columns: Int, in range: ClosedRange<Double>, using generator: inout Generator
  ) -> Matrix {
    let width = range.upperBound - range.lowerBound
    if !width.isFinite { trap("Matrix: \(range) has no finite width") }
    return Matrix(rows: rows, columns: columns) { _, _ in
      range.lowerBound + width * generator.unit()
    }
  }

  /// A matrix of normal numbers with mean 0 and a standard deviation, filled row by row.
  ///
  /// By the method of Box and Muller, one number from two draws. Traps unless the standard
  /// deviation is finite and not negative.
  public static func gaussian<Generator: RandomNumberGenerator>(
    _ rows: Int, _ columns: Int, scale: Double = 1, using generator: inout Generator
  ) -> Matrix {
    requireRate("scale", scale, "Matrix.gaussian")
    return Matrix(rows: rows, columns: columns) { _, _ in
      // 1 − u is never zero.
      let radius = (-2 * log(1 - generator.unit())).squareRoot()
      return scale * radius * cos(2 * .pi * generator.unit())
    }
  }
}

extension ParameterSpace {
  /// The value with the same shapes and numbers spread evenly over a range, in the order of the list.
  ///
  /// Traps unless the width of the range is finite.
  public func randomized<Generator: RandomNumberGenerator>(
    in range: ClosedRange<Double>, using generator: inout Generator
  ) -> Self {
    mapParameters { .random($0.rows, $0.columns, in: range, using: &generator) }
  }
}

import CVectorMath
import Testing

@testable import Recurrent

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// One of the functions of many numbers at once.
enum VectorFunction: CaseIterable {
  case exp, tanh, sigmoid

  /// The largest error in units in the last place of the exact result.
  ///
  /// Measured over 35 million numbers, dense where the errors are large: 1.018, 2.600 and 2.436.
  var bound: Double {
    switch self {
    case .exp: 1.05
    case .tanh: 2.7
    case .sigmoid: 2.6
    }
  }

  /// What the library offers.
  func callAsFunction(_ matrix: Matrix) -> Matrix {
    switch self {
    case .exp: Recurrent.exp(matrix)
    case .tanh: Recurrent.tanh(matrix)
    case .sigmoid: Recurrent.sigmoid(matrix)
    }
  }
}

/// One of the sets of instructions for which the functions are compiled.
enum Instructions: CaseIterable {
  #if arch(x86_64)
    case avx512, avx2
  #endif
  case base

  /// Whether this processor has them.
  var areThere: Bool {
    switch self {
    #if arch(x86_64)
      case .avx512: recurrent_has_avx512() != 0
      case .avx2: recurrent_has_avx2() != 0
    #endif
    case .base: true
    }
  }

  /// Applies a function with these instructions to numbers in memory.
  func apply(
    _ function: VectorFunction, _ source: UnsafePointer<Double>?,
    to target: UnsafeMutablePointer<Double>?, _ count: Int
  ) {
    switch (self, function) {
    #if arch(x86_64)
      case (.avx512, .exp): recurrent_exp_avx512(source, target, count)
      case (.avx512, .tanh): recurrent_tanh_avx512(source, target, count)
      case (.avx512, .sigmoid): recurrent_sigmoid_avx512(source, target, count)
      case (.avx2, .exp): recurrent_exp_avx2(source, target, count)
      case (.avx2, .tanh): recurrent_tanh_avx2(source, target, count)
      case (.avx2, .sigmoid): recurrent_sigmoid_avx2(source, target, count)
    #endif
    case (.base, .exp): recurrent_exp_base(source, target, count)
    case (.base, .tanh): recurrent_tanh_base(source, target, count)
    case (.base, .sigmoid): recurrent_sigmoid_base(source, target, count)
    }
  }

  /// The results of a function with these instructions.
  func callAsFunction(_ function: VectorFunction, _ numbers: [Double]) -> [Double] {
    [Double](unsafeUninitializedCapacity: numbers.count) { results, count in
      apply(function, numbers, to: results.baseAddress, numbers.count)
      count = numbers.count
    }
  }
}

/// A number, and the three functions of it.
struct SpecialValue: CustomTestStringConvertible {
  let x, exp, tanh, sigmoid: Double
  var testDescription: String { "\(x)" }

  func value(_ function: VectorFunction) -> Double {
    switch function {
    case .exp: exp
    case .tanh: tanh
    case .sigmoid: sigmoid
    }
  }

  private init(_ x: Double, exp: Double, tanh: Double, sigmoid: Double) {
    (self.x, self.exp, self.tanh, self.sigmoid) = (x, exp, tanh, sigmoid)
  }

  private static let smallest = Double.leastNonzeroMagnitude
  private static let normal = Double.leastNormalMagnitude
  private static let largest = Double.greatestFiniteMagnitude

  static let all: [SpecialValue] = [
    .init(0, exp: 1, tanh: 0, sigmoid: 0.5),
    .init(-0.0, exp: 1, tanh: -0.0, sigmoid: 0.5),
    .init(smallest, exp: 1, tanh: smallest, sigmoid: 0.5),
    .init(-smallest, exp: 1, tanh: -smallest, sigmoid: 0.5),
    .init(3 * smallest, exp: 1, tanh: 3 * smallest, sigmoid: 0.5),
    .init(-normal.nextDown, exp: 1, tanh: -normal.nextDown, sigmoid: 0.5),
    .init(normal, exp: 1, tanh: normal, sigmoid: 0.5),
    .init(1e-300, exp: 1, tanh: 1e-300, sigmoid: 0.5),
    .init(-1e-20, exp: 1, tanh: -1e-20, sigmoid: 0.5),
    .init(-745, exp: smallest, tanh: -1, sigmoid: smallest),
    .init(-746, exp: 0, tanh: -1, sigmoid: 0),
    .init(709.7827128933841, exp: .infinity, tanh: 1, sigmoid: 1),
    .init(710, exp: .infinity, tanh: 1, sigmoid: 1),
    .init(largest, exp: .infinity, tanh: 1, sigmoid: 1),
    .init(-largest, exp: 0, tanh: -1, sigmoid: 0),
    .init(.infinity, exp: .infinity, tanh: 1, sigmoid: 1),
    .init(-.infinity, exp: 0, tanh: -1, sigmoid: 0),
    .init(.nan, exp: .nan, tanh: .nan, sigmoid: .nan),
    .init(-.nan, exp: .nan, tanh: .nan, sigmoid: .nan),
  ]
}

/// Whether two numbers are the same, sign of zero included; all NaN are the same.
private func isSame(_ a: Double, _ b: Double) -> Bool {
  a.isNaN ? b.isNaN : a.bitPattern == b.bitPattern
}

@Suite struct VectorMathTests {
  @Test("special values are exact, in every place of a vector", arguments: SpecialValue.all)
  func special(_ value: SpecialValue) throws {
    for function in VectorFunction.allCases {
      let expected = value.value(function)
      let numbers = [Double](repeating: value.x, count: 11)
      for instructions in Instructions.allCases where instructions.areThere {
        let results = instructions(function, numbers)
        #expect(
          results.allSatisfy { isSame($0, expected) }, "\(instructions) \(function): \(results)")
      }
      let result = function(.column([1, value.x]))[1, 0]
      #expect(isSame(result, expected), "\(function): \(result)")
    }
  }

  @Test(
    "any number of numbers gives the same as one by one, in place too",
    arguments: Instructions.allCases, VectorFunction.allCases)
  func tails(_ instructions: Instructions, _ function: VectorFunction) throws {
    try require(instructions)
    var generator = SplitMix64(seed: 4)
    for count in 0...17 {
      let numbers = random(count, 1, &generator).map { 4 * $0 }.values
      let single = numbers.map { instructions(function, [$0])[0] }
      #expect(instructions(function, numbers) == single)
    }
    // In place; and what lies beyond the end has no part in it.
    var numbers = random(9, 1, &generator).values
    let expected = instructions(function, numbers)
    numbers += [.nan, .infinity, 3, .nan]
    numbers.withUnsafeMutableBufferPointer {
      instructions.apply(function, $0.baseAddress, to: $0.baseAddress, 9)
    }
    #expect(Array(numbers[..<9]) == expected)
    #expect(numbers[9].isNaN && numbers[10...11] == [.infinity, 3] && numbers[12].isNaN)
  }

  @Test("the library takes the widest instructions there are", arguments: VectorFunction.allCases)
  func dispatch(_ function: VectorFunction) throws {
    let widest = try #require(Instructions.allCases.first { $0.areThere })
    var generator = SplitMix64(seed: 5)
    let numbers = random(500, 1, &generator)
    #expect(function(numbers).values == widest(function, numbers.values))
  }

  @Test("tanh is odd, to the bit", arguments: Instructions.allCases)
  func odd(_ instructions: Instructions) throws {
    try require(instructions)
    var generator = SplitMix64(seed: 6)
    let numbers = random(500, 1, &generator).values
    #expect(
      instructions(.tanh, numbers.map { -$0 }) == instructions(.tanh, numbers).map { -$0 })
  }

  /// Ends the test where the processor can not run it.
  private func require(_ instructions: Instructions) throws {
    if !instructions.areThere {
      try Test.cancel("this processor does not have \(instructions)")
    }
  }

  #if arch(x86_64) && !os(Windows)
    @Test(
      "the error is below the bound over the whole range",
      arguments: Instructions.allCases, VectorFunction.allCases)
    func errors(_ instructions: Instructions, _ function: VectorFunction) throws {
      try require(instructions)
      let numbers = ArgumentRange.all(each: 1000)
      let results = instructions(function, numbers)
      var worst = (error: 0.0, at: 0.0)
      for (x, result) in zip(numbers, results) {
        let error = unitsInTheLastPlace(result, function.exact(x))
        if !(error <= worst.error) { worst = (error, x) }
      }
      #expect(worst.error <= function.bound, "at \(worst.at)")
      // Most numbers are not where the function is constant: the errors are real ones.
      #expect(worst.error >= 0.5)
    }

    @Test("the measure of errors counts units in the last place")
    func measure() {
      #expect(unitsInTheLastPlace(1 + 3 * 0x1p-52, 1) == 3)
      #expect(unitsInTheLastPlace(-2, -2 - 0x1p-53) == 0.25)
      #expect(unitsInTheLastPlace(0x1p-1073, 0x1p-1074) == 1)
      #expect(unitsInTheLastPlace(0, 0x1p-1075) == 0.5)
      #expect(unitsInTheLastPlace(.infinity, 0x1p1025) == 0)
      #expect(unitsInTheLastPlace(.infinity, 1) == .infinity)
      #expect(unitsInTheLastPlace(1, 0x1p1025) == .infinity)
      #expect(unitsInTheLastPlace(.nan, 1) == .infinity)
    }
  #endif
}

#if arch(x86_64) && !os(Windows)
  extension VectorFunction {
    /// The function in 64 bits of precision, 11 more than a `Double` has.
    func exact(_ x: Double) -> Float80 {
      let x = Float80(x)
      return switch self {
      case .exp: expl(x)
      case .tanh: tanhl(x)
      case .sigmoid: 1 / (1 + expl(-x))
      }
    }
  }

  /// How far a result is from the exact one, in units in the last place of the exact one.
  private func unitsInTheLastPlace(_ result: Double, _ exact: Float80) -> Double {
    // Halfway between the largest number and what would be the next, numbers round to infinity.
    let isBeyond = exact.magnitude >= 0x1p1024 - 0x1p970
    if result.isNaN || result.isInfinite || isBeyond {
      return result.isInfinite && isBeyond ? 0 : .infinity
    }
    let exponent = exact == 0 ? -1074 : max(exact.exponent, -1022) - 52
    return Double(
      (Float80(result) - exact).magnitude / Float80(sign: .plus, exponent: exponent, significand: 1)
    )
  }

  /// Where the arguments of a measurement are drawn from.
  private enum ArgumentRange {
    /// Numbers of every range: near zero, subnormal, where results saturate, overflow and vanish,
    /// around the halves of ln 2 where the reduction changes, and where tanh is least exact.
    static func all(each count: Int) -> [Double] {
      var generator = SplitMix64(seed: 7)
      let ranges = [
        -1.0...1, -8...8, -40...40, -700...700, -746...(-700), 700...710, -22...(-18), 18...22,
        -0.35...0.35, 0.2...0.22, 709.7...709.8, -745.2...(-744), -708.5...(-708),
      ]
      var numbers = ranges.flatMap {
        Matrix.random(count, 1, in: $0, using: &generator).values
      }
      for _ in 0..<count {
        let sign = Bool.random(using: &generator) ? 1.0 : -1
        numbers.append(sign * exp2(Double.random(in: -1074...0, using: &generator)))
        let half = Double(Int.random(in: -40...40, using: &generator)) * 0.34657359027997264
        numbers.append(half + Double.random(in: -1e-2...1e-2, using: &generator))
      }
      return numbers
    }
  }
#endif

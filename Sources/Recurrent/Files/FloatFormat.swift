// The floating-point types shorter than Double, bit by bit: not every machine has them all, and the
// machine's own conversion would change the bits of a signalling NaN.

/// A binary floating-point format with at most 32 bits: sign, biased exponent, fraction.
struct FloatFormat {
  let exponentBits: Int
  let fractionBits: Int

  static let float32 = FloatFormat(exponentBits: 8, fractionBits: 23)
  static let float16 = FloatFormat(exponentBits: 5, fractionBits: 10)
  static let bfloat16 = FloatFormat(exponentBits: 8, fractionBits: 7)

  private var bias: Int { (1 << (exponentBits - 1)) - 1 }
  /// The biased exponent of infinity and NaN.
  private var special: Int { (1 << exponentBits) - 1 }
  /// By how much a fraction moves to become one of a `Double`.
  private var shift: Int { Double.significandBitCount - fractionBits }

  /// The number that some bits stand for, exactly; a NaN keeps its payload.
  ///
  ///     normal: ±(1 + fraction/2^F) 2^(exponent − bias)    subnormal: ±fraction 2^(1 − bias − F)
  func number(_ bits: UInt32) -> Double {
    let fraction = bits & ((1 << fractionBits) - 1)
    let exponent = Int(bits >> fractionBits) & special
    let isNegative = bits >> (exponentBits + fractionBits) & 1 == 1
    let magnitude: Double
    if exponent == 0 {
      magnitude = Double(fraction) * power(1 - bias - fractionBits)
    } else {
      let widened = exponent == special ? 0x7ff : exponent - bias + 1023
      magnitude = Double(bitPattern: UInt64(widened) << 52 | UInt64(fraction) << shift)
    }
    return isNegative ? -magnitude : magnitude
  }

  /// The bits of the nearest number, of two the even one; a NaN keeps what fits of its payload.
  func bits(_ number: Double) -> UInt32 {
    let sign: UInt32 = number.sign == .minus ? 1 << (exponentBits + fractionBits) : 0
    let infinity = UInt32(special) << fractionBits
    if number.isNaN {
      let payload = UInt32(number.significandBitPattern >> shift)
      // A payload of zero would be an infinity.
      return sign | infinity | (payload == 0 ? 1 << (fractionBits - 1) : payload)
    }
    if number.isInfinite || number.exponent > bias && number != 0 { return sign | infinity }
    let exponent = number == 0 ? 1 - bias : max(Int(number.exponent), 1 - bias)
    // In units of the last place, so that rounding to an integer is the format's rounding. The sum
    // carries into the exponent by itself, as far as infinity.
    let units = (number.magnitude / power(exponent - fractionBits)).rounded(.toNearestOrEven)
    return sign | UInt32(exponent + bias - 1) << fractionBits + UInt32(units)
  }

  /// The nearest number that the format has.
  func rounded(_ number: Double) -> Double { self.number(bits(number)) }

  /// The power of two with an exponent that a normal `Double` has.
  private func power(_ exponent: Int) -> Double {
    Double(bitPattern: UInt64(exponent + 1023) << 52)
  }
}

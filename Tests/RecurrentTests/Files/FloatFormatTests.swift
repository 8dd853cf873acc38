import Testing

@testable import Recurrent

@Suite struct FloatFormatTests {
  @Test("every half keeps its bits", arguments: [FloatFormat.float16, .bfloat16])
  func halves(_ format: FloatFormat) {
    let changed = (0...UInt32(UInt16.max)).filter { format.bits(format.number($0)) != $0 }
    #expect(changed == [])
  }

  @Test("a float32 is the machine's, and keeps the bits of every NaN")
  func singles() {
    var random = SplitMix64(seed: 1)
    for _ in 0..<2000 {
      let bits = UInt32.random(in: 0...(.max), using: &random)
      let number = FloatFormat.float32.number(bits)
      #expect(FloatFormat.float32.bits(number) == bits)
      #expect(number.isNaN || number == Double(Float(bitPattern: bits)))
    }
    for bits: UInt32 in [0x7f80_0001, 0xffbf_ffff, 0x7fc0_0000, 1, 0x8000_0000, 0x7f7f_ffff] {
      #expect(FloatFormat.float32.bits(FloatFormat.float32.number(bits)) == bits)
    }
  }

  @Test("numbers round to the nearest, to the even one of two, to zero and to infinity")
  func rounding() {
    var random = SplitMix64(seed: 2)
    for _ in 0..<2000 {
      let number = Double(bitPattern: UInt64.random(in: 0...(.max), using: &random))
      if number.isNaN { continue }
      #expect(FloatFormat.float32.bits(number) == Float(number).bitPattern)
      let near = Double.random(in: -1...1, using: &random) * 0x1p-126
      #expect(FloatFormat.float32.bits(near) == Float(near).bitPattern)
    }
    let float16 = FloatFormat.float16
    #expect(float16.rounded(1 + 0x1p-11) == 1)
    #expect(float16.rounded(1 + 0x3p-11) == 1 + 0x1p-9)
    #expect(float16.rounded(65519.99) == 65504)
    #expect(float16.rounded(-65520) == -.infinity)
    #expect(float16.rounded(0x1p-25) == 0)
    #expect(float16.rounded(0x1.8p-25) == 0x1p-24)
    #expect(float16.rounded(0x1p-14 - 0x1p-30) == 0x1p-14)
    #expect(float16.rounded(.leastNonzeroMagnitude) == 0)
    #expect(float16.bits(-0.0) == 0x8000)
    #expect(FloatFormat.bfloat16.rounded(.greatestFiniteMagnitude) == .infinity)
    #expect(FloatFormat.bfloat16.rounded(1.00390625) == 1)
  }

  @Test("a NaN whose payload does not fit stays a NaN")
  func payload() {
    #expect(FloatFormat.float16.bits(Double(bitPattern: 0x7ff0_0000_0000_0001)) == 0x7e00)
  }
}

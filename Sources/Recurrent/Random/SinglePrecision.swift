// The logarithm, sine and cosine in single precision that torch's vector code computes its normal
// numbers with: polynomials whose roundings differ from those of the system's functions. Every product
// that is fused with a sum is so here, and no other; the last bit depends on it.
//
// The polynomials are those of S. L. Moshier, Methods and programs for mathematical functions (1989).

/// The natural logarithm of a normal number above zero.
///
///     x = 2ᵉ (1 + m), √½ ≤ 1 + m < √2      log x = e log 2 + m − m²/2 + m³ P(m)
func vectorLog(_ number: Float) -> Float {
  var exponent = Float(number.exponent)
  var m = number.significand - 1
  if number.significand >= 1.414_213_562_37 {
    exponent += 1
    m = number.significand / 2 - 1
  }
  let square = m * m
  var tail: Float = 7.037_683_629_2e-2
  tail = Float(-1.151_461_031_0e-1).addingProduct(tail, m)
  tail = Float(1.167_699_874_0e-1).addingProduct(tail, m)
  tail = Float(-1.242_014_084_6e-1).addingProduct(tail, m)
  tail = Float(1.424_932_278_7e-1).addingProduct(tail, m)
  tail = Float(-1.666_805_766_5e-1).addingProduct(tail, m)
  tail = Float(2.000_071_476_5e-1).addingProduct(tail, m)
  tail = Float(-2.499_999_399_3e-1).addingProduct(tail, m)
  tail = Float(3.333_333_117_4e-1).addingProduct(tail, m)
  // log 2 in two parts: 0.693359375 is exact in few bits, and the rest is small.
  tail = (exponent * -2.121_944_40e-4).addingProduct(tail * m, square)
  tail = tail.addingProduct(-0.5, square)
  return (m + tail).addingProduct(exponent, 0.693_359_375)
}

/// The sine and cosine of a small number that is not negative.
///
///     x = j π/4 + r, j even, |r| ≤ π/4      sin r = r + r³ S(r²)      cos r = 1 − r²/2 + r⁴ C(r²)
func vectorSineCosine(_ number: Float) -> (sine: Float, cosine: Float) {
  let octant = (Int(number * 1.273_239_544_735_16) + 1) & ~1
  // π/4 in three parts, so that little is lost where j π/4 is near the number.
  var r = number.addingProduct(Float(octant), -0.785_156_25)
  r = r.addingProduct(Float(octant), -2.418_756_484_985_351_562_5e-4)
  r = r.addingProduct(Float(octant), -3.774_894_977_445_941_08e-8)
  let square = r * r

  var cosine: Float = 2.443_315_711_809_948e-5
  cosine = Float(-1.388_731_625_493_765e-3).addingProduct(cosine, square)
  cosine = Float(4.166_664_568_298_827e-2).addingProduct(cosine, square)
  cosine = (-(square * 0.5)).addingProduct(cosine * square, square) + 1

  var sine: Float = -1.951_529_589_1e-4
  sine = Float(8.332_160_873_6e-3).addingProduct(sine, square)
  sine = Float(-1.666_665_461_1e-1).addingProduct(sine, square)
  sine = r.addingProduct(sine * square, r)

  switch octant & 6 {
  case 0: return (sine, cosine)
  case 2: return (cosine, -sine)
  case 4: return (-sine, -cosine)
  default: return (-cosine, sine)
  }
}

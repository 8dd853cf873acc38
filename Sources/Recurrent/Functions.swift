// The elementwise and columnwise functions of the networks, each followed by its derivative in terms
// of its own output, which is what a backward pass has at hand.

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// The hyperbolic tangent of every entry: h = tanh(a).
public func tanh(_ preactivation: Matrix) -> Matrix {
  preactivation.map { (a: Double) -> Double in tanh(a) }
}

/// The derivative of tanh from its output: dh/da = 1 − h², entry by entry.
public func tanhDerivative(output: Matrix) -> Matrix { output.map { 1 - $0 * $0 } }

/// The logistic function of every entry: s = 1 / (1 + e^−a).
///
/// The exponential is only taken of negative numbers, so that nothing overflows.
public func sigmoid(_ preactivation: Matrix) -> Matrix {
  preactivation.map { a in
    if a >= 0 { return 1 / (1 + exp(-a)) }
    let small = exp(a)
    return small / (1 + small)
  }
}

/// The derivative of the logistic function from its output: ds/da = s (1 − s), entry by entry.
public func sigmoidDerivative(output: Matrix) -> Matrix { output.map { $0 * (1 - $0) } }

/// The positive part of every entry: r = max(0, a).
///
/// A NaN stays a NaN.
public func relu(_ preactivation: Matrix) -> Matrix { preactivation.map { $0 < 0 ? 0 : $0 } }

/// The derivative of relu from its output: dr/da = 1 where r > 0, else 0, also at the kink.
///
/// A NaN stays a NaN.
public func reluDerivative(output: Matrix) -> Matrix {
  output.map { $0.isNaN ? $0 : $0 > 0 ? 1 : 0 }
}

/// The softmax over the rows of each column: p_k = e^(z_k) / Σ_j e^(z_j).
///
/// Each column [K×1] of the logits [K×B] becomes a distribution. The largest entry of a column is
/// subtracted first, which changes nothing but the danger of overflow.
public func softmax(_ logits: Matrix) -> Matrix {
  var result = logits
  for column in 0..<logits.columns {
    let range = column * logits.rows..<(column + 1) * logits.rows
    let largest = largest(logits.storage[range])
    var total = 0.0
    for index in range {
      let weight = exp(logits.storage[index] - largest)
      result.storage[index] = weight
      total += weight
    }
    for index in range { result.storage[index] /= total }
  }
  return result
}

/// The gradient with respect to the logits from softmax's output p and the gradient g on it.
///
///     dz = p ⊙ (g − 1ᵀ(p ⊙ g))    [K×B], column by column
///
/// Traps when the shapes differ.
public func softmaxBackward(output: Matrix, upstream: Matrix) -> Matrix {
  var result = output ⊙ upstream
  for column in 0..<result.columns {
    let range = column * result.rows..<(column + 1) * result.rows
    let inner = result.storage[range].reduce(0, +)
    for index in range {
      result.storage[index] = output.storage[index] * (upstream.storage[index] - inner)
    }
  }
  return result
}

/// The logarithm of the sum of exponentials of each column: log Σ_j e^(z_j) [1×B].
///
/// Its derivative is `softmax(logits)`. The largest entry is subtracted first. A column without
/// entries, or of negative infinities only, gives negative infinity.
public func logSumExp(_ logits: Matrix) -> Matrix {
  Matrix(rows: 1, columns: logits.columns) { _, column in
    let entries = logits.storage[column * logits.rows..<(column + 1) * logits.rows]
    let largest = largest(entries)
    if largest.isInfinite { return entries.contains(where: \.isNaN) ? .nan : largest }
    return largest + log(entries.reduce(0) { $0 + exp($1 - largest) })
  }
}

/// The largest of some numbers, NaN left out; negative infinity when there is none.
private func largest(_ numbers: ArraySlice<Double>) -> Double {
  numbers.reduce(-.infinity) { $1 > $0 ? $1 : $0 }
}

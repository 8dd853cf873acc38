// The elementwise and columnwise functions of the networks, each followed by its derivative in terms
// of its own output, which is what a backward pass has at hand.

internal import CVectorMath

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

extension Matrix {
  /// The matrix of the same shape with a function of many numbers at once applied to its entries.
  fileprivate func vectorMapped(
    _ function: (UnsafePointer<Double>?, UnsafeMutablePointer<Double>?, Int) -> Void
  ) -> Matrix {
    withEntries { entries in
      Matrix(
        rows: rows, columns: columns,
        settingWith: { function(entries.baseAddress, $0, entries.count) })
    }
  }
}

/// The exponential of every entry: e^a.
///
/// The error is below 1.05 units in the last place. Results overflow to infinity and vanish to zero,
/// through the subnormal numbers, where they should; a NaN stays a NaN.
public func exp(_ exponents: Matrix) -> Matrix { exponents.vectorMapped(recurrent_exp) }

/// The natural logarithm of every entry; of zero it is −∞, of a negative number NaN.
public func log(_ numbers: Matrix) -> Matrix { numbers.map { (x: Double) -> Double in log(x) } }

/// The hyperbolic tangent of every entry: h = tanh(a).
///
/// The error is below 2.7 units in the last place, also next to zero, whose sign is kept; a NaN stays
/// a NaN.
public func tanh(_ preactivation: Matrix) -> Matrix { preactivation.vectorMapped(recurrent_tanh) }

/// The derivative of tanh from its output: dh/da = 1 − h², entry by entry.
public func tanhDerivative(output: Matrix) -> Matrix { output.map { 1 - $0 * $0 } }

/// The logistic function of every entry: s = 1 / (1 + e^−a).
///
/// The exponential is only taken of negative numbers, so that nothing overflows. The error is below
/// 2.6 units in the last place, also of results near zero; a NaN stays a NaN.
public func sigmoid(_ preactivation: Matrix) -> Matrix {
  preactivation.vectorMapped(recurrent_sigmoid)
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
  let rows = logits.rows
  result.withMutableEntries { entries in
    for column in 0..<logits.columns {
      let range = column * rows..<(column + 1) * rows
      let entries = UnsafeMutableBufferPointer(rebasing: entries[range])
      let largest = largest(entries)
      for row in entries.indices { entries[row] -= largest }
      recurrent_exp(entries.baseAddress, entries.baseAddress, rows)
      let total = entries.reduce(0, +)
      for row in entries.indices { entries[row] /= total }
    }
  }
  return result
}

/// The gradient with respect to the logits from softmax's output p and the gradient g on it.
///
///     dz = p ⊙ (g − 1ᵀ(p ⊙ g))    [K×B], column by column
///
/// Traps when the shapes differ.
public func softmaxBackward(output: Matrix, upstream: Matrix) -> Matrix {
  output ⊙ (upstream - .ones(output.rows, 1) • (output ⊙ upstream).columnSums)
}

/// The logarithm of the sum of exponentials of each column: log Σ_j e^(z_j) [1×B].
///
/// Its derivative is `softmax(logits)`. The largest entry is subtracted first. A column without
/// entries, or of negative infinities only, gives negative infinity.
public func logSumExp(_ logits: Matrix) -> Matrix {
  logits.withEntries { entries in
    Matrix(rows: 1, columns: logits.columns) { _, column in
      let entries = entries[column * logits.rows..<(column + 1) * logits.rows]
      let largest = largest(entries)
      if largest.isInfinite { return entries.contains(where: \.isNaN) ? .nan : largest }
      return largest + log(entries.reduce(0) { $0 + exp($1 - largest) })
    }
  }
}

/// The largest of some numbers, NaN left out; negative infinity when there is none.
private func largest(_ numbers: some Sequence<Double>) -> Double {
  numbers.reduce(-.infinity) { $1 > $0 ? $1 : $0 }
}

// The functions of the networks on a tape. Values come from the scalar functions of the C library and
// derivatives are written with the argument, so that the vectorised functions of the hand-written
// passes, and their identities such as tanh′ = 1 − tanh², are put to the test as well.

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

extension Tape.Variable {
  /// A function of every entry, with its derivative.
  ///
  ///     dA = g ⊙ f′(A)
  fileprivate func mapped(
    _ function: (Double) -> Double, derivative: @escaping (Double) -> Double
  ) -> Tape.Variable {
    applying(value.map(function)) { [value] in $0 ⊙ value.map(derivative) }
  }
}

/// The exponential of every entry, with the derivative e^a.
public func exp(_ exponents: Tape.Variable) -> Tape.Variable {
  exponents.mapped({ (a: Double) in exp(a) }, derivative: { (a: Double) in exp(a) })
}

/// The natural logarithm of every entry, with the derivative 1 / a.
public func log(_ numbers: Tape.Variable) -> Tape.Variable {
  numbers.mapped({ (a: Double) in log(a) }, derivative: { 1 / $0 })
}

/// The hyperbolic tangent of every entry, with the derivative 1 / cosh²(a).
public func tanh(_ preactivation: Tape.Variable) -> Tape.Variable {
  preactivation.mapped(
    { (a: Double) in tanh(a) },
    derivative: { a in
      let reciprocal = 1 / cosh(a)
      return reciprocal * reciprocal
    })
}

/// The logistic function 1 / (1 + e^−a) of every entry, with the derivative 1 / (2 cosh(a/2))².
public func sigmoid(_ preactivation: Tape.Variable) -> Tape.Variable {
  preactivation.mapped(
    { a in
      // The exponential is only taken of negative numbers, so that nothing overflows.
      let e = exp(-abs(a))
      return (a < 0 ? e : 1) / (1 + e)
    },
    derivative: { a in
      let reciprocal = 1 / (2 * cosh(a / 2))
      return reciprocal * reciprocal
    })
}

/// The positive part of every entry, with the derivative 1 where a > 0, else 0, also at the kink.
///
/// A NaN stays a NaN.
public func relu(_ preactivation: Tape.Variable) -> Tape.Variable {
  preactivation.mapped({ $0 < 0 ? 0 : $0 }, derivative: { $0.isNaN ? $0 : $0 > 0 ? 1 : 0 })
}

/// The logarithm of the sum of exponentials of each column: log Σ_j e^(z_j) [1×B] of z [K×B].
///
/// It has no rule of its own: it is composed of others around the largest entry m of each column,
/// a constant.
///
///     log Σ_j e^(z_j) = m + log Σ_j e^(z_j − m)
///
/// K is at least 1; a column that is infinite gives NaN.
public func logSumExp(_ logits: Tape.Variable) -> Tape.Variable {
  let z = logits.value
  let largest = Matrix(rows: 1, columns: z.columns) { _, column in
    (0..<z.rows).reduce(-.infinity) { max($0, z[$1, column]) }
  }
  let shift = logits.tape.variable(.ones(z.rows, 1) • largest)
  return log(exp(logits - shift).columnSums) + logits.tape.variable(largest)
}

/// The logarithm of the softmax over the rows of each column: z_k − log Σ_j e^(z_j).
public func logSoftmax(_ logits: Tape.Variable) -> Tape.Variable {
  let ones = logits.tape.variable(.ones(logits.value.rows, 1))
  return logits - ones • logSumExp(logits)
}

/// The softmax over the rows of each column: p_k = e^(z_k) / Σ_j e^(z_j).
///
/// It has no rule of its own: it is the exponential of its logarithm.
public func softmax(_ logits: Tape.Variable) -> Tape.Variable { exp(logSoftmax(logits)) }

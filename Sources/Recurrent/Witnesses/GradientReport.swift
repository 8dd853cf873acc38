// How far a gradient derived by hand is from its witness, matrix by matrix, by name.

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// The comparison of claimed gradients with those of a witness, the worst first.
///
/// The error of a matrix is ‖a − n‖ / (‖a‖ + ‖n‖) with a claimed and n witnessed: between 0 and 1,
/// whatever the scale. It is 0 when both are zero, and NaN, which counts as worst, when either has
/// an entry that is not finite. Each gate's weights are matrices of their own, `W_f`, `U_f`, `b_f`, so
/// an error in one gate is not hidden by the size of the others.
public struct GradientReport: Equatable, Sendable {
  /// One matrix, compared.
  public struct Entry: Equatable, Sendable {
    /// The name of the matrix; empty for one that has none.
    public let name: String
    /// Its shape, rows first: `4×3`.
    public let shape: String
    /// How many numbers were compared, rows × columns.
    public let count: Int
    /// The norm of the claimed gradient, ‖a‖.
    public let claimedNorm: Double
    /// The norm of the witness's gradient, ‖n‖.
    public let witnessNorm: Double
    /// ‖a − n‖ / (‖a‖ + ‖n‖).
    public let error: Double
    /// The largest difference of two numbers, max |a − n|; NaN when one is.
    public let largestDifference: Double
    /// The largest difference on the scale of the witness, max |a − n| / max(1, max |n|).
    ///
    /// This is what an exact witness is held to. Where a cell is saturated, gradients are tiny and
    /// rounding alone is more than 1e-12 of their norm: 1 − tanh² is then a difference of near equals.
    public let scaledDifference: Double
  }

  /// The matrices compared, the worst first.
  public let entries: [Entry]

  /// Compares matrices by name; traps when the two of a name differ in shape.
  public init(_ comparisons: [(name: String, claimed: Matrix, witness: Matrix)]) {
    let entries = comparisons.map { name, claimed, witness in
      if claimed.rows != witness.rows || claimed.columns != witness.columns {
        let place = name.isEmpty ? "" : "\(name): "
        trap("GradientReport: \(place)claimed \(claimed.shape), witnessed \(witness.shape)")
      }
      let (a, n) = (claimed.norm, witness.norm)
      let isZero = a == 0 && n == 0
      let difference = claimed - witness
      let maximum = largest(difference.values.map(abs))
      return Entry(
        name: name, shape: claimed.shape, count: claimed.count, claimedNorm: a, witnessNorm: n,
        error: isZero ? 0 : difference.norm / (a + n),
        largestDifference: maximum,
        scaledDifference: maximum / largest([1] + witness.values.map(abs)))
    }
    self.entries = entries.sorted { left, right in
      left.error.isNaN ? !right.error.isNaN : left.error > right.error
    }
  }

  /// Compares two gradients of one type, parameter by parameter; traps when names or shapes differ.
  public init<Point: ParameterSpace>(comparing claimed: Point, with witness: Point) {
    self.init(compared(claimed, witness))
  }

  /// Compares two sequences of gradients, `name[0]`, `name[1]`, …; traps when lengths differ.
  public init(_ name: String, comparing claimed: [Matrix], with witness: [Matrix]) {
    self.init(compared(name, claimed, witness))
  }

  /// Compares all gradients of a layer's walk.
  ///
  /// These are the parameters, the inputs as `x[0]`, `x[1]`, … and the initial state as `h[-1]`,
  /// `c[-1]`. Traps when names, shapes or the numbers of steps differ.
  public init<Claimed: LayerGradient, Witness: LayerGradient>(
    comparing claimed: Claimed, with witness: Witness
  ) where Claimed.Layer == Witness.Layer, Claimed.State == Witness.State {
    self.init(
      compared(claimed.layer, witness.layer) + compared("x", claimed.inputs, witness.inputs)
        + compared(claimed.initial, witness.initial, suffix: "[-1]"))
  }

  /// How many numbers were compared.
  public var count: Int { entries.reduce(0) { $0 + $1.count } }

  /// The largest error; NaN when one is, or when no number was compared, so that no bound holds.
  public var worst: Double { count == 0 ? .nan : entries.first?.error ?? .nan }

  /// The largest difference of two numbers; NaN when one is, or when no number was compared.
  public var largestDifference: Double {
    count == 0 ? .nan : largest(entries.map(\.largestDifference))
  }

  /// The largest difference on the scale of its matrix; NaN when one is, or when no number was
  /// compared.
  public var largestScaledDifference: Double {
    count == 0 ? .nan : largest(entries.map(\.scaledDifference))
  }
}

extension GradientReport: CustomStringConvertible {
  /// A line for each matrix, the worst first, and the number of entries.
  ///
  /// A line has the error, the largest difference, the name and the shape.
  public var description: String {
    if count == 0 { return "nothing compared" }
    let lines = entries.map { entry in
      """
      \(scientific(entry.error))  max \(scientific(entry.largestDifference))  \
      \(entry.name.isEmpty ? "" : "\(entry.name)  ")\(entry.shape)
      """
    }
    return (lines + ["entries compared: \(count)"]).joined(separator: "\n")
  }
}

/// Compares a gradient with central differences of the loss it is claimed to belong to.
///
/// Traps when the claimed gradient has other shapes than the point.
///
/// - Complexity: Two runs of the loss per entry of the point.
public func checkGradients<Point: ParameterSpace>(
  of loss: (Point) -> Double, at point: Point, claimed: Point, step: Double = 1e-5
) -> GradientReport {
  GradientReport(
    comparing: claimed, with: centralDifferences(of: loss, at: point, step: step))
}

/// A number in two digits with its power of ten: `3.1e-11`.
private func scientific(_ number: Double) -> String {
  // The sign of a NaN is the processor's.
  if number.isNaN { return "nan" }
  var buffer = [CChar](repeating: 0, count: 32)
  let length = withVaList([number]) { vsnprintf(&buffer, buffer.count, "%.1e", $0) }
  return String(decoding: buffer.prefix(Int(length)).map(UInt8.init(bitPattern:)), as: UTF8.self)
}

private typealias Comparison = (name: String, claimed: Matrix, witness: Matrix)

/// The matrices of two points, by name; traps when names differ.
private func compared<Point: ParameterSpace>(
  _ claimed: Point, _ witness: Point, suffix: String = ""
) -> [Comparison] {
  let (own, others) = (claimed.named, witness.named)
  if let (left, right) = firstDifference(own.map(\.name), others.map(\.name)) {
    trap("GradientReport: parameter \(left) claimed, \(right) witnessed")
  }
  return zip(own, others).map { ($0.name + suffix, $0.value, $1.value) }
}

/// The matrices of two sequences, `name[0]`, `name[1]`, …; traps when lengths differ.
private func compared(
  _ name: String, _ claimed: [Matrix], _ witness: [Matrix]
) -> [Comparison] {
  if claimed.count != witness.count {
    trap("GradientReport: \(name): \(claimed.count) claimed, \(witness.count) witnessed")
  }
  return claimed.indices.map { ("\(name)[\($0)]", claimed[$0], witness[$0]) }
}

/// The largest of some numbers that are not negative; NaN when one is, zero when there is none.
private func largest(_ numbers: [Double]) -> Double {
  numbers.reduce(0) { $0.isNaN || $1 <= $0 ? $0 : $1 }
}

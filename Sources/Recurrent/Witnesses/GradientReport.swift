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
/// an entry that is not finite.
public struct GradientReport: Equatable, Sendable {
  /// One matrix, compared.
  public struct Entry: Equatable, Sendable {
    /// The name of the matrix.
    public let name: String
    /// Its shape, rows first: `4×3`.
    public let shape: String
    /// The norm of the claimed gradient, ‖a‖.
    public let claimedNorm: Double
    /// The norm of the witness's gradient, ‖n‖.
    public let witnessNorm: Double
    /// ‖a − n‖ / (‖a‖ + ‖n‖).
    public let error: Double
  }

  /// The matrices compared, the worst first.
  public let entries: [Entry]

  /// Compares matrices by name; traps when the two of a name differ in shape.
  public init(_ comparisons: [(name: String, claimed: Matrix, witness: Matrix)]) {
    let entries = comparisons.map { name, claimed, witness in
      if claimed.rows != witness.rows || claimed.columns != witness.columns {
        trap("GradientReport: \(name): claimed \(claimed.shape), witnessed \(witness.shape)")
      }
      let (a, n) = (claimed.norm, witness.norm)
      let isZero = a == 0 && n == 0
      return Entry(
        name: name, shape: claimed.shape, claimedNorm: a, witnessNorm: n,
        error: isZero ? 0 : (claimed - witness).norm / (a + n))
    }
    self.entries = entries.sorted { left, right in
      left.error.isNaN ? !right.error.isNaN : left.error > right.error
    }
  }

  /// Compares two gradients of one type, parameter by parameter; traps when shapes differ.
  public init<Point: ParameterSpace>(comparing claimed: Point, with witness: Point) {
    self.init(
      zip(claimed.named, witness.named).map { one, other in
        (name: one.name, claimed: one.value, witness: other.value)
      })
  }

  /// Compares two sequences of gradients, `name[0]`, `name[1]`, …; traps when lengths differ.
  public init(_ name: String, comparing claimed: [Matrix], with witness: [Matrix]) {
    if claimed.count != witness.count {
      trap("GradientReport: \(name): \(claimed.count) claimed, \(witness.count) witnessed")
    }
    self.init(
      claimed.indices.map { (name: "\(name)[\($0)]", claimed: claimed[$0], witness: witness[$0]) })
  }

  /// The largest error; NaN when one is, or when nothing was compared, so that no bound holds.
  public var worst: Double { entries.first?.error ?? .nan }
}

extension GradientReport: CustomStringConvertible {
  /// A line for each matrix, the worst first: error, name, shape.
  public var description: String {
    if entries.isEmpty { return "nothing compared" }
    return entries.map { "\(scientific($0.error))  \($0.name)  \($0.shape)" }
      .joined(separator: "\n")
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
  var buffer = [CChar](repeating: 0, count: 32)
  let length = withVaList([number]) { vsnprintf(&buffer, buffer.count, "%.1e", $0) }
  return String(decoding: buffer.prefix(Int(length)).map(UInt8.init(bitPattern:)), as: UTF8.self)
}

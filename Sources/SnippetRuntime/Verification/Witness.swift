// Witnesses: values that were found in another way than by the formula that they judge.

/// A value that a formula must agree with, found without the formula's code.
public struct Witness: Sendable {
  /// What kind of witness it is; it sets the largest error that is allowed.
  public enum Kind: Equatable, Sendable {
    /// Central differences, with steps of this size times max(1, |x|): as good as rounding lets them be, 1e-6.
    case differences(step: Double)
    /// Another exact way: the tape, real-time learning, dual numbers; only rounding differs, 1e-12.
    case exact
    /// Numbers that were recorded elsewhere.
    case recorded
  }

  let name: String
  let kind: Kind
  let tolerance: Double
  let tables: [Table]

  /// Central differences of the loss, (f(x + h) − f(x − h)) / 2h with h = step · max(1, |x|).
  ///
  /// - Parameters:
  ///   - value: The differences.
  ///   - tolerance: The largest error allowed, at most 1e-5.
  ///   - step: The step they were taken with, which the page states.
  /// - Returns: The witness.
  public static func differences(
    _ value: some Tabulated, tolerance: Double = 1e-6, step: Double = 1e-5
  ) -> Witness {
    Witness(
      name: "central differences", kind: .differences(step: step), tolerance: tolerance,
      tables: value.tables)
  }

  /// The gradient that reverse mode finds on a tape of the forward pass.
  public static func tape(_ value: some Tabulated, tolerance: Double = 1e-12) -> Witness {
    Witness(name: "the tape", kind: .exact, tolerance: tolerance, tables: value.tables)
  }

  /// A value found in another exact way.
  ///
  /// - Parameters:
  ///   - name: The way, such as `the library` or `real-time learning`.
  ///   - value: The value.
  ///   - tolerance: The largest error allowed, at most 1e-9.
  /// - Returns: The witness.
  public static func exact(
    _ name: String, _ value: some Tabulated, tolerance: Double = 1e-12
  ) -> Witness {
    Witness(name: name, kind: .exact, tolerance: tolerance, tables: value.tables)
  }

  /// Numbers that were recorded elsewhere.
  ///
  /// - Parameters:
  ///   - source: Where, such as `PyTorch 2.9`.
  ///   - value: The numbers.
  ///   - tolerance: The largest error allowed, at most 1e-3: what the recorded digits are good for.
  /// - Returns: The witness.
  public static func recorded(
    _ source: String, _ value: some Tabulated, tolerance: Double = 1e-9
  ) -> Witness {
    Witness(name: source, kind: .recorded, tolerance: tolerance, tables: value.tables)
  }

  /// Holds a claim against the witness; what cannot be compared has no comparisons.
  func testimony(on claim: [Table]) -> Testimony {
    let canCompare = claim.shapes == tables.shapes
    return Testimony(
      name: name, kind: kind, tolerance: tolerance,
      comparisons: canCompare ? zip(claim, tables).map(Comparison.init) : [],
      norms: tables.map(\.norm))
  }

  /// Why comparing a claim with this witness proves nothing, one sentence each.
  func refusals(of claim: [Table]) -> [String] {
    var reasons: [String] = []
    if !(tolerance >= 0 && tolerance <= kind.largestTolerance) {
      reasons.append(
        "a tolerance of \(tolerance) is too weak for \(name): at most \(kind.largestTolerance)")
    }
    if let mismatch = mismatch(with: claim) { reasons.append(mismatch) }
    if tables.allSatisfy(\.values.isEmpty) {
      reasons.append("\(name): there is nothing to compare")
    }
    for table in tables where !table.values.isEmpty {
      let label = table.name.isEmpty ? "the value" : "'\(table.name)'"
      if !table.values.allSatisfy(\.isFinite) {
        reasons.append("\(name): \(label) is not finite")
      } else if table.norm < kind.floor {
        let words = table.norm == 0 ? "0" : "\(table.norm.brief), below \(kind.floor)"
        reasons.append("\(name): the norm of \(label) is \(words): nothing is tested by it")
      }
    }
    return reasons
  }

  /// How the tables of a claim and of a witness differ in names and shapes; nil when they do not.
  func mismatch(with claim: [Table]) -> String? {
    let witness = tables
    if claim.shapes == witness.shapes { return nil }
    let (claimed, existing) = (claim.map(\.title), witness.map(\.title))
    let missing = existing.filter { !claimed.contains($0) }
    let entries = witness.filter { claimed.contains($0.title) }.entries
    if !missing.isEmpty, existing.count > 1 {
      return "fewer entries are compared than exist: \(entries) of \(witness.entries); "
        + "the claim lacks \(list(missing)), which \(name) \(has)"
    }
    let surplus = claimed.filter { !existing.contains($0) }
    if !surplus.isEmpty, claimed.count > 1 {
      return "fewer entries are compared than exist: \(entries) of \(claim.entries); "
        + "\(name) \(has) no \(list(surplus))"
    }
    for (a, b) in zip(claim, witness)
    where (a.rows, a.columns) != (b.rows, b.columns) {
      return "the shapes of \(a.title) differ: \(a.rows)×\(a.columns) is claimed, "
        + "\(name) \(has) \(b.rows)×\(b.columns)"
    }
    return "the claim is \(list(claimed)), but \(name) \(has) \(list(existing))"
  }

  private var has: String { name.hasSuffix("s") ? "have" : "has" }

  private func list(_ names: [String]) -> String {
    names.count <= 4
      ? names.joined(separator: ", ")
      : names.prefix(3).joined(separator: ", ") + " and \(names.count - 3) more"
  }
}

extension Witness.Kind {
  /// The weakest tolerance with which such a witness still judges.
  var largestTolerance: Double {
    switch self {
    case .differences: 1e-5
    case .exact: 1e-9
    case .recorded: 1e-3
    }
  }

  /// The norm under which a table of such a witness holds nothing but rounding.
  var floor: Double {
    switch self {
    case .differences: 1e-8
    case .exact, .recorded: 1e-12
    }
  }
}

extension Table {
  /// The Euclidean norm ‖a‖.
  var norm: Double {
    let largest = values.reduce(0) { max($0, abs($1)) }
    guard largest > 0, largest.isFinite else { return largest }
    let sum = values.reduce(0) { $0 + ($1 / largest) * ($1 / largest) }
    return largest * sum.squareRoot()
  }

  /// The name in quotation marks, or words for a table without one.
  var title: String { name.isEmpty ? "the value" : "'\(name)'" }

  /// The name and the shape, to be equal in what is compared.
  struct Shape: Equatable {
    var name: String
    var rows: Int
    var columns: Int
  }

  /// The name and the shape.
  var shape: Shape { Shape(name: name, rows: rows, columns: columns) }
}

extension Double {
  /// Two digits, as in messages: `6.2e-09`.
  fileprivate var brief: String {
    guard isFinite, self > 0 else { return "\(self)" }
    var scale = 1.0
    while self * scale < 10 { scale *= 10 }
    return "\((self * scale).rounded() / scale)"
  }
}

extension [Table] {
  /// The names and the shapes.
  var shapes: [Table.Shape] { map(\.shape) }

  /// How many numbers there are.
  var entries: Int { reduce(0) { $0 + $1.values.count } }
}

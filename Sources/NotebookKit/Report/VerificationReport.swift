// What became of a `verify` or a `derive`, as values that other programs can read and that are kept.

import SnippetRuntime

/// What became of a `verify`.
///
/// JSON has no NaN and no infinity: an error that is one is nil.
public struct VerificationReport: Codable, Equatable, Sendable {
  /// What one witness said.
  public struct WitnessReport: Codable, Equatable, Sendable {
    /// The witness's name, such as `central differences`.
    public var name: String
    /// The kind of witness: `differences`, `exact` or `recorded`.
    public var kind: String
    /// The largest norm-relative error of a tensor; nil when nothing could be compared.
    public var worst: Double?
    /// The largest error allowed.
    public var tolerance: Double
    /// How many entries were compared.
    public var entries: Int
  }

  /// How many wrong versions were tried, and how many of them the check rejected.
  public struct MutantCount: Codable, Equatable, Sendable {
    /// The author's own.
    public var own: Int
    /// All, with the changes that are tried on every claim.
    public var tried: Int
    /// Those that the check rejected.
    public var rejected: Int

    /// Adds the counts of two checks.
    static func + (left: MutantCount, right: MutantCount) -> MutantCount {
      MutantCount(
        own: left.own + right.own, tried: left.tried + right.tried,
        rejected: left.rejected + right.rejected)
    }
  }

  /// The equation's name.
  public var equation: String
  /// Whether it came out as it should.
  public var passed: Bool
  /// Whether the formula was to be refuted.
  public var isRefutation: Bool
  /// What each witness said.
  public var witnesses: [WitnessReport]
  /// The wrong versions.
  public var mutants: MutantCount
  /// Why the check proves nothing, one sentence each.
  public var refusals: [String]
  /// Where the data cannot tell the formula from a wrong one, one sentence each.
  public var weaknesses: [String]
  /// The steps in time; nil when there is no time.
  public var steps: Int?
  /// At how many points the formula was evaluated.
  public var points: Int
  /// The line of the call in the chapter.
  public var line: Int
  /// The column of the call in the chapter.
  public var column: Int

  /// The witness that leaves the formula the least margin, or contradicts it most.
  public var decisive: WitnessReport? {
    witnesses.max { $0.share < $1.share }
  }
}

extension VerificationReport.WitnessReport {
  /// The error as a share of what is allowed.
  var share: Double {
    guard let worst else { return .infinity }
    return worst == 0 ? 0 : worst / tolerance
  }
}

extension VerificationReport {
  /// Takes from a verification what can be written down.
  init(_ verification: Verification) {
    equation = verification.equation
    passed = verification.passed
    isRefutation = verification.isRefutation
    witnesses = verification.testimonies.map(WitnessReport.init)
    let changes = verification.changes
    mutants = MutantCount(
      own: verification.mutants.count,
      tried: verification.mutants.count + changes.reduce(0) { $0 + $1.tried },
      rejected: verification.mutants.count(where: \.rejected)
        + changes.reduce(0) { $0 + $1.rejected })
    refusals = verification.refusals
    weaknesses = verification.weaknesses
    steps = verification.steps
    points = verification.points
    line = verification.line
    column = verification.column
  }
}

extension VerificationReport.WitnessReport {
  fileprivate init(_ testimony: Testimony) {
    name = testimony.name
    kind =
      switch testimony.kind {
      case .differences: "differences"
      case .exact: "exact"
      case .recorded: "recorded"
      }
    worst = testimony.worst.flatMap { $0.error.isFinite ? $0.error : nil }
    tolerance = testimony.tolerance.isFinite ? testimony.tolerance : 0
    entries = testimony.comparisons.reduce(0) { $0 + $1.rows * $1.columns }
  }
}

/// What became of a `derive`.
public struct DerivationReport: Codable, Equatable, Sendable {
  /// The equation's name.
  public var equation: String
  /// Whether each line follows from the one before.
  public var passed: Bool
  /// How many lines there are.
  public var lines: Int
  /// The largest error between neighbours; nil when it is not a finite number.
  public var worst: Double?
  /// The largest error allowed.
  public var tolerance: Double
  /// At how many points the lines were evaluated.
  public var points: Int
  /// The line of the call in the chapter.
  public var line: Int
  /// The column of the call in the chapter.
  public var column: Int
}

extension DerivationReport {
  /// Takes from a derivation what can be written down.
  init(_ derivation: Derivation) {
    equation = derivation.equation
    passed = derivation.passed
    lines = derivation.steps.count
    let errors = derivation.steps.map(\.error)
    worst = errors.allSatisfy(\.isFinite) ? errors.max() : nil
    tolerance = derivation.tolerance.isFinite ? derivation.tolerance : 0
    points = derivation.points
    line = derivation.line
    column = derivation.column
  }
}

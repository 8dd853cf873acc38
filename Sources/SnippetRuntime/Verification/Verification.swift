// What a `verify` found out: the evidence that the page shows beside its equation.

/// The result of holding an equation's formula against witnesses, and of trying whether that could have failed.
public struct Verification: Equatable, Sendable {
  /// The name of the equation.
  public var equation: String
  /// Whether it came out as it should: held, or was refuted where that was asked for.
  public var passed: Bool
  /// Whether the formula was to be refuted.
  public var isRefutation: Bool
  /// What each witness said.
  public var testimonies: [Testimony]
  /// Why the check proves nothing, one sentence each; empty when it may.
  public var refusals: [String] = []
  /// Where the data cannot tell the formula from a wrong one, one sentence each.
  public var weaknesses: [String] = []
  /// The author's wrong versions of the formula.
  public var mutants: [MutantResult] = []
  /// What became of the changes that are tried on every claim, a kind each.
  public var changes: [ChangeResult] = []
  /// The number of steps in time; nil when the author gave none.
  public var steps: Int?
  /// At how many random points the formula was evaluated; 1 for given values.
  public var points = 1
  /// The values of symbols, for the comparison with their declared shapes.
  public var symbols: [SymbolValue] = []
  /// The smallest case found in which the formula is wrong; nil unless it was refuted.
  public var counterexample: Counterexample?
  /// The line of the call in the chapter.
  public var line: Int
  /// The column of the call in the chapter.
  public var column: Int
}

/// What one witness said about a formula.
public struct Testimony: Equatable, Sendable {
  /// The witness's name, such as `central differences`.
  public var name: String
  /// What kind of witness it is.
  public var kind: Witness.Kind
  /// The largest error allowed.
  public var tolerance: Double
  /// The comparisons, one a table; empty when the tables differ in name or shape.
  public var comparisons: [Comparison]
  /// The norm of each of the witness's tables, in the order of the comparisons.
  public var norms: [Double]

  /// The comparison with the largest error, NaN being the largest.
  public var worst: Comparison? { comparisons.worst }

  /// Whether every table is within the tolerance.
  public var agrees: Bool {
    !comparisons.isEmpty && comparisons.allSatisfy { $0.error <= tolerance }
  }
}

/// What became of a wrong version of a formula.
public struct MutantResult: Equatable, Sendable {
  /// The author's words for what is wrong with it.
  public var name: String
  /// Whether a witness rejected it.
  public var rejected: Bool
  /// Its largest error, held against the witness that rejects it most clearly.
  public var error: Double
  /// What that witness allows.
  public var tolerance: Double
}

/// What became of the changes of one kind that are tried on every claim.
public struct ChangeResult: Equatable, Sendable {
  /// What is changed, such as `an entry off by 1e-4`.
  public var kind: String
  /// How many there were.
  public var tried: Int
  /// How many of them a witness rejected.
  public var rejected: Int
}

/// The shapes of a symbol's value.
public struct SymbolValue: Equatable, Sendable {
  /// The symbol as the author named it.
  public var name: String
  /// The shapes of its matrices, each once.
  public var shapes: [Shape]
  /// The value, when it is one number.
  public var number: Double?

  /// A number of rows and a number of columns.
  public struct Shape: Equatable, Sendable {
    /// The number of rows.
    public var rows: Int
    /// The number of columns.
    public var columns: Int
  }
}

/// A case in which a formula is wrong.
public struct Counterexample: Equatable, Sendable {
  /// The sizes, by name.
  public var sizes: [(name: String, value: Int)]
  /// The numbers that were drawn, by name.
  public var inputs: [Table]
  /// What the formula says.
  public var claimed: Table
  /// What the witness says.
  public var actual: Table
  /// The error of the one against the other.
  public var error: Double
  /// How many smaller cases were tried.
  public var tried: Int

  /// Compares all of it.
  public static func == (left: Counterexample, right: Counterexample) -> Bool {
    left.sizes.elementsEqual(right.sizes, by: ==) && left.inputs == right.inputs
      && left.claimed == right.claimed && left.actual == right.actual && left.error == right.error
      && left.tried == right.tried
  }
}

/// The result of a `derive`: whether each line of a derivation follows from the one before.
public struct Derivation: Equatable, Sendable {
  /// The name of the equation.
  public var equation: String
  /// The lines.
  public var steps: [Step]
  /// The largest error allowed between neighbours.
  public var tolerance: Double
  /// At how many random points the lines were evaluated.
  public var points: Int
  /// Why the chain proves nothing, one sentence each; empty when it may.
  public var refusals: [String] = []
  /// The line of the call in the chapter.
  public var line: Int
  /// The column of the call in the chapter.
  public var column: Int

  /// A line of a derivation.
  public struct Step: Equatable, Sendable {
    /// The largest error against the line before at any point; zero for the first.
    public var error: Double
    /// Why it cannot be compared with the line before; empty when it can.
    public var reason: String
    /// Where it differs most from the line before; nil where nothing could be compared.
    public var worst: Comparison?
    /// The line of the expression in the chapter.
    public var line: Int
    /// The column of the expression in the chapter.
    public var column: Int
  }

  /// Whether a line follows from the one before.
  public func follows(_ step: Step) -> Bool { step.reason.isEmpty && step.error <= tolerance }

  /// Whether every line follows from the one before.
  public var passed: Bool { refusals.isEmpty && steps.allSatisfy(follows) }
}

extension [Comparison] {
  /// The comparison with the largest error, NaN being the largest.
  public var worst: Comparison? {
    self.max { left, right in
      right.error.isNaN ? !left.error.isNaN : left.error < right.error
    }
  }
}

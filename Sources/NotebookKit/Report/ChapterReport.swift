// What became of a chapter and its snippets, as values that other programs can read.

import SnippetRuntime

/// What became of a chapter's snippets.
public struct ChapterReport: Codable, Equatable, Sendable {
  /// The path, such as `chapters/03-lstm.md`.
  public var path: String
  /// The text of the first heading, or the file's name.
  public var title: String
  /// The snippets in the order of the chapter.
  public var snippets: [SnippetReport]

  /// Creates a report.
  public init(path: String, title: String, snippets: [SnippetReport]) {
    self.path = path
    self.title = title
    self.snippets = snippets
  }
}

/// What became of a snippet.
public struct SnippetReport: Codable, Equatable, Sendable {
  /// The line of the opening fence.
  public var line: Int
  /// The last line that belongs to the snippet, its pinned output included.
  public var lastLine: Int
  /// The name given by `id=`.
  public var name: String?
  /// The words that make the fence a snippet, such as `run hidden`.
  public var mode: String
  /// How it ended: `completed`, `rejected`, `cannot be made`, `trapped`, `timed out`, `exited`, `killed`, `garbled`,
  /// `flooded`, `over a limit` or `not reached`.
  public var outcome: String
  /// Whether it ended in the way that its mode asks for.
  public var isAsIntended: Bool
  /// The seconds that it ran by the clock; nil when it did not run.
  public var seconds: Double?
  /// Its checks in the order in which they were made.
  public var checks: [CheckReport]
  /// Its verifications of equations in the order in which they were made.
  public var verifications: [VerificationReport]
  /// Its derivations in the order in which they were made.
  public var derivations: [DerivationReport]

  /// Creates a report.
  public init(
    line: Int, lastLine: Int, name: String? = nil, mode: String = "run",
    outcome: String = "completed", isAsIntended: Bool = true, seconds: Double? = nil,
    checks: [CheckReport] = [], verifications: [VerificationReport] = [],
    derivations: [DerivationReport] = []
  ) {
    self.line = line
    self.lastLine = lastLine
    self.name = name
    self.mode = mode
    self.outcome = outcome
    self.isAsIntended = isAsIntended
    self.seconds = seconds
    self.checks = checks
    self.verifications = verifications
    self.derivations = derivations
  }

  /// How many checks of any kind it made.
  var claims: Int { checks.count + verifications.count + derivations.count }

  /// How many of them did not come out as they should.
  var failedClaims: Int {
    checks.count { !$0.passed } + verifications.count { !$0.passed }
      + derivations.count { !$0.passed }
  }

  /// Whether something else in the chapter kept it from running.
  public var isUnreached: Bool { outcome == Outcome.notReached.word }
}

/// What became of a check.
///
/// JSON has no NaN and no infinity: where `error` or `tolerance` is one, it is nil and `reason` says so.
public struct CheckReport: Codable, Equatable, Sendable {
  /// The claim in words.
  public var claim: String
  /// Whether it held.
  public var passed: Bool
  /// What was claimed: `holds`, `equal` or `different`.
  public var relation: String
  /// The line of the check in the chapter.
  public var line: Int
  /// The column of the check in the chapter.
  public var column: Int
  /// The largest norm-relative error of its tables; nil when nothing was compared.
  public var error: Double?
  /// The largest error that is equal, or the least that is different; nil for a condition.
  public var tolerance: Double?
  /// How many entries were compared.
  public var entries: Int
  /// What no number says, such as two shapes that differ.
  public var reason: String?

  /// Creates a report.
  public init(
    claim: String, passed: Bool, relation: String, line: Int, column: Int, error: Double? = nil,
    tolerance: Double? = nil, entries: Int = 0, reason: String? = nil
  ) {
    self.claim = claim
    self.passed = passed
    self.relation = relation
    self.line = line
    self.column = column
    self.error = error
    self.tolerance = tolerance
    self.entries = entries
    self.reason = reason
  }
}

extension ChapterReport {
  /// Takes from a page what became of its snippets.
  init(_ page: Page) {
    self.init(
      path: page.chapter.path, title: page.chapter.title,
      snippets: page.exhibits.sorted { $0.key < $1.key }.map { SnippetReport($0.value) })
  }
}

extension SnippetReport {
  fileprivate init(_ exhibit: Exhibit) {
    let summary = exhibit.snippet.summary
    self.init(
      line: summary.line, lastLine: summary.lastLine, name: summary.name,
      mode: exhibit.snippet.mode.words, outcome: exhibit.run.outcome.word,
      isAsIntended: exhibit.run.isAsIntended(exhibit.snippet.mode),
      seconds: exhibit.run.seconds?.inMicroseconds,
      checks: exhibit.run.records.compactMap { record in
        if case .checked(let check) = record { CheckReport(check) } else { nil }
      },
      verifications: exhibit.run.records.compactMap { record in
        if case .verified(let found) = record { VerificationReport(found) } else { nil }
      },
      derivations: exhibit.run.records.compactMap { record in
        if case .derived(let found) = record { DerivationReport(found) } else { nil }
      })
  }
}

extension CheckReport {
  /// Takes from a check what can be written down.
  init(_ check: Check) {
    let (relation, bound): (String, Double?) =
      switch check.relation {
      case .holds: ("holds", nil)
      case .equal(let tolerance): ("equal", tolerance)
      case .different(let least): ("different", least)
      }
    let error = check.worst?.error
    var reasons = check.reason.isEmpty ? [] : [check.reason]
    if let error, !error.isFinite { reasons.append("the error is \(error)") }
    if let bound, !bound.isFinite { reasons.append("the tolerance is \(bound)") }
    self.init(
      claim: check.claim, passed: check.passed, relation: relation, line: check.line,
      column: check.column, error: error.flatMap { $0.isFinite ? $0 : nil },
      tolerance: bound.flatMap { $0.isFinite ? $0 : nil },
      entries: check.comparisons.reduce(0) { $0 + $1.rows * $1.columns },
      reason: reasons.isEmpty ? nil : reasons.joined(separator: "; "))
  }
}

extension Mode {
  /// The words that ask for it, after `swift`.
  var words: String {
    switch self {
    case .run(.shown): "run"
    case .run(.hidden): "run hidden"
    case .run(.folded): "run folded"
    case .compiles: "run compiles"
    case .fails: "run fails"
    case .traps: "run traps"
    case .refuted: "run refuted"
    }
  }
}

extension Outcome {
  /// The outcome in a word or two.
  fileprivate var word: String {
    switch self {
    case .completed: "completed"
    case .rejected: "rejected"
    case .unmade: "cannot be made"
    case .trapped: "trapped"
    case .timedOut: "timed out"
    case .exited: "exited"
    case .killed: "killed"
    case .garbled: "garbled"
    case .flooded: "flooded"
    case .exceeded: "over a limit"
    case .notReached: "not reached"
    }
  }
}

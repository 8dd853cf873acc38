// What the five articles and the textbook claim, one by one. The book's table of claims must settle all of them.

/// A claim and what became of it.
struct Claim {
  /// What the book finds.
  enum Verdict: String {
    /// It holds as it stands.
    case right
    /// It holds in some cases, or under a condition that is not stated.
    case partly
    /// It does not hold.
    case wrong
    /// It does not hold as printed, and the context says what was meant.
    case misprint
    /// It is no formula but an omission that a reader will miss.
    case missing
    /// It is not as it should be, and nothing comes of it.
    case harmless
  }

  /// The source's letter or number, and the claim's place in it: `1.3`, `N.14`.
  var number: String
  /// What the book finds.
  var verdict: Verdict

  /// All claims, in the order of the table.
  static let all: [Claim] =
    claims(
      of: "1", .right, .right, .partly, .misprint, .misprint, .misprint, .wrong, .wrong, .wrong,
      .wrong, .wrong, .wrong, .wrong, .wrong, .wrong, .right, .partly)
    + claims(
      of: "2", .wrong, .wrong, .harmless, .wrong, .missing, .misprint, .missing, .wrong, .harmless,
      .wrong, .right, .right, .right, .right, .right, .right, .missing, .partly, .right, .right,
      .right)
    + claims(
      of: "3", .misprint, .wrong, .right, .wrong, .partly, .harmless, .partly, .missing, .missing,
      .right, .right, .right, .right, .right, .right)
    + claims(
      of: "4", .misprint, .wrong, .misprint, .wrong, .harmless, .harmless, .misprint, .misprint,
      .harmless, .right, .right, .right, .right, .right, .right, .right, .right, .partly)
    + claims(
      of: "5", .partly, .right, .wrong, .right, .wrong, .wrong, .right, .misprint, .right, .partly,
      .right, .wrong, .wrong, .wrong, .right, .wrong, .missing, .wrong, .right, .misprint, .partly,
      .wrong, .wrong, .right, .right, .right, .misprint, .partly, .partly, .right, .wrong)
    + claims(
      of: "N", .right, .right, .right, .right, .right, .right, .right, .right, .right, .right,
      .right, .right, .right, .wrong, .right, .right, .right, .right, .right, .right)

  private static func claims(of source: String, _ verdicts: Verdict...) -> [Claim] {
    verdicts.enumerated().map { Claim(number: "\(source).\($0 + 1)", verdict: $1) }
  }
}

// The functions that a chapter's snippets call to show values and to check claims.

/// Shows a value on the page as a table with its shape.
public func show(_ value: some Tabulated) {
  Session.current.report(.shown(name: "", tables: value.tables))
}

/// Shows a value on the page under a name.
public func show(_ name: String, _ value: some Tabulated) {
  Session.current.report(.shown(name: name, tables: value.tables))
}

/// Checks that two values agree: ‖a − b‖ / (‖a‖ + ‖b‖) ≤ `tolerance` for each of their tables.
///
/// - Parameters:
///   - claim: The claim in words; the page shows it with the worst error.
///   - actual: The value under test.
///   - expected: The value it must agree with, of the same shapes.
///   - tolerance: The largest error allowed; 1e-12 suits another exact method, 1e-6 central differences.
///   - line: The line of the call, given by the compiler.
///   - column: The column of the call, given by the compiler.
public func check<Value: Tabulated>(
  _ claim: String, _ actual: Value, equals expected: Value, tolerance: Double = 1e-12,
  line: Int = #line, column: Int = #column
) {
  let check = Check(
    claim, actual.tables, expected.tables, .equal(tolerance: tolerance), line: line, column: column)
  Session.current.report(.checked(check))
}

/// Checks that two values differ: ‖a − b‖ / (‖a‖ + ‖b‖) ≥ `least` for at least one of their tables.
///
/// - Parameters:
///   - claim: The claim in words.
///   - actual: The value under test.
///   - other: The value it must differ from, of the same shapes.
///   - least: The error that one of the tables must reach.
///   - line: The line of the call, given by the compiler.
///   - column: The column of the call, given by the compiler.
public func check<Value: Tabulated>(
  _ claim: String, _ actual: Value, differsFrom other: Value, atLeast least: Double,
  line: Int = #line, column: Int = #column
) {
  let check = Check(
    claim, actual.tables, other.tables, .different(atLeast: least), line: line, column: column)
  Session.current.report(.checked(check))
}

/// Checks that a condition is true.
///
/// - Parameters:
///   - claim: The claim in words.
///   - condition: What must be true.
///   - line: The line of the call, given by the compiler.
///   - column: The column of the call, given by the compiler.
public func check(
  _ claim: String, _ condition: Bool, line: Int = #line, column: Int = #column
) {
  Session.current.report(
    .checked(
      Check(
        claim: claim, passed: condition, relation: .holds, comparisons: [],
        reason: condition ? "" : "the condition is false", line: line, column: column)))
}

extension Check {
  /// Compares two lists of tables.
  init(
    _ claim: String, _ a: [Table], _ b: [Table], _ relation: Relation, line: Int, column: Int
  ) {
    self.init(
      claim: claim, passed: false, relation: relation, comparisons: [], reason: "", line: line,
      column: column)
    if let vacuous = relation.vacuity {
      reason = vacuous
    } else if let difference = shapeDifference(a, b) {
      reason = difference
    } else if a.allSatisfy(\.values.isEmpty) {
      reason = "there is nothing to compare: the values have no entries"
    } else {
      comparisons = zip(a, b).map(Comparison.init)
      passed =
        switch relation {
        case .holds: false
        case .equal(let tolerance): comparisons.allSatisfy { $0.error <= tolerance }
        case .different(let least): comparisons.contains { $0.error >= least }
        }
    }
  }
}

extension Check.Relation {
  /// Why no values could fail this, since the error is never above one; nil when some could.
  fileprivate var vacuity: String? {
    switch self {
    case .holds: nil
    case .equal(let tolerance) where tolerance >= 0 && tolerance < 1: nil
    case .equal(let tolerance):
      "a tolerance of \(tolerance) is no test: give one from 0 to below 1"
    case .different(let least) where least > 0 && least <= 1: nil
    case .different(let least):
      "a difference of at least \(least) is no test: give more than 0, at most 1"
    }
  }
}

private func shapeDifference(_ a: [Table], _ b: [Table]) -> String? {
  if a.count != b.count { return "the numbers of tables differ: \(a.count) and \(b.count)" }
  for (x, y) in zip(a, b) {
    if x.name != y.name { return "table '\(x.name)' against '\(y.name)'" }
    if (x.rows, x.columns) != (y.rows, y.columns) {
      let name = x.name.isEmpty ? "" : "\(x.name): "
      return "\(name)shape \(x.rows)×\(x.columns) against \(y.rows)×\(y.columns)"
    }
  }
  return nil
}

// What a check finds out about two values.

import Testing

@testable import SnippetRuntime

struct ProbeCase: CustomTestStringConvertible {
  var name: String
  var a: any Tabulated & Sendable
  var b: any Tabulated & Sendable
  var relation: Check.Relation
  var passed = false
  var comparisons: [Comparison] = []
  var reason = ""

  var testDescription: String { name }
}

private func comparison(
  _ name: String = "", rows: Int = 1, error: Double, at row: Int = 0, _ actual: Double,
  _ expected: Double
) -> Comparison {
  Comparison(
    name: name, rows: rows, columns: 1, error: error, worstRow: row, worstColumn: 0,
    actual: actual, expected: expected)
}

@Suite("Probes") struct ProbesTests {
  private func check(_ item: ProbeCase) {
    let found = Check(item.name, item.a.tables, item.b.tables, item.relation, line: 3, column: 7)
    let expected = Check(
      claim: item.name, passed: item.passed, relation: item.relation,
      comparisons: item.comparisons, reason: item.reason, line: 3, column: 7)
    // NaN is not equal to itself: a description names every field.
    #expect(String(describing: found) == String(describing: expected))
  }

  private static let nothing = "there is nothing to compare: the values have no entries"

  @Test(
    "values agree when each table's error is within the tolerance",
    arguments: [
      ProbeCase(
        name: "the same", a: 2, b: 2, relation: .equal(tolerance: 0), passed: true,
        comparisons: [comparison(error: 0, 2, 2)]),
      ProbeCase(
        name: "at the tolerance", a: 3.0, b: 1.0, relation: .equal(tolerance: 0.5), passed: true,
        comparisons: [comparison(error: 0.5, 3, 1)]),
      ProbeCase(
        name: "over the tolerance", a: 3.0, b: 1.0, relation: .equal(tolerance: 0.25),
        comparisons: [comparison(error: 0.5, 3, 1)]),
      ProbeCase(
        name: "NaN", a: Double.nan, b: 1.0, relation: .equal(tolerance: 0.9),
        comparisons: [comparison(error: .nan, .nan, 1)]),
      ProbeCase(
        name: "one table of two", a: Model(["W": [1, 1], "b": [0, 1]]),
        b: Model(["W": [1, 1], "b": [0, 3]]), relation: .equal(tolerance: 0.25),
        comparisons: [
          comparison("W", rows: 2, error: 0, 1, 1),
          comparison("b", rows: 2, error: 0.5, at: 1, 1, 3),
        ]),
      ProbeCase(
        name: "lists", a: [1.0, 3], b: [1.0, 3], relation: .equal(tolerance: 0), passed: true,
        comparisons: [comparison(rows: 2, error: 0, 1, 1)]),
    ])
  func equal(_ item: ProbeCase) { check(item) }

  @Test(
    "values differ when one table's error reaches the least",
    arguments: [
      ProbeCase(
        name: "at the least", a: 3.0, b: 1.0, relation: .different(atLeast: 0.5), passed: true,
        comparisons: [comparison(error: 0.5, 3, 1)]),
      ProbeCase(
        name: "below the least", a: 3.0, b: 1.0, relation: .different(atLeast: 0.75),
        comparisons: [comparison(error: 0.5, 3, 1)]),
      ProbeCase(
        name: "NaN", a: Double.nan, b: 1.0, relation: .different(atLeast: 0.1),
        comparisons: [comparison(error: .nan, .nan, 1)]),
      ProbeCase(
        name: "one table of two", a: Model(["W": [1], "b": [3]]), b: Model(["W": [1], "b": [1]]),
        relation: .different(atLeast: 0.5), passed: true,
        comparisons: [comparison("W", error: 0, 1, 1), comparison("b", error: 0.5, 3, 1)]),
    ])
  func different(_ item: ProbeCase) { check(item) }

  @Test(
    "values of other shapes, and none at all, neither agree nor differ",
    arguments: [Check.Relation.equal(tolerance: 0.9), .different(atLeast: 0.1)].flatMap {
      relation in
      [
        ProbeCase(
          name: "rows", a: [1.0], b: [1.0, 2], relation: relation,
          reason: "shape 1×1 against 2×1"),
        ProbeCase(
          name: "named rows", a: Model(["W": [1]]), b: Model(["W": [1, 2]]), relation: relation,
          reason: "W: shape 1×1 against 2×1"),
        ProbeCase(
          name: "tables", a: Model(["W": [1]]), b: Model(["W": [1], "b": []]), relation: relation,
          reason: "the numbers of tables differ: 1 and 2"),
        ProbeCase(
          name: "names", a: Model(["W": [1]]), b: Model(["U": [1]]), relation: relation,
          reason: "table 'W' against 'U'"),
        ProbeCase(
          name: "no tables", a: Model([:]), b: Model([:]), relation: relation, reason: nothing),
        ProbeCase(
          name: "no entries", a: [Double](), b: [Double](), relation: relation, reason: nothing),
      ]
    })
  func nothingToCompare(_ item: ProbeCase) { check(item) }

  @Test(
    "a tolerance or a difference that no value could miss is refused",
    arguments: [
      (
        Check.Relation.equal(tolerance: 1),
        "a tolerance of 1.0 is no test: give one from 0 to below 1"
      ),
      (.equal(tolerance: .infinity), "a tolerance of inf is no test: give one from 0 to below 1"),
      (.equal(tolerance: -1), "a tolerance of -1.0 is no test: give one from 0 to below 1"),
      (.equal(tolerance: .nan), "a tolerance of nan is no test: give one from 0 to below 1"),
      (
        .different(atLeast: 0),
        "a difference of at least 0.0 is no test: give more than 0, at most 1"
      ),
      (
        .different(atLeast: 2),
        "a difference of at least 2.0 is no test: give more than 0, at most 1"
      ),
    ])
  func vacuous(_ relation: Check.Relation, _ reason: String) {
    let found = Check("a", 1.0.tables, 1.0.tables, relation, line: 1, column: 1)
    #expect(!found.passed)
    #expect(found.reason == reason)
  }
}

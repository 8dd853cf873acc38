// How two tables are compared: ‖a − b‖ / (‖a‖ + ‖b‖).

import Testing

@testable import SnippetRuntime

struct ComparisonCase: CustomTestStringConvertible {
  var a: [Double]
  var b: [Double]
  var error: Double
  /// The index of the entry that differs most.
  var worst = 0

  var testDescription: String { "\(a) and \(b)" }
}

@Suite("Comparisons") struct ComparisonTests {
  /// Compares as rows of two.
  private func check(_ item: ComparisonCase) {
    let rows = item.a.count / 2
    let found = Comparison(
      Table(name: "W", rows: rows, columns: 2, values: item.a),
      Table(name: "W", rows: rows, columns: 2, values: item.b))
    #expect((found.name, found.rows, found.columns) == ("W", rows, 2))
    #expect(found.error.isNaN == item.error.isNaN)
    if !item.error.isNaN {
      #expect(abs(found.error - item.error) <= 1e-15 * item.error, "error \(found.error)")
    }
    #expect([found.worstRow, found.worstColumn] == [item.worst / 2, item.worst % 2])
    #expect("\(found.actual) \(found.expected)" == "\(item.a[item.worst]) \(item.b[item.worst])")
  }

  @Test(
    "the error is that of the norms, and the worst entry that of the largest gap",
    arguments: [
      ComparisonCase(a: [0, 4], b: [3, 4], error: 3.0 / 9),
      ComparisonCase(a: [3, 4], b: [0, 4], error: 3.0 / 9),
      ComparisonCase(a: [1, 2], b: [-1, -2], error: 1, worst: 1),
      ComparisonCase(a: [1, 2], b: [1, 2], error: 0),
      ComparisonCase(a: [0, 0, 3, 4], b: [0, 0, 0, 0], error: 1, worst: 3),
      ComparisonCase(
        a: [1, 0, 0, 1], b: [1, 0, 0.5, 1], error: 0.5 / (2.0.squareRoot() + 1.5), worst: 2),
      ComparisonCase(a: [5, 1, 1, 1], b: [4, 2, 2, 2], error: 2 / (2 * 28.0.squareRoot())),
    ])
  func formula(_ item: ComparisonCase) { check(item) }

  @Test(
    "zero agrees with zero of either sign, and with nothing else",
    arguments: [
      ComparisonCase(a: [0, 0], b: [0, 0], error: 0),
      ComparisonCase(a: [0, -0.0], b: [-0.0, 0], error: 0),
      ComparisonCase(a: [0, 1e-300], b: [0, 0], error: 1, worst: 1),
    ])
  func zero(_ item: ComparisonCase) { check(item) }

  @Test(
    "the scale does not matter: squares neither vanish nor overflow",
    arguments: [
      ComparisonCase(a: [0, 4e-200], b: [3e-200, 4e-200], error: 3.0 / 9),
      ComparisonCase(a: [0, 4e200], b: [3e200, 4e200], error: 3.0 / 9),
      ComparisonCase(a: [0x1p1023, 0], b: [-0x1p1023, 0], error: 1),
      ComparisonCase(a: [0x1p-1074, 0], b: [0, 0], error: 1),
      ComparisonCase(a: [0x1p-1074, 0], b: [0x1p-1074, 0], error: 0),
      ComparisonCase(
        a: [.greatestFiniteMagnitude, 1], b: [.greatestFiniteMagnitude, 2], error: 0, worst: 1),
    ])
  func scale(_ item: ComparisonCase) { check(item) }

  @Test("scaling rounds nothing, so that a tolerance given as a fraction can be met")
  func exact() {
    let (a, b) = (Table(rows: 1, columns: 1, values: [3]), Table(rows: 1, columns: 1, values: [1]))
    #expect(Comparison(a, b).error == 0.5)
  }

  @Test(
    "NaN agrees with nothing, and is the worst entry",
    arguments: [
      ComparisonCase(a: [.nan, 1], b: [.nan, 1], error: .nan),
      ComparisonCase(a: [1, .nan], b: [9, 2], error: .nan, worst: 1),
      ComparisonCase(a: [1, 2], b: [.nan, 2], error: .nan),
      ComparisonCase(a: [0, 0], b: [0, .nan], error: .nan, worst: 1),
      ComparisonCase(a: [.nan, .infinity], b: [1, 0], error: .nan),
      ComparisonCase(a: [.infinity, 1], b: [0, .nan], error: .nan, worst: 1),
    ])
  func notANumber(_ item: ComparisonCase) { check(item) }

  @Test(
    "an infinity agrees with itself only, and hides nothing beside it",
    arguments: [
      ComparisonCase(a: [.infinity, 1], b: [.infinity, 1], error: 0),
      ComparisonCase(a: [-.infinity, .infinity], b: [-.infinity, .infinity], error: 0),
      ComparisonCase(a: [.infinity, 0], b: [-.infinity, 0], error: .nan),
      ComparisonCase(a: [1, .infinity], b: [1, 1], error: .nan, worst: 1),
      ComparisonCase(a: [1, 0], b: [1, -.infinity], error: .nan, worst: 1),
      ComparisonCase(a: [.infinity, 1], b: [.infinity, 3], error: 0.5, worst: 1),
      ComparisonCase(a: [.infinity, 1], b: [.infinity, -1], error: 1, worst: 1),
    ])
  func infinity(_ item: ComparisonCase) { check(item) }

  @Test("tables without entries agree")
  func empty() {
    for (rows, columns) in [(0, 0), (0, 3), (3, 0)] {
      let table = Table(name: "b", rows: rows, columns: columns, values: [])
      #expect(
        Comparison(table, table)
          == Comparison(
            name: "b", rows: rows, columns: columns, error: 0, worstRow: 0, worstColumn: 0,
            actual: 0, expected: 0))
    }
  }
}

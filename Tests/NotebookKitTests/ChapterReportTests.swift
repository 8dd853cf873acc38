// What a page says about its snippets, as values.

import Testing

@testable import NotebookKit
@testable import SnippetRuntime

struct CheckReportCase: CustomTestStringConvertible {
  var relation: Check.Relation
  var errors: [Double]
  var reason = ""
  var report: CheckReport

  var testDescription: String { "\(relation) \(errors)" }
}

@Suite("Chapter report") struct ChapterReportTests {
  @Test("a page's snippets are reported in order with mode, outcome and time")
  func snippets() {
    let source = Source(
      path: "chapters/07-a.md",
      text: """
        # A *b*

        ```swift run id=first
        ```
        ```output
        x
        ```
        ```swift run hidden
        ```
        ```swift run folded
        ```
        ```swift run compiles
        ```
        ```swift run fails
        ```
        ```swift run traps
        ```
        """)
    let chapter = Chapter(
      source: source, number: 7, blocks: MarkdownParser.parse(source).blocks)
    let plan = Plan(chapter, modules: [])
    let outcomes: [Int: (Outcome, Double?)] = [
      3: (.completed, 0.1234567), 8: (.timedOut(10), 10), 10: (.unmade([]), nil),
      12: (.completed, nil), 14: (.rejected([]), nil),
    ]
    let runs = outcomes.mapValues { Run(outcome: $0.0, seconds: $0.1) }
    #expect(
      ChapterReport(Weaver.page(chapter, plan, runs))
        == ChapterReport(
          path: "chapters/07-a.md", title: "A b",
          snippets: [
            SnippetReport(line: 3, lastLine: 7, name: "first", seconds: 0.123457),
            SnippetReport(
              line: 8, lastLine: 9, mode: "run hidden", outcome: "timed out", isAsIntended: false,
              seconds: 10),
            SnippetReport(
              line: 10, lastLine: 11, mode: "run folded", outcome: "cannot be made",
              isAsIntended: false),
            SnippetReport(line: 12, lastLine: 13, mode: "run compiles"),
            SnippetReport(line: 14, lastLine: 15, mode: "run fails", outcome: "rejected"),
            SnippetReport(
              line: 16, lastLine: 17, mode: "run traps", outcome: "not reached",
              isAsIntended: false),
          ]))
  }

  @Test(
    "a check is reported with its worst error, and what is no number has words",
    arguments: [
      CheckReportCase(
        relation: .holds, errors: [],
        report: CheckReport(claim: "c", passed: false, relation: "holds", line: 3, column: 6)),
      CheckReportCase(
        relation: .equal(tolerance: 0.1), errors: [0.25, 0.5],
        report: CheckReport(
          claim: "c", passed: false, relation: "equal", line: 3, column: 6, error: 0.5,
          tolerance: 0.1, entries: 12)),
      CheckReportCase(
        relation: .different(atLeast: .infinity), errors: [0.25, .nan],
        report: CheckReport(
          claim: "c", passed: false, relation: "different", line: 3, column: 6, entries: 12,
          reason: "the error is nan; the tolerance is inf")),
      CheckReportCase(
        relation: .equal(tolerance: 0.1), errors: [], reason: "shapes 1×1 and 1×2 differ",
        report: CheckReport(
          claim: "c", passed: false, relation: "equal", line: 3, column: 6, tolerance: 0.1,
          reason: "shapes 1×1 and 1×2 differ")),
    ])
  func checks(_ item: CheckReportCase) {
    let check = Check(
      claim: "c", passed: false, relation: item.relation,
      comparisons: item.errors.map {
        Comparison(
          name: "", rows: 2, columns: 3, error: $0, worstRow: 0, worstColumn: 0, actual: 1,
          expected: 2)
      }, reason: item.reason, line: 3, column: 6)
    #expect(CheckReport(check) == item.report)
  }
}

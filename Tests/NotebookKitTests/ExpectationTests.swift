// Pinned and printed output: when they agree, and how their difference reads.

import Testing

@testable import NotebookKit

/// Swift Testing has an `Expectation` too.
private typealias PinnedOutput = NotebookKit.Expectation

struct ExpectationCase: CustomTestStringConvertible {
  var pinned: String
  var printed: String
  var tolerance: Double?
  /// The lines of the difference and the index of the first pinned line not met; nil when both agree.
  var difference: [String]?
  var unmet = 0

  var testDescription: String { "\(pinned.debugDescription) for \(printed.debugDescription)" }
}

@Suite("Expectations") struct ExpectationTests {
  private func expectation(_ pinned: String, tolerance: Double? = nil) -> PinnedOutput {
    let lines = PinnedOutput.lines(of: pinned)
    return PinnedOutput(
      lines: lines, tolerance: tolerance, sourceLines: 2..<2 + lines.count,
      range: SourceRange(SourceLocation(line: 1, column: 1), SourceLocation(line: 9, column: 4)))
  }

  private func check(_ item: ExpectationCase) {
    let found = expectation(item.pinned, tolerance: item.tolerance)
      .difference(from: item.printed)
    #expect(found?.lines.map(\.description) == item.difference)
    #expect((found?.firstUnmet ?? 0) == item.unmet)
  }

  @Test(
    "output is split at line ends, the last of which opens no line",
    arguments: [
      ("", []), ("\n", [""]), ("a", ["a"]), ("a\n", ["a"]), ("a\n\n", ["a", ""]),
      ("\na", ["", "a"]), ("a\n b \n", ["a", " b "]), ("a\r\nb\r\n", ["a", "b"]),
    ])
  func lines(output: String, lines: [String]) {
    #expect(PinnedOutput.lines(of: output) == lines)
  }

  @Test(
    "without a tolerance lines agree when they are the same",
    arguments: [
      ExpectationCase(pinned: "", printed: ""),
      ExpectationCase(pinned: "a\nb\n", printed: "a\nb\n"),
      ExpectationCase(pinned: "a\nb\n", printed: "a\nb"),
      ExpectationCase(
        pinned: "a\nb\nc", printed: "a\nc", difference: ["  a", "- b", "  c"], unmet: 1),
      ExpectationCase(
        pinned: "a\nc", printed: "a\nb\nc", difference: ["  a", "+ b", "  c"], unmet: 1),
      ExpectationCase(
        pinned: "a\nb\nc", printed: "a\nx\nc", difference: ["  a", "- b", "+ x", "  c"], unmet: 1),
      ExpectationCase(pinned: "a", printed: "", difference: ["- a"]),
      ExpectationCase(pinned: "", printed: "a", difference: ["+ a"]),
      ExpectationCase(pinned: "a", printed: "a\nb", difference: ["  a", "+ b"]),
      ExpectationCase(pinned: "a", printed: "a ", difference: ["- a", "+ a "]),
      ExpectationCase(pinned: "1.0", printed: "1.00", difference: ["- 1.0", "+ 1.00"]),
      ExpectationCase(pinned: "a", printed: "a\n\n", difference: ["  a", "+ "]),
    ])
  func exact(_ item: ExpectationCase) { check(item) }

  @Test(
    "'...' stands for any lines, wherever it is",
    arguments: [
      ExpectationCase(pinned: "...", printed: ""),
      ExpectationCase(pinned: "...", printed: "a\nb\n"),
      ExpectationCase(pinned: "  ...", printed: "a"),
      ExpectationCase(pinned: "...\nc", printed: "a\nb\nc"),
      ExpectationCase(pinned: "...\nc", printed: "c"),
      ExpectationCase(pinned: "...\nc", printed: "c\na\nc"),
      ExpectationCase(pinned: "a\n...\nc", printed: "a\nb\nc"),
      ExpectationCase(pinned: "a\n...\nc", printed: "a\nc"),
      ExpectationCase(pinned: "a\n...", printed: "a\nb\nc"),
      ExpectationCase(pinned: "a\n...", printed: "a"),
      ExpectationCase(pinned: "...\nb\n...", printed: "a\nb\nc"),
      ExpectationCase(pinned: "...\n...", printed: "a"),
      ExpectationCase(pinned: "a\n...\na\nb", printed: "a\na\nc\na\nb"),
    ])
  func ellipsis(_ item: ExpectationCase) { check(item) }

  @Test(
    "'...' hides in a difference what it stands for",
    arguments: [
      ExpectationCase(
        pinned: "...\nx", printed: "a\nb", difference: ["  ...", "- x", "+ a", "+ b"], unmet: 1),
      ExpectationCase(
        pinned: "a\n...\nd\ne", printed: "a\nb\nc\nd\nx",
        difference: ["  a", "  ...", "  d", "- e", "+ x"], unmet: 3),
      ExpectationCase(
        pinned: "x\n...", printed: "a\nb\nc", difference: ["- x", "+ a", "  ..."]),
      ExpectationCase(
        pinned: "...\nb", printed: "a\nb\nc", difference: ["  ...", "  b", "+ c"], unmet: 1),
    ])
  func ellipsisInDifference(_ item: ExpectationCase) { check(item) }

  @Test("only a line of dots alone stands for any lines")
  func elided() {
    #expect(expectation("a\n ... ").isElided)
    #expect(!expectation("a\nand so on ...").isElided)
    #expect(!expectation("....").isElided)
    #expect(expectation("a ...").difference(from: "a b") != nil)
  }

  @Test(
    "a tolerance is relative to the larger number, and absolute below one",
    arguments: [
      ExpectationCase(pinned: "1.5", printed: "1.5000000001", tolerance: 1e-9),
      ExpectationCase(pinned: "1000", printed: "1001", tolerance: 1e-3),
      ExpectationCase(
        pinned: "1000", printed: "1002", tolerance: 1e-3, difference: ["- 1000", "+ 1002"]),
      ExpectationCase(pinned: "1e-12", printed: "-3e-12", tolerance: 1e-9),
      ExpectationCase(pinned: "0.0", printed: "-0.0", tolerance: 0),
      ExpectationCase(pinned: "1", printed: "1.000", tolerance: 0),
      ExpectationCase(pinned: "+1e3", printed: "1000.0", tolerance: 0),
      ExpectationCase(pinned: "1", printed: "-1", tolerance: 0.5, difference: ["- 1", "+ -1"]),
      ExpectationCase(
        pinned: "1e5", printed: "1e6", tolerance: 1e-3, difference: ["- 1e5", "+ 1e6"]),
      ExpectationCase(pinned: "[1, 2.0]", printed: "[1.01, 1.99]", tolerance: 0.1),
      ExpectationCase(
        pinned: "1.0\n2.0\n3.0", printed: "1.1\n2.5\n3.1", tolerance: 0.1,
        difference: ["  1.1", "- 2.0", "+ 2.5", "  3.1"], unmet: 1),
    ])
  func tolerance(_ item: ExpectationCase) { check(item) }

  @Test(
    "NaN agrees with NaN and an infinity with itself only",
    arguments: [
      ExpectationCase(pinned: "nan", printed: "nan", tolerance: 0.1),
      ExpectationCase(pinned: "nan", printed: "-nan", tolerance: 0.1),
      ExpectationCase(pinned: "-inf", printed: "-inf", tolerance: 0.1),
      ExpectationCase(pinned: "inf", printed: "+inf", tolerance: 0.1),
      ExpectationCase(pinned: "inf", printed: "1", tolerance: 0.1, difference: ["- inf", "+ 1"]),
      ExpectationCase(
        pinned: "2.5", printed: "inf", tolerance: 1e-9, difference: ["- 2.5", "+ inf"]),
      ExpectationCase(
        pinned: "inf", printed: "-inf", tolerance: 0.1, difference: ["- inf", "+ -inf"]),
      ExpectationCase(pinned: "nan", printed: "1", tolerance: 0.1, difference: ["- nan", "+ 1"]),
      ExpectationCase(
        pinned: "inf", printed: "nan", tolerance: 0.1, difference: ["- inf", "+ nan"]),
    ])
  func notFinite(_ item: ExpectationCase) { check(item) }

  @Test(
    "the text between numbers must be exact, and their count the same",
    arguments: [
      ExpectationCase(
        pinned: "a = 1", printed: "b = 1", tolerance: 9, difference: ["- a = 1", "+ b = 1"]),
      ExpectationCase(
        pinned: "1 2", printed: "1  2", tolerance: 9, difference: ["- 1 2", "+ 1  2"]),
      ExpectationCase(
        pinned: "1 2", printed: "1 2 3", tolerance: 9, difference: ["- 1 2", "+ 1 2 3"]),
      ExpectationCase(
        pinned: "1 2", printed: "1", tolerance: 9, difference: ["- 1 2", "+ 1"]),
      ExpectationCase(
        pinned: "1", printed: "one", tolerance: 9, difference: ["- 1", "+ one"]),
      ExpectationCase(
        pinned: "h1 = 2", printed: "h2 = 2", tolerance: 9, difference: ["- h1 = 2", "+ h2 = 2"]),
      ExpectationCase(pinned: "h1 = 2", printed: "h1 = 3", tolerance: 9),
    ])
  func between(_ item: ExpectationCase) { check(item) }

  @Test("the difference of very long outputs is cut")
  func long() throws {
    let printed = (1...1000).map { "\($0)\n" }.joined()
    let found = try #require(expectation("0").difference(from: printed))
    #expect(found.lines.map(\.description) == ["- 0"] + (1...400).map { "+ \($0)" })
  }

  @Test("dots do not hide what was printed in place of the line above them")
  func differenceAboveDots() {
    let expectation = Expectation(
      lines: ["1.0 a", "...", "y"], tolerance: 1e-9, sourceLines: 1..<4,
      range: SourceRange(line: 1, column: 1, length: 1))
    let found = expectation.difference(from: "1.0000001 a\nx\ny\n")
    #expect(found?.lines.map(\.description) == ["- 1.0 a", "+ 1.0000001 a", "  ...", "  y"])
  }
}

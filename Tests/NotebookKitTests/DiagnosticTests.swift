import Testing

@testable import NotebookKit

@Suite struct DiagnosticTests {
  private func message(
    _ text: String, line: Int, column: Int, length: Int, help: String? = nil
  ) -> String {
    Source(path: "a.md", text: text)
      .diagnostic(
        at: SourceRange(line: line, column: column, length: length), "something is wrong",
        help: help
      ).description
  }

  @Test("a message has its place, its line with a caret, and help")
  func whole() {
    #expect(
      message(
        "text\n```swift hiden\n", line: 2, column: 10, length: 5, help: "did you mean 'hidden'?")
          == """
          a.md:2:10: error: something is wrong
          ```swift hiden
                   ^~~~~
          help: did you mean 'hidden'?
          """)
  }

  @Test("tabs before the caret stay tabs")
  func tabs() {
    #expect(
      message("\ta\tbcd", line: 1, column: 4, length: 3)
        == "a.md:1:4: error: something is wrong\n\ta\tbcd\n\t \t^~~")
  }

  @Test("wide characters take two columns, before the caret and under it")
  func wide() {
    #expect(
      message("漢字é x", line: 1, column: 10, length: 1)
        == "a.md:1:10: error: something is wrong\n漢字é x\n      ^")
    #expect(
      message("a 漢字 b", line: 1, column: 3, length: 6)
        == "a.md:1:3: error: something is wrong\na 漢字 b\n  ^~~~")
    #expect(
      message("🙂한ｱ x", line: 1, column: 12, length: 1)
        == "a.md:1:12: error: something is wrong\n🙂한ｱ x\n      ^")
  }

  @Test("combining marks take no column")
  func combining() {
    #expect(
      message("e\u{301}x", line: 1, column: 4, length: 1)
        == "a.md:1:4: error: something is wrong\ne\u{301}x\n ^")
  }

  @Test("an empty range and one past the end still have a caret")
  func edges() {
    #expect(
      message("ab", line: 1, column: 3, length: 0)
        == "a.md:1:3: error: something is wrong\nab\n  ^")
    #expect(
      message("ab", line: 1, column: 2, length: 9)
        == "a.md:1:2: error: something is wrong\nab\n ^")
    #expect(
      message("ab", line: 1, column: 9, length: 1)
        == "a.md:1:9: error: something is wrong\nab\n  ^")
    #expect(
      message("ab", line: 5, column: 1, length: 1)
        == "a.md:5:1: error: something is wrong\n\n^")
  }

  @Test("a range over lines is marked to the end of its first line")
  func lines() {
    let source = Source(path: "a.md", text: "one two\nthree")
    let range = SourceRange(
      SourceLocation(line: 1, column: 5), SourceLocation(line: 2, column: 3))
    #expect(
      source.diagnostic(.warning, at: range, "too long").description
        == "a.md:1:5: warning: too long\none two\n    ^~~")
  }

  @Test("details, notes and help follow in this order")
  func parts() {
    let source = Source(path: "a.md", text: "one\ntwo")
    let note = source.diagnostic(
      .note, at: SourceRange(line: 1, column: 1, length: 3), "first named here")
    let finding = source.diagnostic(
      at: SourceRange(line: 2, column: 1, length: 3), "named twice", details: ["- one", "+ two"],
      notes: [note], help: "take another name")
    #expect(
      finding.description == """
        a.md:2:1: error: named twice
        two
        ^~~
        - one
        + two
        a.md:1:1: note: first named here
        one
        ^~~
        help: take another name
        """)
  }

  @Test("without a place there is no line")
  func placeless() {
    #expect(Diagnostic(path: "book", "no chapters").description == "book: error: no chapters")
  }
}

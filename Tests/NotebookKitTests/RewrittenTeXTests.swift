import Testing

@testable import NotebookKit

@Suite("Rewritten TeX")
struct RewrittenTeXTests {
  @Test("edits are made wherever they stand in the list")
  func edits() {
    let tex = RewrittenTeX(
      #"a \label{x} b"#, [TeXEdit(range: 12..<13, text: "c"), TeXEdit(range: 2..<11, text: "")])
    #expect(tex.text == "a  c")
  }

  @Test("a place in the text leads back to the author's")
  func places() {
    let tex = RewrittenTeX(
      "abc", [TeXEdit(range: 1..<1, text: "[["), TeXEdit(range: 2..<2, text: "]]")])
    #expect(tex.text == "a[[b]]c")
    #expect((0...7).map(tex.originalOffset) == [0, 1, 1, 1, 2, 2, 2, 3])
  }

  @Test("of two edits that overlap the first counts")
  func overlap() {
    let tex = RewrittenTeX(
      "abcd", [TeXEdit(range: 1..<3, text: "x"), TeXEdit(range: 2..<4, text: "y")])
    #expect(tex.text == "axd")
  }
}

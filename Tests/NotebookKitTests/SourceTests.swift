import Testing

@testable import NotebookKit

@Suite struct SourceTests {
  private func lines(_ text: String) -> [String] { Source(path: "a.md", text: text).lines }

  @Test("lines end at LF, CR LF and CR")
  func lineEnds() {
    #expect(lines("") == [])
    #expect(lines("a") == ["a"])
    #expect(lines("a\n") == ["a"])
    #expect(lines("a\n\nb") == ["a", "", "b"])
    #expect(lines("a\r\nb\r\n") == ["a", "b"])
    #expect(lines("a\rb\r\rc") == ["a", "b", "", "c"])
    #expect(lines("a\r\n\r\nb\n\rc") == ["a", "", "b", "", "c"])
    #expect(lines("\n") == [""])
    #expect(lines("a\u{2028}b\u{B}c\u{85}d") == ["a\u{2028}b\u{B}c\u{85}d"])
  }

  @Test("a line that does not exist is empty")
  func lineNumbers() {
    let source = Source(path: "a.md", text: "one\ntwo\n")
    #expect(source.line(1) == "one")
    #expect(source.line(2) == "two")
    #expect(source.line(0).isEmpty)
    #expect(source.line(3).isEmpty)
    #expect(source.line(-1).isEmpty)
  }

  @Test("the range of a line leaves its indentation out")
  func ranges() {
    let source = Source(path: "a.md", text: "one\n \t é!\n\n  \n")
    #expect(source.range(ofLine: 1) == SourceRange(line: 1, column: 1, length: 3))
    #expect(source.range(ofLine: 2) == SourceRange(line: 2, column: 4, length: 3))
    #expect(source.range(ofLine: 3) == SourceRange(line: 3, column: 1, length: 0))
    #expect(source.range(ofLine: 4) == SourceRange(line: 4, column: 3, length: 0))
    #expect(source.range(ofLine: 9) == SourceRange(line: 9, column: 1, length: 0))
  }

  @Test("places are ordered by line, then by column")
  func order() {
    let places = [(2, 1), (1, 9), (1, 2), (2, 0)].map { SourceLocation(line: $0, column: $1) }
    #expect(places.sorted().map { "\($0.line):\($0.column)" } == ["1:2", "1:9", "2:0", "2:1"])
  }
}

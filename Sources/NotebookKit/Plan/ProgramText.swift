// A program's Swift source: its snippets one after the other, and where each line stands in the chapter. Prose leaves no
// trace in it, so that a program is the same text, and its kept result good, wherever the snippets move.

/// The text of a program and the lines of the chapter that its lines stand for.
struct ProgramText: Equatable, Sendable {
  /// The lines, the first being line 1 to the compiler.
  private(set) var lines: [String] = []
  /// For each line, the line of the chapter.
  private(set) var chapterLines: [Int] = []
  /// For each snippet, the lines that hold its code.
  private(set) var code: [Range<Int>] = []

  private let path: String

  /// Writes a program.
  ///
  /// Where a snippet asks for `#line`, blank lines keep the numbers those of the chapter.
  ///
  /// - Parameters:
  ///   - snippets: The snippets in the order of the chapter.
  ///   - path: The chapter's path, which messages name.
  ///   - modules: The modules that the program imports.
  init(_ snippets: [Snippet], path: String, modules: [String]) {
    self.path = path
    let keepsNumbers = snippets.contains { $0.fence.text.contains("#line") }
    for (index, snippet) in snippets.enumerated() {
      let opening = snippet.range.start.line
      if keepsNumbers {
        while lines.count < opening - 1 { append("", at: lines.count + 1) }
      }
      let imports =
        index == 0 ? (["SnippetRuntime"] + modules).map { "import \($0); " }.joined() : ""
      let refuting = snippet.mode == .refuted ? ", refuting: true" : ""
      append("\(imports)SnippetRuntime.beginSnippet(\(index)\(refuting))", at: opening)
      let first = lines.count + 1
      for (line, text) in zip(snippet.fence.lines, snippet.codeLines) { append(text, at: line) }
      code.append(first..<lines.count + 1)
      append(
        "SnippetRuntime.endSnippet(\(index))", at: (snippet.fence.lines.last ?? opening) + 1)
    }
  }

  /// What the compiler reads: the path is the chapter's, and the lines are numbered from 1.
  var swiftSource: String { Self.numbered(lines, from: 1, path: path) }

  /// The lines as a text that messages can be about.
  var source: Source { Source(path: path, text: lines.map { $0 + "\n" }.joined()) }

  /// The code of one snippet at its lines, without imports and borders: for parsing only.
  func swiftSource(ofSnippet index: Int) -> String {
    let range = code[index]
    return Self.numbered(
      lines[(range.lowerBound - 1)..<(range.upperBound - 1)], from: range.lowerBound, path: path)
  }

  /// The line of the chapter that a line of the program stands for; what lies outside is at the program's ends.
  func chapterLine(_ line: Int) -> Int {
    chapterLines.isEmpty ? 1 : chapterLines[min(max(line, 1), chapterLines.count) - 1]
  }

  private mutating func append(_ text: String, at line: Int) {
    lines.append(text)
    chapterLines.append(line)
  }

  private static func numbered(_ lines: some Sequence<String>, from line: Int, path: String)
    -> String
  {
    let literal = path.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    let place = "#sourceLocation(file: \"\(literal)\", line: \(line))"
    return ([place] + lines).joined(separator: "\n") + "\n"
  }
}

extension Snippet {
  /// The lines of code, each behind as many blanks as the chapter has bytes before it, so that columns are the chapter's.
  fileprivate var codeLines: [String] {
    zip(Expectation.lines(of: fence.text), fence.margins).map { text, margin in
      text.isEmpty ? "" : String(repeating: " ", count: margin) + text
    }
  }
}

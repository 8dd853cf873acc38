// A program's Swift source with the line numbers of its chapter: prose lines are blank, so every message of the
// compiler and every line in a backtrace is the Markdown's own.

extension Program {
  /// The Swift source.
  ///
  /// Its first line is not the chapter's: `#sourceLocation` shifts the rest by one.
  var swiftSource: String {
    var lines = Array(repeating: "", count: source.lines.count + 1)
    for (index, snippet) in snippets.enumerated() {
      let imports =
        index == 0 ? (["SnippetRuntime"] + modules).map { "import \($0); " }.joined() : ""
      // A fence at the end of a quotation may have no closing line: then its end stands where the next one begins.
      let earlier = lines[snippet.range.start.line - 1]
      lines[snippet.range.start.line - 1] =
        (earlier.isEmpty ? "" : earlier + "; ") + "\(imports)SnippetRuntime.beginSnippet(\(index))"
      let code = snippet.codeLines
      for (line, text) in zip(snippet.fence.lines, code) { lines[line - 1] = text }
      let end = (snippet.fence.lines.last ?? snippet.range.start.line) + 1
      lines[end - 1] = "SnippetRuntime.endSnippet(\(index))"
    }
    // An unclosed fence at the end of the chapter has its end on the line after the last.
    return source.swiftSource(lines)
  }
}

extension Source {
  /// Lines of Swift that stand for the lines of this text.
  fileprivate func swiftSource(_ swift: [String]) -> String {
    let literal = path.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    let place = "#sourceLocation(file: \"\(literal)\", line: 1)"
    return ([place] + swift).joined(separator: "\n") + "\n"
  }
}

extension Snippet {
  /// The code alone at its lines of the chapter, without imports and borders: for parsing only.
  func swiftSource(in source: Source) -> String {
    let blanks = Array(repeating: "", count: max(0, (fence.lines.first ?? 1) - 1))
    return source.swiftSource(blanks + codeLines)
  }

  /// The lines of code, each behind as many blanks as the chapter has bytes before it, so that columns are right too.
  var codeLines: [String] {
    zip(Expectation.lines(of: fence.text), fence.margins).map { text, margin in
      text.isEmpty ? "" : String(repeating: " ", count: margin) + text
    }
  }
}

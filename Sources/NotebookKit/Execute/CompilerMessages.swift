// The compiler's words as diagnostics of the chapter: programs carry the chapter's own path and lines.

/// Reads what `swiftc -diagnostic-style llvm` prints.
enum CompilerMessages {
  /// The messages about `source`, notes with the message before them, in the order printed.
  static func read(_ text: String, about source: Source) -> [Diagnostic] {
    // Nothing, as a rule: then not even the expression is made.
    if text.isEmpty { return [] }
    let pattern = /^(.*?):(\d+):(\d+): (error|warning|note): (.*)$/
    var found: [Diagnostic] = []
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      guard let match = line.wholeMatch(of: pattern), let row = Int(match.2),
        let column = Int(match.3), row > 0, column > 0,
        let severity = Diagnostic.Severity(rawValue: String(match.4))
      else { continue }
      let isHere = match.1 == source.path
      let length = index + 2 < lines.count ? underlined(by: lines[index + 2], from: column) : 1
      let range = SourceRange(line: row, column: column, length: length)
      // The name of the group of warnings is for the compiler's own documentation.
      let summary = String(match.5).replacing(/\ \[#[\w\-]+\]$/, with: "")
      let diagnostic =
        isHere
        ? source.diagnostic(severity, at: range, summary)
        : Diagnostic(severity, path: String(match.1), range: range, summary)
      if severity == .note, !found.isEmpty {
        // Notes into other modules name files that the author does not have.
        if isHere { found[found.count - 1].notes.append(diagnostic) }
      } else {
        found.append(diagnostic)
      }
    }
    // The compiler repeats a message when two stages meet the same mistake.
    return found.reduce(into: []) { unique, diagnostic in
      if !unique.contains(diagnostic) { unique.append(diagnostic) }
    }
  }

  /// How many columns the caret line marks from `column` on.
  private static func underlined(by marks: Substring, from column: Int) -> Int {
    guard marks.allSatisfy({ $0 == " " || $0 == "^" || $0 == "~" || $0 == "\t" }) else { return 1 }
    let run = marks.dropFirst(column - 1).prefix { $0 == "^" || $0 == "~" }
    return max(run.count, 1)
  }
}

// Which figures a snippet says it draws: found in its text, so that they have numbers before anything runs.

/// A name that a snippet gives to a figure.
struct FigureName: Equatable, Sendable {
  /// The name.
  var name: String
  /// The word `plot` of the call.
  var range: SourceRange
}

extension Snippet {
  /// The figures that the snippet draws if it runs to its end, once each, in the order of the text: the literals given to
  /// `plot` outside comments.
  var figures: [FigureName] {
    switch mode {
    case .run, .refuted: break
    // What must not come to its end draws nothing.
    case .compiles, .fails, .traps: return []
    }
    var figures: [FigureName] = []
    for call in NamingCall.all(in: fence.text, of: ["plot"]) {
      if figures.contains(where: { $0.name == call.name }) { continue }
      if let range = range(ofWordAt: call.offset) {
        figures.append(FigureName(name: call.name, range: range))
      }
    }
    return figures
  }

  /// Where a word `plot` of the code stands in the chapter; nil when a comment holds it.
  private func range(ofWordAt offset: Int) -> SourceRange? {
    let before = fence.text.utf8.prefix(offset)
    let line = before.count { $0 == 0x0A }
    let start = before.reversed().prefix { $0 != 0x0A }.count
    if before.suffix(start).opensComment { return nil }
    let margin = fence.margins.indices.contains(line) ? fence.margins[line] : 0
    return SourceRange(
      line: fence.lines.lowerBound + line, column: margin + start + 1, length: "plot".utf8.count)
  }
}

extension Substring.UTF8View {
  /// Whether a line's comment begins in these bytes: two slashes that no literal holds.
  fileprivate var opensComment: Bool {
    var isLiteral = false
    var last: UInt8 = 0
    for byte in self {
      if byte == UInt8(ascii: "\""), last != UInt8(ascii: "\\") { isLiteral.toggle() }
      if byte == UInt8(ascii: "/"), last == byte, !isLiteral { return true }
      last = byte
    }
    return false
  }
}

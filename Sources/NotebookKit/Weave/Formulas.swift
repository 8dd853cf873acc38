// The formulas of a chapter: which there are, how they are numbered, and where in the chapter a place in the TeX is.

extension Formula {
  /// The place in the chapter of a UTF-16 offset into the TeX.
  func location(atUTF16 offset: Int) -> SourceLocation {
    let units = Array(tex.utf16).prefix(offset)
    let before = String(decoding: units, as: UTF16.self)
    let lines = before.split(separator: "\n", omittingEmptySubsequences: false)
    let line = min(lines.count, lineStarts.count) - 1
    guard line >= 0 else { return SourceLocation(line: 1, column: 1) }
    var place = lineStarts[line]
    place.column += lines[line].utf8.count
    return place
  }

  /// Makes a formula of a `math` fence.
  init(_ fence: Fence, at range: SourceRange) {
    var text = fence.text
    if text.hasSuffix("\n") { text.removeLast() }
    let starts = zip(fence.lines, fence.margins).map { line, margin in
      SourceLocation(line: line, column: margin + 1)
    }
    self.init(tex: text, display: true, lineStarts: starts.isEmpty ? [range.start] : starts)
  }
}

extension [Block] {
  /// All formulas in the order of the text, but for `math` fences.
  var formulas: [Formula] { flatMap(\.formulas) }
}

extension [Inline] {
  /// All formulas in the order of the text.
  var formulas: [Formula] { flatMap(\.formulas) }
}

extension Block {
  fileprivate var formulas: [Formula] {
    switch kind {
    case .heading(_, let inlines), .paragraph(let inlines): inlines.flatMap(\.formulas)
    case .quote(let blocks): blocks.formulas
    case .list(_, _, let items): items.flatMap(\.blocks.formulas)
    case .table(_, let rows): rows.flatMap(\.cells).flatMap(\.content).flatMap(\.formulas)
    case .footnote(let note): note.blocks.formulas
    case .mathematics(let formula): [formula]
    case .code, .html, .thematicBreak: []
    }
  }
}

extension Inline {
  fileprivate var formulas: [Formula] {
    switch self {
    case .mathematics(let formula): [formula]
    case .emphasis(let inner), .strong(let inner), .strikethrough(let inner),
      .link(_, _, let inner, _), .image(_, _, let inner, _):
      inner.flatMap(\.formulas)
    case .text, .softBreak, .lineBreak, .code, .html, .footnoteReference: []
    }
  }
}

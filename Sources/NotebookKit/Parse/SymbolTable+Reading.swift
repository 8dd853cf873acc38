// Reading ` ```symbols ` fences: a line for each symbol, `symbol | meaning | shape`.

extension SymbolTable {
  /// Adds the symbols of a fence and returns what is wrong with them.
  mutating func read(_ fence: Fence, at range: SourceRange, in source: Source) -> [Diagnostic] {
    var reader = SymbolReader(source: source, fence: range.start.line)
    let before = symbols.count
    let texts = fence.text.split(separator: "\n", omittingEmptySubsequences: false)
    for ((text, line), margin) in zip(zip(texts, fence.lines), fence.margins) {
      guard let symbol = reader.symbol(Cell(text, line: line, column: margin + 1).trimmed) else {
        continue
      }
      if let earlier = add(symbol) {
        reader.report(
          symbol.range, "the symbol '\(symbol.formula.tex)' is declared twice",
          notes: [source.diagnostic(.note, at: earlier.range, "it is declared here")])
      }
    }
    if symbols.count == before, reader.findings.isEmpty {
      reader.report(
        source.range(from: range.start), "no symbol is declared here", help: SymbolReader.form)
    }
    return reader.findings
  }
}

/// A piece of a line and its place.
private struct Cell {
  var text: Substring
  var line: Int
  var column: Int

  init(_ text: Substring, line: Int, column: Int) {
    (self.text, self.line, self.column) = (text, line, column)
  }

  var range: SourceRange {
    SourceRange(line: line, column: column, length: max(text.utf8.count, 1))
  }

  var trimmed: Cell {
    let start = text.drop(while: \.isWhitespace)
    let blanks = start.reversed().prefix(while: \.isWhitespace).count
    return Cell(
      start.dropLast(blanks), line: line,
      column: column + text.utf8.count - start.utf8.count)
  }

  /// The pieces between the pipes, but for `\|`.
  var cells: [Cell] {
    var cells: [Cell] = []
    var start = text.startIndex
    var previous: Character?
    for index in text.indices {
      if text[index] == "|", previous != "\\" {
        cells.append(piece(from: start, to: index))
        start = text.index(after: index)
      }
      previous = text[index]
    }
    return cells + [piece(from: start, to: text.endIndex)]
  }

  private func piece(from start: String.Index, to end: String.Index) -> Cell {
    Cell(text[start..<end], line: line, column: column + text[..<start].utf8.count).trimmed
  }
}

/// Reads lines and collects what is wrong with them.
private struct SymbolReader {
  let source: Source
  let fence: Int
  var findings: [Diagnostic] = []

  static let form = "write 'symbol | meaning | shape', for example 'W | input weight | H × D'"

  mutating func symbol(_ line: Cell) -> DeclaredSymbol? {
    if line.text.isEmpty { return nil }
    let cells = line.cells
    if cells[0].text.isEmpty {
      report(line.range, "there is no symbol before the first '|'", help: Self.form)
      return nil
    }
    guard cells.count > 1, !cells[1].text.isEmpty else {
      report(cells[0].range, "the symbol '\(cells[0].text)' has no meaning", help: Self.form)
      return nil
    }
    if cells.count > 3 {
      report(
        cells[3].range, "nothing follows the shape of a symbol",
        help: #"write \mid or \lvert … \rvert for a '|' in mathematics"#)
      return nil
    }
    let tex = String(cells[0].text)
    let atom = TeXAtom(only: tex)
    if atom == nil {
      report(
        cells[0].range, "'\(tex)' is not one symbol",
        help:
          #"write TeX without dollars: a letter or a command with its scripts, such as 'h_t' or '\delta_t'"#
      )
    }
    let shape = cells.count == 3 && !cells[2].text.isEmpty ? shape(cells[2]) : .some(nil)
    let meaning = meaning(cells[1])
    guard let atom, let shape else { return nil }
    return DeclaredSymbol(
      formula: Formula(tex: tex, display: false, lineStarts: [cells[0].range.start]), atom: atom,
      meaning: meaning, shape: shape, range: cells[0].range, fence: fence)
  }

  /// The shape in a cell; nil when it cannot be read.
  private mutating func shape(_ cell: Cell) -> SymbolShape?? {
    if let shape = SymbolShape(cell.text) { return shape }
    report(
      cell.range, "'\(cell.text)' is not a shape",
      help:
        "write rows and columns, such as 'H × D', 'H × 1' or '4H × D', or '1' for a single number")
    return nil
  }

  /// The text of a cell, read as Markdown.
  private mutating func meaning(_ cell: Cell) -> [Inline] {
    let parsed = MarkdownParser.parse(Source(path: source.path, text: String(cell.text)))
    func moved(_ place: SourceLocation) -> SourceLocation {
      SourceLocation(line: cell.line, column: cell.column + place.column - 1)
    }
    for finding in parsed.findings {
      let range = finding.range.map { SourceRange(moved($0.start), moved($0.end)) } ?? cell.range
      findings.append(
        source.diagnostic(finding.severity, at: range, finding.summary, help: finding.help))
    }
    guard case .paragraph(let content)? = parsed.blocks.first?.kind, parsed.blocks.count == 1 else {
      return [.text(String(cell.text))]
    }
    if !content.allSatisfy(\.isSimple) {
      report(
        cell.range, "the meaning of a symbol is text, code and mathematics",
        help: "move links, pictures and HTML into the text of the chapter")
    }
    return content.map { $0.moved(moved) }
  }

  mutating func report(
    _ range: SourceRange, _ summary: String, notes: [Diagnostic] = [], help: String? = nil
  ) {
    findings.append(source.diagnostic(at: range, summary, notes: notes, help: help))
  }
}

extension Inline {
  /// Whether the text holds nothing that leads elsewhere.
  fileprivate var isSimple: Bool {
    switch self {
    case .text, .code, .mathematics, .softBreak: true
    case .emphasis(let inner), .strong(let inner), .strikethrough(let inner):
      inner.allSatisfy(\.isSimple)
    case .lineBreak, .html, .link, .image, .footnoteReference: false
    }
  }

  /// The text with the places of its formulas changed.
  fileprivate func moved(_ place: (SourceLocation) -> SourceLocation) -> Inline {
    switch self {
    case .mathematics(var formula):
      formula.lineStarts = formula.lineStarts.map(place)
      return .mathematics(formula)
    case .emphasis(let inner): return .emphasis(inner.map { $0.moved(place) })
    case .strong(let inner): return .strong(inner.map { $0.moved(place) })
    case .strikethrough(let inner): return .strikethrough(inner.map { $0.moved(place) })
    case .text, .code, .softBreak, .lineBreak, .html, .link, .image, .footnoteReference: return self
    }
  }
}

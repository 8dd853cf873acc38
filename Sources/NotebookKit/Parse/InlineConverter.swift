// Running text: cmark's nodes to values, with the true places of links and formulas.

/// Converts the running text of one block.
///
/// cmark counts columns from the last line end it noticed, and notices none inside code, tags, link
/// destinations and mathematics. The converter walks the nodes in order and keeps the same count.
struct InlineConverter {
  private let content: ContentMap
  /// What cmark adds to the columns of this block.
  private let columnOffset: Int
  private let found: FoundMathematics
  /// The line of the text that the walk has reached.
  private var line = 0
  /// The offset from which cmark counts columns.
  private var origin = 0
  /// An offset that the walk has passed.
  private var cursor = 0

  init(_ content: ContentMap, columnOffset: Int, found: FoundMathematics) {
    self.content = content
    self.columnOffset = columnOffset
    self.found = found
  }

  /// Converts the children of a node.
  mutating func convert(_ parent: CMarkNode) -> [Inline] {
    var result: [Inline] = []
    for node in parent.children {
      if let inline = inline(node) { result.append(inline) }
    }
    return result
  }

  private mutating func inline(_ node: CMarkNode) -> Inline? {
    switch node.kind {
    case .text: return text(node)
    case .softBreak:
      passLineEnd()
      return .softBreak
    case .lineBreak:
      let end = start(ofLine: line + 1) - 1
      let escaped = end > 0 && content.text[end - 1] == .backslash
      passLineEnd(noticed: !escaped)
      return .lineBreak
    case .codeSpan:
      pass(node)
      return .code(node.literal)
    case .html:
      pass(node)
      return .html(node.literal)
    case .emphasis: return .emphasis(convert(node))
    case .strong: return .strong(convert(node))
    case .strikethrough: return .strikethrough(convert(node))
    case .link:
      let (content, range) = link(node)
      return .link(destination: node.url, title: node.title, content, range)
    case .image:
      let (content, range) = link(node)
      return .image(source: node.url, title: node.title, content, range)
    case .formula(let index): return .mathematics(formula(found.inlines[index]))
    case .footnoteReference:
      let (label, occurrence) = node.footnoteReference
      return .footnoteReference(
        label: label, number: Int(node.literal) ?? 0, occurrence: occurrence)
    default: return nil
    }
  }

  private mutating func text(_ node: CMarkNode) -> Inline? {
    let text = node.literal
    // Only a reference to a footnote that does not exist leaves its line ends in the text.
    if text.utf8.contains(.newline), text.contains("[^") {
      for byte in text.utf8 where byte == .newline { passLineEnd() }
    }
    return text.isEmpty ? nil : .text(text)
  }

  private mutating func formula(_ formula: FoundMathematics.Inline) -> Formula {
    let tex = formula.match.tex
    line = content.line(at: formula.match.end)
    cursor = formula.match.end
    return Formula(
      tex: String(decoding: content.text[tex], as: UTF8.self), display: formula.match.display,
      lineStarts: content.lineStarts(tex))
  }
}

// MARK: - Counting as cmark counts

extension InlineConverter {
  private func start(ofLine number: Int) -> Int {
    number < content.lines.count ? content.lines[number].start : content.text.count
  }

  private mutating func passLineEnd(noticed: Bool = true) {
    line += 1
    if noticed { origin = start(ofLine: line) }
    cursor = max(cursor, start(ofLine: line))
  }

  /// cmark does not notice the line ends in code and tags.
  private mutating func pass(_ node: CMarkNode) {
    let end = offset(ofColumn: node.endColumn)
    guard end >= cursor, end < content.text.count else { return }
    line = content.line(at: end)
    cursor = end + 1
  }

  private func offset(ofColumn column: Int) -> Int { column - 1 - columnOffset + origin }
}

// MARK: - Links

extension InlineConverter {
  /// Converts what a link or picture shows, and finds its place.
  private mutating func link(_ node: CMarkNode) -> ([Inline], SourceRange) {
    let bracket = offset(ofColumn: node.startColumn)
    let bare = bareLink(node)
    let children = convert(node)
    let end = offset(ofColumn: node.endColumn) + 1
    let range: Range<Int>
    if let bare {
      range = bare
    } else if has(bracket, "[") || has(bracket, "!"), end > bracket,
      has(end - 1, ")") || has(end - 1, "]")
    {
      range = bracket..<end
    } else {
      range = min(cursor, content.text.count)..<content.text.count
      return (children, content.range(range))
    }
    cursor = range.upperBound
    line = max(line, content.line(at: range.upperBound - 1))
    return (children, content.range(range))
  }

  /// Returns where `<http://…>`, or an address without marks, stands: cmark's columns ignore the block there.
  private func bareLink(_ node: CMarkNode) -> Range<Int>? {
    guard let text = node.firstChild, case .text = text.kind, text.next == nil else { return nil }
    let shown = Array(text.literal.utf8)
    guard node.isAddress(shown) else { return nil }
    let (start, end) = (node.startColumn - 1, node.endColumn)
    if start >= cursor, end - start > 2, has(start, "<"), has(end - 1, ">") { return start..<end }
    if node.startColumn > 0, has(offset(ofColumn: node.startColumn), "[") { return nil }
    return content.text.firstRange(of: shown, from: cursor)
  }

  private func has(_ offset: Int, _ character: Unicode.Scalar) -> Bool {
    content.text.indices.contains(offset) && content.text[offset] == UInt8(ascii: character)
  }
}

extension CMarkNode {
  /// Whether the link shows its own address.
  fileprivate func isAddress(_ shown: [UInt8]) -> Bool {
    let address = Array(url.utf8)
    return !shown.isEmpty && address.suffix(shown.count).elementsEqual(shown)
  }
}

extension [UInt8] {
  fileprivate func firstRange(of other: [UInt8], from start: Int) -> Range<Int>? {
    guard !other.isEmpty, start + other.count <= count else { return nil }
    for index in start...(count - other.count) where self[index] == other[0] {
      if self[index..<(index + other.count)].elementsEqual(other) {
        return index..<(index + other.count)
      }
    }
    return nil
  }
}

// Blocks: cmark's nodes to values. Ranges are counted anew where cmark's are off.

/// Converts the tree of one chapter.
struct BlockConverter {
  let source: Source
  let lines: ChapterLines
  let found: FoundMathematics
  /// The lines on which code blocks begin: none of them can be a closing fence.
  private let codeLines: Set<Int>
  var findings: [Diagnostic] = []
  private var footnotes = 0

  init(_ source: Source, root: CMarkNode, found: FoundMathematics) {
    self.source = source
    lines = ChapterLines(source)
    self.found = found
    codeLines = Self.codeLines(root)
  }

  /// Converts the children of a node.
  mutating func convert(_ parent: CMarkNode) -> [Block] {
    var result: [Block] = []
    for node in parent.children {
      if let block = block(node) { result.append(block) }
    }
    return result
  }

  private mutating func block(_ node: CMarkNode) -> Block? {
    switch node.kind {
    case .heading(let level): heading(node, level: level)
    case .paragraph: paragraph(node)
    case .quote:
      enclose(node) { .quote($0) }
    case .list(let start, let tight): list(node, start: start, tight: tight)
    case .code: code(node)
    case .htmlBlock: html(node)
    case .thematicBreak: Block(.thematicBreak, range(node, lastLine: node.startLine))
    case .mathematics(let index): mathematics(node, found.displays[index])
    case .table(let alignments): table(node, alignments)
    case .footnote: footnote(node)
    default: nil
    }
  }

  private static func codeLines(_ root: CMarkNode) -> Set<Int> {
    var result: Set<Int> = []
    var pending = [root]
    while let node = pending.popLast() {
      if case .code = node.kind { result.insert(node.startLine) }
      pending += node.children
    }
    return result
  }
}

// MARK: - Ranges

extension BlockConverter {
  /// Returns the range from where a node begins to the end of a line.
  private func range(_ node: CMarkNode, lastLine: Int) -> SourceRange {
    let start = SourceLocation(line: node.startLine, column: node.startColumn)
    return SourceRange(start, max(lines.end(of: lastLine), start))
  }

  /// Returns the range from where a node begins to the end of its last child.
  private func range(_ node: CMarkNode, around children: [SourceRange]) -> SourceRange {
    let own = range(node, lastLine: node.startLine)
    return SourceRange(own.start, children.map(\.end).max() ?? own.end)
  }

  private mutating func enclose(_ node: CMarkNode, _ kind: ([Block]) -> Block.Kind) -> Block {
    let blocks = convert(node)
    return Block(kind(blocks), range(node, around: blocks.map(\.range)))
  }
}

// MARK: - Containers

extension BlockConverter {
  private mutating func list(_ node: CMarkNode, start: Int?, tight: Bool) -> Block {
    let items = node.children.map { item in
      let blocks = convert(item)
      var checked: Bool?
      if case .item(let state) = item.kind { checked = state }
      return ListItem(
        checked: checked, blocks: blocks, range: range(item, around: blocks.map(\.range)))
    }
    return Block(
      .list(start: start, tight: tight, items: items), range(node, around: items.map(\.range)))
  }

  private mutating func footnote(_ node: CMarkNode) -> Block {
    let blocks = convert(node)
    var place = range(node, around: blocks.map(\.range))
    let (label, references) = node.takeFootnote()
    let mark = Array("[^\(label)]:".utf8)
    let line = lines[place.start.line].prefix(place.start.column - 1)
    if let start = line.indices.last(where: { line[$0...].starts(with: mark) }) {
      place.start.column = start + 1
    }
    footnotes += 1
    return Block(
      .footnote(
        Footnote(label: label, number: footnotes, references: references, blocks: blocks)), place)
  }
}

// MARK: - Running text

extension BlockConverter {
  private mutating func paragraph(_ node: CMarkNode) -> Block {
    let content = node.startLine > 0 ? paragraphContent(node) : contentBeforeTable(node)
    let inlines = inlines(node, content, columnOffset: node.startColumn - 1)
    findings += paragraphFindings(node, content)
    return Block(.paragraph(inlines), content.range)
  }

  private mutating func heading(_ node: CMarkNode, level: Int) -> Block {
    let line = lines[node.startLine].dropFirst(node.startColumn - 1)
    let marks = line.prefix { $0 == UInt8(ascii: "#") }
    let rest = line.dropFirst(marks.count)
    if (1...6).contains(marks.count), rest.first?.isBlank != false {
      let blanks = rest.prefix(while: \.isBlank).count
      let place = SourceLocation(
        line: node.startLine, column: rest.startIndex + blanks + 1)
      let content = ContentMap(node.content, at: place)
      let offset = node.startColumn - 1 + marks.count + max(blanks, rest.isEmpty ? 1 : 0)
      let inlines = inlines(node, content, columnOffset: offset)
      findings += paragraphFindings(node, content)
      return Block(.heading(level: level, inlines), range(node, lastLine: node.startLine))
    }
    let content = underlinedContent(node)
    let inlines = inlines(node, content, columnOffset: node.startColumn - 1)
    findings += paragraphFindings(node, content)
    let last = content.lines.count + content.place(0).line
    return Block(
      .heading(level: level, inlines), SourceRange(content.range.start, lines.end(of: last)))
  }

  private func inlines(
    _ node: CMarkNode, _ content: ContentMap, columnOffset: Int
  ) -> [Inline] {
    var converter = InlineConverter(content, columnOffset: columnOffset, found: found)
    return converter.convert(node)
  }

  /// A paragraph ends where cmark says, and may begin later: link definitions are cut off its front.
  private func paragraphContent(_ node: CMarkNode) -> ContentMap {
    let text = node.content
    return content(text, of: node, guesses: [node.endLine - ContentMap.split(text).count + 1])
  }

  /// cmark gives the line after the underline as a heading's last, unless the text ends there.
  private func underlinedContent(_ node: CMarkNode) -> ContentMap {
    let text = node.content
    let count = ContentMap.split(text).count
    let guesses = [node.endLine - 1 - count, node.endLine - count].filter { first in
      let underline = lines[first + count].drop { $0.isBlank || $0 == UInt8(ascii: ">") }
      return underline.first.map { $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: "-") } ?? false
    }
    return content(text, of: node, guesses: guesses)
  }

  private func content(_ text: [UInt8], of node: CMarkNode, guesses: [Int]) -> ContentMap {
    let pieces = ContentMap.split(text)
    let starts = guesses + Array(node.startLine...max(node.endLine, node.startLine))
    let first = starts.first { first in
      first >= node.startLine
        && pieces.indices.allSatisfy { lines.line(first + $0, endsWith: text[pieces[$0]]) }
    }
    return ContentMap(text, firstLine: first ?? node.startLine, in: lines)
  }

  /// Text directly above a table was one paragraph with the table's head.
  private func contentBeforeTable(_ node: CMarkNode) -> ContentMap {
    let text = node.content
    guard let table = node.next, case .table = table.kind else {
      return ContentMap(text, at: .start)
    }
    let whole = paragraphOf(table)
    var mapped: [ContentMap.Line] = []
    for (index, piece) in ContentMap.split(text).enumerated() where index < whole.lines.count {
      let original = whole.lines[index]
      var line = ContentMap.Line(start: piece.lowerBound, place: original.place)
      var offset = original.start
      for position in piece {
        if whole.text[offset] == .backslash, text[position] == .pipe {
          line.escapes.append(position)
          offset += 1
        }
        offset += 1
      }
      mapped.append(line)
    }
    return ContentMap(text: text, lines: mapped)
  }
}

extension SourceLocation {
  /// The first place of any text.
  static let start = SourceLocation(line: 1, column: 1)
}

// MARK: - Leaves

extension BlockConverter {
  private func html(_ node: CMarkNode) -> Block {
    let text = node.literal
    let count = text.utf8.count { $0 == .newline }
    return Block(.html(text), range(node, lastLine: node.startLine + max(count, 1) - 1))
  }

  private func code(_ node: CMarkNode) -> Block {
    let text = node.literal
    let pieces = text.isEmpty ? [] : ContentMap.split(Array(text.utf8))
    let opening = node.fence
    let first = node.startLine + (opening == nil ? 0 : 1)
    let margins = pieces.enumerated().map { index, piece in
      max(lines[first + index].count - piece.count, 0)
    }
    let end = first + pieces.count
    let closed = opening.map { isClosingFence(end, of: $0.mark, length: $0.length) } ?? true
    let fence = Fence(
      info: opening?.info, text: text, lines: first..<end, margins: margins, closed: closed)
    return Block(.code(fence), range(node, lastLine: opening != nil && closed ? end : end - 1))
  }

  private func isClosingFence(_ number: Int, of mark: UInt8, length: Int) -> Bool {
    guard number <= lines.count, !codeLines.contains(number) else { return false }
    let rest = lines[number].drop { $0.isBlank || $0 == UInt8(ascii: ">") }
    let marks = rest.prefix { $0 == mark }.count
    return marks >= length && rest.dropFirst(marks).allSatisfy(\.isBlank)
  }

  private mutating func mathematics(
    _ node: CMarkNode, _ display: FoundMathematics.Display
  ) -> Block {
    let tex = Array(display.lines.map(\.tex).joined(separator: [.newline]))
    let formula = Formula(
      tex: String(decoding: tex, as: UTF8.self), display: true,
      lineStarts: display.lines.isEmpty ? [display.opening.end] : display.lines.map(\.start))
    findings += displayFindings(display)
    return Block(.mathematics(formula), range(node, lastLine: max(node.endLine, node.startLine)))
  }
}

// MARK: - Tables

extension BlockConverter {
  private mutating func table(_ node: CMarkNode, _ alignments: [Alignment]) -> Block {
    let head = headLine(of: node)
    let rows = node.children.map { row(node, $0, head: head) }
    let last = rows.count > 1 ? rows[rows.count - 1].range.end : lines.end(of: head + 1)
    let start = rows.first?.range.start ?? SourceLocation(line: head, column: node.startColumn)
    return Block(.table(alignments: alignments, rows: rows), SourceRange(start, last))
  }

  /// The line of a table's head; cmark knows the first line of the paragraph that the table was.
  private func headLine(of table: CMarkNode) -> Int {
    let firstRow = table.firstChild?.next
    return firstRow.map { $0.startLine - 2 } ?? table.endLine - 1
  }

  /// The text that was a paragraph until its last line became a table's head.
  private func paragraphOf(_ table: CMarkNode) -> ContentMap {
    let text = table.content
    let first = headLine(of: table) - ContentMap.split(text).count + 1
    return ContentMap(text, firstLine: first, in: lines)
  }

  private mutating func row(_ table: CMarkNode, _ node: CMarkNode, head: Int) -> TableRow {
    var isHeader = false
    if case .tableRow(let value) = node.kind { isHeader = value }
    let line = isHeader ? head : node.startLine
    let text: [UInt8]
    if isHeader {
      let content = table.content
      text = ContentMap.split(content).last.map { Array(content[$0]) } ?? []
    } else {
      text = Array(lines[line].drop { $0.isBlank || $0 == UInt8(ascii: ">") })
    }
    let margin = lines[line].count - text.count
    let row = TableRowText(text)
    let end = lines.end(of: line)
    let cells = node.children.enumerated().map { index, cell in
      guard index < row.cells.count, row.cells[index].text == cell.content else {
        let content = ContentMap(cell.content, at: end)
        return TableCell(
          content: inlines(cell, content, columnOffset: 0), range: SourceRange(end, end))
      }
      let spelled = row.cells[index]
      let content = ContentMap(
        spelled.text, at: SourceLocation(line: line, column: margin + spelled.start + 1),
        escapes: spelled.escapes)
      return TableCell(
        content: inlines(
          cell, content, columnOffset: table.startColumn - 1 + spelled.bounds.lowerBound),
        range: content.range)
    }
    findings += rowFindings(node, row, line: line, margin: margin)
    let start = SourceLocation(line: line, column: margin + 1)
    return TableRow(isHeader: isHeader, cells: cells, range: SourceRange(start, max(end, start)))
  }
}

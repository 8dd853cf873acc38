// What goes wrong with dollars in practice, found while the tree is converted.

extension BlockConverter {
  /// Returns what is wrong with a `$$` block.
  func displayFindings(_ display: FoundMathematics.Display) -> [Diagnostic] {
    if !display.closed {
      return [
        source.diagnostic(
          at: display.opening, "unclosed '$$'", help: "end the mathematics with a line of '$$'")
      ]
    }
    if display.lines.allSatisfy({ $0.tex.allSatisfy(\.isWhitespace) }) {
      return [source.diagnostic(.warning, at: display.opening, "the mathematics is empty")]
    }
    return []
  }

  /// Returns what is wrong with the dollars of a paragraph or heading.
  func paragraphFindings(_ node: CMarkNode, _ content: ContentMap) -> [Diagnostic] {
    var result: [Diagnostic] = []
    let lone = found.loneDollars[node] ?? []
    for dollar in lone {
      let rest = content.text[(dollar.offset + dollar.length)...]
      if dollar == lone.last, isBroken(after: rest, of: node, content) {
        let line = content.text[dollar.offset...].prefix { $0 != .newline }
        result.append(
          source.diagnostic(
            .warning, at: content.range(dollar.offset..<line.endIndex),
            "the formula ends here: the next line begins a list",
            help: "move the '+' or '-' to the end of this line, or use '$$'"))
      } else if let finding = loneFinding(dollar, next: rest.first, content) {
        result.append(finding)
      }
    }
    return result
  }

  /// Warns about a dollar that looks like the beginning of a formula.
  private func loneFinding(
    _ dollar: FoundMathematics.LoneDollar, next: UInt8?, _ content: ContentMap
  ) -> Diagnostic? {
    guard let next, next.isLetter || next == .backslash, dollar.length <= 2 else { return nil }
    let mark = dollar.length == 1 ? "$" : "$$"
    return source.diagnostic(
      .warning, at: content.range(dollar.offset..<dollar.offset + dollar.length),
      "this '\(mark)' opens no mathematics",
      help: #"write '\$' for a dollar, or close the formula"#)
  }
}

// MARK: - Lists in formulas

extension BlockConverter {
  /// Whether the text after an opening dollar goes on in a list that the next line begins.
  private func isBroken(
    after rest: ArraySlice<UInt8>, of node: CMarkNode, _ content: ContentMap
  ) -> Bool {
    guard let first = rest.first, !first.isWhitespace, !rest.contains(.dollar),
      let item = nextItem(after: node), let last = content.lines.last,
      item.startLine == last.place.line + 1
    else { return false }
    let line = lines[item.startLine].dropFirst(item.startColumn - 1)
    guard line.first == UInt8(ascii: "+") || line.first == UInt8(ascii: "-") else { return false }
    let end = item.firstChild?.next?.startLine ?? item.next?.startLine ?? item.endLine + 1
    return (item.startLine..<max(end, item.startLine + 1)).contains { lines[$0].contains(.dollar) }
  }

  /// Returns the list item that follows a block directly, at its level or further out.
  private func nextItem(after node: CMarkNode) -> CMarkNode? {
    var node = node
    while node.next == nil, let parent = node.parent { node = parent }
    guard let next = node.next else { return nil }
    switch next.kind {
    case .item: return next
    case .list: return next.firstChild
    default: return nil
    }
  }
}

// MARK: - Pipes in tables

extension BlockConverter {
  /// Returns what is wrong with the dollars of a table's row.
  func rowFindings(
    _ node: CMarkNode, _ row: TableRowText, line: Int, margin: Int
  ) -> [Diagnostic] {
    var result: [Diagnostic] = []
    var passed = 0
    for (cell, spelled) in zip(node.children, row.cells) where cell.content == spelled.text {
      for index in formulas(of: cell) {
        if let pipe = escapedPipe(found.inlines[index].match.tex, in: spelled) {
          result.append(
            source.diagnostic(
              at: SourceRange(line: line, column: margin + pipe + 1, length: 2),
              #"'\|' in a table is a plain '|', not a norm"#, help: #"write \lVert … \rVert"#))
        }
      }
      let content = ContentMap(
        spelled.text, at: SourceLocation(line: line, column: margin + spelled.start + 1),
        escapes: spelled.escapes)
      for dollar in found.loneDollars[cell] ?? [] where spelled.offset(dollar.offset) >= passed {
        if let end = row.formula(across: spelled, from: dollar) {
          passed = end
          result.append(
            source.diagnostic(
              at: SourceRange(
                line: line, column: margin + spelled.bounds.upperBound + 1, length: 1),
              "a '|' inside mathematics ends the table cell",
              help: #"write \lvert … \rvert, \mid or \vert"#))
        } else if let finding = loneFinding(
          dollar, next: spelled.text[(dollar.offset + dollar.length)...].first, content)
        {
          result.append(finding)
        }
      }
    }
    return result
  }

  private func formulas(of node: CMarkNode) -> [Int] {
    node.children.flatMap { child in
      if case .formula(let index) = child.kind { return [index] }
      return formulas(of: child)
    }
  }

  /// Returns where the line has a `\|` that TeX will see as a plain `|`.
  private func escapedPipe(_ tex: Range<Int>, in cell: TableRowText.Cell) -> Int? {
    tex.first { offset in
      cell.text[offset] == .pipe && cell.text[..<offset].last != .backslash
    }.map { cell.offset($0) - 1 }
  }
}

extension TableRowText {
  /// Returns the end of a formula that begins at a dollar of a cell and goes on past the cell's end.
  fileprivate func formula(
    across cell: Cell, from dollar: FoundMathematics.LoneDollar
  ) -> Int? {
    guard let match = Dollars(text).match(at: cell.offset(dollar.offset)),
      match.tex.contains(cell.bounds.upperBound),
      text[match.tex].contains(where: { $0 != .pipe && !$0.isWhitespace })
    else { return nil }
    return match.end
  }
}

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
    let lone = found.loneDollars[node] ?? []
    let findings = lone.compactMap { dollar in
      if dollar == lone.last, isBroken(at: dollar, of: node, content) {
        let line = content.text[dollar.offset...].prefix { $0 != .newline }
        return source.diagnostic(
          .warning, at: content.range(dollar.offset..<line.endIndex),
          "the formula ends here: the next line begins a list",
          help: "move the '+' or '-' to the end of this line, or use '$$'")
      }
      return loneFinding(dollar, content)
    }
    return findings + headFindings(node, content)
  }

  /// Warns about a dollar that looks like the beginning of a formula.
  private func loneFinding(
    _ dollar: FoundMathematics.LoneDollar, _ content: ContentMap
  ) -> Diagnostic? {
    switch dollar.length {
    case 1:
      let rest = content.text[(dollar.offset + 1)...]
      guard let next = rest.first, next.isLetter || next == .backslash else { return nil }
    case 2: break
    default: return nil
    }
    let mark = dollar.length == 1 ? "$" : "$$"
    return source.diagnostic(
      .warning, at: content.range(dollar.offset..<dollar.offset + dollar.length),
      "this '\(mark)' opens no mathematics",
      help: #"write '\$' for a dollar, or close the formula"#)
  }
}

// MARK: - Lists in formulas

extension BlockConverter {
  /// Whether a formula that begins in a paragraph goes on in a list that the next line begins.
  private func isBroken(
    at dollar: FoundMathematics.LoneDollar, of node: CMarkNode, _ content: ContentMap
  ) -> Bool {
    guard let item = nextItem(after: node), let last = content.lines.last,
      item.startLine == last.place.line + 1
    else { return false }
    let line = lines[item.startLine].dropFirst(item.startColumn - 1)
    guard line.first == UInt8(ascii: "+") || line.first == UInt8(ascii: "-") else { return false }
    let end = item.firstChild?.next?.startLine ?? item.next?.startLine ?? item.endLine + 1
    let rest = (item.startLine..<max(end, item.startLine + 1)).map { lines[$0] }
    let text = Array(content.text[dollar.offset...]) + rest.joined(separator: [.newline])
    return Dollars(text).match(at: 0) != nil
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
          let column = margin + spelled.bounds.upperBound + 1
          result.append(pipeFinding(at: SourceLocation(line: line, column: column)))
        } else if let finding = loneFinding(dollar, content) {
          result.append(finding)
        }
      }
    }
    return result
  }

  /// Returns the pipes in formulas that keep a line from being the head of a table.
  private func headFindings(_ node: CMarkNode, _ content: ContentMap) -> [Diagnostic] {
    guard content.lines.count > 1, content.text.contains(.pipe) else { return [] }
    return formulas(of: node).compactMap { index in
      let tex = found.inlines[index].match.tex
      let next = content.line(at: tex.lowerBound) + 1
      guard next < content.lines.count, content.isDelimiter(next),
        let pipe = tex.first(where: {
          content.text[$0] == .pipe && content.text[$0 - 1] != .backslash
        })
      else { return nil }
      return pipeFinding(at: content.place(pipe))
    }
  }

  private func pipeFinding(at place: SourceLocation) -> Diagnostic {
    source.diagnostic(
      at: SourceRange(line: place.line, column: place.column, length: 1),
      "a '|' inside mathematics ends the table cell",
      help: #"write \lvert … \rvert, \mid or \vert"#)
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
    }.map(cell.offset)
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

extension ContentMap {
  /// Whether a line is made as the one under the head of a table.
  fileprivate func isDelimiter(_ line: Int) -> Bool {
    let rest = text[lines[line].start...].prefix { $0 != .newline }
    return rest.contains(.pipe) && rest.contains(UInt8(ascii: "-"))
      && rest.allSatisfy { $0.isBlank || "|-:".utf8.contains($0) }
  }
}

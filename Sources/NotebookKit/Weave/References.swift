// Names of the book: where each leads and what a link without text says.

/// The address of a page beside the others: marks that have a meaning in addresses are escaped.
func pageAddress(_ name: String) -> String {
  let escaped = name.reduce(into: "") { address, character in
    switch character {
    case "%": address += "%25"
    case "#": address += "%23"
    case "?": address += "%3F"
    default: address.append(character)
    }
  }
  return escaped + ".html"
}

/// A place that refers to a name.
struct Use: Equatable, Sendable {
  /// The page's name.
  var page: String
  /// The chapter's number; nil for the cover.
  var chapter: Int?
  /// The anchor of the section; empty before the chapter's first heading.
  var section: String
  /// The section's heading as plain text.
  var title: String
}

/// Where the names of the book lead.
struct References: Equatable, Sendable {
  /// Where a name leads.
  struct Target: Equatable, Sendable {
    /// The page's name.
    var page: String
    /// What an empty link says.
    var label: String
  }

  /// The targets by name.
  private(set) var targets: [String: Target] = [:]
  /// The numbers of equations by name.
  private(set) var numbers: [String: String] = [:]
  /// Names that are taken twice in the book.
  private(set) var findings: [Diagnostic] = []
  /// What links to equations show of them, by name.
  private var tex: [String: String] = [:]
  /// The places that links lead from, by name.
  private var uses: [String: [Use]] = [:]

  /// Gathers the names of all chapters: equations, snippets, figures, then chapters themselves.
  init(_ chapters: [(source: Source, number: Int?, facts: ChapterFacts)]) {
    var places: [String: (source: Source, range: SourceRange)] = [:]
    for (source, chapter, facts) in chapters {
      var count = 0
      for equation in facts.equations {
        if equation.tag == nil { count += 1 }
        let number = equation.tag?.text ?? Self.number(count, in: chapter)
        numbers[equation.name] = numbers[equation.name] ?? number
        tex[equation.name] = tex[equation.name] ?? equation.tex
        let label = "Equation \(equation.tag?.shown ?? number)"
        claim(equation.name, label, at: equation.range, in: source, &places)
      }
      for snippet in facts.snippets {
        claim(
          snippet.name, "the snippet “\(snippet.name)”", at: source.range(ofLine: snippet.line),
          in: source, &places)
      }
      for (index, figure) in facts.figures.enumerated() {
        let label = "Figure \(Self.number(index + 1, in: chapter))"
        claim(figure.name, label, at: figure.range, in: source, &places)
      }
      for link in facts.links {
        let use = Use(
          page: source.pageName, chapter: chapter, section: link.section.id,
          title: link.section.title)
        uses[link.name, default: []].append(use)
      }
    }
    for (source, _, facts) in chapters where targets[source.pageName] == nil {
      targets[source.pageName] = Target(page: source.pageName, label: facts.title)
    }
  }

  /// The number of a chapter's equation or figure.
  ///
  /// - Parameters:
  ///   - count: Which of them it is, counted from 1.
  ///   - chapter: The chapter's number; nil for the cover.
  /// - Returns: The number, such as `7.2`; on the cover `2`.
  static func number(_ count: Int, in chapter: Int?) -> String {
    chapter.map { "\($0).\(count)" } ?? "\(count)"
  }

  private mutating func claim(
    _ name: String, _ label: String, at range: SourceRange, in source: Source,
    _ places: inout [String: (source: Source, range: SourceRange)]
  ) {
    if let earlier = places[name] {
      // Twice in one chapter is the plan's finding.
      guard earlier.source.path != source.path else { return }
      findings.append(
        source.diagnostic(
          at: range, "the name '\(name)' is taken",
          notes: [earlier.source.diagnostic(.note, at: earlier.range, "it is taken here")]))
      return
    }
    places[name] = (source, range)
    targets[name] = Target(page: source.pageName, label: label)
  }

  /// Where the text refers to a name, in the order of the book.
  func uses(of name: String) -> [Use] { uses[name] ?? [] }

  /// The equations of the book; those of a chapter with the number of their lines.
  func equations(beside plan: Plan) -> EquationIndex {
    var index = EquationIndex(symbols: plan.symbols)
    for (name, number) in numbers {
      index.entries[name] = EquationIndex.Entry(number: number, tex: tex[name] ?? "", lines: nil)
    }
    for equation in plan.equations.values {
      for name in equation.names { index.entries[name.name]?.lines = equation.rowCount }
    }
    return index
  }

  /// What a page depends on in the rest of the book: where its links lead and what they show, what its snippets
  /// verify, and which names are its own.
  func part(of facts: ChapterFacts) -> Key.Part {
    let own =
      facts.equations.map(\.name) + facts.snippets.map(\.name) + facts.figures.map(\.name)
    let linked = facts.links.map(\.name) + facts.checked
    var fields: [String] = []
    for name in own + linked {
      let target = targets[name]
      fields += [name, target?.page ?? "", target?.label ?? "", numbers[name] ?? ""]
      fields.append(tex[name] ?? "")
    }
    // A link that leads nowhere is told which names come near.
    if linked.contains(where: { targets[$0] == nil }) { fields += targets.keys.sorted() }
    return Key.Part("the names that it links to", Digest(of: fields))
  }

  /// The address of a name as a page's links have it; nil when nothing has the name.
  func address(of name: String, from page: String) -> String? {
    guard let target = targets[name] else { return nil }
    if target.page == name { return pageAddress(name) }
    return (target.page == page ? "" : pageAddress(target.page)) + "#\(name)"
  }

  /// The formulas that a chapter's links show, by the address that they lead to.
  func peeks(of chapter: Chapter) -> [String: TypesetKey] {
    var peeks: [String: TypesetKey] = [:]
    for link in chapter.namedLinks {
      guard let tex = tex[link.name], let address = address(of: link.name, from: chapter.name)
      else { continue }
      peeks[address] = TypesetKey(tex: tex, display: true, isVisualOnly: true)
    }
    return peeks
  }

  /// The blocks of a chapter with links to names resolved, and the links that lead nowhere.
  func resolved(_ chapter: Chapter, headings: [Heading]) -> ([Block], [Diagnostic]) {
    var findings: [Diagnostic] = []
    let blocks = chapter.blocks.mappingInlines { inline in
      guard case .link(let destination, let title, let inner, let range) = inline,
        destination.hasPrefix("#"), destination.count > 1
      else { return inline }
      let name = String(destination.dropFirst())
      if let target = targets[name], let address = address(of: name, from: chapter.name) {
        return .link(
          destination: address, title: title, inner.isEmpty ? [.text(target.label)] : inner, range)
      }
      if let heading = headings.first(where: { $0.id == name }) {
        let text = inner.isEmpty ? heading.content.withoutLinks : inner
        return .link(destination: destination, title: title, text, range)
      }
      // A link with a text of its own may lead to an anchor in raw HTML.
      findings.append(
        chapter.source.diagnostic(
          inner.isEmpty ? .error : .warning, at: range,
          "nothing in the book has the name '\(name)'",
          help: nearest(to: name, among: Array(targets.keys)).map { "did you mean '\($0)'?" }))
      return inline
    }
    return (blocks, findings)
  }
}

extension Chapter {
  /// The links to names, in the order of the text, with their lines.
  var namedLinks: [(name: String, line: Int)] {
    var links: [(name: String, line: Int)] = []
    _ = blocks.mappingInlines { inline in
      if case .link(let destination, _, _, let range) = inline, destination.hasPrefix("#") {
        let name = String(destination.dropFirst())
        if !name.isEmpty { links.append((name, range.start.line)) }
      }
      return inline
    }
    return links
  }
}

extension [Block] {
  /// The blocks with every piece of running text replaced, innermost first.
  fileprivate func mappingInlines(_ change: (Inline) -> Inline) -> [Block] {
    map { $0.mappingInlines(change) }
  }
}

extension Block {
  fileprivate func mappingInlines(_ change: (Inline) -> Inline) -> Block {
    var block = self
    switch kind {
    case .heading(let level, let inlines):
      block.kind = .heading(level: level, inlines.map { $0.mapping(change) })
    case .paragraph(let inlines): block.kind = .paragraph(inlines.map { $0.mapping(change) })
    case .quote(let blocks): block.kind = .quote(blocks.mappingInlines(change))
    case .list(let start, let tight, var items):
      for index in items.indices {
        items[index].blocks = items[index].blocks.mappingInlines(change)
      }
      block.kind = .list(start: start, tight: tight, items: items)
    case .table(let alignments, var rows):
      for row in rows.indices {
        for cell in rows[row].cells.indices {
          rows[row].cells[cell].content = rows[row].cells[cell].content.map { $0.mapping(change) }
        }
      }
      block.kind = .table(alignments: alignments, rows: rows)
    case .footnote(var note):
      note.blocks = note.blocks.mappingInlines(change)
      block.kind = .footnote(note)
    case .code, .mathematics, .html, .thematicBreak: break
    }
    return block
  }
}

extension Inline {
  fileprivate func mapping(_ change: (Inline) -> Inline) -> Inline {
    func inside(_ inlines: [Inline]) -> [Inline] { inlines.map { $0.mapping(change) } }
    let inner: Inline =
      switch self {
      case .emphasis(let inlines): .emphasis(inside(inlines))
      case .strong(let inlines): .strong(inside(inlines))
      case .strikethrough(let inlines): .strikethrough(inside(inlines))
      case .link(let destination, let title, let inlines, let range):
        .link(destination: destination, title: title, inside(inlines), range)
      case .image(let source, let title, let inlines, let range):
        .image(source: source, title: title, inside(inlines), range)
      case .text, .softBreak, .lineBreak, .code, .html, .mathematics, .footnoteReference: self
      }
    return change(inner)
  }
}

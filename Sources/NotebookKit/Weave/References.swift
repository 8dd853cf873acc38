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

  /// Gathers the names of all chapters: equations, snippets, then chapters themselves.
  init(_ chapters: [(source: Source, number: Int?, facts: ChapterFacts)]) {
    var places: [String: (source: Source, line: Int)] = [:]
    for (source, chapter, facts) in chapters {
      for (index, equation) in facts.equations.enumerated() {
        let number = chapter.map { "\($0).\(index + 1)" } ?? "\(index + 1)"
        numbers[equation.name] = numbers[equation.name] ?? number
        claim(equation, "Equation \(number)", in: source, &places)
      }
      for snippet in facts.snippets {
        claim(snippet, "the snippet “\(snippet.name)”", in: source, &places)
      }
    }
    for (source, _, facts) in chapters where targets[source.pageName] == nil {
      targets[source.pageName] = Target(page: source.pageName, label: facts.title)
    }
  }

  private mutating func claim(
    _ name: ChapterFacts.Name, _ label: String, in source: Source,
    _ places: inout [String: (source: Source, line: Int)]
  ) {
    if let earlier = places[name.name] {
      // Twice in one chapter is the plan's finding.
      guard earlier.source.path != source.path else { return }
      findings.append(
        source.diagnostic(
          at: source.range(ofLine: name.line), "the name '\(name.name)' is taken",
          notes: [
            earlier.source.diagnostic(
              .note, at: earlier.source.range(ofLine: earlier.line), "it is taken here")
          ]))
      return
    }
    places[name.name] = (source, name.line)
    targets[name.name] = Target(page: source.pageName, label: label)
  }

  /// What a page depends on in the rest of the book: where its links lead, and which names are its own.
  func part(of facts: ChapterFacts) -> Key.Part {
    let own = (facts.equations + facts.snippets).map(\.name)
    var fields: [String] = []
    for name in own + facts.links {
      let target = targets[name]
      fields += [name, target?.page ?? "", target?.label ?? "", numbers[name] ?? ""]
    }
    // A link that leads nowhere is told which names come near.
    if facts.links.contains(where: { targets[$0] == nil }) { fields += targets.keys.sorted() }
    return Key.Part("the names that it links to", Digest(of: fields))
  }

  /// The names of equations and snippets on a page.
  func names(on page: String) -> Set<String> {
    Set(targets.filter { $0.value.page == page }.keys)
  }

  /// The blocks of a chapter with links to names resolved, and the links that lead nowhere.
  func resolved(_ chapter: Chapter, headings: Set<String>) -> ([Block], [Diagnostic]) {
    var findings: [Diagnostic] = []
    let blocks = chapter.blocks.mappingInlines { inline in
      guard case .link(let destination, let title, let inner, let range) = inline,
        destination.hasPrefix("#"), destination.count > 1
      else { return inline }
      let name = String(destination.dropFirst())
      if let target = targets[name] {
        let page = target.page == chapter.name ? "" : pageAddress(target.page)
        let isChapter = target.page == name
        return .link(
          destination: isChapter ? pageAddress(target.page) : "\(page)#\(name)", title: title,
          inner.isEmpty ? [.text(target.label)] : inner, range)
      }
      if headings.contains(name) { return inline }
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
  /// The names that links lead to, once each, in the order of the text.
  var linkedNames: [String] {
    var names: [String] = []
    _ = blocks.mappingInlines { inline in
      if case .link(let destination, _, _, _) = inline, destination.hasPrefix("#") {
        let name = String(destination.dropFirst())
        if !name.isEmpty, !names.contains(name) { names.append(name) }
      }
      return inline
    }
    return names
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

// What the rest of the book needs to know of a chapter: short, and kept, so that a chapter that has not changed is not
// even parsed.

/// A chapter's names, links and programs.
struct ChapterFacts: Equatable, Sendable {
  /// A name and the line that gives it.
  struct Name: Equatable, Sendable {
    var line: Int
    var name: String
  }

  /// A named equation.
  struct Equation: Equatable, Sendable {
    var name: String
    /// Where the name is given.
    var range: SourceRange
    /// What is shown in place of a number.
    var tag: EquationTag?
    /// The TeX that links to it show.
    var tex: String
  }

  /// A link to a name.
  struct Link: Hashable, Sendable {
    /// The name.
    var name: String
    /// The section that the link stands in.
    var section: Section
  }

  /// A part of a chapter, from one heading to the next.
  struct Section: Hashable, Sendable {
    /// The heading's anchor; empty before the first heading.
    var id: String
    /// The heading as plain text, or the chapter's title.
    var title: String
  }

  /// The plain text of the first heading, or the file's name.
  var title: String
  /// The named equations in order.
  var equations: [Equation]
  /// The named snippets in order.
  var snippets: [Name]
  /// The figures that snippets draw, in order.
  var figures: [FigureName]
  /// The names that the chapter's links lead to, once for each section, in order.
  var links: [Link]
  /// The names of the equations that the chapter's snippets verify or derive, once each.
  var checked: [String]
  /// Whether the chapter declares symbols.
  var declaresSymbols: Bool
  /// The chapter's programs.
  var programs: [ProgramIdentity]

  /// Gathers the facts of a parsed and planned chapter.
  init(_ chapter: Chapter, _ plan: Plan) {
    title = chapter.title
    equations = plan.equations.sorted { $0.key < $1.key }.flatMap { _, equation in
      equation.names.map { name in
        Equation(
          name: name.name, range: name.range, tag: name.tag, tex: equation.tex(of: name))
      }
    }
    snippets = plan.snippets.sorted { $0.key < $1.key }.compactMap { line, snippet in
      snippet.options.name.map { Name(line: line, name: $0) }
    }
    figures = plan.figures
    links = chapter.links(besides: plan.names)
    checked = Set(plan.snippets.values.flatMap(\.equationNames)).sorted()
    declaresSymbols = !plan.symbols.symbols.isEmpty
    programs = plan.programs.map(ProgramIdentity.init)
  }
}

extension Chapter {
  /// The links to names with the sections that they stand in; `names` are its own.
  fileprivate func links(besides names: Set<String>) -> [ChapterFacts.Link] {
    let headings = Heading.all(in: self, besides: names).sorted { $0.key < $1.key }
    var links: [ChapterFacts.Link] = []
    var known: Set<ChapterFacts.Link> = []
    for (name, line) in namedLinks {
      let heading = headings.last { $0.key <= line }?.value
      let section = ChapterFacts.Section(
        id: heading?.id ?? "", title: heading.map { plainText($0.content) } ?? title)
      let link = ChapterFacts.Link(name: name, section: section)
      if known.insert(link).inserted { links.append(link) }
    }
    return links
  }
}

// Plain lists, because facts are read before anything else can begin, and records take the decoder several times as long.
extension ChapterFacts: Codable {
  init(from decoder: any Decoder) throws {
    var container = try decoder.unkeyedContainer()
    func list<Value: Decodable>(of type: Value.Type, count: Int? = nil) throws -> [Value] {
      let list = try container.decode([Value].self)
      guard count == nil || list.count == count else {
        throw DecodingError.dataCorruptedError(
          in: container, debugDescription: "lists that belong together are not as long")
      }
      return list
    }
    title = try container.decode(String.self)
    let named = try list(of: String.self)
    let tex = try list(of: String.self, count: named.count)
    let places = try list(of: Int.self, count: 4 * named.count)
    let tags = try list(of: String?.self, count: named.count)
    let areBare = try list(of: Bool.self, count: named.count)
    equations = named.indices.map { index in
      let place = places[(4 * index)..<(4 * index + 4)]
      return Equation(
        name: named[index], range: SourceRange(ends: place),
        tag: tags[index].map { EquationTag(text: $0, isBare: areBare[index]) }, tex: tex[index])
    }
    let names = try list(of: String.self)
    let lines = try list(of: Int.self, count: names.count)
    snippets = zip(lines, names).map { Name(line: $0, name: $1) }
    let drawn = try list(of: String.self)
    let calls = try list(of: Int.self, count: 4 * drawn.count)
    figures = drawn.indices.map { index in
      FigureName(
        name: drawn[index], range: SourceRange(ends: calls[(4 * index)..<(4 * index + 4)]))
    }
    let linked = try list(of: String.self)
    let ids = try list(of: String.self, count: linked.count)
    let titles = try list(of: String.self, count: linked.count)
    links = linked.indices.map { index in
      Link(name: linked[index], section: Section(id: ids[index], title: titles[index]))
    }
    checked = try list(of: String.self)
    declaresSymbols = try container.decode(Bool.self)
    let digests = try list(of: Digest.self)
    let areRun = try list(of: Bool.self, count: digests.count)
    programs = zip(digests, areRun).map { ProgramIdentity(digest: $0, isRun: $1) }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.unkeyedContainer()
    try container.encode(title)
    try container.encode(equations.map(\.name))
    try container.encode(equations.map(\.tex))
    try container.encode(equations.flatMap(\.range.ends))
    try container.encode(equations.map(\.tag?.text))
    try container.encode(equations.map { $0.tag?.isBare ?? false })
    try container.encode(snippets.map(\.name))
    try container.encode(snippets.map(\.line))
    try container.encode(figures.map(\.name))
    try container.encode(figures.flatMap(\.range.ends))
    try container.encode(links.map(\.name))
    try container.encode(links.map(\.section.id))
    try container.encode(links.map(\.section.title))
    try container.encode(checked)
    try container.encode(declaresSymbols)
    try container.encode(programs.map(\.digest))
    try container.encode(programs.map(\.isRun))
  }
}

extension SourceRange {
  /// The line and the column of its start, then those of its end.
  fileprivate var ends: [Int] { [start.line, start.column, end.line, end.column] }

  /// Takes the line and the column of a start, then those of an end.
  fileprivate init(ends: ArraySlice<Int>) {
    let first = ends.startIndex
    self.init(
      SourceLocation(line: ends[first], column: ends[first + 1]),
      SourceLocation(line: ends[first + 2], column: ends[first + 3]))
  }
}

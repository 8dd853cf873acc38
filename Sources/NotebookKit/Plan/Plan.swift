// From fences to programs: each chapter's running snippets form one program; one that must fail or trap gets a
// program of its own, so that it cannot take the others with it.

/// One Swift program made from snippets of a chapter.
struct Program: Equatable, Sendable {
  /// How far the program goes.
  enum Purpose: Equatable, Sendable {
    /// Compiled and run: the chapter's common program.
    case run
    /// Compiled only, for its last snippet.
    case compile
    /// Compiled and run for its last snippet; those before it set the scene.
    case runLast
  }

  /// The chapter.
  let source: Source
  /// The snippets in the order of the chapter.
  let snippets: [Snippet]
  /// How far it goes, and for which of its snippets.
  let purpose: Purpose
  /// The modules that it imports.
  let modules: [String]
  /// The Swift source.
  let text: ProgramText

  /// Writes a program.
  init(source: Source, snippets: [Snippet], purpose: Purpose, modules: [String]) {
    (self.source, self.snippets, self.purpose, self.modules) = (source, snippets, purpose, modules)
    text = ProgramText(snippets, path: source.path, modules: modules)
  }

  /// A name for messages: the chapter, and the line when it is for one snippet.
  var name: String {
    purpose == .run ? source.path : snippets.last.map { "\($0.id)" } ?? source.path
  }

  /// The indices of the snippets whose results count.
  var subjects: Range<Int> {
    purpose == .run ? snippets.indices : snippets.indices.suffix(1)
  }
}

/// The programs of a chapter and the role of each of its fences.
struct Plan: Equatable, Sendable {
  /// The snippets by the line of their opening fence.
  var snippets: [Int: Snippet] = [:]
  /// The lines of the opening fences of pinned outputs, which are shown with their snippets.
  var outputs: Set<Int> = []
  /// The figures that the snippets draw, in the order of the text.
  var figures: [FigureName] = []
  /// The `math` fences by the line of their opening fence.
  var equations: [Int: FencedEquation] = [:]
  /// The symbols that the chapter declares.
  var symbols = SymbolTable()
  /// The programs, the common one first.
  var programs: [Program] = []
  /// What is wrong with the fences.
  var findings: [Diagnostic] = []

  /// Plans a chapter: reads the words of its fences, ties outputs to snippets, and gathers programs.
  init(_ chapter: Chapter, modules: [String]) {
    var ordered: [Snippet] = []
    var names: [String: SourceRange] = [:]
    for (fence, range) in chapter.blocks.fences {
      let (role, wrong) = FenceRole.read(fence, at: range, in: chapter.source)
      findings += wrong
      switch role {
      case .plain: break
      case .mathematics(let name):
        let equation = FencedEquation(fence, at: range, id: name, in: chapter.source, &findings)
        equations[range.start.line] = equation
        for name in equation.names { claim(name.name, at: name.range, in: chapter.source, &names) }
      case .symbols: findings += symbols.read(fence, at: range, in: chapter.source)
      case .snippet(let options):
        if let name = options.name {
          claim(name, at: chapter.source.range(from: range.start), in: chapter.source, &names)
        }
        ordered.append(
          Snippet(
            id: SnippetID(path: chapter.path, line: range.start.line), options: options,
            fence: fence, range: range, expectation: nil))
      case .output(let tolerance):
        outputs.insert(range.start.line)
        let expectation = Expectation(
          lines: Expectation.lines(of: fence.text), tolerance: tolerance,
          sourceLines: fence.lines, range: range)
        pin(expectation, to: &ordered, in: chapter.source)
      }
    }
    for snippet in ordered {
      snippets[snippet.id.line] = snippet
      for figure in snippet.figures {
        claim(figure.name, at: figure.range, in: chapter.source, &names)
        if !FenceRole.isName(figure.name) { refuse(figure, in: chapter.source) }
        if !figures.contains(where: { $0.name == figure.name }) { figures.append(figure) }
      }
    }
    let derived = Set(ordered.flatMap(\.derivedNames))
    for (line, equation) in equations
    where equation.names.contains(where: { derived.contains($0.name) }) {
      equations[line]?.isDerived = true
    }
    programs = Self.programs(of: ordered, in: chapter.source, modules: modules)
  }

  /// The names of the chapter's equations, snippets and figures.
  var names: Set<String> {
    Set(
      equations.values.flatMap(\.names).map(\.name)
        + snippets.values.compactMap(\.options.name) + figures.map(\.name))
  }

  private mutating func pin(
    _ expectation: Expectation, to snippets: inout [Snippet], in source: Source
  ) {
    let place = source.range(from: expectation.range.start)
    guard let last = snippets.indices.last else {
      findings.append(
        source.diagnostic(
          at: place, "an output without a snippet",
          help: "an 'output' fence stands below the 'swift run' fence that prints it"))
      return
    }
    if let earlier = snippets[last].expectation {
      findings.append(
        source.diagnostic(
          at: place, "the snippet at line \(snippets[last].id.line) has an output already",
          notes: [
            source.diagnostic(
              .note, at: source.range(from: earlier.range.start), "the first one is here")
          ]))
    } else if snippets[last].mode == .compiles {
      findings.append(
        source.diagnostic(
          at: place, "a snippet that is only compiled prints nothing",
          help: "remove the output, or 'compiles' at line \(snippets[last].id.line)"))
    } else {
      snippets[last].expectation = expectation
    }
  }

  private mutating func refuse(_ figure: FigureName, in source: Source) {
    findings.append(
      source.diagnostic(
        at: figure.range, "'\(figure.name)' is not a name",
        help: "use letters, digits, '-', '_' and '.'"))
  }

  private mutating func claim(
    _ name: String, at range: SourceRange, in source: Source,
    _ names: inout [String: SourceRange]
  ) {
    if let earlier = names[name] {
      findings.append(
        source.diagnostic(
          at: range, "the name '\(name)' is taken",
          notes: [source.diagnostic(.note, at: earlier, "it is taken here")]))
    }
    names[name] = names[name] ?? range
  }

  private static func programs(
    of snippets: [Snippet], in source: Source, modules: [String]
  ) -> [Program] {
    var common: [Snippet] = []
    var special: [Program] = []
    for snippet in snippets {
      switch snippet.mode {
      case .run, .refuted: common.append(snippet)
      case .compiles, .fails:
        special.append(
          Program(
            source: source, snippets: common + [snippet], purpose: .compile, modules: modules))
      case .traps:
        special.append(
          Program(
            source: source, snippets: common + [snippet], purpose: .runLast, modules: modules))
      }
    }
    if common.isEmpty { return special }
    return [Program(source: source, snippets: common, purpose: .run, modules: modules)] + special
  }
}

extension [Block] {
  /// The fences in the order of the text, those in lists and quotations too.
  var fences: [(fence: Fence, range: SourceRange)] {
    flatMap { block -> [(Fence, SourceRange)] in
      switch block.kind {
      case .code(let fence): [(fence, block.range)]
      case .quote(let blocks): blocks.fences
      case .list(_, _, let items): items.flatMap(\.blocks.fences)
      case .footnote(let note): note.blocks.fences
      case .heading, .paragraph, .mathematics, .html, .thematicBreak, .table: []
      }
    }
  }
}

// The book as it stands before anything runs: its texts, the facts of its chapters, where its names lead, and the key of
// each chapter's results.

import Foundation
import SnippetRuntime

/// A look at the whole book.
struct Survey: Sendable {
  /// A chapter and what its results depend on.
  struct Item: Sendable {
    /// The text.
    var source: Source
    /// The number in the file name; nil for the cover.
    var number: Int?
    /// What is wrong with it as a part of the book: its file, and names that others have too.
    var findings: [Diagnostic]
    /// What the rest of the book needs to know of it.
    var facts: ChapterFacts
    /// Everything that its page depends on.
    var key: Key
    /// The chapter, its plan and what is wrong with its text; nil where the facts were kept.
    var parsed: ParsedChapter?
  }

  /// The texts.
  var book: Book
  /// What is wrong with the book apart from its chapters.
  var findings: [Diagnostic]
  /// Whether the modules that snippets import exist; without them none can run.
  var canRun: Bool
  /// The chapters in order, the cover first.
  var items: [Item]
  /// Where names lead.
  var references: References
  /// The modules that snippets import.
  var modules: [String]
  /// Whether snippets run in a sandbox.
  var isSandboxed: Bool
  /// What results depend on outside the chapters.
  var surroundings: Surroundings
  /// This program's own file.
  var tool: Key.Part
  /// What pages depend on besides: the tool, KaTeX and the highlighter.
  var rendering: [Key.Part]
  /// Compiles programs.
  var compiler: ProgramCompiler
  /// The folder of KaTeX.
  var katex: String
}

/// A chapter, its plan and what is wrong with its text.
struct ParsedChapter: Sendable {
  /// The chapter.
  var chapter: Chapter
  /// Its programs and the roles of its fences.
  var plan: Plan
  /// What the parser found.
  var findings: [Diagnostic]

  /// Parses and plans a chapter.
  init(_ source: Source, number: Int?, modules: [String]) {
    let parsed = MarkdownParser.parse(source)
    chapter = Chapter(source: source, number: number, blocks: parsed.blocks)
    plan = Plan(chapter, modules: modules)
    findings = parsed.findings
  }
}

extension Notebook {
  /// Looks at the book.
  func survey() async throws -> Survey {
    let book = try Book.load(from: root)
    let modules = book.configuration.modules ?? self.modules
    let texts = book.texts
    var digests = FileDigests(store)
    let tool = try toolPart(&digests)
    // While the library and the tools are looked at.
    async let facts = facts(of: texts, modules: modules, tool: tool)
    let available =
      book.configuration.moduleMentions.isEmpty ? [] : try Library.modules(among: products)
    let unknown =
      book.configuration.moduleMentions.isEmpty
      ? [] : book.configuration.unknownModules(among: available)
    let toolchain = try Toolchain.find(on: ProcessInfo.processInfo.environment["PATH"] ?? "")
    let compiler = ProgramCompiler(
      toolchain: toolchain,
      library: try Library(
        modules: ["SnippetRuntime"]
          + modules.filter { name in
            name != "SnippetRuntime" && (unknown.isEmpty || available.contains(name))
          }, products: products, store: store))
    let katex = try KaTeX.find()
    let isSandboxed = sandbox || book.configuration.sandbox
    let surroundings = try Surroundings(
      of: compiler, tool: tool,
      conditions: SwiftcExecutor.conditions(limits: Limits(), isSandboxed: isSandboxed),
      digests: &digests)
    digests.keep()

    let read = await facts
    let references = References(
      zip(texts, read).map { text, read in (text.source, text.number, read.facts) })
    let rendering = [
      tool, Key.Part("KaTeX", katex, FileStamp(katex + "/katex.min.js").text),
      Key.Part(
        "the highlighter", toolchain.sourceKit ?? "",
        toolchain.sourceKit.map { FileStamp($0).text } ?? ""),
    ]
    let findings = book.findings + unknown + references.findings
    let items = zip(texts, read).map { text, read in
      let own = findings.filter { $0.path == text.source.path }
      return Survey.Item(
        source: text.source, number: text.number, findings: own, facts: read.facts,
        key: Key(
          kind: "page",
          parts: [
            Key.Part("the text", text.source.path, text.source.text),
            references.part(of: read.facts),
            Key.Part("the book's names and files", Digest(of: own.map(\.description))),
          ] + rendering
            + Self.results(of: read.facts.programs, in: surroundings).filter { $0 != tool }),
        parsed: read.parsed)
    }
    let known = Set(texts.map(\.source.path))
    return Survey(
      book: book, findings: findings.filter { !known.contains($0.path) },
      canRun: unknown.isEmpty, items: items, references: references, modules: modules,
      isSandboxed: isSandboxed, surroundings: surroundings, tool: tool, rendering: rendering,
      compiler: compiler, katex: katex)
  }

  /// What a page depends on by its programs.
  private static func results(
    of programs: [ProgramIdentity], in surroundings: Surroundings
  ) -> [Key.Part] {
    if programs.isEmpty { return [] }
    let snippets = Key.Part(
      "the snippets", Digest(of: programs.map(\.digest.description)))
    return [snippets] + surroundings.compiling
      + (programs.contains(where: \.isRun) ? surroundings.running : [])
  }

  /// The facts of chapters: those kept, else those of the text, which is parsed for them.
  private func facts(
    of texts: [(number: Int?, source: Source)], modules: [String], tool: Key.Part
  ) -> [(facts: ChapterFacts, parsed: ParsedChapter?)] {
    texts.map { number, source in
      let key = factsKey(of: source, modules: modules, tool: tool)
      if let facts = store?.value(ChapterFacts.self, key) { return (facts, nil) }
      let parsed = ParsedChapter(source, number: number, modules: modules)
      return (ChapterFacts(parsed.chapter, parsed.plan), parsed)
    }
  }

  /// Keeps the facts that were not kept yet: those of the chapters that were parsed.
  func keepFacts(of survey: Survey) {
    guard let store else { return }
    for item in survey.items where item.parsed != nil {
      store.keep(
        item.facts, under: factsKey(of: item.source, modules: survey.modules, tool: survey.tool))
    }
  }

  private func factsKey(of source: Source, modules: [String], tool: Key.Part) -> Digest {
    Key(
      kind: "facts",
      parts: [
        tool, Key.Part("the text", source.path, source.text),
        Key.Part("modules", Digest(of: modules)),
      ]
    ).digest
  }

  /// This program's own file as a part of keys; without a store nothing is kept and nothing depends on it.
  private func toolPart(_ digests: inout FileDigests) throws(ToolError) -> Key.Part {
    guard let tool else { return Key.Part("the tool", "") }
    guard let digest = digests.digest(of: tool) else {
      throw ToolError("'\(tool)' cannot be read: \(lastSystemError())")
    }
    return Key.Part("the tool", digest)
  }
}

extension Book {
  /// The texts in order, the cover first, with the chapters' numbers.
  var texts: [(number: Int?, source: Source)] {
    (cover.map { [(nil, $0)] } ?? []) + chapters.map { ($0.number, $0.source) }
  }
}

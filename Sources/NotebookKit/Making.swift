// Making chapters: parse, plan, execute, weave and render those whose results are not kept.

import Foundation

/// A chapter that was made.
struct MadeChapter: Sendable {
  /// The chapter as woven.
  var page: Page
  /// What checking it came to.
  var verdict: Verdict
  /// Its page without what surrounds it; nil when it was not to be rendered.
  var body: PageBody?
  /// What its programs brought.
  var programs: [ProgramResult]
}

extension Notebook {
  /// Makes chapters of the book.
  ///
  /// - Parameters:
  ///   - items: The chapters.
  ///   - survey: The book they are of.
  ///   - rendering: Whether their pages are wanted.
  /// - Returns: The chapters as made, in the same order, and the CPU seconds of linking the library.
  /// - Throws: `ToolError` for a failure of the machine.
  func make(
    _ items: [Survey.Item], of survey: Survey, rendering: Bool
  ) async throws -> (chapters: [MadeChapter], libraryLink: Double) {
    let parsed = items.map { item in
      item.parsed ?? ParsedChapter(item.source, number: item.number, modules: survey.modules)
    }
    let highlighter = SwiftHighlighter(library: survey.compiler.toolchain.sourceKit)
    let programs = survey.canRun ? parsed.flatMap(\.plan.programs) : []
    // First, so that compilers start at once; formulas are set and code is marked meanwhile.
    async let executed = execute(programs, in: survey)
    async let prepared = renderings(
      of: parsed, survey, highlighter, rendering: rendering, yielding: !programs.isEmpty)
    let execution = try await executed
    async let removed: Void = clear(execution.folder)
    let results = Dictionary(grouping: execution.results) { $0.program.source.path }
    var made: [MadeChapter] = []
    for ((item, parsed), renderings) in zip(zip(items, parsed), try await prepared) {
      // They ended in any order.
      let programs = parsed.plan.programs.compactMap { program in
        results[item.source.path]?.first { $0.program.name == program.name }
      }
      let weaver = Weaver(
        references: survey.references, typeset: renderings.formulas, canRun: survey.canRun)
      var page = weaver.page(
        parsed.chapter, parsed.plan, programs.map { ($0.program, $0.transcript) })
      page.findings = (item.findings + parsed.findings + page.findings).inReadingOrder
      let renderer = BodyRenderer(
        highlighter: SwiftHighlighter(library: highlighter.library, known: renderings.code))
      let chapter = MadeChapter(
        page: page,
        verdict: Verdict(
          report: ChapterReport(page), findings: page.findings,
          programs: programs.map(\.program.name), title: page.titleHTML),
        body: rendering ? renderer.body(page) : nil, programs: programs)
      if survey.canRun { store?.keep(chapter, under: item.key) }
      made.append(chapter)
    }
    try await removed
    return (made, execution.libraryLink)
  }
}

extension Notebook {
  /// Removes the folder that programs ran in, and those that killed builds have left.
  private func clear(_ folder: WorkFolder?) throws {
    guard let folder else { return }
    try folder.remove()
    WorkFolder.removeLeftovers()
  }

  /// The formulas and the code of chapters, those that are new set and marked now.
  private func renderings(
    of chapters: [ParsedChapter], _ survey: Survey, _ highlighter: SwiftHighlighter,
    rendering: Bool, yielding: Bool
  ) async throws -> [Renderings] {
    let pieces = chapters.map { Pieces(of: $0, in: survey, rendering: rendering, kept: store) }
    // Loading the engines keeps the process from starting others: the first compilers go ahead.
    if yielding, pieces.contains(where: { !$0.isComplete }) {
      try await Task.sleep(for: .milliseconds(15))
    }
    async let typeset = Typesetter.shared.typeset(
      Set(pieces.flatMap(\.formulas)), katex: survey.katex)
    async let marked = highlighter.html(Set(pieces.flatMap(\.code)))
    let (newFormulas, newCode) = (try await typeset, await marked)
    return zip(chapters, pieces).map { chapter, pieces in
      let renderings = pieces.renderings(newFormulas, newCode)
      if !pieces.isComplete {
        store?.keep(renderings, under: survey.renderingsKey(chapter.chapter.source))
      }
      return renderings
    }
  }
}

extension Store {
  /// Keeps a chapter, if making it again would bring the same.
  fileprivate func keep(_ chapter: MadeChapter, under key: Key) {
    guard chapter.programs.allSatisfy(\.transcript.isReproducible) else { return }
    keep(chapter.verdict, under: key.digest)
    if let body = chapter.body { keep(body, under: key.bodyDigest) }
    keep(key, under: Self.historyDigest(chapter.page.chapter.path))
  }

  /// The key under which a chapter was kept last; nil when it never was.
  func lastKey(of path: String) -> Key? { value(Key.self, Self.historyDigest(path)) }

  private static func historyDigest(_ path: String) -> Digest { Digest(of: ["history", path]) }
}

extension Key {
  /// Where the page's body is kept.
  var bodyDigest: Digest { Digest(of: ["body", digest.description]) }
}

// MARK: - Formulas and code

/// The formulas and the code of a chapter: what its last version left of them, and what is new.
private struct Pieces {
  /// What the last version left, as far as it is wanted.
  let kept: Renderings
  /// The formulas that are not set yet.
  let formulas: [TypesetKey]
  /// The code that is not marked yet.
  let code: [String]

  /// Whether nothing is new.
  var isComplete: Bool { formulas.isEmpty && code.isEmpty }

  init(of parsed: ParsedChapter, in survey: Survey, rendering: Bool, kept store: Store?) {
    let references = survey.references
    let formulas = Set(
      parsed.plan.formulas(of: parsed.chapter, numbers: references.numbers).map(\.key)
        + references.peeks(of: parsed.chapter).values)
    let code = Set(parsed.chapter.blocks.fences.filter(\.fence.isSwift).map(\.fence.text))
    var kept = Renderings()
    if let found = store?.value(Renderings.self, survey.renderingsKey(parsed.chapter.source)) {
      kept.formulas = found.formulas.filter { formulas.contains($0.key) }
      kept.code = found.code.filter { code.contains($0.key) }
    }
    self.kept = kept
    self.formulas = formulas.filter { [kept] in kept.formulas[$0] == nil }
    self.code = rendering ? code.filter { [kept] in kept.code[$0] == nil } : []
  }

  func renderings(_ newFormulas: [TypesetKey: Typeset], _ newCode: [String: HTML]) -> Renderings {
    var all = kept
    for key in formulas { all.formulas[key] = newFormulas[key] }
    for text in code { all.code[text] = newCode[text] }
    return all
  }
}

extension Survey {
  /// By the chapter's path, not its text: the next version finds what this one leaves.
  fileprivate func renderingsKey(_ source: Source) -> Digest {
    Key(kind: "renderings", parts: [Key.Part("path", source.path)] + rendering).digest
  }
}

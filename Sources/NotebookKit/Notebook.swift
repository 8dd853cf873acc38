// The whole pipeline: load, parse, plan, execute, weave, render, write. `check` stops after weaving; `build` goes on.

import Foundation

/// A book and what is needed to check and build it.
public struct Notebook: Sendable {
  /// The book's folder; it holds `chapters/`.
  public var root: String
  /// The modules that snippets import unless the book names others.
  public var modules: [String]
  /// The folder of the build products that hold the modules.
  public var products: String
  /// How many programs are compiled and run at the same time.
  public var jobs: Int
  /// The chapters to check, by path; all when empty.
  public var only: Set<String>

  /// Describes a book.
  ///
  /// - Parameters:
  ///   - root: The book's folder; it holds `chapters/`.
  ///   - modules: The modules that snippets import unless the book names others.
  ///   - products: The folder of the build products that hold the modules, such as `.build/release`.
  ///   - jobs: How many programs are compiled and run at the same time.
  ///   - only: The chapters to check, by path such as `chapters/01-forward.md`; all when empty.
  public init(
    root: String, modules: [String], products: String,
    jobs: Int = ProcessInfo.processInfo.activeProcessorCount, only: Set<String> = []
  ) {
    self.root = root
    self.modules = modules
    self.products = products
    self.jobs = max(1, jobs)
    self.only = only
  }

  /// Checks the book and writes nothing.
  ///
  /// Throws `ToolError` for a failure of the machine; findings of the book are in the report.
  public func check() async throws -> Report { try await weave().report }

  /// Checks the book and, if nothing is wrong, writes `site/`.
  ///
  /// Throws `ToolError` for a failure of the machine; findings of the book are in the report.
  public func build() async throws -> Report {
    var (woven, report) = try await weave()
    if report.failed { return report }
    guard let woven else { return report }
    try Site(folder: root + "/site").write(try woven.files())
    report.wrote = root + "/site"
    return report
  }

  /// The chapters of the book and their snippets in order, the cover first, without compiling anything.
  ///
  /// - Returns: The path of each chapter with its snippets.
  /// - Throws: `ToolError` when there is no book, `Diagnostics` when its files are not chapters.
  public func chapters() throws -> [(path: String, snippets: [SnippetSummary])] {
    parse(try Book.load(from: root)).map { item in
      let snippets = item.plan.snippets.values.sorted { $0.id.line < $1.id.line }
      return (item.chapter.path, snippets.map(\.summary))
    }
  }
}

extension Notebook {
  /// A chapter on its way through the pipeline.
  private struct Item {
    var chapter: Chapter
    var plan: Plan
    var findings: [Diagnostic]
  }

  /// Everything that rendering needs.
  struct Woven {
    /// The pages in the order of the book.
    var pages: [Page]
    /// What they share.
    var frame: BookFrame
    /// The folder of KaTeX's files.
    var katex: String
    /// The library that marks Swift code.
    var sourceKit: String?

    /// The pages as HTML by name, a cover among them.
    func documents() -> [String: Document] {
      let renderer = PageRenderer(
        frame: frame, highlighter: SwiftHighlighter(library: sourceKit))
      var documents: [String: Document] = [:]
      for page in pages { documents[page.chapter.name] = renderer.document(page) }
      if documents["index"] == nil { documents["index"] = renderer.cover() }
      return documents
    }

    fileprivate func files() throws(ToolError) -> [String: Data] {
      var files = try Assets.files(katex: katex)
      for (name, document) in documents() {
        files["\(name).html"] = Data(document.html.text.utf8)
      }
      return files
    }
  }

  private func parse(_ book: Book) -> [Item] {
    let cover = book.cover.map { (Int?.none, $0) }.map { [$0] } ?? []
    return (cover + book.chapters.map { (Int?.some($0.number), $0.source) })
      .map { number, source in
        let parsed = MarkdownParser.parse(source)
        let chapter = Chapter(source: source, number: number, blocks: parsed.blocks)
        let plan = Plan(chapter, modules: book.configuration.modules ?? modules)
        return Item(chapter: chapter, plan: plan, findings: parsed.findings)
      }
  }

  /// Checks the book; there are no pages when it cannot be loaded.
  func weave() async throws -> (woven: Woven?, report: Report) {
    let book: Book
    do {
      book = try Book.load(from: root)
    } catch let wrong as Diagnostics {
      return (nil, Report(findings: wrong.all))
    }
    let all = parse(book)
    let references = References(all.map { ($0.chapter, $0.plan) })
    let items = all.filter { only.isEmpty || only.contains($0.chapter.path) }

    let toolchain = try Toolchain.find(on: ProcessInfo.processInfo.environment["PATH"] ?? "")
    let katex = try KaTeX.find()
    let keys = items.flatMap { item in
      item.plan.formulas(of: item.chapter, numbers: references.numbers).map(\.key)
    }
    async let typeset = Typesetter.shared.typeset(Set(keys), katex: katex)
    var report = Report()
    let transcripts = try await execute(
      items, imports: book.configuration.modules ?? modules, with: toolchain, &report)
    let weaver = Weaver(references: references, typeset: try await typeset)
    let pages = items.map { item in
      var page = weaver.page(item.chapter, item.plan, transcripts[item.chapter.path] ?? [])
      page.findings = (item.findings + page.findings).inReadingOrder
      return page
    }
    report.findings = references.findings + pages.flatMap(\.findings)
    report.unreached = pages.flatMap { page in
      page.exhibits.values.filter { $0.run.outcome == .notReached }.map(\.snippet.summary)
    }
    report.snippets = pages.reduce(0) { $0 + $1.exhibits.count }
    report.checks = pages.reduce(0) { $0 + $1.checks }
    report.chapters = pages.count
    let title =
      book.configuration.title
      ?? pages.first { $0.chapter.number == nil }?.chapter.title ?? "Notebook"
    let frame = BookFrame(
      configuration: book.configuration, title: title,
      entries: pages.filter { $0.chapter.number != nil }.map(BookFrame.Entry.init))
    return (
      Woven(pages: pages, frame: frame, katex: katex, sourceKit: toolchain.sourceKit), report
    )
  }
}

// MARK: - Executing

extension Notebook {
  /// Runs all programs, at most `jobs` at a time; the transcripts by chapter.
  private func execute(
    _ items: [Item], imports: [String], with toolchain: Toolchain, _ report: inout Report
  ) async throws -> [String: [Transcript]] {
    let programs = items.flatMap(\.plan.programs)
    if programs.isEmpty { return [:] }
    let folder = NSTemporaryDirectory() + "/notebook-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let result: Result<[(Program, Transcript)], any Error>
    do {
      let (library, cpu) = try await Library(
        modules: ["SnippetRuntime"] + imports.filter { $0 != "SnippetRuntime" },
        products: products
      ).linked(in: folder, with: toolchain)
      report.libraryLink = cpu
      let executor = SwiftcExecutor(toolchain: toolchain, library: library, folder: folder)
      result = .success(try await Self.run(programs, with: executor, jobs: jobs))
    } catch {
      result = .failure(error)
    }
    try FileManager.default.removeItem(atPath: folder)
    var transcripts: [String: [Transcript]] = [:]
    for (program, transcript) in try result.get() {
      transcripts[program.source.path, default: []].append(transcript)
      report.costs.append(.init(name: program.name, cost: transcript.cost))
    }
    report.costs.sort { $0.name < $1.name }
    return transcripts
  }

  private static func run(
    _ programs: [Program], with executor: some Executor, jobs: Int
  ) async throws -> [(Program, Transcript)] {
    try await withThrowingTaskGroup(of: (Program, Transcript).self) { group in
      var waiting = programs[...]
      var done: [(Program, Transcript)] = []
      for program in waiting.prefix(jobs) {
        group.addTask { (program, try await executor.run(program)) }
      }
      waiting = waiting.dropFirst(jobs)
      while let finished = try await group.next() {
        done.append(finished)
        if let program = waiting.popFirst() {
          group.addTask { (program, try await executor.run(program)) }
        }
      }
      return done
    }
  }
}

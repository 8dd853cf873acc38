// The whole pipeline: look at the book, make the chapters whose results are not kept, and write the site. `check` stops
// before writing; there is no other way through, so that the page and the test cannot disagree.

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
  /// Whether snippets run in a sandbox though the book does not ask for it.
  public var sandbox = false
  /// Whether every named equation must be verified, by a check that tried a mutant.
  public var requiresVerified = false
  /// How many times as long as is said a snippet may take: one that calls modules without optimisation is slow.
  public var patience = 1.0
  /// Told, on any thread, what programs are doing.
  public var progress: @Sendable (ProgressEvent) -> Void = { _ in }
  /// The file of this program: kept results are good for this tool only.
  let tool: String?
  /// Where results are kept; nil when none are.
  let store: Store?

  /// Describes a book.
  ///
  /// - Parameters:
  ///   - root: The book's folder; it holds `chapters/`.
  ///   - modules: The modules that snippets import unless the book names others.
  ///   - products: The folder of the build products that hold the modules, such as `.build/release`.
  ///   - jobs: How many programs are compiled and run at the same time.
  ///   - only: The chapters to check, by path such as `chapters/01-forward.md`; all when empty.
  ///   - tool: The file of this program, when results are to be kept; nil keeps and uses none.
  public init(
    root: String, modules: [String], products: String,
    jobs: Int = ProcessInfo.processInfo.activeProcessorCount, only: Set<String> = [],
    tool: String? = nil
  ) {
    self.root = root
    self.modules = modules
    self.products = products
    self.jobs = max(1, jobs)
    self.only = only
    self.tool = tool
    store = tool.map { _ in Store(folder: root + "/.notebook/kept") }
  }

  /// Checks the book and writes nothing.
  ///
  /// Throws `ToolError` for a failure of the machine; findings of the book are in the report.
  public func check() async throws -> Report {
    settled(try await pass(rendering: false).report)
  }

  /// Checks the book and, if nothing is wrong, writes `site/`.
  ///
  /// Throws `ToolError` for a failure of the machine; findings of the book are in the report.
  public func build() async throws -> Report {
    let pass = try await pass(rendering: true)
    return settled(pass.report.failed ? pass.report : try await write(pass))
  }

  /// The paths of the book's chapters in order, the cover first.
  ///
  /// - Returns: Paths such as `chapters/01-forward.md`.
  /// - Throws: `ToolError` when there is no book.
  public func paths() throws -> [String] { try Book.load(from: root).texts.map(\.source.path) }

  /// What is in the book, and what is wrong with it.
  ///
  /// The status of equations is told by checking the book; a book without named equations is only read.
  ///
  /// - Returns: The listing, and everything that is wrong.
  /// - Throws: `ToolError` when there is no book, and for a failure of the machine.
  public func list() async throws -> (listing: BookListing, findings: [Diagnostic]) {
    let book = try Book.load(from: root)
    let all = book.texts.map { number, source in
      ParsedChapter(source, number: number, modules: book.configuration.modules ?? modules)
    }
    if all.contains(where: { $0.plan.equations.values.contains { !$0.names.isEmpty } }) {
      let pass = try await pass(rendering: false)
      return (pass.listing, settled(pass.report).findings)
    }
    let references = References(
      all.map { ($0.chapter.source, $0.chapter.number, ChapterFacts($0.chapter, $0.plan)) })
    let items = all.filter { only.isEmpty || only.contains($0.chapter.path) }
    let listing = BookListing(
      chapters: items.map { ChapterListing($0.chapter, $0.plan, Ledger()) })
    let findings = items.flatMap { item in
      let headings = Heading.all(in: item.chapter, besides: item.plan.names).values
      let broken = references.resolved(item.chapter, headings: Array(headings)).1
      return (item.findings + item.plan.findings + broken).inReadingOrder
    }
    return (listing, book.findings + references.findings + findings)
  }

  /// The chapters of the book and their snippets in order, the cover first, without compiling anything.
  ///
  /// - Returns: The path of each chapter with its snippets.
  /// - Throws: `ToolError` when there is no book, `Diagnostics` when its files are not chapters.
  public func chapters() throws -> [(path: String, snippets: [SnippetSummary])] {
    let book = try Book.load(from: root)
    if !book.findings.isEmpty { throw Diagnostics(book.findings) }
    return book.texts.map { number, source in
      let parsed = ParsedChapter(
        source, number: number, modules: book.configuration.modules ?? modules)
      let snippets = parsed.plan.snippets.values.sorted { $0.id.line < $1.id.line }
      return (source.path, snippets.map(\.summary))
    }
  }
}

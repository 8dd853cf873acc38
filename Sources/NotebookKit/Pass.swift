// A pass over the book: every chapter's verdict, kept or made now, and the report of them all.

import Foundation

/// What one look at the whole book came to.
struct Pass: Sendable {
  /// A chapter and what checking it came to.
  struct Chapter: Sendable {
    /// The chapter.
    var item: Survey.Item
    /// What checking it came to.
    var verdict: Verdict
    /// What was made now; nil when everything was kept.
    var made: MadeChapter?
  }

  /// The book.
  var survey: Survey
  /// The chapters that were asked for, in order.
  var chapters: [Chapter] = []
  /// What is known of the book's equations.
  var ledger: Ledger
  /// What was found.
  var report: Report
}

extension Notebook {
  /// Checks the book.
  ///
  /// - Returns: The pages of its chapters, none when they cannot be read, and the report.
  /// - Throws: `ToolError` for a failure of the machine.
  func checkedPages() async throws -> (pages: [Page], report: Report) {
    let pass = try await pass(rendering: false, remaking: true)
    return (pass.chapters.compactMap(\.made?.page), settled(pass.report))
  }

  /// Comes to a verdict on every chapter that is asked for.
  ///
  /// - Parameters:
  ///   - rendering: Whether the pages of what is made are wanted.
  ///   - remaking: Whether to make all chapters, for their pages as woven; programs still come from the store.
  /// - Returns: What the pass came to.
  /// - Throws: `ToolError` for a failure of the machine.
  func pass(rendering: Bool, remaking: Bool = false) async throws -> Pass {
    store?.forgetFailure()
    let survey = try await self.survey()
    let items = survey.items.filter { only.isEmpty || only.contains($0.source.path) }
    var kept: [(path: String, bytes: Data)] = []
    var stale: [Survey.Item] = []
    for item in items {
      if !remaking, let bytes = store?.bytes(item.key.digest) {
        kept.append((item.source.path, bytes))
      } else {
        stale.append(item)
      }
    }
    // Before anything new is kept.
    let reasons = stale.map { ($0.source.path, reason($0)) }
    // While programs are compiled.
    async let readVerdicts = verdicts(from: kept)
    keepFacts(of: survey)
    var made: [String: MadeChapter] = [:]
    var report = Report()
    func make(_ items: [Survey.Item]) async throws {
      if items.isEmpty { return }
      let (chapters, libraryLink) = try await self.make(items, of: survey, rendering: rendering)
      for chapter in chapters { made[chapter.page.chapter.path] = chapter }
      report.libraryLink += libraryLink
    }
    try await make(stale)
    let verdicts = await readVerdicts
    // An entry that is whole, but no verdict, is as good as none.
    try await make(items.filter { made[$0.source.path] == nil && verdicts[$0.source.path] == nil })
    let chapters = items.compactMap { item -> Pass.Chapter? in
      let made = made[item.source.path]
      return (made?.verdict ?? verdicts[item.source.path]).map {
        Pass.Chapter(item: item, verdict: $0, made: made)
      }
    }
    let reports = reports(of: chapters, in: survey)
    let ledger = Ledger(survey.items, survey.references, reports: reports)
    report.title = survey.title
    report.findings = survey.findings + chapters.flatMap(\.verdict.findings)
    if requiresVerified, survey.canRun {
      let sources = Dictionary(
        uniqueKeysWithValues: items.map { ($0.source.path, $0.source) })
      report.findings += ledger.shortcomings(in: sources)
    }
    report.chapters = chapters.map(\.verdict.report)
    report.costs = chapters.flatMap(\.costs)
    report.reasons = reasons.map { path, reason in
      Report.Reason(path: path, what: made[path]?.work ?? "made", why: reason)
    }
    return Pass(survey: survey, chapters: chapters, ledger: ledger, report: report)
  }

  /// What became of all snippets of the book, as far as it is known: chapters that were not asked for may be kept, and
  /// count where nothing is wrong with them.
  private func reports(
    of chapters: [Pass.Chapter], in survey: Survey
  ) -> [String: ChapterReport] {
    var reports = Dictionary(
      uniqueKeysWithValues: chapters.map { ($0.item.source.path, $0.verdict.report) })
    if survey.items.allSatisfy({ $0.facts.equations.isEmpty }) { return reports }
    for item in survey.items where reports[item.source.path] == nil {
      let verdict = store?.value(Verdict.self, item.key.digest)
      if verdict?.findings.contains(where: { $0.severity == .error }) == false {
        reports[item.source.path] = verdict?.report
      }
    }
    return reports
  }

  /// The last word on a book: everything is kept that is to be, and the report says so.
  func settled(_ report: Report) -> Report {
    store?.trim()
    var report = report
    report.storeFailure = store?.failure
    return report
  }

  /// The verdicts in kept bytes, by the chapter's path.
  private func verdicts(from kept: [(path: String, bytes: Data)]) -> [String: Verdict] {
    Dictionary(
      uniqueKeysWithValues: kept.compactMap { path, bytes in
        store?.decoded(Verdict.self, from: bytes).map { (path, $0) }
      })
  }

  /// Why a chapter is made, in words.
  private func reason(_ item: Survey.Item) -> String {
    guard let store else { return "results are not kept" }
    guard let last = store.lastKey(of: item.source.path) else { return "no result is kept of it" }
    let changes = item.key.changes(since: last)
    if changes.isEmpty { return "its kept result is damaged or gone" }
    return changes.joined(separator: ", ") + " changed"
  }
}

extension Pass {
  /// What is in the chapters that were asked for, with the status of their equations.
  var listing: BookListing {
    BookListing(
      chapters: chapters.map { chapter in
        let parsed =
          chapter.item.parsed
          ?? ParsedChapter(
            chapter.item.source, number: chapter.item.number, modules: survey.modules)
        return ChapterListing(parsed.chapter, parsed.plan, ledger)
      })
  }
}

extension Pass.Chapter {
  /// What its programs cost this time.
  fileprivate var costs: [Report.ProgramCost] {
    guard let made else {
      return verdict.programs.map { .init(name: $0, cost: Cost(), kept: true) }
    }
    return made.programs.map {
      .init(name: $0.program.name, cost: $0.transcript.cost, kept: $0.isKept)
    }
  }
}

extension MadeChapter {
  /// What was done for it, in words.
  fileprivate var work: String {
    let ran = programs.filter { !$0.isKept }
    if ran.isEmpty { return "page made" }
    let isCompiled = ran.contains { $0.transcript.cost.compile > 0 }
    let isRun = ran.contains { $0.program.purpose != .compile }
    return isCompiled ? isRun ? "compiled and run" : "compiled" : "run"
  }
}

extension Survey {
  /// The book's title.
  var title: String {
    book.configuration.title ?? items.first { $0.number == nil }?.facts.title ?? "Notebook"
  }
}

// Writing the site of a pass: pages that are as they were are not even rendered.

import Foundation

extension Notebook {
  /// Writes the site; the pass has no errors.
  func write(_ pass: Pass) async throws -> Report {
    var report = pass.report
    let survey = pass.survey
    let renderer = PageRenderer(frame: pass.frame)
    let frame = renderer.digest
    var files = try Assets.files(katex: survey.katex)
    let chapters = Dictionary(uniqueKeysWithValues: pass.chapters.map { ($0.item.source.path, $0) })
    for item in survey.items {
      let path = "\(item.source.pageName).html"
      guard let chapter = chapters[item.source.path] else {
        files.append(SiteFile(path: path, key: nil, contents: nil))
        continue
      }
      let key = Digest(of: [pass.digest(of: chapter), frame].map(\.description))
      files.append(
        SiteFile(path: path, key: key) {
          Data(try await self.document(of: chapter, in: pass, renderer).html.text.utf8)
        })
    }
    files += verificationFiles(of: pass, renderer)
    if let page = notationFile(of: pass, renderer) { files.append(page) }
    if survey.book.cover == nil {
      let cover = Data(renderer.cover().html.text.utf8)
      files.append(SiteFile(path: "index.html", key: Digest(of: cover)) { cover })
    }
    let site = Site(folder: root + "/site", notes: root + "/.notebook", store: store)
    report.isUpToDate = try await !site.write(files)
    report.wrote = site.folder
    return report
  }

  /// The verification page and the same as JSON; none when the book has no named equations.
  private func verificationFiles(of pass: Pass, _ renderer: PageRenderer) -> [SiteFile] {
    if pass.ledger.entries.isEmpty { return [] }
    let survey = pass.survey
    let (page, data) = ("\(verificationPage).html", "\(verificationPage).json")
    if pass.chapters.count < survey.items.count {
      // What the other chapters verify is not known.
      return [page, data].map { SiteFile(path: $0, key: nil, contents: nil) }
    }
    let keys = survey.items.map(\.key.digest) + [renderer.digest]
    let key = Digest(of: keys.map(\.description))
    return [
      SiteFile(path: page, key: key) {
        Data(renderer.verification(pass.ledger).html.text.utf8)
      },
      SiteFile(path: data, key: key) { try pass.listing.json() },
    ]
  }

  /// The index of notation; nil when the book declares no symbols.
  private func notationFile(of pass: Pass, _ renderer: PageRenderer) -> SiteFile? {
    guard renderer.frame.hasNotation else { return nil }
    let path = "\(notationPage).html"
    if pass.chapters.count < pass.survey.items.count {
      // What the other chapters declare is not known.
      return SiteFile(path: path, key: nil, contents: nil)
    }
    let keys = pass.survey.items.map(\.key.digest) + [renderer.digest]
    return SiteFile(path: path, key: Digest(of: ["notation"] + keys.map(\.description))) {
      Data(try await self.notation(of: pass, renderer).html.text.utf8)
    }
  }

  /// The index of notation of the chapters that were asked for.
  func notation(of pass: Pass, _ renderer: PageRenderer) async throws -> Document {
    var pages: [(name: String, rows: [NotationRow])] = []
    for chapter in pass.chapters where chapter.item.facts.declaresSymbols {
      let body = try await self.body(of: chapter, in: pass.survey)
      pages.append((body.name, body.notation))
    }
    return renderer.notation(NotationIndex(pages))
  }

  /// A chapter's page with the status of its equations.
  func document(
    of chapter: Pass.Chapter, in pass: Pass, _ renderer: PageRenderer
  ) async throws -> Document {
    let body = try await self.body(of: chapter, in: pass.survey)
    let entries = pass.ledger.entries(on: body.name)
    var bodies = [body.name: body]
    for page in Set(entries.flatMap(\.evidence).map(\.page)) where bodies[page] == nil {
      guard let other = known(page, in: pass) else { continue }
      bodies[page] = try await self.body(of: other, in: pass.survey)
    }
    let status = EquationStatusRenderer(
      evidence: { [bodies] page, equation in bodies[page]?.evidence[equation] ?? [] },
      derivations: body.derivations)
    return renderer.document(body) { name, isRow in
      entries.first { $0.name == name }.map { status.html($0, isRow: isRow) } ?? HTML()
    }
  }

  /// The chapter of a page; one that was not asked for is taken as it is kept, if nothing is wrong with it.
  private func known(_ page: String, in pass: Pass) -> Pass.Chapter? {
    if let asked = pass.chapters.first(where: { $0.item.source.pageName == page }) { return asked }
    guard let item = pass.survey.items.first(where: { $0.source.pageName == page }),
      let verdict = store?.value(Verdict.self, item.key.digest),
      !verdict.findings.contains(where: { $0.severity == .error })
    else { return nil }
    return Pass.Chapter(item: item, verdict: verdict, made: nil)
  }

  /// A chapter's page: just made, or kept; where that is damaged, it is made again.
  func body(of chapter: Pass.Chapter, in survey: Survey) async throws -> PageBody {
    if let body = chapter.made?.body { return body }
    if let body = store?.value(PageBody.self, chapter.item.key.bodyDigest) { return body }
    let (made, _) = try await make([chapter.item], of: survey, rendering: true)
    guard let again = made.first, let body = again.body else {
      throw ToolError("the page of '\(chapter.item.source.path)' cannot be made")
    }
    let errors = again.verdict.findings.filter { $0.severity == .error }
    if !errors.isEmpty {
      throw ToolError(
        "'\(chapter.item.source.path)' came out otherwise when it was run again",
        details: errors.map(\.description), help: "its snippets must not depend on chance")
    }
    return body
  }
}

extension Pass {
  /// What all pages share.
  var frame: BookFrame {
    let titles = Dictionary(
      uniqueKeysWithValues: chapters.map { ($0.item.source.path, $0.verdict.title) })
    return BookFrame(
      configuration: survey.book.configuration, title: survey.title,
      entries: survey.items.filter { $0.number != nil }.map { item in
        BookFrame.Entry(
          name: item.source.pageName, number: item.number,
          title: titles[item.source.path] ?? HTML(escaping: item.facts.title))
      }, hasVerification: !ledger.entries.isEmpty,
      hasNotation: survey.items.contains(where: \.facts.declaresSymbols))
  }

  /// What stands for a page: its chapter, and what the whole book knows of its equations.
  func digest(of chapter: Chapter) -> Digest {
    let item = chapter.item
    let entries = ledger.entries(on: item.source.pageName)
    if entries.isEmpty { return item.key.digest }
    let others = Set(entries.flatMap(\.evidence).map(\.page))
    let keys = survey.items.filter { others.contains($0.source.pageName) }
      .map(\.key.digest.description)
    return Digest(
      of: [item.key.digest.description] + keys
        + entries.flatMap { entry in
          [entry.name, entry.number, entry.status.rawValue, entry.brief]
            + entry.evidence.flatMap { [$0.page, $0.anchor] }
            + entry.uses.flatMap { [$0.page, $0.section, $0.title] }
        })
  }
}

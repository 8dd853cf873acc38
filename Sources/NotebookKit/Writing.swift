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
      let key = Digest(of: [item.key.digest.description, frame.description])
      files.append(
        SiteFile(path: path, key: key) {
          let body = try await self.body(of: chapter, in: survey)
          return Data(renderer.document(body).html.text.utf8)
        })
    }
    if survey.book.cover == nil {
      let cover = Data(renderer.cover().html.text.utf8)
      files.append(SiteFile(path: "index.html", key: Digest(of: cover)) { cover })
    }
    let site = Site(folder: root + "/site", notes: root + "/.notebook", store: store)
    report.isUpToDate = try await !site.write(files)
    report.wrote = site.folder
    return report
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
      })
  }
}

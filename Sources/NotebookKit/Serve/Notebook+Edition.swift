// A book for its preview: checked and rendered, even when something is wrong with it.

extension Notebook {
  /// Checks the book and prepares its pages, with what is wrong in its place.
  ///
  /// - Returns: What there is to show.
  /// - Throws: `ToolError` for a failure of the machine.
  func edition() async throws -> Edition {
    let pass = try await pass(rendering: true)
    let survey = pass.survey
    let renderer = PageRenderer(frame: pass.frame)
    let frame = renderer.digest
    var edition = Edition(report: settled(pass.report))
    for file in try Assets.files(katex: survey.katex) { edition.assets[file.path] = file }
    for chapter in pass.chapters {
      let errors = chapter.verdict.findings.filter { $0.severity == .error }
      // What a busy machine did to a page is in its findings, not in its key.
      let fields =
        [pass.digest(of: chapter), frame].map(\.description) + errors.map(\.description)
      edition.pages[chapter.item.source.pageName] = Edition.Page(
        digest: Digest(of: fields), errors: errors.count
      ) { try await self.document(of: chapter, in: pass, renderer) }
    }
    if !pass.ledger.entries.isEmpty {
      let fields = survey.items.map(\.key.digest.description) + [frame.description]
      edition.pages[verificationPage] = Edition.Page(digest: Digest(of: fields), errors: 0) {
        renderer.verification(pass.ledger)
      }
    }
    if renderer.frame.hasNotation {
      let fields = survey.items.map(\.key.digest.description) + [frame.description, "notation"]
      edition.pages[notationPage] = Edition.Page(digest: Digest(of: fields), errors: 0) {
        try await self.notation(of: pass, renderer)
      }
    }
    if survey.book.cover == nil {
      let cover = renderer.cover()
      edition.pages["index"] = Edition.Page(digest: frame, errors: 0) { cover }
    }
    edition.problems = survey.findings.filter { $0.severity == .error }.map(\.description)
    return edition
  }
}

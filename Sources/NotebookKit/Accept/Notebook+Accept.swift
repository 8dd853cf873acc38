// Accepting: the book is checked, and pinned outputs that do not hold are rewritten in its chapters.

extension Notebook {
  /// Checks the book, and rewrites the pinned outputs that do not hold from what was printed.
  ///
  /// - Parameters:
  ///   - names: Snippets whose output is to be pinned if it is not yet: by `id=`, or as `01-first.md:42`.
  ///   - dryRun: Whether the changes are only shown.
  /// - Returns: What was rewritten and what is wrong still.
  /// - Throws: `UnknownSnippet` for a name that no snippet has, `ToolError` for a failure of the machine.
  public func accept(pinning names: [String] = [], dryRun: Bool = false) async throws -> Acceptance
  {
    let meant: Set<SnippetID>
    do {
      let all = names.isEmpty ? [] : try chapters()
      let shown = all.filter { only.isEmpty || only.contains($0.path) }.flatMap(\.snippets)
      meant = try SnippetSummary.named(names, among: shown)
    } catch let wrong as Diagnostics {
      return Acceptance(report: Report(findings: wrong.all))
    }
    let (pages, report) = try await checkedPages()
    var acceptance = Acceptance(report: report)
    for page in pages {
      let lines = meant.filter { $0.path == page.chapter.path }.map(\.line)
      let pinning = Pinning(page, pinning: Set(lines))
      do throws(ToolError) {
        try accept(pinning, of: page, dryRun: dryRun, into: &acceptance)
      } catch {
        var failure = error
        failure.details += acceptance.messages
        throw failure
      }
    }
    return acceptance
  }

  private func accept(
    _ pinning: Pinning, of page: Page, dryRun: Bool, into acceptance: inout Acceptance
  ) throws(ToolError) {
    let path = page.chapter.path
    acceptance.report.add(pinning.findings, to: path)
    if pinning.rewrites.isEmpty { return }
    let file = ChapterFile(path, in: root)
    let changed = Diagnostic(
      path: path, "the chapter was changed while its snippets ran, and is left as it is",
      help: "accept once more")
    guard let old = file.read(),
      let checked = RawText(old).source(path: path)?.text.utf8,
      checked.elementsEqual(page.chapter.source.text.utf8)
    else { return acceptance.report.add([changed], to: path) }
    let new = RawText(old).applying(pinning.edits)
    guard let source = new.source(path: path), pinning.isProven(by: source, from: page) else {
      let refusal = Diagnostic(
        path: path, "the outputs cannot be rewritten here without changing the text around them",
        help: "pin them by hand, or move them out of their list or quotation")
      return acceptance.report.add([refusal], to: path)
    }
    if dryRun {
      acceptance.diff += UnifiedDiff(path: path, from: old, to: new.bytes).description
    } else if try !file.replace(old, by: new.bytes) {
      return acceptance.report.add([changed], to: path)
    }
    acceptance.take(pinning, of: path, moved: !dryRun)
  }
}

extension Acceptance {
  /// Takes note of a chapter's new outputs: what was wrong with the old ones is repaired.
  fileprivate mutating func take(_ pinning: Pinning, of path: String, moved: Bool) {
    let edits = pinning.edits
    let repaired = pinning.rewrites.compactMap(\.repaired)
    report.findings.removeAll { repaired.contains($0) }
    if moved { report.findings = report.findings.map { $0.moved(by: edits, in: path) } }
    let tense = moved ? "was" : "would be"
    messages += pinning.rewrites.map { rewrite in
      let old = rewrite.fence ?? rewrite.snippet
      let what = rewrite.fence == nil ? "pinned" : "rewritten"
      return "\(path):\(moved ? edits.place(of: old) : old): the output \(tense) \(what)"
    }
  }
}

extension Report {
  /// Adds findings behind the others about the same chapter.
  fileprivate mutating func add(_ new: [Diagnostic], to path: String) {
    let last = findings.lastIndex { $0.path == path } ?? findings.indices.last
    findings.insert(contentsOf: new, at: last.map { $0 + 1 } ?? 0)
  }
}

extension Diagnostic {
  /// The finding where its lines are after edits of a chapter.
  fileprivate func moved(by edits: [LineEdit], in path: String) -> Diagnostic {
    var moved = self
    moved.notes = notes.map { $0.moved(by: edits, in: path) }
    if self.path == path, let range {
      moved.range = SourceRange(
        SourceLocation(line: edits.place(of: range.start.line), column: range.start.column),
        SourceLocation(line: edits.place(of: range.end.line), column: range.end.column))
    }
    return moved
  }
}

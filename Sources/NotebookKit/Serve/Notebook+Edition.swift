// A book for its preview: checked and rendered in memory, even when something is wrong with it.

extension Notebook {
  /// Checks the book and renders its pages, with what is wrong in its place.
  ///
  /// - Parameter previous: The edition before; its pages stay when the book cannot be loaded.
  /// - Returns: What there is to show.
  /// - Throws: `ToolError` for a failure of the machine.
  func edition(after previous: Edition?) async throws -> Edition {
    let (woven, report) = try await weave()
    var edition = previous ?? Edition()
    edition.report = report
    var unplaced = report.findings.filter { $0.severity == .error }
    if var woven {
      for index in woven.pages.indices {
        // What concerns the names of the whole book has a place in one chapter too.
        let path = woven.pages[index].chapter.path
        woven.pages[index].findings = unplaced.filter { $0.path == path }.inReadingOrder
        unplaced.removeAll { $0.path == path }
      }
      let errors = Dictionary(
        uniqueKeysWithValues: woven.pages.map { ($0.chapter.name, $0.errors.count) })
      edition.assets.merge(try Assets.files(katex: woven.katex)) { _, new in new }
      edition.pages = woven.documents().reduce(into: [:]) { pages, item in
        pages[item.key] = Edition.Page(document: item.value, errors: errors[item.key] ?? 0)
      }
    }
    edition.problems = unplaced.map(\.description)
    return edition
  }
}

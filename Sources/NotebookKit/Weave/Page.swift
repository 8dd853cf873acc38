// A page: a chapter together with what its snippets did and how its formulas are set.

/// A snippet on its page.
struct Exhibit: Equatable, Sendable {
  /// The snippet.
  var snippet: Snippet
  /// What it did.
  var run: Run
  /// What it says, as the page shows it.
  var output: String
  /// What is wrong with it.
  var findings: [Diagnostic]
}

/// An entry of the page's outline.
struct Heading: Equatable, Sendable {
  /// 1 to 6.
  var level: Int
  /// The anchor's name.
  var id: String
  /// The text.
  var content: [Inline]
}

/// A chapter with everything that goes onto its page.
struct Page: Equatable, Sendable {
  /// The chapter; its links are resolved.
  var chapter: Chapter
  /// The snippets by the line of their opening fence.
  var exhibits: [Int: Exhibit]
  /// The lines of the fences that hold pinned outputs.
  var outputs: Set<Int>
  /// The equations in `math` fences by line.
  var equations: [Int: (name: String?, key: TypesetKey)]
  /// The headings by line.
  var headings: [Int: Heading]
  /// The formulas as set.
  var formulas: [TypesetKey: HTML]
  /// The symbols that the chapter declares.
  var symbols = SymbolTable()
  /// Everything that is wrong, in the order of the chapter.
  var findings: [Diagnostic]

  static func == (left: Page, right: Page) -> Bool {
    left.chapter == right.chapter && left.exhibits == right.exhibits
      && left.outputs == right.outputs && left.headings == right.headings
      && left.formulas == right.formulas && left.symbols == right.symbols
      && left.findings == right.findings
      && left.equations.mapValues(\.key) == right.equations.mapValues(\.key)
  }

  /// The checks that the chapter's snippets made.
  var checks: Int {
    exhibits.values.reduce(0) { count, exhibit in
      count
        + exhibit.run.records.count { record in
          if case .checked = record { true } else { false }
        }
    }
  }
}

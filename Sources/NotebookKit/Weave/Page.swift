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

/// Where an equation is, and what the text calls it.
struct EquationLink: Equatable, Sendable {
  /// The address.
  var address: String
  /// The words, such as `Equation 2.1`.
  var label: String
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

/// The equation of a `math` fence on its page.
struct PageEquation: Equatable, Sendable {
  /// What it is typeset as.
  var key: TypesetKey
  /// Its names in the order of the text: that of the fence as a whole, or those of its rows.
  var names: [EquationName]
  /// How many rows it has; a formula that is no block has one.
  var rows: Int
  /// Whether a number or a tag stands beside it or its rows.
  var isNumbered: Bool
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
  var equations: [Int: PageEquation]
  /// Where the equations are that the chapter's snippets verify, by name.
  var equationLinks: [String: EquationLink] = [:]
  /// What the text calls the chapter's figures, such as `Figure 2.1`, by name.
  var figureLabels: [String: String] = [:]
  /// The headings by line.
  var headings: [Int: Heading]
  /// The formulas as set.
  var formulas: [TypesetKey: HTML]
  /// The symbols that the chapter declares.
  var symbols = SymbolTable()
  /// Everything that is wrong, in the order of the chapter.
  var findings: [Diagnostic]
  /// The formulas that links show, by the address that the links lead to.
  var peeks: [String: TypesetKey] = [:]

  /// The checks that the chapter's snippets made.
  var checks: Int {
    exhibits.values.reduce(0) { count, exhibit in
      count
        + exhibit.run.records.count { record in
          switch record {
          case .checked, .verified, .derived: true
          case .began, .ended, .shown, .drawn: false
          }
        }
    }
  }
}

// The formulas of a chapter as they are typeset: those of the text, and those in `math` fences with their numbers.

/// A formula, how it is numbered, and what is changed in it before it is typeset.
struct PlacedFormula: Equatable, Sendable {
  /// The formula.
  var formula: Formula
  /// The equation's number, when it has a name.
  var number: String?
  /// The line of the `math` fence that holds it, and the name it gives; nil for a formula of the text.
  var fence: (line: Int, name: String?)?
  /// The changes to its TeX, at the offsets of what the author wrote.
  var edits: [TeXEdit] = []
  /// Where the chapter's symbols occur in it, at the same offsets.
  var marks: [SymbolMark] = []

  /// The TeX with all changes but the marks: what KaTeX reports errors about.
  var rewritten: RewrittenTeX { RewrittenTeX(formula.tex, edits) }

  /// What it is typeset as.
  var key: TypesetKey {
    let unmarked = rewritten.text
    if marks.isEmpty { return TypesetKey(tex: unmarked, display: formula.display, number: number) }
    // Where edits meet, a symbol ends before other changes and begins after them.
    let marked = RewrittenTeX(formula.tex, marks.map(\.closing) + edits + marks.map(\.opening))
    return TypesetKey(
      tex: marked.text, display: formula.display, number: number, unmarked: unmarked)
  }

  static func == (left: PlacedFormula, right: PlacedFormula) -> Bool {
    left.formula == right.formula && left.number == right.number
      && left.fence?.line == right.fence?.line && left.fence?.name == right.fence?.name
      && left.edits == right.edits && left.marks == right.marks
  }
}

extension Plan {
  /// All formulas of the chapter that was planned, with the numbers of the book's equations by name.
  func formulas(of chapter: Chapter, numbers: [String: String]) -> [PlacedFormula] {
    let fenced = chapter.blocks.fences.compactMap { fence, range -> PlacedFormula? in
      guard let name = equations[range.start.line] else { return nil }
      return PlacedFormula(
        formula: Formula(fence, at: range), number: name.flatMap { numbers[$0] },
        fence: (range.start.line, name))
    }
    let text = (chapter.blocks.formulas + symbols.formulas).map { PlacedFormula(formula: $0) }
    if symbols.symbols.isEmpty { return text + fenced }
    return (text + fenced).map { placed in
      var placed = placed
      placed.marks = symbols.marks(in: placed.formula.tex)
      return placed
    }
  }
}

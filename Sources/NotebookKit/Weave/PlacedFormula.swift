// The formulas of a chapter as they are typeset: those of the text, and those in `math` fences with their numbers.

/// A formula, what is changed of its TeX, and how it is numbered.
struct PlacedFormula: Equatable, Sendable {
  /// The formula.
  var formula: Formula
  /// What is put into its TeX or taken away; at one place in this order.
  var edits: [TeXEdit] = []
  /// The number of the whole; nil for none.
  var number: String?
  /// The line of the `math` fence that holds it; nil for a formula of the text.
  var fence: Int?
  /// Where the chapter's symbols occur in it, at the offsets of what the author wrote.
  var marks: [SymbolMark] = []

  /// The TeX that KaTeX reads, but for the marks of symbols: what it reports errors about.
  ///
  /// Edits that mark parts of it, as no author may, are left out where the author tries to: then KaTeX refuses his.
  var rewritten: RewrittenTeX {
    let isPlain = formula.tex.contains(TeXEdit.markCommand)
    return RewrittenTeX(formula.tex, isPlain ? edits.filter { !$0.isMark } : edits)
  }

  /// What it is typeset as.
  var key: TypesetKey {
    let rewritten = rewritten
    var key = TypesetKey(
      tex: rewritten.text, display: formula.display, number: number,
      isMarked: rewritten.edits.contains(where: \.isMark))
    if !marks.isEmpty {
      // Where edits meet, a symbol ends before other changes and begins after them.
      let edits = marks.map(\.closing) + rewritten.edits + marks.map(\.opening)
      (key.tex, key.unmarked) = (RewrittenTeX(formula.tex, edits).text, key.tex)
    }
    return key
  }
}

extension TeXEdit {
  /// The command that gives a part of a formula an attribute in HTML.
  static let markCommand = "\\htmlData"

  /// Whether it marks a part of the formula.
  var isMark: Bool { text.contains(Self.markCommand) }
}

extension Plan {
  /// All formulas of the chapter that was planned, with the numbers of the book's equations by name.
  func formulas(of chapter: Chapter, numbers: [String: String]) -> [PlacedFormula] {
    let fenced = equations.sorted { $0.key < $1.key }.map { line, equation in
      PlacedFormula(
        formula: equation.formula, edits: equation.edits(numbers: numbers),
        number: equation.number(in: numbers), fence: line)
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

// The formulas of a chapter as they are typeset: those of the text, and those in `math` fences with their numbers.

/// A formula and how it is numbered.
struct PlacedFormula: Equatable, Sendable {
  /// The formula.
  var formula: Formula
  /// The equation's number, when it has a name.
  var number: String?
  /// The line of the `math` fence that holds it, and the name it gives; nil for a formula of the text.
  var fence: (line: Int, name: String?)?

  /// What it is typeset as.
  var key: TypesetKey { formula.key(number: number) }

  static func == (left: PlacedFormula, right: PlacedFormula) -> Bool {
    left.formula == right.formula && left.number == right.number
      && left.fence?.line == right.fence?.line && left.fence?.name == right.fence?.name
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
    return chapter.blocks.formulas.map { PlacedFormula(formula: $0) } + fenced
  }
}

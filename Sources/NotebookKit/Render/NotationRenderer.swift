// A `symbols` fence on its page: a table of what the chapter's symbols mean and which shape they have.

/// Renders notation tables.
struct NotationRenderer {
  /// Renders a formula.
  let formula: (Formula) -> HTML

  /// The table of the symbols that a fence declares; nil when it declares none.
  func html(_ table: SymbolTable, inFenceAt line: Int) -> HTML? {
    let symbols = table.symbols.filter { $0.fence == line }
    if symbols.isEmpty { return nil }
    let hasShapes = symbols.contains { $0.shape != nil }
    let shapeHead: HTML = hasShapes ? "<th scope=\"col\">Shape</th>" : HTML()
    let rows = symbols.map { symbol -> HTML in
      let meaning = MarkupRenderer(formula: formula).html(symbol.meaning)
      let shape = hasShapes ? "<td>\(symbol.shapeFormula.map(formula) ?? HTML())</td>" : HTML()
      return
        "<tr><th scope=\"row\">\(formula(symbol.formula))</th><td>\(meaning)</td>\(shape)</tr>\n"
    }
    return """
      <div class="scroll" tabindex="0"><table class="notation">
      <caption>The symbols of this chapter</caption>
      <thead><tr><th scope="col">Symbol</th><th scope="col">Meaning</th>\(shapeHead)</tr></thead>
      <tbody>
      \(rows.joined())</tbody>
      </table></div>

      """
  }
}

// A `symbols` fence on its page: a table of what the chapter's symbols mean and which shape they have.

/// A symbol as the book's tables show it.
struct NotationRow: Equatable, Sendable, Codable {
  /// The symbol as the author wrote it.
  var tex: String
  /// What it means and its shape, without markup.
  var words: String
  /// The symbol, set.
  var symbol: HTML
  /// What it means.
  var meaning: HTML
  /// Its shape, set; nil when none is given.
  var shape: HTML?
}

/// Renders notation tables.
struct NotationRenderer {
  /// Renders a formula.
  let formula: (Formula) -> HTML

  /// A symbol as a row of a table.
  func row(_ symbol: DeclaredSymbol) -> NotationRow {
    NotationRow(
      tex: symbol.formula.tex, words: symbol.title, symbol: formula(symbol.formula),
      meaning: MarkupRenderer(formula: formula).html(symbol.meaning),
      shape: symbol.shapeFormula.map(formula))
  }

  /// The table of the symbols that a fence declares; nil when it declares none.
  func html(_ table: SymbolTable, inFenceAt line: Int) -> HTML? {
    let symbols = table.symbols.filter { $0.fence == line }
    if symbols.isEmpty { return nil }
    let hasShapes = symbols.contains { $0.shape != nil }
    let shapeHead: HTML = hasShapes ? "<th scope=\"col\">Shape</th>" : HTML()
    let rows = symbols.map(row).map { row -> HTML in
      let shape = hasShapes ? "<td>\(row.shape ?? HTML())</td>" : HTML()
      return "<tr><th scope=\"row\">\(row.symbol)</th><td>\(row.meaning)</td>\(shape)</tr>\n"
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

// Declared shapes against real ones: a letter must stand for one number in all the values that symbols are bound to.

import SnippetRuntime

/// What is wrong with a binding.
struct SymbolMismatch: Equatable, Sendable {
  /// One sentence, lower case, without a full stop.
  var summary: String
  /// What to do.
  var help: String?
}

extension SymbolTable {
  /// What is wrong with values that symbols were bound to, in their order; without declared symbols nothing is.
  func findings(for bindings: [SymbolValue]) -> [SymbolMismatch] {
    if symbols.isEmpty { return [] }
    var lint = ShapeLint(self)
    // A letter's own value counts before the shapes in which it occurs.
    for binding in bindings { lint.takeValue(of: binding) }
    return bindings.flatMap { lint.findings(for: $0) }
  }

  /// The symbol of a name: as TeX, or else without backslashes, braces and blanks, or else without underscores too.
  fileprivate func symbol(named name: String) -> DeclaredSymbol? {
    let atom = TeXAtom(only: name)
    if let same = symbols.first(where: { $0.atom == atom }) { return same }
    for ignored in [#"\{} "#, #"\{} _"#] {
      func plain(_ name: String) -> String { name.filter { !ignored.contains($0) } }
      if let same = symbols.first(where: { plain($0.formula.tex) == plain(name) }) { return same }
    }
    return nil
  }
}

/// The numbers that letters stand for, and whose value said so.
private struct ShapeLint {
  let table: SymbolTable
  var letters: [String: (number: Int, source: String)] = [:]

  init(_ table: SymbolTable) { self.table = table }

  mutating func takeValue(of binding: SymbolValue) {
    guard let value = binding.number, let number = Int(exactly: value), number > 0,
      let letter = table.symbol(named: binding.name)?.formula.tex, letters[letter] == nil
    else { return }
    letters[letter] = (number, binding.name)
  }

  mutating func findings(for binding: SymbolValue) -> [SymbolMismatch] {
    guard let symbol = table.symbol(named: binding.name) else {
      let near = nearest(to: binding.name, among: table.symbols.map(\.formula.tex))
      return [
        SymbolMismatch(
          summary: "no symbol '\(binding.name)' is declared",
          help: near.map { "did you mean '\($0)'?" } ?? "declare it in a ```symbols fence")
      ]
    }
    // The first of a list that does not fit is enough.
    for shape in binding.shapes where !take(shape, for: symbol, binding.name) {
      let value = binding.shapes.count == 1 ? "its value" : "one of its values"
      return [
        SymbolMismatch(
          summary: "symbol '\(binding.name)' \(declaration(of: symbol)), but \(value) is "
            + "\(shape.rows)×\(shape.columns)")
      ]
    }
    return []
  }

  /// Compares a shape and binds the letters that are still free; a shape that does not fit binds none.
  private mutating func take(
    _ shape: SymbolValue.Shape, for symbol: DeclaredSymbol, _ name: String
  ) -> Bool {
    // Without a declared shape there is nothing to compare with.
    guard let declared = symbol.shape else { return true }
    guard let columns = declared.columns else { return shape.rows == 1 && shape.columns == 1 }
    let before = letters
    if bind(declared.rows, to: shape.rows, name), bind(columns, to: shape.columns, name) {
      return true
    }
    letters = before
    return false
  }

  private mutating func bind(_ factor: SymbolShape.Factor, to size: Int, _ name: String) -> Bool {
    guard let letter = factor.letter else { return factor.number == size }
    if let known = letters[letter] {
      let (product, overflow) = factor.number.multipliedReportingOverflow(by: known.number)
      return !overflow && product == size
    }
    if size % factor.number != 0 { return false }
    letters[letter] = (size / factor.number, name)
    return true
  }

  /// How a symbol is declared, with the numbers that its letters stand for.
  private func declaration(of symbol: DeclaredSymbol) -> String {
    guard let shape = symbol.shape, let columns = shape.columns else {
      return "is declared as a single number"
    }
    var names: [String] = []
    for letter in [shape.rows, columns].compactMap(\.letter)
    where letters[letter] != nil && !names.contains(letter) {
      names.append(letter)
    }
    if names.isEmpty { return "is declared \(shape)" }
    let known = names.compactMap { name in
      letters[name].map { "\(name) = \($0.number) (from '\($0.source)')" }
    }
    return "is declared \(shape), and with \(known.joined(separator: " and ")) that is "
      + "\(size(shape.rows))×\(size(columns))"
  }

  private func size(_ factor: SymbolShape.Factor) -> String {
    guard let letter = factor.letter, let known = letters[letter] else { return "\(factor)" }
    let (product, overflow) = factor.number.multipliedReportingOverflow(by: known.number)
    return overflow ? "\(factor)" : "\(product)"
  }
}

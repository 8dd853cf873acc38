// The symbols that a chapter declares: what each means, its shape, and where it occurs in a formula.

/// A symbol as a chapter declares it.
struct DeclaredSymbol: Equatable, Sendable {
  /// The symbol.
  var formula: Formula
  /// The symbol as one atom.
  var atom: TeXAtom
  /// What it means.
  var meaning: [Inline]
  /// Its shape; nil when none is given.
  var shape: SymbolShape?
  /// Where it is declared.
  var range: SourceRange
  /// The line of the fence that declares it.
  var fence: Int

  /// Meaning and shape in plain text: what is shown where the symbol occurs.
  var title: String {
    plainText(meaning) + (shape.map { ", \($0)" } ?? "")
  }

  /// The shape as a formula.
  var shapeFormula: Formula? {
    shape.map { Formula(tex: $0.tex, display: false, lineStarts: [range.start]) }
  }
}

/// Where a declared symbol occurs in a formula.
struct SymbolMark: Equatable, Sendable {
  /// The UTF-16 offsets of the symbol with its scripts.
  var range: Range<Int>
  /// The symbol's place among those of the chapter.
  var symbol: Int

  /// The edit before the symbol.
  var opening: TeXEdit {
    TeXEdit(
      range: range.lowerBound..<range.lowerBound, text: #"\htmlData{symbol=\#(symbol)}{"#)
  }

  /// The edit after the symbol.
  var closing: TeXEdit { TeXEdit(range: range.upperBound..<range.upperBound, text: "}") }
}

/// The symbols that a chapter declares, in the order of the text.
struct SymbolTable: Equatable, Sendable {
  /// The symbols.
  private(set) var symbols: [DeclaredSymbol] = []
  private var places: [String: [Int]] = [:]

  /// Creates a table without symbols.
  init() {}

  /// Adds a symbol; returns the one that was declared before with the same words, which then stays the only one.
  mutating func add(_ symbol: DeclaredSymbol) -> DeclaredSymbol? {
    let rivals = places[symbol.atom.base] ?? []
    if let earlier = rivals.first(where: { symbols[$0].atom == symbol.atom }) {
      return symbols[earlier]
    }
    places[symbol.atom.base, default: []].append(symbols.count)
    symbols.append(symbol)
    return nil
  }

  /// The formulas that stand in the notation tables.
  var formulas: [Formula] {
    symbols.flatMap { symbol in
      [symbol.formula] + symbol.meaning.formulas + (symbol.shapeFormula.map { [$0] } ?? [])
    }
  }

  /// Where declared symbols occur in a formula, in the order in which they end.
  func marks(in tex: String) -> [SymbolMark] {
    if symbols.isEmpty { return [] }
    return TeXAtom.all(in: tex).compactMap { atom, range in
      guard atom.isLetter, let symbol = meant(by: atom) else { return nil }
      return SymbolMark(range: range, symbol: symbol)
    }
  }

  /// The symbol that an atom of a formula stands for: the one with the same scripts; else, of those that share its base,
  /// the one with an index, for which other indices can stand; else the one without scripts.
  ///
  /// One whose script is a name, such as `W_{ih}`, stands for itself alone: another script is another thing.
  private func meant(by atom: TeXAtom) -> Int? {
    let rivals = places[atom.base] ?? []
    let possible = rivals.filter { [nil, atom.upper].contains(symbols[$0].atom.upper) }
      .sorted {
        (symbols[$0].atom.upper == nil ? 1 : 0, $0) < (symbols[$1].atom.upper == nil ? 1 : 0, $1)
      }
    func first(_ condition: (TeXAtom) -> Bool) -> Int? {
      possible.first { condition(symbols[$0].atom) }
    }
    // Of `W_i`, `W_f` and `W_o` none has an index.
    let single = Set(rivals.compactMap { symbols[$0].atom.lower }.filter(Self.isSingleLetter))
    return first { $0.lower == atom.lower }
      ?? (single.count == 1 ? first { $0.lower.map(Self.indices.contains) ?? false } : nil)
      ?? first { $0.lower == nil }
  }

  private static func isSingleLetter(_ spelling: String) -> Bool {
    spelling.count == 1 && spelling.allSatisfy(\.isLetter) || indices.contains(spelling)
  }

  private static let indices: Set<String> = ["i", "j", "k", "l", "m", "n", "s", "t", #"\tau"#]
}

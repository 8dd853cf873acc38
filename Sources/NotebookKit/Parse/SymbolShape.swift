// The shape of a symbol as a chapter declares it: rows and columns, in letters that stand for one number throughout.

/// Rows and columns, or a single number.
struct SymbolShape: Hashable, Sendable {
  /// A number of rows or columns: a number, a letter, or both, as in `4H`.
  struct Factor: Hashable, Sendable {
    /// The number; 1 when there is only a letter.
    var number: Int
    /// The letter, if there is one.
    var letter: String?
  }

  /// The rows.
  var rows: Factor
  /// The columns; nil when the shape is that of a single number.
  var columns: Factor?

  /// Reads a shape such as `H × D`, `4H x 1`, `H * D` or `1`; nil for anything else.
  init?(_ text: some StringProtocol) {
    let words = text.split(whereSeparator: \.isWhitespace).map { $0 == "x" ? "×" : String($0) }
    let parts = words.joined(separator: " ").replacing("*", with: "×")
      .split(separator: "×", omittingEmptySubsequences: false)
      .map { Factor($0.trimmingPrefix(" ").reversed().trimmingPrefix(" ").reversed()) }
    switch (parts.count, parts.first, parts.last) {
    case (1, let rows??, _) where rows == Factor(number: 1): (self.rows, columns) = (rows, nil)
    case (2, let rows??, let columns??): (self.rows, self.columns) = (rows, columns)
    default: return nil
    }
  }
}

extension SymbolShape.Factor {
  /// Reads a factor: an optional number directly before an optional letter.
  fileprivate init?(_ text: some Sequence<Character>) {
    let text = String(text)
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    let rest = text.dropFirst(digits.count)
    guard rest.count <= 1, rest.allSatisfy({ $0.isASCII && $0.isLetter }),
      let number = digits.isEmpty && !rest.isEmpty ? 1 : Int(digits), number > 0
    else { return nil }
    self.init(number: number, letter: rest.isEmpty ? nil : String(rest))
  }
}

extension SymbolShape.Factor: CustomStringConvertible {
  /// The factor as it is shown, such as `4H`.
  var description: String {
    guard let letter else { return "\(number)" }
    return number == 1 ? letter : "\(number)\(letter)"
  }
}

extension SymbolShape: CustomStringConvertible {
  /// The shape as it is shown, such as `H × D`.
  var description: String {
    columns.map { "\(rows) × \($0)" } ?? "\(rows)"
  }

  /// The shape as TeX.
  var tex: String {
    columns.map { #"\#(rows) \times \#($0)"# } ?? "\(rows)"
  }
}

// The equations of the book as a chapter's checks know them.

/// What a chapter's verifications are held against: the equations of the book.
struct EquationIndex: Sendable {
  /// An equation.
  struct Entry: Equatable, Sendable {
    /// The number on the page.
    var number: String
    /// The TeX.
    var tex: String
    /// How many lines it has; nil for an equation of another chapter.
    var lines: Int?
  }

  /// The equations by name.
  var entries: [String: Entry] = [:]
  /// The symbols that the chapter declares.
  var symbols = SymbolTable()
}

// A chapter's formulas as typeset and its code as marked, kept from one version of the chapter to the next.

/// Pieces of a page that take time to make and depend on nothing but themselves.
struct Renderings: Equatable, Sendable, Codable {
  /// The formulas as set.
  var formulas: [TypesetKey: Typeset] = [:]
  /// The code as marked.
  var code: [String: HTML] = [:]
}

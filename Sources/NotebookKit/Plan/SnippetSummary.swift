// A snippet as tests and reports name it.

/// A snippet's name and place.
public struct SnippetSummary: Equatable, Sendable {
  /// The chapter's path.
  public var path: String
  /// The line of the opening fence.
  public var line: Int
  /// The name given by `id=`.
  public var name: String?
  /// The last line that belongs to the snippet, its pinned output included.
  public var lastLine: Int
}

extension Snippet {
  /// The snippet's name and place.
  var summary: SnippetSummary {
    SnippetSummary(
      path: id.path, line: id.line, name: options.name,
      lastLine: max(range.end.line, expectation?.range.end.line ?? 0))
  }
}

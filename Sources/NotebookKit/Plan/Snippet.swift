// A snippet: a fence that is compiled, and what its output is expected to be.

/// Which snippet of the book: the chapter and the line of its opening fence.
struct SnippetID: Hashable, Sendable, CustomStringConvertible {
  /// The chapter's path.
  var path: String
  /// The line of the opening fence.
  var line: Int

  /// As in messages and test names: `chapters/03-lstm.md:42`.
  var description: String { "\(path):\(line)" }
}

/// A fence that is compiled, and mostly run.
struct Snippet: Equatable, Sendable {
  /// Which snippet it is.
  var id: SnippetID
  /// How it is run and shown.
  var options: SnippetOptions
  /// The code and its lines.
  var fence: Fence
  /// The whole fence.
  var range: SourceRange
  /// The pinned output below it.
  var expectation: Expectation?

  var mode: Mode { options.mode }

  /// The anchor on its page.
  var anchor: String { options.name ?? "L\(id.line)" }

  /// The snippet in words.
  var title: String { Snippet.title(name: options.name, line: id.line) }

  /// A snippet in words.
  static func title(name: String?, line: Int) -> String {
    name.map { "the snippet “\($0)”" } ?? "the snippet at line \(line)"
  }
}

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
}

extension Snippet {
  /// The names of the equations that the code derives, when it is run: those that `derive("…")` is called with.
  var derivedNames: [String] {
    guard case .run = mode else { return [] }
    return fence.text.matches(of: /\bderive\(\s*"([^"\\\n]+)"/).map { String($0.output.1) }
  }
}

// What accepting outputs brought: the values that the command line prints.

/// The result of accepting what snippets printed.
public struct Acceptance: Sendable {
  /// What is wrong still, in the lines of the chapters as they are now.
  public var report = Report()
  /// One line for each output that was rewritten.
  public var messages: [String] = []
  /// The changes as a unified diff, when the chapters are only to be shown.
  public var diff = ""
}

/// A snippet that was named but does not exist.
public struct UnknownSnippet: Error, Equatable, Sendable, CustomStringConvertible {
  /// The name that was given.
  public var name: String
  /// The nearest one that exists.
  public var suggestion: String?

  /// The message as printed.
  public var description: String {
    "error: there is no snippet '\(name)'\n"
      + (suggestion.map { "help: did you mean '\($0)'?" }
        ?? "help: name it by its 'id=', or by its place, such as '01-first.md:42'")
  }
}

extension SnippetSummary {
  /// How a snippet may be named: by its `id=`, or its place with or without the folder.
  private var names: [String] {
    let place = "\(path):\(line)"
    return [name, place, place.split(separator: "/").last.map(String.init)].compactMap(\.self)
  }

  /// The snippets of these names.
  static func named(
    _ names: [String], among all: [SnippetSummary]
  ) throws(UnknownSnippet) -> Set<SnippetID> {
    var found: Set<SnippetID> = []
    for name in names {
      let meant = all.filter { $0.names.contains(name) }
      if meant.isEmpty {
        throw UnknownSnippet(
          name: name, suggestion: nearest(to: name, among: all.flatMap(\.names)))
      }
      found.formUnion(meant.map { SnippetID(path: $0.path, line: $0.line) })
    }
    return found
  }
}

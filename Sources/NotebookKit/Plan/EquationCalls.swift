// Which equations a snippet says it verifies: found in its text, so that the book knows before anything runs.

extension Snippet {
  /// The names given to `verify` and `derive` as literals, once each, in the order of the text.
  var equationNames: [String] { Self.names(in: fence.text, of: ["verify", "derive"]) }

  /// The names given to `derive` in a snippet that runs: their rows are marked.
  var derivedNames: [String] {
    guard case .run = mode else { return [] }
    return Self.names(in: fence.text, of: ["derive"])
  }

  /// The first arguments of calls, where they are plain literals, once each.
  static func names(in code: String, of functions: [String]) -> [String] {
    var names: [String] = []
    for call in NamingCall.all(in: code, of: functions) where !names.contains(call.name) {
      names.append(call.name)
    }
    return names
  }
}

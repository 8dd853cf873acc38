// Which equations a snippet says it verifies: found in its text, so that the book knows before anything runs.

extension Snippet {
  /// The names given to `verify` and `derive` as literals, once each, in the order of the text.
  var equationNames: [String] { Self.names(in: fence.text, of: ["verify", "derive"]) }

  /// The names given to `derive` in a snippet that runs: their rows are marked.
  var derivedNames: [String] {
    guard case .run = mode else { return [] }
    return Self.names(in: fence.text, of: ["derive"])
  }

  /// The first arguments of calls, where they are plain literals.
  static func names(in code: String, of functions: [String]) -> [String] {
    var names: [String] = []
    var rest = Substring(code)
    while let next = functions.compactMap({ rest.range(of: $0) }).min(by: {
      $0.lowerBound < $1.lowerBound
    }) {
      let before = next.lowerBound == rest.startIndex ? nil : rest[..<next.lowerBound].last
      rest = rest[next.upperBound...]
      if before.map({ $0.isLetter || $0.isNumber || $0 == "_" }) == true { continue }
      var argument = rest.drop(while: \.isWhitespace)
      guard argument.popFirst() == "(" else { continue }
      argument = argument.drop(while: \.isWhitespace)
      guard argument.popFirst() == "\"", let end = argument.firstIndex(of: "\"") else { continue }
      let name = String(argument[..<end])
      if !name.isEmpty, !name.contains("\\"), !names.contains(name) { names.append(name) }
    }
    return names
  }
}

// The linker's words as diagnostics of the chapter: it names the line that needs what is missing.

/// Reads what `ld.lld` prints.
enum LinkerMessages {
  /// The symbols that are missing, at the lines of `source` that refer to them.
  static func read(_ text: String, about source: Source) -> [Diagnostic] {
    var found: [Diagnostic] = []
    var missing = ""
    let file = source.path.split(separator: "/").last ?? ""
    for line in text.split(separator: "\n") {
      if let match = line.firstMatch(of: /undefined symbol: (.*)$/) { missing = String(match.1) }
      guard let match = line.firstMatch(of: />>> referenced by (.*?):(\d+)/),
        match.1.hasSuffix(file), let number = Int(match.2)
      else { continue }
      found.append(
        source.diagnostic(
          at: source.range(ofLine: number), "nothing defines '\(missing)', which this line uses"))
    }
    return found
  }
}

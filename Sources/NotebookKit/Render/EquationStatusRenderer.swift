// The line below a named equation: whether it was checked, and on demand how, by what, and where it is used.

/// Renders what the ledger knows of an equation.
struct EquationStatusRenderer {
  /// The evidence of each check as its chapter rendered it, by page and equation.
  var evidence: (_ page: String, _ equation: String) -> [HTML]
  /// How derivations of the page's own equations went, by name.
  var derivations: [String: HTML] = [:]

  /// The line and what it discloses.
  ///
  /// - Parameters:
  ///   - entry: The equation.
  ///   - isRow: Whether it is one row of several, so that its number has to be said.
  /// - Returns: The line.
  func html(_ entry: Ledger.Entry, isRow: Bool = false) -> HTML {
    let status = entry.status
    let checks = checks(of: entry) + (derivations[entry.name] ?? HTML())
    let uses = uses(of: entry)
    let brief: HTML =
      entry.brief.isEmpty ? HTML() : " <span class=\"brief\">\(entry.brief)</span>"
    let number: HTML = isRow ? "<span class=\"number\">(\(entry.number))</span> " : HTML()
    let line: HTML = """
      \(number)<span class="mark" aria-hidden="true">\(status.mark)</span> \
      <span class="verdict-word">\(status.words)</span>\(brief)
      """
    if checks == HTML(), uses == HTML() {
      return "<p class=\"verdict \(status.rawValue)\">\(line)</p>\n"
    }
    return """
      <details class="verdict \(status.rawValue)"><summary>\(line)</summary>
      <div class="disclosed">
      \(checks)\(uses)</div></details>

      """
  }

  private func checks(of entry: Ledger.Entry) -> HTML {
    var shown: [String: Int] = [:]
    return entry.evidence.map { item -> HTML in
      let known = evidence(item.page, entry.name)
      let index = shown[item.page, default: 0]
      shown[item.page] = index + 1
      let details = known.indices.contains(index) ? known[index] : HTML()
      let verb = item.report.isRefutation ? "Refuted" : "Checked"
      return """
        <p>\(verb) by <a href="\(HTML(escapingURL: item.address))">\(Snippet.title(name: item.name, line: item.line))</a></p>
        \(details)
        """
    }.joined()
  }

  private func uses(of entry: Ledger.Entry) -> HTML {
    if entry.uses.isEmpty { return HTML() }
    let links = entry.uses.map { use -> HTML in
      "<a href=\"\(HTML(escapingURL: use.address))\">\(use.title)</a>"
    }
    return "<p>Used in \(links.joined(separator: ", "))</p>\n"
  }
}

extension EquationStatus {
  /// The mark beside the words.
  var mark: HTML {
    switch self {
    case .verified: "✓"
    case .refuted: "≠"
    case .unchecked, .unknown: "·"
    case .failed: "✗"
    }
  }

  /// The status in words.
  var words: String {
    switch self {
    case .verified: "verified"
    case .refuted: "refuted, as intended"
    case .unchecked: "not checked"
    case .failed: "check failed"
    case .unknown: "checked in a chapter that was left out"
    }
  }
}

extension Ledger.Entry {
  /// What matters most about the checks, in one line.
  var brief: String {
    switch status {
    case .verified, .failed:
      var parts = decisive.map { [$0.witness.words] } ?? []
      if mutants.tried > 0 { parts.append(mutants.words) }
      if evidence.contains(where: { !$0.report.weaknesses.isEmpty }) { parts.append("weak data") }
      return parts.joined(separator: "; ")
    case .refuted:
      return decisive.map { "off by \($0.witness.worst?.short ?? "nan")" } ?? ""
    case .unchecked, .unknown: return ""
    }
  }
}

extension Ledger.Evidence {
  /// Where the snippet is, as an address.
  var address: String { "\(pageAddress(page))#\(anchor)" }
}

extension Use {
  /// Where the section is, as an address.
  fileprivate var address: String { "\(pageAddress(page))#\(section)" }
}

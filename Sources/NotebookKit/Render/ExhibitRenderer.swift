// A snippet on its page: code, what it printed, what it shows and draws, its checks, and what is wrong with it.

import SnippetRuntime

/// Renders exhibits.
struct ExhibitRenderer {
  /// Marks Swift code.
  let highlighter: SwiftHighlighter
  /// Shows what is wrong.
  let problems: ProblemRenderer
  /// Where the equations are that snippets verify.
  var equations: [String: EquationLink] = [:]
  /// Shows what snippets draw.
  var figures = FigureRenderer(labels: [:])

  /// The snippet with everything that belongs to it.
  func html(_ exhibit: Exhibit) -> HTML {
    let snippet = exhibit.snippet
    var html = HTML()
    switch snippet.mode {
    case .run(.hidden) where snippet.expectation == nil && exhibit.findings.isEmpty:
      let name = snippet.options.name.map { "<span id=\"\($0)\"></span>\n" as HTML } ?? html
      return name + exhibit.figures.map(figures.html).joined()
    case .run(.hidden): break
    case .run(.folded):
      html.append("<details><summary>Code</summary>\n\(code(snippet))</details>\n")
    case .run(.shown), .compiles, .fails, .traps, .refuted: html.append(code(snippet))
    }
    html.append(output(exhibit))
    for (index, record) in exhibit.run.records.enumerated() {
      switch record {
      case .shown(let name, let tables):
        html.append(
          TableRenderer.html(tables, name: name, id: "\(snippet.anchor):shown\(index)"))
      case .drawn(let figure): html.append(figures.html(figure))
      case .began, .ended, .checked, .verified, .derived: break
      }
    }
    html.append(checks(exhibit.run))
    html.append(problems.html(exhibit.findings))
    return "<div class=\"exhibit\" id=\"\(snippet.anchor)\">\n\(html)</div>\n"
  }

  /// Code of a fence that is only shown.
  func plain(_ fence: Fence) -> HTML {
    "<pre><code class=\"language-swift\">\(highlighter.html(fence.text))</code></pre>\n"
  }

  private func code(_ snippet: Snippet) -> HTML {
    let note: HTML =
      switch snippet.mode {
      case .compiles: "<p class=\"mode\">compiled, not run</p>\n"
      case .fails: "<p class=\"mode\">does not compile, as intended</p>\n"
      case .traps: "<p class=\"mode\">traps, as intended</p>\n"
      case .refuted: "<p class=\"mode\">refuted, as intended</p>\n"
      case .run: HTML()
      }
    return plain(snippet.fence) + note
  }

  private func output(_ exhibit: Exhibit) -> HTML {
    if exhibit.output.isEmpty { return HTML() }
    let label: HTML =
      switch exhibit.snippet.mode {
      case .fails: "The compiler says"
      case .run, .compiles, .traps, .refuted: "Output"
      }
    return """
      <div class="output"><p class="label">\(label)</p>
      <pre tabindex="0"><samp>\(exhibit.output.visible)</samp></pre>
      </div>

      """
  }

  private func checks(_ run: Run) -> HTML {
    var html = HTML()
    var items: [HTML] = []
    func endList() {
      if !items.isEmpty { html.append("<ul class=\"checks\">\n\(items.joined())</ul>\n") }
      items = []
    }
    for record in run.records {
      switch record {
      case .began, .ended, .shown, .drawn: break
      case .checked(let check):
        items.append(Self.item(check.passed, HTML(escaping: check.claim), check.evidence))
      case .verified(let found):
        let verb =
          switch (found.isRefutation, found.passed) {
          case (false, true): "verified"
          case (false, false): "is not verified"
          case (true, true): "is wrong, as the text says"
          case (true, false): "is not refuted"
          }
        items.append(
          Self.item(
            found.passed, "\(link(to: found.equation)) \(verb)",
            EvidenceRenderer.summary(found).text))
        if let counterexample = found.counterexample {
          endList()
          html.append(EvidenceRenderer.counterexample(counterexample))
        }
      case .derived(let found):
        items.append(
          Self.item(
            found.passed,
            "\(link(to: found.equation)): \(found.passed ? "each line follows" : "not each line follows") from the one before",
            DerivationReport(found).words))
      }
    }
    endList()
    return html
  }

  private static func item(_ passed: Bool, _ claim: HTML, _ evidence: String) -> HTML {
    let (name, mark): (HTML, HTML) =
      passed
      ? ("passed", "✓ <span class=\"word\">holds:</span>")
      : ("failed", "✗ <span class=\"word\">fails:</span>")
    let more: HTML =
      evidence.isEmpty ? HTML() : " <span class=\"evidence\">\(evidence)</span>"
    return "<li class=\"\(name)\"><span class=\"mark\">\(mark)</span> \(claim)\(more)</li>\n"
  }

  private func link(to equation: String) -> HTML {
    guard let target = equations[equation] else { return HTML(escaping: equation) }
    return "<a href=\"\(HTML(escapingURL: target.address))\">\(target.label)</a>"
  }
}

extension Exhibit {
  /// What the snippet drew.
  fileprivate var figures: [Figure] {
    run.records.compactMap { if case .drawn(let figure) = $0 { figure } else { nil } }
  }
}

extension DerivationReport {
  /// The largest error between neighbours, in words.
  fileprivate var words: String {
    "\(lines) lines, worst error \(worst?.short ?? "nan"), \(tolerance.short) allowed, "
      + "\(points) points"
  }
}

extension Check {
  /// The worst error, and what it was held against.
  fileprivate var evidence: String {
    guard let worst else { return reason }
    let count = comparisons.reduce(0) { $0 + $1.rows * $1.columns }
    let entries = count == 1 ? "1 entry" : "\(count) entries"
    return switch relation {
    case .holds: ""
    case .equal(let tolerance):
      "worst error \(worst.error.short), allowed \(tolerance.short), \(entries)"
    case .different(let least):
      "differs by \(worst.error.short), at least \(least.short) expected, \(entries)"
    }
  }
}

// A chapter as HTML: what stands inside `<main>`, the outline of its headings, and what was checked.

import SnippetRuntime

/// Renders chapters.
struct BodyRenderer {
  /// Marks Swift code.
  let highlighter: SwiftHighlighter

  /// A chapter's page without what surrounds it.
  func body(_ page: Page) -> PageBody {
    PageBody(
      name: page.chapter.name, number: page.chapter.number, title: page.chapter.title,
      content: content(page), outline: outline(page), status: status(page),
      evidence: evidence(page), derivations: derivations(page), notation: notation(page))
  }

  /// The symbols that the chapter declares.
  private func notation(_ page: Page) -> [NotationRow] {
    let renderer = NotationRenderer(formula: formula(on: page))
    return page.symbols.symbols.map(renderer.row)
  }

  /// Renders the formulas of a page.
  private func formula(on page: Page) -> (Formula) -> HTML {
    { page.formulas[$0.key(number: nil)] ?? Self.broken($0.tex) }
  }

  /// The lines of the page's derivations by equation.
  private func derivations(_ page: Page) -> [String: HTML] {
    var derivations: [String: HTML] = [:]
    for (_, exhibit) in page.exhibits.sorted(by: { $0.key < $1.key }) {
      for case .derived(let found) in exhibit.run.records {
        let address = "\(pageAddress(page.chapter.name))#\(exhibit.snippet.anchor)"
        derivations[found.equation, default: HTML()].append(
          """
          <p>Derived line by line by <a href="\(HTML(escapingURL: address))">\
          \(exhibit.snippet.title)</a>, at \(found.points) random points</p>
          \(EvidenceRenderer.html(found))
          """)
      }
    }
    return derivations
  }

  /// The evidence of the page's checks by equation, in the order in which they were made.
  private func evidence(_ page: Page) -> [String: [HTML]] {
    var evidence: [String: [HTML]] = [:]
    for (_, exhibit) in page.exhibits.sorted(by: { $0.key < $1.key }) {
      for case .verified(let found) in exhibit.run.records {
        evidence[found.equation, default: []].append(EvidenceRenderer.html(found))
      }
    }
    return evidence
  }

  /// What stands inside `<main>`: the Markdown as cmark would render it, with exhibits, mathematics, and what is wrong.
  func content(_ page: Page) -> HTML {
    let problems = ProblemRenderer(page)
    let exhibits = ExhibitRenderer(
      highlighter: highlighter, problems: problems, equations: page.equationLinks,
      figures: FigureRenderer(labels: page.figureLabels))
    let formula = formula(on: page)
    let markup = MarkupRenderer(
      block: { block in
        guard case .code(let fence) = block.kind else { return nil }
        let line = block.range.start.line
        if let exhibit = page.exhibits[line] { return exhibits.html(exhibit) }
        if page.outputs.contains(line) { return HTML() }
        if let equation = page.equations[line] { return html(equation, on: page) }
        if let notation = NotationRenderer(formula: formula).html(page.symbols, inFenceAt: line) {
          return notation
        }
        return fence.isSwift ? exhibits.plain(fence) : nil
      },
      formula: formula,
      headingID: { page.headings[$0.range.start.line]?.id },
      peek: { page.peeks[$0].flatMap { page.formulas[$0] } },
      after: problems.html(after:))
    return problems.top + markup.html(page.chapter.blocks)
  }

  /// An equation with the anchors of its names: its own, or those of its rows before it.
  private func html(_ equation: PageEquation, on page: Page) -> HTML {
    let set = page.formulas[equation.key] ?? Self.broken(equation.key.unmarked ?? equation.key.tex)
    let formula = set.marked(by: page.derivation(of: equation.names.map(\.name)), equation.rows)
    let id: HTML = equation.names.first { $0.row == nil }.map { " id=\"\($0.name)\"" } ?? HTML()
    let rows = equation.names.filter { $0.row != nil }.map { name -> HTML in
      "<span id=\"\(name.name)\"></span>"
    }
    let numbered: HTML = equation.isNumbered ? " numbered" : HTML()
    let slots = equation.names.map { PageBody.slot(for: $0.name, isRow: $0.row != nil) }
    return """
      <div class="equation\(numbered)"\(id)>\(rows.joined())\(formula)</div>
      \(slots.joined())
      """
  }

  /// A formula that KaTeX refused: the TeX itself; the finding says why.
  fileprivate static func broken(_ tex: String) -> HTML {
    "<code class=\"problem\">\(tex)</code>"
  }

  private func status(_ page: Page) -> HTML {
    let snippets = page.exhibits.count
    if snippets == 0 || !page.errors.isEmpty { return HTML() }
    let checks = page.checks
    return """
      <p class="status">This page was built from \(snippets) snippet\(snippets == 1 ? "" : "s") of Swift and \
      \(checks) check\(checks == 1 ? "" : "s") that \(snippets == 1 ? "it" : "they") made: everything on it holds.</p>

      """
  }

  private func outline(_ page: Page) -> HTML {
    let headings = page.headings.sorted { $0.key < $1.key }.map(\.value)
      .filter { $0.level == 2 || $0.level == 3 }
    if headings.count < 2 { return HTML() }
    let items = headings.map { heading -> HTML in
      """
      <li class="level-\(heading.level)"><a href="#\(heading.id)">\
      \(page.html(heading))</a></li>

      """
    }
    return """
      <nav class="outline" aria-label="On this page"><p>On this page</p>
      <ul>
      \(items.joined())</ul></nav>

      """
  }
}

extension HTML {
  /// An equation whose rows have the marks of its derivation; without one the marks are not seen.
  fileprivate func marked(by derivation: Derivation?, _ rows: Int) -> HTML {
    guard let derivation, text.contains("data-step") else { return self }
    var marked = text
    func mark(_ row: Int, _ passed: Bool) {
      let place = "data-step=\"\(row)\""
      marked = marked.replacing(
        place, with: "\(place) data-mark=\"\(passed ? "passed" : "failed")\"")
    }
    if rows == 1 {
      mark(1, derivation.passed)
    } else {
      // With as many lines as rows, the first row is where the derivation begins.
      let offset = derivation.steps.count > rows ? 0 : 1
      for (index, step) in derivation.steps.enumerated().dropFirst() {
        mark(index + offset, derivation.follows(step))
      }
    }
    return HTML(raw: marked)
  }
}

extension Page {
  /// The last derivation of an equation with one of these names that the page's snippets made.
  fileprivate func derivation(of names: [String]) -> Derivation? {
    let runs = exhibits.sorted { $0.key < $1.key }.map(\.value.run)
    let derivations = runs.flatMap(\.records).compactMap { record -> Derivation? in
      if case .derived(let found) = record, names.contains(found.equation) { found } else { nil }
    }
    return derivations.first { !$0.passed } ?? derivations.last
  }

  /// The title with its mathematics set, for use inside a link: the first heading's text.
  var titleHTML: HTML {
    let heading = headings.min { $0.key < $1.key }?.value
    return heading.map { html($0) } ?? HTML(escaping: chapter.title)
  }

  /// A heading's text with its mathematics set, for use inside a link.
  fileprivate func html(_ heading: Heading) -> HTML {
    let renderer = MarkupRenderer(
      block: { _ in nil },
      formula: { formulas[$0.key(number: nil)] ?? BodyRenderer.broken($0.tex) },
      headingID: { _ in nil })
    return renderer.html(heading.content.withoutLinks)
  }
}

extension Fence {
  /// Whether the fence holds Swift.
  var isSwift: Bool {
    info?.split(separator: " ").first == "swift"
  }
}

extension [Inline] {
  /// The text with the text of links in place of links, for use inside a link.
  var withoutLinks: [Inline] {
    flatMap { inline -> [Inline] in
      switch inline {
      case .link(_, _, let inner, _): inner.withoutLinks
      case .emphasis(let inner): [.emphasis(inner.withoutLinks)]
      case .strong(let inner): [.strong(inner.withoutLinks)]
      case .strikethrough(let inner): [.strikethrough(inner.withoutLinks)]
      case .footnoteReference: []
      default: [inline]
      }
    }
  }
}

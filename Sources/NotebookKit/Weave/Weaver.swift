// Weaving: a chapter, what its snippets did and its formulas become a page. Pure; collects findings.

import SnippetRuntime

/// Makes pages.
struct Weaver {
  /// The names of the book.
  let references: References
  /// The formulas of the book as set.
  let typeset: [TypesetKey: Typeset]
  /// Whether programs could run at all; if not, the reason is reported once and not at each
  /// snippet.
  var canRun = true

  /// Weaves a chapter.
  func page(
    _ chapter: Chapter, _ plan: Plan, _ results: [(program: Program, transcript: Transcript)]
  ) -> Page {
    let headings = Heading.all(in: chapter, besides: plan.names)
    let (blocks, broken) = references.resolved(chapter, headings: Array(headings.values))
    var page = Page(
      chapter: chapter, exhibits: [:], outputs: plan.outputs, equations: [:], headings: headings,
      formulas: [:], symbols: plan.symbols, findings: plan.findings + broken)
    page.chapter.blocks = blocks
    for block in blocks {
      guard case .heading(_, let content) = block.kind else { continue }
      page.headings[block.range.start.line]?.content = content
    }

    let runs = results.reduce(into: [:]) { runs, result in
      runs.merge(result.transcript.runs(of: result.program)) { first, _ in first }
    }
    let equations = references.equations(beside: plan)
    for name in Set(plan.snippets.values.flatMap(\.equationNames)) {
      guard let target = references.targets[name],
        let address = references.address(of: name, from: chapter.name)
      else { continue }
      page.equationLinks[name] = EquationLink(address: address, label: target.label)
    }
    for figure in plan.figures {
      page.figureLabels[figure.name] = references.targets[figure.name]?.label
    }
    for (line, snippet) in plan.snippets {
      let run = (runs[snippet.id] ?? Run(outcome: .notReached)).held(against: equations)
      var exhibit = exhibit(snippet, run, in: chapter.source)
      exhibit.findings += snippet.equationFindings(of: run, among: equations, in: chapter.source)
      exhibit.findings += snippet.figureFindings(of: run, in: chapter.source)
      page.exhibits[line] = exhibit
      page.findings += exhibit.findings
    }
    for placed in plan.formulas(of: chapter, numbers: references.numbers) {
      if let line = placed.fence, let equation = plan.equations[line] {
        page.equations[line] = PageEquation(
          key: placed.key, names: equation.names, rows: equation.rowCount,
          isNumbered: equation.isNumbered)
      }
      set(placed, with: plan.symbols, on: &page)
    }
    setPeeks(for: chapter, on: &page)
    page.findings += contradictions(on: page, equations) + unexplained(page)
    page.findings = page.findings.inReadingOrder
    return page
  }

  private func exhibit(_ snippet: Snippet, _ run: Run, in source: Source) -> Exhibit {
    let findings = snippet.findings(of: run, in: source)
    var output = snippet.printed(by: run)
    // Where numbers may differ within a tolerance, the page shows the pinned ones: the same on every machine.
    if let expectation = snippet.expectation, expectation.tolerance != nil,
      !expectation.isElided, run.isAsIntended(snippet.mode),
      expectation.difference(from: output) == nil
    {
      output = expectation.lines.map { $0 + "\n" }.joined()
    }
    return Exhibit(snippet: snippet, run: run, output: output, findings: findings)
  }

  private func set(_ placed: PlacedFormula, with symbols: SymbolTable, on page: inout Page) {
    func report(_ summary: String, atUTF16 offset: Int, help: String? = nil) {
      let place = placed.formula.location(atUTF16: placed.rewritten.originalOffset(of: offset))
      let range = SourceRange(line: place.line, column: place.column, length: 1)
      page.findings.append(page.chapter.source.diagnostic(at: range, summary, help: help))
    }
    switch typeset[placed.key] {
    case .html(let html):
      // In the text a formula is known by what the author wrote, in a fence by its line.
      let key = placed.fence == nil ? placed.formula.key(number: nil) : placed.key
      page.formulas[key] = html.explaining(symbols)
    case .wrong(#"Undefined control sequence: \label"#, let offset):
      let help =
        placed.fence == nil
        ? "write it in a ```math fence"
        : "a fence can be named as a whole, or row by row if a block such as 'aligned' is all it holds"
      report(#"there is nothing here that '\label' could name"#, atUTF16: offset ?? 0, help: help)
    case .wrong(let message, let offset): report("TeX: \(message)", atUTF16: offset ?? 0)
    case nil: report("the formula was not typeset", atUTF16: 0)
    }
  }

  /// Formulas that links show; one that KaTeX refuses is told where it stands, and the link is a link.
  private func setPeeks(for chapter: Chapter, on page: inout Page) {
    for (address, key) in references.peeks(of: chapter) {
      guard case .html(let html) = typeset[key] else { continue }
      page.formulas[key] = html
      page.peeks[address] = key
    }
  }

  /// Equations that one snippet verifies and another refutes.
  private func contradictions(on page: Page, _ equations: EquationIndex) -> [Diagnostic] {
    let checks = page.exhibits.sorted { $0.key < $1.key }.flatMap(\.value.run.records).compactMap {
      record in if case .verified(let found) = record { found } else { nil as Verification? }
    }
    let source = page.chapter.source
    func place(_ check: Verification) -> SourceRange {
      SourceRange(line: check.line, column: check.column, length: 1).call(in: source)
    }
    return checks.filter(\.isRefutation).compactMap { refuted in
      guard let number = equations.entries[refuted.equation]?.number,
        let verified = checks.first(where: {
          $0.equation == refuted.equation && !$0.isRefutation
        })
      else { return nil }
      return source.diagnostic(
        at: place(refuted), "equation \(number) '\(refuted.equation)' is verified and refuted",
        notes: [source.diagnostic(.note, at: place(verified), "it is verified here")],
        help: "name the formula that is wrong as an equation of its own")
    }
  }

  /// A snippet that was never reached has a reason elsewhere in the chapter; if nothing says so, this does.
  private func unexplained(_ page: Page) -> [Diagnostic] {
    if !canRun || page.findings.contains(where: { $0.severity == .error }) { return [] }
    return page.exhibits.values.filter { $0.run.outcome == .notReached }.map { exhibit in
      page.chapter.source.diagnostic(
        at: exhibit.snippet.place(in: page.chapter.source), "the snippet was never reached")
    }
  }
}

extension Formula {
  /// What the formula is typeset as.
  func key(number: String?) -> TypesetKey {
    TypesetKey(tex: tex, display: display, number: number)
  }
}

extension Heading {
  /// The headings of a chapter by line, with anchors made of their text, which are neither the chapter's name nor one of
  /// these; equal ones are counted.
  static func all(in chapter: Chapter, besides names: Set<String>) -> [Int: Heading] {
    var taken = names.union([chapter.name])
    var headings: [Int: Heading] = [:]
    for block in chapter.blocks {
      guard case .heading(let level, let content) = block.kind else { continue }
      let slug = slug(plainText(content))
      var id = slug
      var count = 1
      while !taken.insert(id).inserted {
        count += 1
        id = "\(slug)-\(count)"
      }
      headings[block.range.start.line] = Heading(level: level, id: id, content: content)
    }
    return headings
  }

  /// Letters and digits in lower case, with `-` between words.
  private static func slug(_ text: String) -> String {
    let words = text.lowercased().split { !($0.isLetter || $0.isNumber || $0 == "_") }
    return words.isEmpty ? "section" : words.joined(separator: "-")
  }
}

extension [Diagnostic] {
  /// Sorted by place; what has no place comes first.
  var inReadingOrder: [Diagnostic] {
    enumerated().sorted { left, right in
      let a = left.element.range?.start ?? SourceLocation(line: 0, column: 0)
      let b = right.element.range?.start ?? SourceLocation(line: 0, column: 0)
      return (a, left.offset) < (b, right.offset)
    }.map(\.element)
  }
}

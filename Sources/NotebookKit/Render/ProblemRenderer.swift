// What is wrong with a page, in its place: in the exhibit of its snippet, else after the block whose lines it is about.

/// Shows the errors of a page; warnings are for the command line.
struct ProblemRenderer {
  /// The anchor of a page's first error.
  static let anchor = "page:problem"

  /// The error that has the anchor.
  private let first: Diagnostic?
  /// The errors that no block can be blamed for.
  private var unplaced: [Diagnostic] = []
  /// The errors outside exhibits by the range of the block that they follow.
  private var placed: [SourceRange: [Diagnostic]] = [:]

  /// Finds the place of each error.
  init(_ page: Page) {
    first = page.errors.first
    let shown = page.exhibits.values.flatMap(\.findings)
    for error in page.errors where !shown.contains(error) {
      if let block = error.range.flatMap({ page.chapter.block(at: $0.start.line) }) {
        placed[block.range, default: []].append(error)
      } else {
        unplaced.append(error)
      }
    }
  }

  /// The errors that stand before the text.
  var top: HTML { html(unplaced) }

  /// The errors that follow a block.
  func html(after block: Block) -> HTML { html(placed[block.range] ?? []) }

  /// The errors among some findings.
  func html(_ findings: [Diagnostic]) -> HTML {
    findings.filter { $0.severity == .error }.map { finding in
      let id: HTML = finding == first ? " id=\"\(Self.anchor)\"" : HTML()
      return "<pre class=\"problem\"\(id) tabindex=\"0\">\(finding.description)</pre>\n"
    }.joined()
  }
}

extension Page {
  /// The findings for which the page must not be published.
  var errors: [Diagnostic] { findings.filter { $0.severity == .error } }
}

extension Chapter {
  /// The block that holds a line, or the last one before it; the text of footnotes stands elsewhere than its lines.
  fileprivate func block(at line: Int) -> Block? {
    if let holder = blocks.first(where: { $0.lines.contains(line) }) { return holder }
    let before = blocks.filter { block in
      if case .footnote = block.kind { return false }
      return block.range.start.line < line
    }
    return before.max { $0.range.start < $1.range.start }
  }
}

extension Block {
  /// The lines that the block fills.
  fileprivate var lines: ClosedRange<Int> {
    range.start.line...max(range.start.line, range.end.line)
  }
}

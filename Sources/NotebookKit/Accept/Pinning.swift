// Pinning: what a chapter's snippets printed becomes edits of the lines that pin it. Pure; collects findings.

/// The edits that make the pinned outputs of a chapter hold.
struct Pinning: Equatable, Sendable {
  /// A pinned output that is written.
  struct Rewrite: Equatable, Sendable {
    /// The line of the snippet's opening fence.
    var snippet: Int
    /// The lines that are pinned afterwards.
    var lines: [String]
    /// The line of the output's opening fence, when there was one.
    var fence: Int?
    /// The edits.
    var edits: [LineEdit]
    /// What was wrong, and is not any more.
    var repaired: Diagnostic?

    /// Where the edits begin.
    fileprivate var firstLine: Int { edits.first?.lines.lowerBound ?? 0 }
  }

  /// How many lines an output may have to be pinned.
  static let lineLimit = 1000

  /// The outputs that are written, in the order of their edits.
  private(set) var rewrites: [Rewrite] = []
  /// Why others cannot be.
  private(set) var findings: [Diagnostic] = []

  private let source: Source

  /// Rewrites the outputs of a page that do not hold, and pins those of other snippets, by the line of their fence.
  init(_ page: Page, pinning lines: Set<Int> = []) {
    source = page.chapter.source
    for (line, exhibit) in page.exhibits.sorted(by: { $0.key < $1.key }) {
      let (snippet, run) = (exhibit.snippet, exhibit.run)
      if let expectation = snippet.expectation {
        if let repaired = snippet.pinFinding(of: run, in: source) {
          rewrite(expectation, of: snippet, run, repaired)
        }
      } else if lines.contains(line) {
        let isTight = page.chapter.blocks.isTight(at: snippet.range) ?? false
        pin(snippet, run, afterBlankLine: !isTight)
      }
    }
    rewrites.sort { $0.firstLine < $1.firstLine }
  }

  /// All edits, in order.
  var edits: [LineEdit] { rewrites.flatMap(\.edits) }

  private mutating func rewrite(
    _ expectation: Expectation, of snippet: Snippet, _ run: Run, _ repaired: Diagnostic
  ) {
    let printed = Expectation.lines(of: snippet.printed(by: run))
    let amendment = Amendment(expectation, for: printed)
    let start = expectation.range.start
    guard isWritable(amendment.added, of: printed, count: amendment.count, at: start) else {
      return
    }
    let place = FencePlace(openingAt: start, in: source)
    let new = amendment.added.map { printed[$0] }
    let length = FencePlace.length(around: new, mark: place.mark)
    let first = expectation.sourceLines.lowerBound
    let isClosed = expectation.range.end.line == expectation.sourceLines.upperBound
    var edits: [LineEdit] = []
    var kept: [String] = []
    var next = 0
    if length > place.length {
      edits.append(
        LineEdit(
          lines: start.line..<start.line + 1, replacement: [place.opening(length: length)]))
    }
    var open = LineEdit(lines: first..<first, replacement: [])
    func close() {
      if !open.lines.isEmpty || !open.replacement.isEmpty { edits.append(open) }
      open = LineEdit(lines: first + next..<first + next, replacement: [])
    }
    for step in amendment.steps {
      switch step {
      case .keep(let index):
        next = index + 1
        kept.append(expectation.lines[index])
        close()
      case .drop(let index):
        next = index + 1
        open.lines = open.lines.lowerBound..<first + next
      case .add(let index):
        kept.append(printed[index])
        open.replacement.append(place.line(printed[index]))
      }
    }
    close()
    if length > place.length, isClosed {
      let last = expectation.range.end.line
      edits.append(
        LineEdit(
          lines: last..<last + 1,
          replacement: [place.closing(source.line(last), length: length)]))
    }
    rewrites.append(
      Rewrite(
        snippet: snippet.id.line, lines: kept, fence: start.line, edits: edits, repaired: repaired))
  }

  private mutating func pin(_ snippet: Snippet, _ run: Run, afterBlankLine: Bool) {
    func report(_ summary: String, help: String? = nil) {
      findings.append(source.diagnostic(at: snippet.place(in: source), summary, help: help))
    }
    if snippet.mode == .compiles {
      return report(
        "a snippet that is only compiled prints nothing",
        help: "do not pin it, or remove 'compiles'")
    }
    // Why it did not end as it should is among the findings of its run.
    guard run.isAsIntended(snippet.mode) else { return }
    let printed = Expectation.lines(of: snippet.printed(by: run))
    if printed.isEmpty { return report("the snippet prints nothing that could be pinned") }
    if !snippet.fence.closed {
      return report("the snippet has no closing fence, below which its output could be pinned")
    }
    let start = snippet.range.start
    guard isWritable(Array(printed.indices), of: printed, count: printed.count, at: start)
    else { return }
    let place = FencePlace(openingAt: start, in: source)
    let mark = UInt8(ascii: "`")
    let marks = FencePlace.marks(mark, FencePlace.length(around: printed, mark: mark))
    let line = snippet.range.end.line + 1
    let new =
      (afterBlankLine ? [place.blank] : []) + [place.prefix + marks + "output"]
      + printed.map(place.line) + [place.prefix + marks]
    rewrites.append(
      Rewrite(
        snippet: snippet.id.line, lines: printed, fence: nil,
        edits: [LineEdit(lines: line..<line, replacement: new)], repaired: nil))
  }

  /// Whether Markdown can hold the new lines; if not, a finding says why.
  private mutating func isWritable(
    _ new: [Int], of printed: [String], count: Int, at start: SourceLocation
  ) -> Bool {
    var reason: String?
    var help: String?
    if count > Self.lineLimit {
      reason = "it has more than \(Self.lineLimit) lines"
      help = "pin the lines that matter, with '...' in place of others"
    } else if let index = new.first(where: { printed[$0].visible != printed[$0] }) {
      reason = "its line \(index + 1) has control characters"
    } else if let index = new.first(where: { printed[$0].unicodeScalars.contains("\u{FFFD}") }) {
      reason = "its line \(index + 1) is not UTF-8"
    }
    guard let reason else { return true }
    findings.append(
      source.diagnostic(
        at: source.range(from: start), "this output cannot be pinned: \(reason)", help: help))
    return false
  }
}

extension [Block] {
  /// Whether the innermost list around a place is tight; nil where there is no list.
  fileprivate func isTight(at range: SourceRange) -> Bool? {
    for block in self where block.range.start <= range.start && range.end <= block.range.end {
      switch block.kind {
      case .list(_, let tight, let items):
        return items.flatMap(\.blocks).isTight(at: range) ?? tight
      case .quote(let blocks): return blocks.isTight(at: range)
      case .footnote(let note): return note.blocks.isTight(at: range)
      case .heading, .paragraph, .code, .mathematics, .html, .thematicBreak, .table: return nil
      }
    }
    return nil
  }
}

// Markdown to values by cmark-gfm: feed it a chapter, convert its tree, free everything.

import CMarkGFM
import Foundation

/// What a chapter's text says, and what is wrong with it.
struct ParsedText: Equatable, Sendable {
  /// The blocks from top to bottom, the footnotes last.
  let blocks: [Block]
  /// What is wrong, in the order of the text.
  let findings: [Diagnostic]
}

/// Parses GitHub Flavored Markdown with footnotes and mathematics.
enum MarkdownParser {
  /// Parses a chapter; a text that would take cmark too long is refused with an error.
  static func parse(_ source: Source) -> ParsedText {
    if let finding = refusal(of: source) { return ParsedText(blocks: [], findings: [finding]) }
    return exclusively { parseWithCMark(source) }
  }

  /// Runs `body` while no other thread is within cmark, whose tables of special characters are global.
  static func exclusively<Result>(_ body: () throws -> Result) rethrows -> Result {
    try lock.withLock {
      cmark_gfm_core_extensions_ensure_registered()
      return try body()
    }
  }

  private static let lock = NSLock()

  /// cmark's extensions in the order in which they are attached.
  static let extensions = ["table", "strikethrough", "autolink", "tagfilter", "tasklist"]

  private static func parseWithCMark(_ source: Source) -> ParsedText {
    let found = FoundMathematics()
    return withExtendedLifetime(found) {
      guard let mathematics = MathematicsExtension(collectingInto: found),
        let parser = cmark_parser_new(CMARK_OPT_FOOTNOTES)
      else { return ParsedText(blocks: [], findings: []) }
      defer { mathematics.free() }
      defer { cmark_parser_free(parser) }
      cmark_parser_attach_syntax_extension(parser, mathematics.pointer)
      for name in extensions {
        cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension(name))
      }
      var text = source.textWithLineFeeds
      text.withUTF8 { bytes in
        bytes.withMemoryRebound(to: CChar.self) {
          if let start = $0.baseAddress { cmark_parser_feed(parser, start, $0.count) }
        }
      }
      guard let root = cmark_parser_finish(parser) else {
        return ParsedText(blocks: [], findings: [])
      }
      defer { cmark_node_free(root) }
      return convert(CMarkNode(root), of: source, found)
    }
  }

  private static func convert(
    _ root: CMarkNode, of source: Source, _ found: FoundMathematics
  ) -> ParsedText {
    if let deep = root.firstNode(deeperThan: Limit.depth) {
      let finding = source.diagnostic(
        at: source.range(ofLine: max(deep.startLine, 1)),
        "the text is nested more than \(Limit.depth) levels deep")
      return ParsedText(blocks: [], findings: [finding])
    }
    var converter = BlockConverter(source, root: root, found: found)
    let blocks = converter.convert(root)
    let findings = converter.findings.enumerated().sorted { left, right in
      let (first, second) = (left.element.range?.start, right.element.range?.start)
      return (first ?? .start, left.offset) < (second ?? .start, right.offset)
    }
    return ParsedText(blocks: blocks, findings: findings.map(\.element))
  }
}

extension Source {
  /// The text with every line end as a line feed, so that no carriage return gets into code.
  fileprivate var textWithLineFeeds: String {
    guard text.utf8.contains(0x0D) else { return text }
    let isEnded = text.utf8.last == 0x0A || text.utf8.last == 0x0D
    return lines.joined(separator: "\n") + (isEnded ? "\n" : "")
  }
}

// MARK: - Limits

extension MarkdownParser {
  /// What memory and the stack can bear.
  enum Limit {
    static let bytes = 4 << 20
    static let depth = 100
  }

  /// Returns why a text is not parsed at all, if it is not.
  private static func refusal(of source: Source) -> Diagnostic? {
    if source.text.utf8.count > Limit.bytes {
      return Diagnostic(path: source.path, "the chapter is larger than 4 MB")
    }
    var cost = ParsingCost()
    for (index, line) in source.lines.enumerated() {
      if let excess = cost.add(line) {
        return source.diagnostic(at: source.range(ofLine: index + 1), excess)
      }
    }
    return nil
  }
}

extension CMarkNode {
  /// Returns the first node below more than `limit` others.
  fileprivate func firstNode(deeperThan limit: Int) -> CMarkNode? {
    var level = children
    for _ in 0..<limit { level = level.flatMap(\.children) }
    return level.first
  }
}

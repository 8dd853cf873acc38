// The last safety before a chapter is written: the new text is read as any chapter is, and must say what was meant.

extension Pinning {
  /// Whether the new text has the pinned outputs that it should have, and all else as it was.
  func isProven(by new: Source, from page: Page) -> Bool {
    let blocks = MarkdownParser.parse(new).blocks
    let chapter = Chapter(source: new, number: page.chapter.number, blocks: blocks)
    let plan = Plan(chapter, modules: [])
    let old = page.exhibits.values.sorted { $0.snippet.id.line < $1.snippet.id.line }
    let snippets = plan.snippets.values.sorted { $0.id.line < $1.id.line }
    guard old.count == snippets.count,
      Self.frame(page.chapter, without: page.outputs) == Self.frame(chapter, without: plan.outputs),
      plan.outputs.count == page.outputs.count + rewrites.count(where: { $0.fence == nil })
    else { return false }
    return zip(old, snippets).allSatisfy { exhibit, snippet in
      let pinned = snippet.expectation
      guard snippet.options == exhibit.snippet.options,
        snippet.fence.text == exhibit.snippet.fence.text,
        pinned?.tolerance == exhibit.snippet.expectation?.tolerance
      else { return false }
      guard let rewrite = rewrites.first(where: { $0.snippet == exhibit.snippet.id.line }) else {
        return pinned?.lines == exhibit.snippet.expectation?.lines
      }
      return pinned?.lines == rewrite.lines
        && pinned?.difference(from: snippet.printed(by: exhibit.run)) == nil
    }
  }

  /// What a chapter is made of besides its pinned outputs: its fences, its headings' levels and the number of its blocks.
  private static func frame(_ chapter: Chapter, without outputs: Set<Int>) -> [String] {
    let others = chapter.blocks.fences.filter { !outputs.contains($0.range.start.line) }
    let blocks = chapter.blocks.filter { !outputs.contains($0.range.start.line) }
    let headings = blocks.compactMap { block in
      if case .heading(let level, _) = block.kind { "\(level)" } else { nil }
    }
    return others.map { "\($0.fence.info ?? "") \($0.fence.text)" } + headings + ["\(blocks.count)"]
  }
}

// The value tree rendered must be what cmark-gfm renders: written inputs, combined ones, random ones.

import Testing

@testable import NotebookKit

@Suite struct GFMConformanceTests {
  @Test("every written input renders as cmark-gfm renders it")
  func written() {
    for text in GFMInputs.all { expectSame(text) }
  }

  @Test("there are many inputs, all different and none with a dollar")
  func inputs() {
    #expect(GFMInputs.all.count >= 400)
    #expect(Set(GFMInputs.all).count == GFMInputs.all.count)
    #expect(GFMInputs.all.allSatisfy { !$0.contains("$") })
  }

  @Test("inputs nested in lists, quotes and footnotes render as cmark-gfm renders them")
  func nested() {
    for text in GFMInputs.all.filter({ !$0.contains("\r") }) {
      for (first, others) in [("> ", "> "), ("- ", "  "), ("12) ", "    "), ("[^n]: ", "    ")] {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let nested = first + lines.joined(separator: "\n" + others) + "\n\nafter[^n]\n"
        expectSame(nested)
      }
    }
  }

  @Test("combined fragments render as cmark-gfm renders them")
  func combined() {
    var random = SeededGenerator(seed: 1)
    for _ in 0..<3_000 {
      let count = Int.random(in: 2...8, using: &random)
      let pieces = (0..<count).map { _ in
        GFMInputs.fragments.randomElement(using: &random) ?? ""
      }
      expectSame(pieces.joined(separator: GFMInputs.joints.randomElement(using: &random) ?? ""))
    }
  }

  @Test("random text renders as cmark-gfm renders it")
  func random() {
    var random = SeededGenerator(seed: 2)
    for _ in 0..<6_000 { expectSame(GFMInputs.random(withDollars: false, using: &random)) }
  }

  @Test("random text with dollars never stops the parser, and its places are in the text")
  func randomWithDollars() {
    var random = SeededGenerator(seed: 3)
    for _ in 0..<6_000 {
      let source = Source(
        path: "text.md", text: GFMInputs.random(withDollars: true, using: &random))
      let parsed = MarkdownParser.parse(source)
      _ = MarkupRenderer().html(parsed.blocks)
      _ = parsed.findings.map(\.description)
      expectPlaces(parsed.blocks, in: source)
    }
  }

  private func expectSame(_ text: String) {
    let (value, cmark) = (renderedByValue(text), renderedByCMark(text))
    // Comparing first: a macro for each of thousands of texts is slow.
    if value != cmark { #expect(value == cmark, "\(text.debugDescription)") }
  }

  /// Every line of every formula must begin where its place says.
  private func expectPlaces(_ blocks: [Block], in source: Source) {
    for formula in blocks.flatMap(\.allFormulas) {
      let lines = formula.tex.split(separator: "\n", omittingEmptySubsequences: false)
      let starts = formula.lineStarts
      let matches =
        lines.count == starts.count
        && zip(lines, starts).allSatisfy { line, place in
          source.line(place.line).utf8.dropFirst(place.column - 1).starts(with: line.utf8)
        }
      if !matches && !source.text.contains("|") && !source.text.contains("\t") {
        Issue.record("\(formula) in \(source.text.debugDescription)")
      }
    }
  }
}

extension Block {
  /// The formulas in a block, those of tables and footnotes too.
  var allFormulas: [Formula] {
    switch kind {
    case .heading(_, let content), .paragraph(let content): content.flatMap(\.allFormulas)
    case .quote(let blocks): blocks.flatMap(\.allFormulas)
    case .list(_, _, let items): items.flatMap(\.blocks).flatMap(\.allFormulas)
    case .mathematics(let formula): [formula]
    case .table(_, let rows): rows.flatMap(\.cells).flatMap(\.content).flatMap(\.allFormulas)
    case .footnote(let footnote): footnote.blocks.flatMap(\.allFormulas)
    case .code, .html, .thematicBreak: []
    }
  }
}

extension Inline {
  /// The formulas in a piece of running text.
  var allFormulas: [Formula] {
    switch self {
    case .mathematics(let formula): [formula]
    case .emphasis(let content), .strong(let content), .strikethrough(let content),
      .link(_, _, let content, _), .image(_, _, let content, _):
      content.flatMap(\.allFormulas)
    default: []
    }
  }
}

/// A small generator of random numbers with a seed.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

// The names of a book: where links lead, what empty ones say, and names that are missing or taken.

import Testing

@testable import NotebookKit

struct LinkCase: CustomTestStringConvertible {
  var link: String
  /// The link as resolved: its address and its text.
  var resolved: String

  var testDescription: String { link }
}

@Suite("References") struct ReferencesTests {
  private static let first = Chapter(
    text: """
      # Forward *steps*

      ```math id=gates
      x
      ```
      ```math
      no name
      ```
      ```math id=state
      y
      ```
      ```swift run id=weights
      ```
      """, path: "chapters/01-forward.md", number: 1)
  private static let second = Chapter(
    text: "# BPTT\n\n```math id=bptt\nz\n```\n", path: "chapters/02-bptt.md", number: 2)
  private static let cover = Chapter(
    text: "# Cover\n\n```math id=teaser\nz\n```\n", path: "chapters/index.md", number: nil)

  private func references(_ chapters: [Chapter]) -> References {
    References(
      chapters.map { ($0.source, $0.number, ChapterFacts($0, Plan($0, modules: []))) })
  }

  private func links(in blocks: [Block]) -> [String] {
    func links(_ inlines: [Inline]) -> [String] {
      inlines.flatMap { inline -> [String] in
        switch inline {
        case .link(let destination, _, let text, _): ["\(destination) '\(plainText(text))'"]
        case .emphasis(let inner), .strong(let inner), .strikethrough(let inner),
          .image(_, _, let inner, _):
          links(inner)
        default: []
        }
      }
    }
    return blocks.flatMap { block -> [String] in
      switch block.kind {
      case .heading(_, let inlines), .paragraph(let inlines): links(inlines)
      case .quote(let blocks): self.links(in: blocks)
      case .list(_, _, let items): items.flatMap { self.links(in: $0.blocks) }
      case .table(_, let rows): rows.flatMap(\.cells).flatMap { links($0.content) }
      case .footnote(let note): self.links(in: note.blocks)
      case .code, .mathematics, .html, .thematicBreak: []
      }
    }
  }

  @Test("equations are numbered by chapter, the unnamed ones not at all")
  func numbers() {
    let references = references([Self.cover, Self.first, Self.second])
    #expect(
      references.numbers == ["teaser": "1", "gates": "1.1", "state": "1.2", "bptt": "2.1"])
    #expect(
      references.targets == [
        "teaser": .init(page: "index", label: "Equation 1"),
        "gates": .init(page: "01-forward", label: "Equation 1.1"),
        "state": .init(page: "01-forward", label: "Equation 1.2"),
        "weights": .init(page: "01-forward", label: "the snippet “weights”"),
        "bptt": .init(page: "02-bptt", label: "Equation 2.1"),
        "index": .init(page: "index", label: "Cover"),
        "01-forward": .init(page: "01-forward", label: "Forward steps"),
        "02-bptt": .init(page: "02-bptt", label: "BPTT"),
      ])
    #expect(references.findings == [])
  }

  @Test(
    "links to names are led to their page and empty ones filled in",
    arguments: [
      LinkCase(link: "[](#gates)", resolved: "#gates 'Equation 1.1'"),
      LinkCase(link: "[the gates](#gates)", resolved: "#gates 'the gates'"),
      LinkCase(link: "[](#bptt)", resolved: "02-bptt.html#bptt 'Equation 2.1'"),
      LinkCase(link: "[*so*](#bptt)", resolved: "02-bptt.html#bptt 'so'"),
      LinkCase(link: "[](#weights)", resolved: "#weights 'the snippet “weights”'"),
      LinkCase(link: "[](#02-bptt)", resolved: "02-bptt.html 'BPTT'"),
      LinkCase(link: "[](#01-forward)", resolved: "01-forward.html 'Forward steps'"),
      LinkCase(link: "[here](#a-heading)", resolved: "#a-heading 'here'"),
      LinkCase(link: "[](https://example.org)", resolved: "https://example.org ''"),
      LinkCase(link: "[top](#)", resolved: "# 'top'"),
      LinkCase(link: "[](02-bptt.html)", resolved: "02-bptt.html ''"),
      LinkCase(link: "> - **[](#bptt)**", resolved: "02-bptt.html#bptt 'Equation 2.1'"),
      LinkCase(link: "# On [](#bptt)", resolved: "02-bptt.html#bptt 'Equation 2.1'"),
      LinkCase(link: "| [](#bptt) |\n|---|", resolved: "02-bptt.html#bptt 'Equation 2.1'"),
      LinkCase(link: "a[^n]\n\n[^n]: [](#bptt)", resolved: "02-bptt.html#bptt 'Equation 2.1'"),
    ])
  func resolved(_ item: LinkCase) {
    let chapter = Chapter(
      text: Self.first.source.text + "\n\n" + item.link + "\n", path: Self.first.path)
    let (blocks, findings) = references([chapter, Self.second])
      .resolved(chapter, headings: ["a-heading"])
    #expect(links(in: blocks) == [item.resolved])
    #expect(findings == [])
  }

  @Test("an empty link to a name that nothing has is pointed at, with the nearest name")
  func unknown() {
    let chapter = Chapter(
      text: "# A\n\n```math id=gates\nx\n```\n\nSee [](#gaets), ä [](#nowhere) and [](#a).\n")
    let (blocks, findings) = references([chapter]).resolved(chapter, headings: ["a"])
    #expect(
      findings.map(\.description).joined(separator: "\n") == """
        chapters/01-test.md:7:5: error: nothing in the book has the name 'gaets'
        See [](#gaets), ä [](#nowhere) and [](#a).
            ^~~~~~~~~~
        help: did you mean 'gates'?
        chapters/01-test.md:7:20: error: nothing in the book has the name 'nowhere'
        See [](#gaets), ä [](#nowhere) and [](#a).
                          ^~~~~~~~~~~~
        """)
    #expect(links(in: blocks) == ["#gaets ''", "#nowhere ''", "#a ''"])
  }

  @Test("a name taken in an earlier chapter is pointed at in the later one, and the first counts")
  func taken() {
    let later = Chapter(
      text: "# Later\n\n```swift run id=gates\n```\n", path: "chapters/03-later.md", number: 3)
    let references = references([Self.first, later])
    #expect(
      references.findings.map(\.description).joined(separator: "\n") == """
        chapters/03-later.md:3:1: error: the name 'gates' is taken
        ```swift run id=gates
        ^~~~~~~~~~~~~~~~~~~~~
        chapters/01-forward.md:3:1: note: it is taken here
        ```math id=gates
        ^~~~~~~~~~~~~~~~
        """)
    #expect(references.targets["gates"] == .init(page: "01-forward", label: "Equation 1.1"))
  }

  @Test("of two equations with one name the first keeps its number")
  func twoEquations() {
    let later = Chapter(
      text: "```math id=other\nx\n```\n```math id=gates\ny\n```\n", path: "chapters/03-later.md",
      number: 3)
    let references = references([Self.first, later])
    #expect(references.numbers == ["gates": "1.1", "state": "1.2", "other": "3.1"])
    #expect(references.findings.count == 1)
  }

  @Test("a name given twice in one chapter is not said again")
  func takenInOneChapter() {
    let chapter = Chapter(text: "```math id=a\nx\n```\n```math id=a\ny\n```\n")
    #expect(references([chapter]).findings == [])
  }

  @Test("a chapter gives way to an equation of its name")
  func chapterName() {
    let chapter = Chapter(text: "```math id=02-bptt\nx\n```\n")
    #expect(
      references([chapter, Self.second]).targets["02-bptt"]
        == .init(page: "01-test", label: "Equation 1.1"))
  }
}

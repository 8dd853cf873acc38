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

  private static let heading = Heading(
    level: 2, id: "a-heading",
    content: [
      .text("A "), .emphasis([.link(destination: "/", title: "", [.text("heading")], range)]),
    ])
  private static let range = SourceRange(line: 1, column: 1, length: 1)

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
      LinkCase(link: "[](#a-heading)", resolved: "#a-heading 'A heading'"),
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
      .resolved(chapter, headings: [Self.heading])
    #expect(links(in: blocks) == [item.resolved])
    #expect(findings == [])
  }

  @Test("an empty link to a name that nothing has is pointed at, with the nearest name")
  func unknown() {
    let chapter = Chapter(
      text: "# A\n\n```math id=gates\nx\n```\n\nSee [](#gaets), ä [](#nowhere) and [](#a).\n")
    let (blocks, findings) = references([chapter]).resolved(
      chapter, headings: [Heading(level: 1, id: "a", content: [.text("A")])])
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
    #expect(links(in: blocks) == ["#gaets ''", "#nowhere ''", "#a 'A'"])
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

  private static let rows = Chapter(
    text: #"""
      # Rows

      ```math
      \begin{aligned}
      a &= b \label{first} \\
      c &= d \label{tagged}\tag{★} \\
      e &= f \label{bare}\tag*{[A]} \\
      g &= h \label{last}
      \end{aligned}
      ```

      ```math id=own
      x \tag{B}
      ```
      """#, path: "chapters/03-rows.md", number: 3)

  @Test("rows are numbered in order, those with tags have these for numbers")
  func rowNumbers() {
    let references = references([Self.rows])
    #expect(
      references.numbers == [
        "first": "3.1", "tagged": "★", "bare": "[A]", "last": "3.2", "own": "B",
      ])
    #expect(
      references.targets.mapValues(\.label) == [
        "first": "Equation 3.1", "tagged": "Equation (★)", "bare": "Equation [A]",
        "last": "Equation 3.2", "own": "Equation (B)", "03-rows": "Rows",
      ])
  }

  @Test("a row's name that is taken in an earlier chapter is pointed at in its line")
  func rowTaken() {
    let other = Chapter(
      text: "```math\nx\n  \\label{last}\n```\n", path: "chapters/04-other.md", number: 4)
    #expect(
      references([Self.rows, other]).findings.map(\.description).joined(separator: "\n") == #"""
        chapters/04-other.md:3:3: error: the name 'last' is taken
          \label{last}
          ^~~~~~~~~~~~
        chapters/03-rows.md:8:8: note: it is taken here
        g &= h \label{last}
               ^~~~~~~~~~~~
        """#)
  }

  @Test("links to equations show them, under the address that they lead to")
  func peeks() {
    let chapter = Chapter(
      text: "[](#gates), [x](#first), [](#weights), [](#02-bptt), [](#here)\n\n"
        + "```math id=here\ny\n```\n", path: "chapters/04-links.md", number: 4)
    let references = references([Self.first, Self.second, Self.rows, chapter])
    #expect(
      references.peeks(of: chapter).mapValues(\.tex) == [
        "01-forward.html#gates": "x", "03-rows.html#first": "a {}= b  ", "#here": "y",
      ])
    #expect(references.peeks(of: chapter).values.allSatisfy { $0.display && $0.isVisualOnly })
  }

  @Test("the places that refer to a name come in the order of the book, each once")
  func uses() {
    let chapter = Chapter(
      text: """
        [](#gates)

        # Use

        ## First *part*

        [](#gates), [again](#gates) and [](#bptt)

        ## Second

        | [](#gates) |
        |---|
        """, path: "chapters/04-use.md", number: 4)
    let cover = Chapter(text: "[](#gates)\n", path: "chapters/index.md", number: nil)
    let references = references([cover, Self.first, Self.second, chapter])
    #expect(
      references.uses(of: "gates") == [
        Use(page: "index", chapter: nil, section: "", title: "index"),
        Use(page: "04-use", chapter: 4, section: "", title: "Use"),
        Use(page: "04-use", chapter: 4, section: "first-part", title: "First part"),
        Use(page: "04-use", chapter: 4, section: "second", title: "Second"),
      ])
    #expect(references.uses(of: "state") == [])
  }

  @Test(
    "a chapter depends on what its links show, not on where its own names are referred to")
  func part() {
    let chapter = Chapter(
      text: "# Use\n\n[](#bptt)\n", path: "chapters/04-use.md", number: 4)
    func parts(_ second: String, _ more: String = "") -> [Key.Part] {
      let changed = Chapter(
        text: Self.second.source.text.replacing("\nz\n", with: "\n\(second)\n") + more,
        path: Self.second.path, number: 2)
      let all = [Self.first, changed, chapter]
      let references = references(all)
      return all.map { references.part(of: ChapterFacts($0, Plan($0, modules: []))) }
    }
    let before = parts("z")
    #expect(parts("z", "\nMore prose.\n") == before)
    let other = parts("y")
    #expect(other[0] == before[0])
    #expect(other[2] != before[2])
    let used = parts("z", "\n[](#gates)\n")
    #expect(used[0] == before[0])
    #expect(used[2] == before[2])
  }
}

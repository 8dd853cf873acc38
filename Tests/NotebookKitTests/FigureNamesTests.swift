// The names of figures: found in snippets before they run, numbered, linked, and held against what was drawn.

import Testing

@testable import NotebookKit
@testable import SnippetRuntime

@Suite("Figure names") struct FigureNamesTests {
  private static let chapter = Chapter(
    text: """
      # Forward

      ```swift run hidden
      plot("second", "…", x: x, y: y)
      ```

      ```math id=gates
      x
      ```

      - ```swift run folded
        let k = 1; plot ("third", "…")
        ```

      ```swift
      plot("shown only", "…")
      ```
      ```swift run compiles
      plot("compiled", "…")
      ```
      ```swift run traps
      plot("trapped", "…")
      ```
      ```swift run refuted
      myplot("no"); plot(name, "…"); plot("\\(x)", "…")
      plot("last", "…")
      ```
      """, path: "chapters/02-forward.md", number: 2)

  private func references(_ chapters: [Chapter]) -> References {
    References(
      chapters.map { ($0.source, $0.number, ChapterFacts($0, Plan($0, modules: []))) })
  }

  @Test("the figures of snippets that run to their end are numbered in the order of the text")
  func numbers() {
    let cover = Chapter(
      text: "```swift run\nplot(\"teaser\", \"\")\n```\n", path: "chapters/index.md", number: nil)
    #expect(
      references([cover, Self.chapter]).targets == [
        "teaser": .init(page: "index", label: "Figure 1"),
        "gates": .init(page: "02-forward", label: "Equation 2.1"),
        "second": .init(page: "02-forward", label: "Figure 2.1"),
        "third": .init(page: "02-forward", label: "Figure 2.2"),
        "last": .init(page: "02-forward", label: "Figure 2.3"),
        "index": .init(page: "index", label: "index"),
        "02-forward": .init(page: "02-forward", label: "Forward"),
      ])
  }

  @Test("the place of a name is that of its call, in lists too")
  func places() {
    #expect(
      Plan(Self.chapter, modules: []).figures == [
        .init(name: "second", range: SourceRange(line: 4, column: 1, length: 4)),
        .init(name: "third", range: SourceRange(line: 12, column: 14, length: 4)),
        .init(name: "last", range: SourceRange(line: 26, column: 1, length: 4)),
      ])
  }

  @Test("a name that is taken, and one that is none, is pointed at in its call")
  func taken() {
    let other = Chapter(
      text: """
        ```math id=loss
        x
        ```
        ```swift run
        plot("loss", "")
        plot("third", "")
        plot("two words", "")
        ```
        """, path: "chapters/03-other.md", number: 3)
    let findings =
      Plan(other, modules: []).findings + references([Self.chapter, other]).findings
    #expect(
      findings.map(\.description).joined(separator: "\n") == """
        chapters/03-other.md:5:1: error: the name 'loss' is taken
        plot("loss", "")
        ^~~~
        chapters/03-other.md:1:1: note: it is taken here
        ```math id=loss
        ^~~~~~~~~~~~~~~
        chapters/03-other.md:7:1: error: 'two words' is not a name
        plot("two words", "")
        ^~~~
        help: use letters, digits, '-', '_' and '.'
        chapters/03-other.md:6:1: error: the name 'third' is taken
        plot("third", "")
        ^~~~
        chapters/02-forward.md:12:14: note: it is taken here
          let k = 1; plot ("third", "…")
                     ^~~~
        """)
  }

  @Test("a heading gives way to a figure of its name")
  func headings() {
    let chapter = Chapter(text: "# Loss\n\n```swift run\nplot(\"loss\", \"\")\n```\n")
    #expect(Weaver.page(chapter, Plan(chapter, modules: []), [:]).headings[1]?.id == "loss-2")
  }

  @Test("a page depends on the numbers of the figures that it links to")
  func part() {
    let link = Chapter(text: "[](#last)\n", path: "chapters/03-link.md", number: 3)
    func part(_ chapter: Chapter) -> Key.Part {
      references([chapter, link]).part(of: ChapterFacts(link, Plan(link, modules: [])))
    }
    func changed(_ old: String, _ new: String) -> Chapter {
      Chapter(
        text: Self.chapter.source.text.replacing(old, with: new), path: Self.chapter.path, number: 2
      )
    }
    #expect(part(changed("let k = 1", "let k = 2")) == part(Self.chapter))
    #expect(part(changed("plot (\"third\", \"…\")", "")) != part(Self.chapter))
    #expect(part(changed("\"last\"", "\"end\"")) != part(Self.chapter))
  }

  // MARK: - What was drawn

  private func messages(_ text: String, _ runs: [Int: Run]) -> String {
    let chapter = Chapter(text: text)
    return Weaver.page(chapter, Plan(chapter, modules: []), runs).findings.map(\.description)
      .joined(separator: "\n")
  }

  private func run(_ drawn: [(name: String, line: Int, column: Int)]) -> Run {
    var run = Run(outcome: .completed)
    run.records = drawn.map { item in
      .drawn(
        Figure(
          name: item.name, caption: "",
          content: .chart(x: .linear(""), y: .linear(""), series: [.level("", 1)]), line: item.line,
          column: item.column))
    }
    return run
  }

  @Test("what is drawn and spelled out once is good")
  func good() {
    #expect(
      messages(
        "```swift run\nplot(\"a\", x)\nplot(\"b\", x)\n```\n",
        [1: run([("b", 3, 5), ("a", 2, 5)])]) == "")
  }

  @Test(
    "a name that is not spelled out, a figure drawn twice, and one not drawn, are told at the call")
  func drawn() {
    let text = """
      ```swift run
      plot(name, x)
      for k in 1...3 { plot("a", x) }
      plot("a", x)
      if false { plot("b", x) }
      ```
      """
    // Lines in a run are the program's, whose first is what comes before the snippet.
    #expect(
      messages(
        text,
        [1: run([("c", 2, 5), ("c", 2, 5), ("a", 3, 22), ("a", 3, 22), ("a", 3, 22), ("a", 4, 5)])])
          == """
          chapters/01-test.md:2:1: error: the name 'c' is not spelled out in the snippet
          plot(name, x)
          ^~~~
          help: write plot("c", …) in the snippet itself
          chapters/01-test.md:2:1: error: the figure 'c' is drawn twice
          plot(name, x)
          ^~~~
          help: give each figure a name of its own
          chapters/01-test.md:3:18: error: the figure 'a' is drawn twice
          for k in 1...3 { plot("a", x) }
                           ^~~~
          help: give each figure a name of its own
          chapters/01-test.md:5:12: error: the figure 'b' was not drawn
          if false { plot("b", x) }
                     ^~~~
          help: its number stands in the text: draw it whenever the snippet runs
          """)
  }

  @Test("a figure drawn at two places is told at the second, with a note at the first")
  func twoPlaces() {
    #expect(
      messages(
        "```swift run\nplot(\"a\", x)\nplot(\"a\", y)\n```\n", [1: run([("a", 2, 5), ("a", 3, 5)])])
          == """
          chapters/01-test.md:3:1: error: the figure 'a' is drawn twice
          plot("a", y)
          ^~~~
          chapters/01-test.md:2:1: note: it is drawn here
          plot("a", x)
          ^~~~
          help: give each figure a name of its own
          """)
  }

  @Test("a snippet that must trap has no figures")
  func traps() {
    var run = run([("a", 2, 5)])
    run.outcome = .trapped(Trap(message: "Fatal error", line: 3))
    #expect(
      messages("```swift run traps\nplot(\"a\", x)\nfatalError()\n```\n", [1: run]) == """
        chapters/01-test.md:2:1: error: a snippet that must trap draws no figure
        plot("a", x)
        ^~~~
        help: draw 'a' in a snippet that runs to its end
        """)
  }

  @Test("a snippet that did not come to its end is told once")
  func notEnded() {
    #expect(
      messages(
        "```swift run\nplot(\"a\", x)\n```\n",
        [1: Run(outcome: .trapped(Trap(message: "Fatal error: no", line: 2)))]) == """
          chapters/01-test.md:2:1: error: the snippet trapped: Fatal error: no
          plot("a", x)
          ^~~~~~~~~~~~
          """)
  }
}

// The facts of a chapter: what the rest of the book sees of it, and no more.

import Foundation
import Testing

@testable import NotebookKit

@Suite("ChapterFacts") struct ChapterFactsTests {
  private func facts(_ text: String) -> ChapterFacts {
    let parsed = ParsedChapter(
      Source(path: "chapters/01-a.md", text: text), number: 1, modules: ["SnippetRuntime"])
    return ChapterFacts(parsed.chapter, parsed.plan)
  }

  private static let text = """
    # The *title*

    ```math id=energy
    E
    ```

    [](#energy), [there](#far) and [again](#far).

    ```swift run id=sum
    print(1)
    ```

    ```swift run compiles
    print(2)
    ```

    ```math
    \\begin{gather}
    m \\label{mass} \\tag*{M} \\\\ x
    \\end{gather}
    ```

    ## *Energy*

    ```swift run id=pictures
    // plot("none", …
    let names = ["a//b"]; plot("loss", "…"); plot(
      "norm", "…"); plot("loss", "…")
    ```

    > - [](#energy) and | [](#energy)[^n]

    [^n]: [](#note)

    """

  @Test("names with their lines, links once each, and the programs")
  func whole() {
    let facts = facts(Self.text)
    #expect(facts.title == "The title")
    #expect(
      facts.equations == [
        .init(
          name: "energy", range: SourceRange(line: 3, column: 1, length: 17), tag: nil, tex: "E"),
        .init(
          name: "mass", range: SourceRange(line: 19, column: 3, length: 12),
          tag: .init(text: "M", isBare: true), tex: "m    "),
      ])
    #expect(
      facts.snippets == [.init(line: 9, name: "sum"), .init(line: 25, name: "pictures")])
    #expect(
      facts.figures == [
        .init(name: "loss", range: SourceRange(line: 27, column: 23, length: 4)),
        .init(name: "norm", range: SourceRange(line: 27, column: 44, length: 4)),
      ])
    let title = ChapterFacts.Section(id: "the-title", title: "The title")
    let section = ChapterFacts.Section(id: "energy-2", title: "Energy")
    #expect(
      facts.links == [
        .init(name: "energy", section: title), .init(name: "far", section: title),
        .init(name: "energy", section: section), .init(name: "note", section: section),
      ])
    #expect(facts.programs.map(\.isRun) == [true, false])
  }

  @Test("prose around snippets is no fact of the programs; their text and purpose are")
  func programs() {
    let programs = facts(Self.text).programs
    let moved = Self.text.replacing("[](#energy)", with: "More prose.\n\nMore. [](#energy)")
    #expect(facts(moved).programs == programs)
    let changed = facts(Self.text.replacing("print(2)", with: "print(3)")).programs
    #expect(changed[0] == programs[0])
    #expect(changed[1] != programs[1])
    let purpose = facts(Self.text.replacing("run compiles", with: "run scoped")).programs
    #expect(purpose != programs)
  }

  @Test("a link before every heading stands in the chapter as a whole")
  func noHeading() {
    #expect(
      facts("[](#far)").links == [
        .init(name: "far", section: .init(id: "", title: "01-a"))
      ])
    #expect(
      facts("[](#far)\n\n# A\n").links == [
        .init(name: "far", section: .init(id: "", title: "A"))
      ])
  }

  @Test("kept facts come back; a list of another shape is none")
  func kept() throws {
    let whole = facts(Self.text)
    let data = try JSONEncoder().encode(whole)
    #expect(try JSONDecoder().decode(ChapterFacts.self, from: data) == whole)
    for wrong in [
      "[]", #"["t", ["a"], [], [], [], [], [], [], [], [], [], [], []]"#,
      #"["t", [], [], [], [], [], [], [], [], [], [], [], [true]]"#,
      #"["t", [], [], [], [], [], [], [], [], [], [], ["a digest"], [true]]"#,
    ] {
      #expect(throws: DecodingError.self, "\(wrong)") {
        _ = try JSONDecoder().decode(ChapterFacts.self, from: Data(wrong.utf8))
      }
    }
  }
}

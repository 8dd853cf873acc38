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

    """

  @Test("names with their lines, links once each, and the programs")
  func whole() {
    let facts = facts(Self.text)
    #expect(facts.title == "The title")
    #expect(facts.equations == [.init(line: 3, name: "energy")])
    #expect(facts.snippets == [.init(line: 9, name: "sum")])
    #expect(facts.links == ["energy", "far"])
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

  @Test("kept facts come back; a list of another shape is none")
  func kept() throws {
    let whole = facts(Self.text)
    let data = try JSONEncoder().encode(whole)
    #expect(try JSONDecoder().decode(ChapterFacts.self, from: data) == whole)
    for wrong in [
      "[]", #"["t", ["a"], [], [], [], [], [], []]"#, #"["t", [], [], [], [], [], [], [true]]"#,
      #"["t", [], [], [], [], [], ["a digest"], [true]]"#,
    ] {
      #expect(throws: DecodingError.self, "\(wrong)") {
        _ = try JSONDecoder().decode(ChapterFacts.self, from: Data(wrong.utf8))
      }
    }
  }
}

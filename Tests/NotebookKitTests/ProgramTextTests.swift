// A program's Swift source: snippets one after the other, and the chapter's line for each line.

import Testing

@testable import NotebookKit

struct ProgramTextCase: CustomTestStringConvertible {
  var name: String
  var chapter: String
  /// The lines of the common program, without the first.
  var program: String

  var testDescription: String { name }
}

@Suite("Program text") struct ProgramTextTests {
  private func programs(_ text: String, modules: [String] = []) -> [String] {
    Plan(Chapter(text: text), modules: modules).programs.map(\.text.swiftSource)
  }

  @Test("prose leaves no trace, fences are borders, and each line knows the chapter's")
  func whole() {
    let chapter = Chapter(
      text: """
        # Title

        ```swift run
        let x = 1

        print(x)
        ```

        Words, $x$.

        ```swift run traps
        fatalError()
        ```
        ```swift run
        print(2)
        ```
        The end.
        """)
    let texts = Plan(chapter, modules: ["Recurrent", "Extra"]).programs.map(\.text)
    #expect(
      texts.map(\.swiftSource) == [
        """
        #sourceLocation(file: "chapters/01-test.md", line: 1)
        import SnippetRuntime; import Recurrent; import Extra; SnippetRuntime.beginSnippet(0)
        let x = 1

        print(x)
        SnippetRuntime.endSnippet(0)
        SnippetRuntime.beginSnippet(1)
        print(2)
        SnippetRuntime.endSnippet(1)

        """,
        """
        #sourceLocation(file: "chapters/01-test.md", line: 1)
        import SnippetRuntime; import Recurrent; import Extra; SnippetRuntime.beginSnippet(0)
        let x = 1

        print(x)
        SnippetRuntime.endSnippet(0)
        SnippetRuntime.beginSnippet(1)
        fatalError()
        SnippetRuntime.endSnippet(1)

        """,
      ])
    #expect(
      texts.map(\.chapterLines) == [[3, 4, 5, 6, 7, 14, 15, 16], [3, 4, 5, 6, 7, 11, 12, 13]])
    #expect(texts.map(\.code) == [[2..<5, 7..<8], [2..<5, 7..<8]])
  }

  @Test("prose before, between and after snippets does not change the program")
  func prose() {
    let one = programs("```swift run\nlet a = 1\n```\n```swift run\nprint(a)\n```\n")
    let other = programs(
      "# Title\n\nWords.\n\n```swift run\nlet a = 1\n```\n\nMore.\n\n```swift run\nprint(a)\n```\n\nEnd.\n"
    )
    #expect(one == other)
  }

  @Test("where a snippet asks for `#line`, lines have the chapter's numbers")
  func lineNumbers() {
    let text =
      "Words.\n\n```swift run\nlet a = 1\n```\n\nWords.\n\n```swift run\nprint(#line)\n```\n"
    #expect(
      programs(text) == [
        """
        #sourceLocation(file: "chapters/01-test.md", line: 1)


        import SnippetRuntime; SnippetRuntime.beginSnippet(0)
        let a = 1
        SnippetRuntime.endSnippet(0)



        SnippetRuntime.beginSnippet(1)
        print(#line)
        SnippetRuntime.endSnippet(1)

        """
      ])
  }

  private static let opening = "import SnippetRuntime; SnippetRuntime.beginSnippet(0)"

  @Test(
    "code keeps its column",
    arguments: [
      ProgramTextCase(
        name: "in a list",
        chapter: "- ä\n\n  ```swift run\n  if true {\n    print(1)\n\n  }\n  ```\n",
        program: """
          \(opening)
            if true {
              print(1)

            }
          SnippetRuntime.endSnippet(0)
          """),
      ProgramTextCase(
        name: "in a quotation in a list",
        chapter: "1. > ```swift run\n   > print(1)\n   >print(2)\n   > ```\n",
        program: """
          \(opening)
               print(1)
              print(2)
          SnippetRuntime.endSnippet(0)
          """),
      ProgramTextCase(
        name: "below an indented fence",
        chapter: "  ```swift run\n  print(1)\n    print(2)\n print(3)\n  ```\n",
        program: """
          \(opening)
            print(1)
              print(2)
           print(3)
          SnippetRuntime.endSnippet(0)
          """),
      ProgramTextCase(
        name: "with tabs",
        chapter: "```swift run\n\tprint(\"\t\")\n```\n",
        program: """
          \(opening)
          \tprint("\t")
          SnippetRuntime.endSnippet(0)
          """),
      ProgramTextCase(
        name: "in a chapter with Windows line ends",
        chapter: "```swift run\r\nlet a = 1\r\nprint(a)\r\n```\r\n",
        program: """
          \(opening)
          let a = 1
          print(a)
          SnippetRuntime.endSnippet(0)
          """),
      ProgramTextCase(
        name: "in a fence without lines",
        chapter: "```swift run\n```\n",
        program: """
          \(opening)
          SnippetRuntime.endSnippet(0)
          """),
      ProgramTextCase(
        name: "in a fence that nothing closes",
        chapter: "```swift run\nprint(1)",
        program: """
          \(opening)
          print(1)
          SnippetRuntime.endSnippet(0)
          """),
      ProgramTextCase(
        name: "in a fence without lines that nothing closes",
        chapter: "```swift run",
        program: """
          \(opening)
          SnippetRuntime.endSnippet(0)
          """),
      ProgramTextCase(
        name: "in a fence that the end of a quotation closes",
        chapter: "> ```swift run\n> print(1)\n\nWords.\n",
        program: """
          \(opening)
            print(1)
          SnippetRuntime.endSnippet(0)
          """),
      ProgramTextCase(
        name: "in a fence that the next fence closes",
        chapter: "> ```swift run\n> print(1)\n```swift run\nprint(2)\n```\n",
        program: """
          \(opening)
            print(1)
          SnippetRuntime.endSnippet(0)
          SnippetRuntime.beginSnippet(1)
          print(2)
          SnippetRuntime.endSnippet(1)
          """),
    ])
  func places(_ item: ProgramTextCase) {
    #expect(
      programs(item.chapter) == [
        "#sourceLocation(file: \"chapters/01-test.md\", line: 1)\n" + item.program + "\n"
      ])
  }

  @Test("quotation marks and backslashes in a chapter's path are escaped")
  func path() {
    let chapter = Chapter(text: "```swift run\n```\n", path: #"chapters/01-"a\b".md"#)
    #expect(
      Plan(chapter, modules: []).programs.map(\.text.swiftSource) == [
        #"""
        #sourceLocation(file: "chapters/01-\"a\\b\".md", line: 1)
        import SnippetRuntime; SnippetRuntime.beginSnippet(0)
        SnippetRuntime.endSnippet(0)

        """#
      ])
  }

  @Test("a snippet alone has neither imports nor borders")
  func alone() throws {
    let chapter = Chapter(text: "Words.\n\n- ```swift run\n  let x = 1\n  print(x)\n  ```\n")
    let program = try #require(Plan(chapter, modules: ["Recurrent"]).programs.first)
    #expect(
      program.text.swiftSource(ofSnippet: 0) == """
        #sourceLocation(file: "chapters/01-test.md", line: 2)
          let x = 1
          print(x)

        """)
  }
}

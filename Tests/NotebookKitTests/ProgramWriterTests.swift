// A program's Swift source: the lines and columns are the chapter's own.

import Testing

@testable import NotebookKit

struct ProgramWriterCase: CustomTestStringConvertible {
  var name: String
  var chapter: String
  /// The lines of the common program, without the first.
  var program: String

  var testDescription: String { name }
}

@Suite("Program writer") struct ProgramWriterTests {
  private func programs(_ text: String, modules: [String] = []) -> [String] {
    Plan(Chapter(text: text), modules: modules).programs.map(\.swiftSource)
  }

  @Test("prose is blank lines, fences are borders, code keeps its line")
  func whole() {
    let programs = programs(
      """
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
      """, modules: ["Recurrent", "Extra"])
    #expect(
      programs == [
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
  }

  private static let opening = "import SnippetRuntime; SnippetRuntime.beginSnippet(0)"

  @Test(
    "code keeps its line and column",
    arguments: [
      ProgramWriterCase(
        name: "in a list",
        chapter: "- ä\n\n  ```swift run\n  if true {\n    print(1)\n\n  }\n  ```\n",
        program: """


          \(opening)
            if true {
              print(1)

            }
          SnippetRuntime.endSnippet(0)

          """),
      ProgramWriterCase(
        name: "in a quotation in a list",
        chapter: "1. > ```swift run\n   > print(1)\n   >print(2)\n   > ```\n",
        program: """
          \(opening)
               print(1)
              print(2)
          SnippetRuntime.endSnippet(0)

          """),
      ProgramWriterCase(
        name: "below an indented fence",
        chapter: "  ```swift run\n  print(1)\n    print(2)\n print(3)\n  ```\n",
        program: """
          \(opening)
            print(1)
              print(2)
           print(3)
          SnippetRuntime.endSnippet(0)

          """),
      ProgramWriterCase(
        name: "with tabs",
        chapter: "```swift run\n\tprint(\"\t\")\n```\n",
        program: """
          \(opening)
          \tprint("\t")
          SnippetRuntime.endSnippet(0)

          """),
      ProgramWriterCase(
        name: "in a chapter with Windows line ends",
        chapter: "```swift run\r\nlet a = 1\r\nprint(a)\r\n```\r\n",
        program: """
          \(opening)
          let a = 1
          print(a)
          SnippetRuntime.endSnippet(0)

          """),
      ProgramWriterCase(
        name: "in a fence without lines",
        chapter: "```swift run\n```\n",
        program: """
          \(opening)
          SnippetRuntime.endSnippet(0)

          """),
      ProgramWriterCase(
        name: "in a fence that nothing closes",
        chapter: "```swift run\nprint(1)",
        program: """
          \(opening)
          print(1)
          SnippetRuntime.endSnippet(0)
          """),
      ProgramWriterCase(
        name: "in a fence without lines that nothing closes",
        chapter: "```swift run",
        program: """
          \(opening)
          SnippetRuntime.endSnippet(0)
          """),
      ProgramWriterCase(
        name: "in a fence that the end of a quotation closes",
        chapter: "> ```swift run\n> print(1)\n\nWords.\n",
        program: """
          \(opening)
            print(1)
          SnippetRuntime.endSnippet(0)


          """),
      ProgramWriterCase(
        name: "in a fence that the next fence closes",
        chapter: "> ```swift run\n> print(1)\n```swift run\nprint(2)\n```\n",
        program: """
          \(opening)
            print(1)
          SnippetRuntime.endSnippet(0); SnippetRuntime.beginSnippet(1)
          print(2)
          SnippetRuntime.endSnippet(1)

          """),
    ])
  func places(_ item: ProgramWriterCase) {
    #expect(
      programs(item.chapter) == [
        "#sourceLocation(file: \"chapters/01-test.md\", line: 1)\n" + item.program + "\n"
      ])
  }

  @Test("quotation marks and backslashes in a chapter's path are escaped")
  func path() {
    let chapter = Chapter(text: "```swift run\n```\n", path: #"chapters/01-"a\b".md"#)
    #expect(
      Plan(chapter, modules: []).programs.map(\.swiftSource) == [
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
    let snippet = try #require(Plan(chapter, modules: ["Recurrent"]).snippets[3])
    #expect(
      snippet.swiftSource(in: chapter.source) == """
        #sourceLocation(file: "chapters/01-test.md", line: 1)



          let x = 1
          print(x)

        """)
  }
}

// Whole books whose files or front matter are faulty: everything else is still checked, and no
// message is lost.

import Foundation
import Testing

@testable import NotebookKit

@Suite("Faulty books") struct FaultyBookTests {
  @Test("a misnamed chapter hides no finding of the others")
  func misnamed() async throws {
    let book = try TemporaryBook([
      "01-a.md": "# A\n\n```swift run\nprint(1)\n```\n\n```output\n2\n```\n", "first.md": "# B\n",
      "02-c.md": "# C\n\n```swift rum\n```\n",
    ])
    #expect(
      try await book.messages() == """
        chapters/first.md: error: a chapter's file name begins with its number
        help: rename it, for example to '01-first.md'

        chapters/01-a.md:8:1: error: the output of the snippet at line 3 is not what is pinned
        2
        ^
        --- pinned
        +++ printed
        - 2
        + 1

        chapters/02-c.md:3:10: error: unknown fence word 'rum'
        ```swift rum
                 ^~~
        help: did you mean 'run'?
        """)
  }

  @Test("a book of nothing but faulty files has findings")
  func nothingElse() async throws {
    let book = try TemporaryBook(["first.md": ""])
    let report = try await book.notebook.build()
    #expect(report.failed)
    #expect(report.findings.count == 1)
    #expect(report.wrote == nil)
  }

  @Test("a misspelt module is reported once, at its place, and no snippet is run")
  func misspeltModule() async throws {
    let book = try TemporaryBook([
      "index.md": "---\ntitle: x\nmodules: [SnippetRuntime, Recurent]\n---\n",
      "01-a.md": "```swift run\nprint(1)\n```\n\n[](#nothing)\n",
      "02-b.md": "```swift run\nprint(1)\n```\n",
    ])
    let report = try await book.notebook.check()
    #expect(
      report.findings.map(\.description).joined(separator: "\n\n") == """
        chapters/index.md:3:27: error: unknown module 'Recurent'
        modules: [SnippetRuntime, Recurent]
                                  ^~~~~~~~
        help: did you mean 'Recurrent'?

        chapters/01-a.md:5:1: error: nothing in the book has the name 'nothing'
        [](#nothing)
        ^~~~~~~~~~~~
        """)
    #expect(report.unreached.map(\.path) == ["chapters/01-a.md", "chapters/02-b.md"])
    #expect(report.costs.isEmpty)
  }

  @Test(
    "snippets and pinned outputs mean the same whatever ends their lines",
    arguments: ["\r\n", "\r"])
  func lineEnds(lineEnd: String) async throws {
    let chapter = """
      # A

      - in a list

        ```swift run
        let text = \"""
          one
          two
          \"""
        print(text.utf8.count)
        print(text)
        ```

        ```output
        7
        one
        two
        ```

      ```swift run
      let n: Int = "x"
      ```
      """
    let text = chapter.replacing("\n", with: lineEnd)
    let book = try TemporaryBook(["01-a.md": text])
    #expect(
      try await book.messages() == """
        chapters/01-a.md:21:14: error: cannot convert value of type 'String' to specified type 'Int'
        let n: Int = "x"
                     ^~~
        """)
    let good = try TemporaryBook([
      "01-a.md": chapter.replacing("\"x\"", with: "1").replacing("\n", with: lineEnd)
    ])
    #expect(try await good.messages() == "")
  }

  @Test("a NUL in a snippet is one finding of the text")
  func nul() async throws {
    let book = try TemporaryBook(["01-a.md": "```swift run\nlet a = \"\0\"\n```\n"])
    #expect(
      try await book.messages() == """
        chapters/01-a.md:2:10: error: there is a NUL character in the text
        let a = "␀"
                 ^
        help: remove it
        """)
  }
}

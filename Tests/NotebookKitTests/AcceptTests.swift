// `notebook accept` through the executable: what it writes, prints and ends with.

import Foundation
import Testing

@testable import NotebookKit

@Suite("Accept") struct AcceptTests {
  private static let chapter = """
    # A

    ```swift run id=sums
    print("one", 1 + 1)
    print("two", 2 + 2)
    ```

    ```output
    one 2
    ```

    ```swift run id=more
    print("three")
    check("wrong", 1 == 2)
    ```

    ```swift run compiles
    print("never")
    ```

    """

  private static let finding = """
    error: check 'wrong' failed: the condition is false
    check("wrong", 1 == 2)
    ^~~~~
    """

  @Test("outputs are rewritten; what is wrong still is told at its new line, with exit status 1")
  func rewritten() async throws {
    let book = try TemporaryBook(["01-a.md": Self.chapter])
    let result = try await run(["accept", book.root, "--pin", "more"])
    #expect(result.status == 1)
    #expect(
      result.text == """
        chapters/01-a.md:8: the output was rewritten
        chapters/01-a.md:13: the output was pinned
        chapters/01-a.md:15:1: \(Self.finding)

        1 chapter, 3 snippets, 1 check: 1 error

        """)
    #expect(
      try text(book, "01-a.md")
        == Self.chapter
        .replacing("one 2\n", with: "one 2\ntwo 4\n")
        .replacing(
          "2)\n```\n\n```swift run comp",
          with: "2)\n```\n\n```output\nthree\n```\n\n```swift run comp")
    )
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: book.root + "/chapters") == ["01-a.md"])
  }

  @Test("when nothing wrong remains the exit status is 0, and then nothing is left to do")
  func good() async throws {
    let text = "```swift run\nprint(1)\n```\n```output\n2\n```\n"
    let book = try TemporaryBook(["01-a.md": text, "02-b.md": text])
    let first = try await run(["accept", book.root])
    #expect(first.status == 0)
    #expect(
      first.text == """
        chapters/01-a.md:4: the output was rewritten
        chapters/02-b.md:4: the output was rewritten
        2 chapters, 2 snippets, 0 checks: all hold

        """)
    #expect(try self.text(book, "02-b.md") == "```swift run\nprint(1)\n```\n```output\n1\n```\n")
    let second = try await run(["accept", book.root])
    #expect(second.status == 0)
    #expect(second.text == "2 chapters, 2 snippets, 0 checks: all hold\n")
  }

  @Test("a dry run prints a diff and writes nothing")
  func dryRun() async throws {
    let book = try TemporaryBook(["01-a.md": Self.chapter])
    let result = try await run(["accept", "--dry-run", book.root])
    #expect(result.status == 1)
    #expect(
      result.text == """
        --- chapters/01-a.md
        +++ chapters/01-a.md
        @@ -7,6 +7,7 @@
         
         ```output
         one 2
        +two 4
         ```
         
         ```swift run id=more
        chapters/01-a.md:8: the output would be rewritten
        chapters/01-a.md:14:1: \(Self.finding)

        1 chapter, 3 snippets, 1 check: 1 error

        """)
    #expect(try text(book, "01-a.md") == Self.chapter)
  }

  @Test("a chapter that was changed meanwhile is left alone, and others are written")
  func changedMeanwhile() async throws {
    let book = try TemporaryBook([:])
    let root = book.root
    let first = """
      ```swift run
      import Foundation
      let chapter = FileHandle(forWritingAtPath: "\(root)/chapters/01-a.md")!
      chapter.seekToEndOfFile()
      chapter.write(Data("more\\n".utf8))
      print(1)
      ```
      ```output
      2
      ```

      """
    let second = "```swift run\nprint(1)\n```\n```output\n2\n```\n"
    try Data(first.utf8).write(to: URL(fileURLWithPath: "\(root)/chapters/01-a.md"))
    try Data(second.utf8).write(to: URL(fileURLWithPath: "\(root)/chapters/02-b.md"))
    let result = try await run(["accept", root])
    #expect(result.status == 1)
    #expect(
      result.text == """
        chapters/02-b.md:4: the output was rewritten
        chapters/01-a.md:9:1: error: the output of the snippet at line 1 is not what is pinned
        2
        ^
        --- pinned
        +++ printed
        - 2
        + 1

        chapters/01-a.md: error: the chapter was changed while its snippets ran, and is left as it is
        help: accept once more

        2 chapters, 2 snippets, 0 checks: 2 errors

        """)
    #expect(try text(book, "01-a.md") == first + "more\n")
    #expect(try text(book, "02-b.md") == second.replacing("2\n", with: "1\n"))
  }

  @Test("a chapter that would say something else is left alone")
  func refused() async throws {
    // Without a line end, a last line that is blank is none.
    let text = "```swift run\nprint(1)\nprint()\n```\n```output\n2\n\n3"
    let book = try TemporaryBook(["01-a.md": text])
    let result = try await run(["accept", book.root])
    #expect(result.status == 1)
    #expect(
      result.text == """
        chapters/01-a.md:6:1: error: the output of the snippet at line 1 is not what is pinned
        2
        ^
        --- pinned
        +++ printed
        - 2
        + 1
          
        - 3

        chapters/01-a.md: error: the outputs cannot be rewritten here without changing the text \
        around them
        help: pin them by hand, or move them out of their list or quotation

        1 chapter, 1 snippet, 0 checks: 2 errors

        """)
    #expect(try self.text(book, "01-a.md") == text)
  }

  @Test("a snippet may be named by its place", arguments: ["chapters/01-a.md:3", "01-a.md:3"])
  func place(name: String) async throws {
    let book = try TemporaryBook(["01-a.md": "# A\n\n```swift run hidden\nprint(1)\n```\n"])
    let result = try await run(["accept", "--pin", name, book.root])
    #expect(result.status == 0)
    #expect(
      try text(book, "01-a.md")
        == "# A\n\n```swift run hidden\nprint(1)\n```\n\n```output\n1\n```\n")
  }

  @Test("a name that no snippet has is told with exit status 64")
  func unknown() async throws {
    let book = try TemporaryBook(["01-a.md": Self.chapter])
    let near = try await run(["accept", book.root, "--pin", "sum"])
    #expect(near.status == 64)
    #expect(near.text == "error: there is no snippet 'sum'\nhelp: did you mean 'sums'?\n")
    let place = try await run(["accept", book.root, "--pin", "01-a.md:4"])
    #expect(place.text.hasSuffix("help: did you mean '01-a.md:3'?\n"))
    let far = try await run(["accept", book.root, "--pin", "q"])
    #expect(
      far.text == """
        error: there is no snippet 'q'
        help: name it by its 'id=', or by its place, such as '01-first.md:42'

        """)
    #expect(try text(book, "01-a.md") == Self.chapter)
  }

  private func text(_ book: borrowing TemporaryBook, _ name: String) throws -> String {
    try String(contentsOfFile: "\(book.root)/chapters/\(name)", encoding: .utf8)
  }

  /// Runs the executable to its end.
  private func run(_ arguments: [String]) async throws -> (status: Int?, text: String) {
    let (ending, text) = try await Command(
      executable: "\(TemporaryBook.products)/notebook", arguments: arguments,
      environment: TemporaryBook.environment, directory: NSTemporaryDirectory()
    ).capture(timeout: .seconds(120))
    // What programs did, and when, is told in between.
    let said = text.replacing(/[^\n]* (?:in|took) \d+\.\d s\n/, with: "")
      .replacing(/\ \([^)]* s\)/, with: "")
    guard case .exited(let status) = ending.cause else { return (nil, said) }
    return (status, said)
  }
}

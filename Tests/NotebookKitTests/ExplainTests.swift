// `--explain` and `--no-cache`: what the executable says of kept results, and how it goes without them.

import Foundation
import Testing

@testable import NotebookKit

@Suite("Explaining") struct ExplainTests {
  private static let chapters = [
    "index.md": "---\nmodules: [SnippetRuntime]\n---\n",
    "01-a.md": "# A\n\n```swift run\nprint(\"one\")\n```\n",
    "02-b.md": "# B\n\nProse.\n",
  ]

  @Test(
    "'--explain' says of each chapter that was made what was done and why, and where the time went")
  func explain() async throws {
    let book = try TemporaryBook(Self.chapters)
    let temporary = try TemporaryFolder()
    func check() async throws -> String {
      let (status, text) = try await NotebookProcess.run(
        ["check", book.root, "--explain"], temporary: temporary.path)
      #expect(status == 0)
      return text.untimed.replacing(/\d+ ms/, with: "0 ms")
    }
    #expect(
      try await check() == """
        chapters/01-a.md: compiled and ran in 0.0 s
        chapters/index.md: page made: no result is kept of it
        chapters/01-a.md: compiled and run: no result is kept of it
        chapters/02-b.md: page made: no result is kept of it
        time: chapters/01-a.md: compile 0 ms, link 0 ms, run 0 ms
        time: all programs: compile 0 ms, link 0 ms, run 0 ms
        time: library link 0 ms, notebook itself 0 ms, CPU in all 0 ms
        3 chapters, 1 snippet, 0 checks: all hold (1 program ran, 0.0 s)

        """)
    try book.replace("Prose", by: "More", in: "02-b.md")
    try book.replace("one", by: "two", in: "01-a.md")
    #expect(
      try await check() == """
        chapters/01-a.md: compiled and ran in 0.0 s
        chapters/01-a.md: compiled and run: the text, the snippets changed
        chapters/02-b.md: page made: the text changed
        time: chapters/01-a.md: compile 0 ms, link 0 ms, run 0 ms
        time: all programs: compile 0 ms, link 0 ms, run 0 ms
        time: library link 0 ms, notebook itself 0 ms, CPU in all 0 ms
        3 chapters, 1 snippet, 0 checks: all hold (1 program ran, 1 chapter kept, 0.0 s)

        """)
    #expect(
      try await check() == """
        time: all programs: compile 0 ms, link 0 ms, run 0 ms
        time: library link 0 ms, notebook itself 0 ms, CPU in all 0 ms
        3 chapters, 1 snippet, 0 checks: all hold (3 chapters kept, 0.0 s)

        """)
  }

  @Test("'--no-cache' runs everything anew, and keeps nothing of it")
  func noCache() async throws {
    let book = try TemporaryBook(Self.chapters)
    let temporary = try TemporaryFolder()
    for verb in ["check", "build", "check"] {
      let (status, text) = try await NotebookProcess.run(
        [verb, book.root, "--no-cache", "--explain"], temporary: temporary.path)
      #expect(status == 0)
      #expect(text.contains("chapters/01-a.md: compiled and run: results are not kept\n"))
      #expect(!FileManager.default.fileExists(atPath: book.kept))
    }
    // Beside results that are kept, it neither uses nor changes them.
    _ = try await NotebookProcess.run(["check", book.root], temporary: temporary.path)
    let kept = try filesBelow(book.kept)
    let (_, text) = try await NotebookProcess.run(
      ["check", book.root, "--no-cache"], temporary: temporary.path)
    #expect(text.contains("(1 program ran, "))
    #expect(try filesBelow(book.kept) == kept)
  }
}

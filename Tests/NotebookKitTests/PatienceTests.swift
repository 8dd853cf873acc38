// How long snippets may take where the modules that they call are slow.

import Testing

@testable import NotebookKit

@Suite("Patience") struct PatienceTests {
  @Test("a snippet may take as many times its limit as the notebook is patient")
  func enough() async throws {
    let book = try TemporaryBook([
      "01-x.md": "```swift run timeout=0.2\nimport Glibc\nusleep(500_000)\nprint(\"done\")\n```\n"
    ])
    var notebook = book.notebook
    notebook.patience = 100
    #expect(try await notebook.check().findings == [])
  }

  @Test("one that takes longer is stopped, and told how long it had")
  func notEnough() async throws {
    let book = try TemporaryBook(["01-x.md": "```swift run timeout=0.2\nwhile true {}\n```\n"])
    var notebook = book.notebook
    notebook.patience = 3
    let findings = try await notebook.check().findings
    #expect(
      findings.map(\.summary) == ["the snippet did not end within 0.6 s and was stopped"])
  }
}

// How what is known of an equation travels from chapter to chapter: when a check in another chapter changes, when only
// some chapters are built, and when a book asks for every equation to be verified.

import Foundation
import Testing

@testable import NotebookKit

@Suite("Equation evidence") struct EquationEvidenceTests {
  private static let chapters = [
    "01-a.md": "# Alpha\n\n```math id=square\ny = x^2\n```\n",
    "02-b.md": """
    # Beta

    ```swift run
    let x = 3.0
    verify("square", x * x, against: .tape(9.0), mutants: ["x": x])
    ```
    """,
    "03-c.md": "# Gamma\n\nSee [](#square).\n",
  ]

  @Test("a check in another chapter is told at the equation, and a change of it changes that page")
  func otherChapter() async throws {
    let book = try TemporaryBook(Self.chapters)
    #expect(try await keeping(book).report.findings == [])
    #expect(
      try verdict(on: book) == """
        <details class="verdict verified"><summary><span class="mark" aria-hidden="true">✓</span> \
        <span class="verdict-word">verified</span> \
        <span class="brief">worst error 0, 1e-12 allowed; 3 of 3 mutants rejected</span></summary>
        <div class="disclosed">
        <p>Checked by <a href="02-b.html#L3">the snippet at line 3</a></p>
        <div class="scroll" tabindex="0"><table class="witnesses">
        <caption>Norm-relative errors</caption>
        <thead><tr><th scope="col">witness</th><th scope="col">tensor</th><th scope="col">error</th>\
        <th scope="col">allowed</th><th scope="col">margin</th><th scope="col">entries</th>\
        <th scope="col">norm</th></tr></thead>
        <tbody>
        <tr><th scope="rowgroup" rowspan="1">the tape</th><td>[1×1]</td><td>0</td><td>1e-12</td>\
        <td>∞</td><td>1</td><td>9</td></tr>
        </tbody>
        </table></div>
        <p>Wrong versions that the same check was given:</p>
        <ul class="checks">
        <li class="passed"><span class="mark">✓</span> x <span class="evidence">rejected, error 0.5</span></li>
        </ul>
        <p>Changes of the value, rejected of tried: an entry off by 1e-4 (1 of 1), \
        the sign of a matrix (1 of 1).</p>
        <p>Used in <a href="03-c.html#gamma">Gamma</a></p>
        </div></details>
        """)
    let before = try book.siteFiles()
    try book.replace("[\"x\": x]", by: "[\"x\": x, \"2x\": 2 * x]", in: "02-b.md")
    let second = try await keeping(book)
    #expect(second.compiled == ["chapters/02-b.md"])
    let after = try book.siteFiles()
    #expect(
      differences(before, after) == [
        "01-a.html", "02-b.html", "verification.html", "verification.json",
      ])
    #expect(try verdict(on: book).contains("</span> 2x <span"))
    #expect(differences(after, try await book.fresh(modules: ["SnippetRuntime"]).site) == [])
  }

  @Test("a build of some chapters keeps what the others know, and leaves the verification page")
  func only() async throws {
    let book = try TemporaryBook(Self.chapters)
    _ = try await keeping(book)
    let before = try book.siteFiles()
    try book.replace("# Alpha\n", by: "# Alpha\n\nNew.\n", in: "01-a.md")
    let page = try verdict(on: book)
    let part = try await keeping(book) { $0.only = ["chapters/01-a.md"] }
    #expect(part.report.findings == [])
    #expect(differences(before, try book.siteFiles()) == ["01-a.html"])
    #expect(try verdict(on: book) == page)
    try book.replace("x * x,", by: "x * x + 1e-13,", in: "02-b.md")
    _ = try await keeping(book) { $0.only = ["chapters/02-b.md"] }
    #expect(
      differences(before, try book.siteFiles()) == ["01-a.html", "02-b.html"])
    _ = try await keeping(book)
    #expect(
      differences(try book.siteFiles(), try await book.fresh(modules: ["SnippetRuntime"]).site)
        == [])
    #expect(try verdict(on: book).contains("worst error 5.5e-15, 1e-12 allowed"))
  }

  @Test(
    "a book can ask for every named equation to be verified or refuted, with a mutant of its own")
  func required() async throws {
    let book = try TemporaryBook([
      "01-a.md": """
      ```math id=square
      y = x^2
      ```

      ```math id=cube
      y = x^3
      ```

      ```math id=wrong
      y = x^4
      ```

      ```math id=lonely
      y = x
      ```

      ```math
      y = 0
      ```
      """,
      "02-b.md": """
      ```swift run
      let x = 3.0
      verify("square", x * x, against: .tape(9.0), mutants: ["x": x])
      verify("cube", x * x * x, against: .tape(27.0))
      ```

      ```swift run refuted
      verify("wrong", 2.0, against: .exact("by hand", 6.0))
      ```
      """,
    ])
    #expect(try await book.messages() == "")
    var notebook = book.notebook
    notebook.requiresVerified = true
    let report = try await notebook.check()
    #expect(
      report.findings.map(\.description).joined(separator: "\n\n") == """
        chapters/01-a.md:5:1: error: equation 1.2 'cube' is verified, but its check was given no mutant
        ```math id=cube
        ^~~~~~~~~~~~~~~
        help: add 'mutants: ["what is wrong": …]' to its 'verify'

        chapters/01-a.md:13:1: error: equation 1.4 'lonely' is not verified
        ```math id=lonely
        ^~~~~~~~~~~~~~~~~
        help: add 'verify("lonely", …)' to a snippet
        """)
  }

  private func keeping(
    _ book: borrowing TemporaryBook, _ change: (inout Notebook) -> Void = { _ in }
  ) async throws -> Look {
    try await book.keeping(modules: ["SnippetRuntime"], change)
  }

  /// What the page of the first chapter says of its equation.
  private func verdict(on book: borrowing TemporaryBook) throws -> String {
    let page = try book.site("01-a.html")
    let match = try #require(page.firstMatch(of: /<details class="verdict[\s\S]*<\/details>\n/))
    return String(match.output.dropLast())
  }
}

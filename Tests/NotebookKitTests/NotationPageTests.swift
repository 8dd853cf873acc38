// The index of notation: all symbols of the book in one table.

import Testing

@testable import NotebookKit

@Suite("The index of notation") struct NotationPageTests {
  private func row(_ tex: String, _ meaning: String, _ shape: String? = nil) -> NotationRow {
    NotationRow(
      tex: tex, words: meaning + (shape ?? ""), symbol: "<m>\(tex)</m>",
      meaning: HTML(escaping: meaning),
      shape: shape.map { HTML(escaping: $0) })
  }

  @Test(
    "symbols stand by their letter, capitals first, Latin before Greek, accents with their letter")
  func order() {
    let spellings = [
      #"\delta_t"#, "h_t", #"\alpha"#, "W_{ih}", #"\bar h_t"#, "W", "H", #"\dot{h}_t"#, "a",
    ]
    let index = NotationIndex([("01-a", spellings.map { row($0, "x") })])
    #expect(
      index.entries.map(\.row.tex) == [
        "a", "H", #"\bar h_t"#, #"\dot{h}_t"#, "h_t", "W", "W_{ih}", #"\alpha"#, #"\delta_t"#,
      ])
  }

  @Test("chapters that mean the same by a symbol share a row, and other meanings have their own")
  func merging() {
    let index = NotationIndex([
      ("01-a", [row("c", "readout bias", "K × 1"), row("h_t", "state", "H × B")]),
      ("02-b", [row("h_t", "state", "H × B"), row("c", "a constant")]),
      ("03-c", [row("h_t", "state", "H × 1"), row("c", "readout bias", "K × 1")]),
    ])
    #expect(
      index.entries == [
        .init(row: row("c", "readout bias", "K × 1"), pages: ["01-a", "03-c"]),
        .init(row: row("c", "a constant"), pages: ["02-b"]),
        .init(row: row("h_t", "state", "H × B"), pages: ["01-a", "02-b"]),
        .init(row: row("h_t", "state", "H × 1"), pages: ["03-c"]),
      ])
  }

  @Test("the page is there when a chapter declares symbols, and goes when none does")
  func page() async throws {
    let declaring = "# A\n\n```symbols\nx | an input | D × B\n```\n"
    let book = try TemporaryBook(["01-a.md": declaring, "02-b.md": "# B\n\n$x$\n"])
    _ = try await book.notebook.build()
    let html = try book.site("notation.html")
    let row = try #require(html.firstMatch(of: /<tr><th scope="row">.*an input.*<\/tr>/))
    #expect(row.output.contains("<td><a href=\"01-a.html\">1</a></td>"))
    #expect(try book.site("02-b.html").contains("<a href=\"notation.html\">Notation</a>"))

    try book.write("# A\n", to: "01-a.md")
    _ = try await book.notebook.build()
    #expect(try !book.siteFiles().keys.contains("notation.html"))
    #expect(try !book.site("02-b.html").contains("notation.html"))
  }
}

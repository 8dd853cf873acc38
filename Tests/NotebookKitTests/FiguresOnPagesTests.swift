// Figures from the snippet to the page, by the real compiler.

import Foundation
import Testing

@testable import NotebookKit

@Suite("Figures on pages") struct FiguresOnPagesTests {
  private static let chapter = """
    # Charts

    ```swift run hidden
    plot("squares", "Squares.", x: .linear("n"), y: .linear("n²"), .line("n²", (1...4).map { $0 * $0 }))
    ```

    ```swift run
    let W = Matrix([[1, -2], [0, 3]])
    plot("weights", "The weights.", heatMap: W, rows: "unit", columns: "input")
    ```

    See [](#squares) and [](#weights).

    """

  @Test("figures are drawn, numbered and linked; a hidden snippet shows no more than its own")
  func pages() async throws {
    let book = try TemporaryBook([
      "01-a.md": Self.chapter, "02-b.md": "# B\n\nAs in [](#weights).\n",
    ])
    #expect(try await book.notebook.build().findings.map(\.description) == [])
    let page = try book.site("01-a.html")
    #expect(
      page.contains(
        """
        <p>See <a href="#squares">Figure 1.1</a> and <a href="#weights">Figure 1.2</a>.</p>
        """))
    #expect(page.matches(of: /<figure class="plot" id="squares">/).count == 1)
    #expect(page.contains("<figcaption><b>Figure 1.1.</b> Squares.</figcaption>"))
    #expect(page.contains("<figcaption><b>Figure 1.2.</b> The weights.</figcaption>"))
    #expect(page.contains("from 1 at 1 to 16 at 4"))
    #expect(page.contains("2×2: from −2 (row 1, column 2) to 3 (row 2, column 2)."))
    #expect(!page.contains("plot</span>(<span class=\"s\">&quot;squares&quot;"))
    #expect(
      try book.site("02-b.html").contains("<a href=\"01-a.html#weights\">Figure 1.2</a>"))

    // The other page follows when a figure before the one that it links to goes.
    let path = "\(book.root)/chapters/01-a.md"
    let text = Self.chapter.replacing("plot(\"squares\"", with: "// plot(\"squares\"")
      .replacing("[](#squares)", with: "nothing")
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    #expect(try await book.notebook.build().findings.map(\.description) == [])
    #expect(
      try book.site("02-b.html").contains("<a href=\"01-a.html#weights\">Figure 1.1</a>"))
  }

  @Test("a figure that cannot be drawn stops its snippet at the call")
  func defect() async throws {
    let text = try await messages(
      about: """
        ```swift run
        plot("loss", "", x: .linear("step"), y: .logarithmic("loss"), .line("a", [1, 0]))
        ```
        """)
    #expect(
      text == """
        chapters/01-x.md:2:1: error: the snippet trapped: Fatal error: plot loss: 'a' contains 0.0, which a logarithmic axis cannot show
        plot("loss", "", x: .linear("step"), y: .logarithmic("loss"), .line("a", [1, 0]))
        ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
        """)
  }
}

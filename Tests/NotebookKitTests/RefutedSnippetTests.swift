// Snippets that must refute a formula: what happens when they do not, and what the page shows when they do.

import Foundation
import Testing

@testable import NotebookKit

@Suite("Refuted snippets") struct RefutedSnippetTests {
  @Test(
    "a snippet that refutes nothing is an error: the formula holds, is not there, or cannot be compared"
  )
  func failures() async throws {
    let text = try await messages(
      about: """
        ```math id=square
        y = x^2
        ```

        ```swift run refuted
        verify("square", 9.0, against: .tape(9.0), .differences(9.0000001))
        ```

        ```swift run refuted
        let y = 1
        ```

        ```swift run refuted
        verify("square", [1.0, 2.0], against: .tape(1.0))
        verify("square", 1.0)
        verify("square", 1.0, against: .tape(Double.nan))
        ```
        """)
    #expect(
      text == """
        chapters/01-x.md:6:1: error: equation 1.1 'square' must be refuted, but it holds: error 0 against the tape, error 5.6e-09 against central differences
        verify("square", 9.0, against: .tape(9.0), .differences(9.0000001))
        ^~~~~~
          [1×1] error 0; worst at [0, 0]: 9.0 against 9.0
          [1×1] error 5.6e-09; worst at [0, 0]: 9.0 against 9.0000001
        help: remove 'refuted' if the formula is right

        chapters/01-x.md:9:1: error: this snippet must refute a formula, but has no 'verify'
        ```swift run refuted
        ^~~~~~~~~~~~~~~~~~~~
        help: say which: 'verify("name", …)', or remove 'refuted'

        chapters/01-x.md:14:1: error: equation 1.1 'square' cannot be refuted: the shapes of the value differ: 2×1 is claimed, the tape has 1×1
        verify("square", [1.0, 2.0], against: .tape(1.0))
        ^~~~~~

        chapters/01-x.md:15:1: error: equation 1.1 'square' cannot be refuted: there is no witness
        verify("square", 1.0)
        ^~~~~~

        chapters/01-x.md:16:1: error: equation 1.1 'square' cannot be refuted: the tape: the value is not finite
        verify("square", 1.0, against: .tape(Double.nan))
        ^~~~~~
        """)
  }

  @Test("an equation of a chapter is verified or refuted, not both")
  func both() async throws {
    let text = try await messages(
      about: """
        ```math id=both
        a = b
        ```

        ```swift run
        verify("both", 1.0, against: .exact("b", 1.0))
        ```

        ```swift run refuted
        verify("both", 1.0, against: .exact("b", 2.0))
        ```
        """)
    #expect(
      text == """
        chapters/01-x.md:10:1: error: equation 1.1 'both' is verified and refuted
        verify("both", 1.0, against: .exact("b", 2.0))
        ^~~~~~
        chapters/01-x.md:6:1: note: it is verified here
        verify("both", 1.0, against: .exact("b", 1.0))
        ^~~~~~
        help: name the formula that is wrong as an equation of its own
        """)
  }

  @Test("the page shows the smallest case in which the formula is wrong")
  func counterexample() async throws {
    let book = try TemporaryBook([
      "01-x.md": """
      ```math id=product
      B = A
      ```

      ```swift run refuted
      func draw(_ draw: inout Draw) -> Matrix {
        let n = draw.size("n", 3)
        return draw.matrix("A", n, n)
      }
      verify("product", at: draw) { A in Trial(A, against: .tape(A.transposed)) }
      ```
      """
    ])
    let report = try await book.notebook.build()
    #expect(report.findings == [])
    let page = try book.site("01-x.html")
    let start = try #require(page.range(of: "<p class=\"mode\">"))
    #expect(
      page[start.lowerBound...].hasPrefix(
        """
        <p class="mode">refuted, as intended</p>
        <ul class="checks">
        <li class="passed"><span class="mark">✓ <span class="word">holds:</span></span> \
        <a href="#product">Equation 1.1</a> is wrong, as the text says \
        <span class="evidence">worst error 0.45, 1e-12 allowed</span></li>
        </ul>
        \(Self.counterexample)</div>
        </main>
        """))
    #expect(
      page.contains(
        """
        <p>Refuted by <a href="01-x.html#L5">the snippet at line 5</a></p>
        \(Self.counterexample)
        """))
  }

  /// The smallest matrix that is not its own transpose.
  private static let counterexample = """
    <div class="counterexample"><p class="label">Smallest counterexample found: n = 2</p>
    <p>Given:</p>
    <div class="shown">
    <div class="scroll" tabindex="0"><table class="matrix">
    <caption><b>A</b> [2×2]</caption>
    <tbody>
    <tr><td>0</td><td>0</td></tr>
    <tr><td>1</td><td>0</td></tr>
    </tbody>
    </table></div>
    </div>
    <div class="shown">
    <div class="scroll" tabindex="0"><table class="matrix">
    <caption><b>claimed</b> [2×2]</caption>
    <tbody>
    <tr><td>0</td><td>0</td></tr>
    <tr><td>1</td><td>0</td></tr>
    </tbody>
    </table></div>
    <div class="scroll" tabindex="0"><table class="matrix">
    <caption><b>true</b> [2×2]</caption>
    <tbody>
    <tr><td>0</td><td>1</td></tr>
    <tr><td>0</td><td>0</td></tr>
    </tbody>
    </table></div>
    </div>
    </div>

    """
}

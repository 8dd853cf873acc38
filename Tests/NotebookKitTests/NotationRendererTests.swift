// Symbols on the page: the table, what hovering over a formula says, and formulas that are refused.

import Testing

@testable import NotebookKit

@Suite("Notation renderer") struct NotationRendererTests {
  /// The page's content; a formula is set as its TeX, with a mark when it has marks, and `\nope` is refused.
  private func content(_ text: String) -> String {
    let chapter = Chapter(text: text)
    let plan = Plan(chapter, modules: [])
    var typeset: [TypesetKey: Typeset] = [:]
    for placed in plan.formulas(of: chapter, numbers: [:]) {
      let tex = HTML(escaping: placed.rewritten.text)
      let symbol = placed.marks.first?.symbol
      typeset[placed.key] =
        tex.text.contains("nope")
        ? .wrong(message: "no", offset: 0)
        : .html(symbol.map { "<m data-symbol=\"\($0)\">\(tex)</m>" } ?? "<m>\(tex)</m>")
    }
    let page = Weaver.page(chapter, plan, [:], typeset: typeset)
    return BodyRenderer(highlighter: SwiftHighlighter(library: nil)).content(page).text
  }

  @Test("symbols are a table, and each formula of the chapter says what its symbols mean")
  func table() {
    let text = #"""
      ```symbols
      W | *input* weight for $x < 1$ | 4H × D
      L | "loss"
      ```

      ## On $W$

      | $W$ |
      |-----|

      $x$, $$ L $$

      ```math
      W
      ```
      """#
    #expect(
      content(text) == #"""
        <div class="scroll" tabindex="0"><table class="notation">
        <caption>The symbols of this chapter</caption>
        <thead><tr><th scope="col">Symbol</th><th scope="col">Meaning</th><th scope="col">Shape</th></tr></thead>
        <tbody>
        <tr><th scope="row"><m title="input weight for x &lt; 1, 4H × D">W</m></th><td><em>input</em> weight for \#
        <m>x &lt; 1</m></td><td><m>4H \times D</m></td></tr>
        <tr><th scope="row"><m title="&quot;loss&quot;">L</m></th><td>&quot;loss&quot;</td><td></td></tr>
        </tbody>
        </table></div>
        <h2 id="on-w">On <m title="input weight for x &lt; 1, 4H × D">W</m></h2>
        <table>
        <thead>
        <tr>
        <th><m title="input weight for x &lt; 1, 4H × D">W</m></th>
        </tr>
        </thead>
        </table>
        <p><m>x</m>, <m title="&quot;loss&quot;"> L </m></p>
        <div class="equation"><m title="input weight for x &lt; 1, 4H × D">W</m></div>

        """#)
  }

  @Test(
    "without shapes there is no column for them, and fences of other lines have none of the symbols"
  )
  func noShapes() {
    #expect(
      content("```symbols\na | first\n```\n\n```symbols\nW | second | 1\n```\n") == """
        <div class="scroll" tabindex="0"><table class="notation">
        <caption>The symbols of this chapter</caption>
        <thead><tr><th scope="col">Symbol</th><th scope="col">Meaning</th></tr></thead>
        <tbody>
        <tr><th scope="row"><m title="first">a</m></th><td>first</td></tr>
        </tbody>
        </table></div>
        <div class="scroll" tabindex="0"><table class="notation">
        <caption>The symbols of this chapter</caption>
        <thead><tr><th scope="col">Symbol</th><th scope="col">Meaning</th><th scope="col">Shape</th></tr></thead>
        <tbody>
        <tr><th scope="row"><m title="second, 1">W</m></th><td>second</td><td><m>1</m></td></tr>
        </tbody>
        </table></div>

        """)
  }

  @Test("a refused formula is shown as its author wrote it")
  func refused() {
    let text = "```symbols\nW | a\n```\n\n$W \\nope$\n\n```math\nW \\nope\n```\n"
    let shown = content(text)
    #expect(shown.contains(#"<p><code class="problem">W \nope</code></p>"#))
    #expect(shown.contains(#"<div class="equation"><code class="problem">W \nope</code></div>"#))
  }
}

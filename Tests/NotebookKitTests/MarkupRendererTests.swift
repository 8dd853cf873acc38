import Testing

@testable import NotebookKit

@Suite struct MarkupRendererTests {
  private func blocks(_ text: String) -> [Block] {
    MarkdownParser.parse(Source(path: "a.md", text: text)).blocks
  }

  @Test("blocks can be replaced, wherever they stand")
  func replacement() {
    let renderer = MarkupRenderer(block: { block in
      if case .code(let fence) = block.kind { return "<x-code>\(fence.text)</x-code>" }
      return nil
    })
    let text = "a\n\n```\n<\n```\n\n- b\n  ```\n  c\n  ```\n\n> ```\n> ```\n"
    #expect(
      renderer.html(blocks(text)).text == """
        <p>a</p>
        <x-code>&lt;
        </x-code>
        <ul>
        <li>b
        <x-code>c
        </x-code>
        </li>
        </ul>
        <blockquote>
        <x-code></x-code>
        </blockquote>

        """)
  }

  @Test("a block replaced by nothing leaves nothing")
  func removal() {
    let renderer = MarkupRenderer(block: { block in
      if case .thematicBreak = block.kind { return HTML() }
      return nil
    })
    #expect(renderer.html(blocks("a\n\n***\n\nb")).text == "<p>a</p>\n<p>b</p>\n")
  }

  @Test("formulas are rendered by the caller, in text, as blocks and in names of pictures as TeX")
  func formulas() {
    let renderer = MarkupRenderer(formula: { formula in
      "<x-math display=\"\(formula.display ? "block" : "inline")\">\(formula.tex)</x-math>"
    })
    let text = "# $a<b$\n\n$$\nc\n$$\n\n| $d$ |\n|-|\n\n![$e<f$](/g)\n"
    #expect(
      renderer.html(blocks(text)).text == """
        <h1><x-math display="inline">a&lt;b</x-math></h1>
        <x-math display="block">c</x-math>
        <table>
        <thead>
        <tr>
        <th><x-math display="inline">d</x-math></th>
        </tr>
        </thead>
        </table>
        <p><img src="/g" alt="e&lt;f" /></p>

        """)
  }

  @Test("headings can have names")
  func headings() {
    let renderer = MarkupRenderer(headingID: { "line-\"\($0.range.start.line)" })
    #expect(
      renderer.html(blocks("# a\n\nb\n---\n")).text
        == "<h1 id=\"line-&quot;1\">a</h1>\n<h2 id=\"line-&quot;3\">b</h2>\n")
  }

  @Test("a footnote whose last paragraph is replaced keeps its way back")
  func footnotes() {
    let renderer = MarkupRenderer(block: { block in
      if case .paragraph([.text("note")]) = block.kind { return "<x-note>" }
      return nil
    })
    #expect(
      renderer.html(blocks("a[^n]\n\n[^n]: note")).text == """
        <p>a<sup class="footnote-ref"><a href="#fn-n" id="fnref-n" data-footnote-ref>1</a></sup></p>
        <section class="footnotes" data-footnotes>
        <ol>
        <li id="fn-n">
        <x-note>
        <a href="#fnref-n" class="footnote-backref" data-footnote-backref \
        aria-label="Back to content">↩</a>
        </li>
        </ol>
        </section>

        """)
  }

  @Test("links can show what they lead to, beside their text")
  func peeks() {
    let renderer = MarkupRenderer(peek: { $0 == "#a" ? "<x-peek>" : nil })
    #expect(
      renderer.html(blocks("*[b](#a \"t\")* [c](#c)")).text == """
        <p><em><span class="reference"><a href="#a" title="t">b</a>\
        <span class="peek" aria-hidden="true"><x-peek></span></span></em> <a href="#c">c</a></p>

        """)
  }

  @Test("running text alone")
  func inlines() {
    let text: [Inline] = [.text("a<"), .strong([.code("b")]), .softBreak, .text("c")]
    #expect(MarkupRenderer().html(text).text == "a&lt;<strong><code>b</code></strong>\nc")
  }

  @Test("plain text is what is read aloud")
  func plain() {
    let text = "*a* `b`\n[**c** ~~d~~](/e \"t\") ![f](/g) <b>h</b> $i$ &amp; j[^n]  \nk\n\n[^n]: l"
    guard case .paragraph(let content)? = blocks(text).first?.kind else {
      Issue.record("no paragraph")
      return
    }
    #expect(plainText(content) == "a b c d f h i & j k")
    #expect(plainText([]).isEmpty)
  }
}

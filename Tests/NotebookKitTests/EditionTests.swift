// What a preview shows: errors in their place on the page, and what stays when the book cannot be loaded.

import Foundation
import Testing

@testable import NotebookKit

@Suite("Edition") struct EditionTests {
  @Test("each error follows the block that it is about, and nothing claims that all holds")
  func inPlace() async throws {
    let book = try TemporaryBook([
      "01-a.md": """
      # Alpha

      One [](#nowhere)
      line and $\\frac{x$.

      - item
      - $\\wrong$

      ```swift rum
      print(2)
      ```

      ```swift run
      check("two", 1 == 2)
      ```

      Note[^1].

      [^1]: With $\\oops$.

      Last.
      """
    ])
    let edition = try await book.notebook.edition()
    #expect(edition.problems == [])
    let page = try #require(edition.pages["01-a"])
    #expect(page.errors == 6)
    #expect(try await !page.document().html.text.contains("everything on it holds"))
    let marks = /<span class="[ktsnca]">([^<]*)<\/span>/
    let text = try await main(of: page).replacing(marks) { $0.output.1 }
    #expect(
      text == """
        <h1 id="alpha">Alpha</h1>
        <p>One <a href="#nowhere"></a>
        line and <code class="problem">\\frac{x</code>.</p>
        <pre class="problem" id="page:problem" tabindex="0">chapters/01-a.md:3:5: error: nothing in the book has the name 'nowhere'
        One [](#nowhere)
            ^~~~~~~~~~~~</pre>
        <pre class="problem" tabindex="0">chapters/01-a.md:4:18: error: TeX: Unexpected end of input in a macro argument, expected '}'
        line and $\\frac{x$.
                         ^</pre>
        <ul>
        <li>item</li>
        <li><code class="problem">\\wrong</code></li>
        </ul>
        <pre class="problem" tabindex="0">chapters/01-a.md:7:4: error: TeX: Undefined control sequence: \\wrong
        - $\\wrong$
           ^</pre>
        <pre><code class="language-swift">print(2)
        </code></pre>
        <pre class="problem" tabindex="0">chapters/01-a.md:9:10: error: unknown fence word 'rum'
        ```swift rum
                 ^~~
        help: did you mean 'run'?</pre>
        <div class="exhibit" id="L13">
        <pre><code class="language-swift">check(&quot;two&quot;, 1 == 2)
        </code></pre>
        <ul class="checks">
        <li class="failed"><span class="mark">✗ <span class="word">fails:</span></span> two \
        <span class="evidence">the condition is false</span></li>
        </ul>
        <pre class="problem" tabindex="0">chapters/01-a.md:14:1: error: check 'two' failed: the condition is false
        check(&quot;two&quot;, 1 == 2)
        ^~~~~</pre>
        </div>
        <p>Note<sup class="footnote-ref"><a href="#fn-1" id="fnref-1" data-footnote-ref>1</a></sup>.</p>
        <p>Last.</p>
        <section class="footnotes" data-footnotes>
        <ol>
        <li id="fn-1">
        <p>With <code class="problem">\\oops</code>. \
        <a href="#fnref-1" class="footnote-backref" data-footnote-backref aria-label="Back to content">↩</a></p>
        <pre class="problem" tabindex="0">chapters/01-a.md:19:13: error: TeX: Undefined control sequence: \\oops
        [^1]: With $\\oops$.
                    ^</pre>
        </li>
        </ol>
        </section>

        """)
  }

  @Test("an error without a place stands before the text, a warning nowhere")
  func unplaced() {
    let source = Source(path: "chapters/01-a.md", text: "Text.\n")
    let page = Page(
      chapter: Chapter(source: source, number: 1, blocks: MarkdownParser.parse(source).blocks),
      exhibits: [:], outputs: [], equations: [:], headings: [:], formulas: [:],
      findings: [
        Diagnostic(.warning, path: source.path, "odd"), Diagnostic(path: source.path, "a < b"),
      ])
    let renderer = BodyRenderer(highlighter: SwiftHighlighter(library: nil))
    #expect(
      renderer.content(page).text == """
        <pre class="problem" id="page:problem" tabindex="0">chapters/01-a.md: error: a &lt; b</pre>
        <p>Text.</p>

        """)
  }

  @Test("a name that is taken twice in the book is an error on the page that takes it again")
  func takenTwice() async throws {
    let equation = "```math id=energy\nE\n```\n"
    let book = try TemporaryBook(["01-a.md": equation, "02-b.md": equation])
    let edition = try await book.notebook.edition()
    #expect(edition.problems == [])
    #expect(
      edition.pages.mapValues(\.errors) == ["index": 0, "01-a": 0, "02-b": 1, "verification": 0])
    let page = try #require(edition.pages["02-b"])
    #expect(
      try await main(of: page).hasSuffix(
        """
        <pre class="problem" id="page:problem" tabindex="0">\
        chapters/02-b.md:1:1: error: the name 'energy' is taken
        ```math id=energy
        ^~~~~~~~~~~~~~~~~
        chapters/01-a.md:1:1: note: it is taken here
        ```math id=energy
        ^~~~~~~~~~~~~~~~~</pre>

        """))
  }

  @Test("what is wrong with the front matter stands on the cover, and the other pages stay")
  func frontMatter() async throws {
    let book = try TemporaryBook(["index.md": "# T\n", "01-a.md": "# A\n"])
    let good = try await book.notebook.edition()
    try Data("---\ntitel: B\n---\n\n# T\n".utf8)
      .write(to: URL(fileURLWithPath: book.root + "/chapters/index.md"))
    let bad = try await book.notebook.edition()
    #expect(bad.problems == [])
    #expect(bad.changes(since: good) == ["index"])
    let cover = try #require(bad.pages["index"])
    #expect(
      try await main(of: cover) == """
        <pre class="problem" id="page:problem" tabindex="0">\
        chapters/index.md:2:1: error: unknown key 'titel' in the front matter
        titel: B
        ^~~~~
        help: did you mean 'title'?</pre>
        <h1 id="t">T</h1>

        """)
  }

  @Test("what is wrong with a file that is no chapter belongs to no page")
  func misnamed() async throws {
    let book = try TemporaryBook(["01-a.md": "# A\n", "b.md": "# B\n"])
    let edition = try await book.notebook.edition()
    #expect(edition.pages.mapValues(\.errors) == ["index": 0, "01-a": 0])
    #expect(
      edition.problems == [
        """
        chapters/b.md: error: a chapter's file name begins with its number
        help: rename it, for example to '01-b.md'
        """
      ])
  }

  @Test("only pages that look different have changed")
  func changes() async throws {
    let book = try TemporaryBook(["01-a.md": "# A\n", "02-b.md": "# B\n"])
    let first = try await book.notebook.edition()
    #expect(try await book.notebook.edition().changes(since: first) == [])
    try Data("# B\n\nMore.\n".utf8)
      .write(to: URL(fileURLWithPath: book.root + "/chapters/02-b.md"))
    let second = try await book.notebook.edition()
    #expect(second.changes(since: first) == ["02-b"])
    #expect(first.changes(since: Edition()) == ["index", "01-a", "02-b"])
  }

  private func main(of page: Edition.Page) async throws -> String {
    let html = try await page.document().html.text
    let match = try #require(html.firstMatch(of: /<main id="page:text">\n([\s\S]*)<\/main>/))
    return String(match.output.1)
  }
}

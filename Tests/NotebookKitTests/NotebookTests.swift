// The whole pipeline on small books: real compiler, real KaTeX, whole `<main>` compared.

import Foundation
import Testing

@testable import NotebookKit

@Suite("Notebook") struct NotebookTests {
  @Test("every mode of snippet has its place on the page")
  func modes() async throws {
    let book = try TemporaryBook([
      "01-modes.md": """
      # Modes

      ```swift
      shown(only: 1)
      ```

      ```swift run id=first
      let a = 1
      print("a is \\(a) < 2")
      ```

      ```output
      a is 1 < 2
      ```

      ```swift run hidden
      let hidden = a + 1
      ```

      ```swift run folded
      print(hidden)
      ```

      ```swift run compiles
      print("never")
      ```

      ```swift run fails
      let b: Int = "text"
      ```

      ```swift run traps
      print("soon")
      print([1][a])
      ```

      ```swift run
      show("M", Matrix([[1, 2.5], [0, -3]]))
      check("one", 1.0, equals: 1.0 + 1e-13)
      check("true", a == 1)
      ```
      """
    ])
    let report = try await book.notebook.build()
    #expect(report.findings == [])
    #expect(report.summary == "1 chapter, 7 snippets, 2 checks: all hold")
    let main = try Self.main(of: book.site("01-modes.html"))
    #expect(
      main.replacing(/<span class="[ktsnca]">([^<]*)<\/span>/) { $0.output.1 } == """
        <h1 id="modes">Modes</h1>
        <pre><code class="language-swift">shown(only: 1)
        </code></pre>
        <div class="exhibit" id="first">
        <pre><code class="language-swift">let a = 1
        print(&quot;a is \\(a) &lt; 2&quot;)
        </code></pre>
        <div class="output"><p class="label">Output</p>
        <pre tabindex="0"><samp>a is 1 &lt; 2
        </samp></pre>
        </div>
        </div>
        <div class="exhibit" id="L20">
        <details><summary>Code</summary>
        <pre><code class="language-swift">print(hidden)
        </code></pre>
        </details>
        <div class="output"><p class="label">Output</p>
        <pre tabindex="0"><samp>2
        </samp></pre>
        </div>
        </div>
        <div class="exhibit" id="L24">
        <pre><code class="language-swift">print(&quot;never&quot;)
        </code></pre>
        <p class="mode">compiled, not run</p>
        </div>
        <div class="exhibit" id="L28">
        <pre><code class="language-swift">let b: Int = &quot;text&quot;
        </code></pre>
        <p class="mode">does not compile, as intended</p>
        <div class="output"><p class="label">The compiler says</p>
        <pre tabindex="0"><samp>error: cannot convert value of type 'String' to specified type 'Int'
        </samp></pre>
        </div>
        </div>
        <div class="exhibit" id="L32">
        <pre><code class="language-swift">print(&quot;soon&quot;)
        print([1][a])
        </code></pre>
        <p class="mode">traps, as intended</p>
        <div class="output"><p class="label">Output</p>
        <pre tabindex="0"><samp>soon
        Fatal error: Index out of range
        </samp></pre>
        </div>
        </div>
        <div class="exhibit" id="L37">
        <pre><code class="language-swift">show(&quot;M&quot;, Matrix([[1, 2.5], [0, -3]]))
        check(&quot;one&quot;, 1.0, equals: 1.0 + 1e-13)
        check(&quot;true&quot;, a == 1)
        </code></pre>
        <div class="shown">
        <div class="scroll" tabindex="0"><table class="matrix">
        <caption><b>M</b> [2×2]</caption>
        <tbody>
        <tr><td>1.0</td><td>2.5</td></tr>
        <tr><td>0.0</td><td>−3.0</td></tr>
        </tbody>
        </table></div>
        </div>
        <ul class="checks">
        <li class="passed"><span class="mark">✓ <span class="word">holds:</span></span> one \
        <span class="evidence">worst error 5e-14, allowed 1e-12, 1 entry</span></li>
        <li class="passed"><span class="mark">✓ <span class="word">holds:</span></span> true</li>
        </ul>
        </div>

        """)
  }

  @Test("equations are numbered by chapter, and empty links say what they lead to")
  func equations() async throws {
    let book = try TemporaryBook([
      "03-a.md": """
      # Alpha

      ```math id=energy
      E = m
      ```

      See [](#energy), [](#mass) and [](#04-b).
      """,
      "04-b.md": """
      # Beta

      ```math id=mass
      m = E
      ```

      From [](#energy).
      """,
    ])
    #expect(try await book.notebook.build().findings == [])
    let alpha = try book.site("03-a.html")
    #expect(
      Self.withoutPeeks(alpha).contains(
        """
        <p>See <a href="#energy">Equation 3.1</a>, <a href="04-b.html#mass">Equation 4.1</a> and \
        <a href="04-b.html">Beta</a>.</p>
        """))
    #expect(
      alpha.contains(
        "<div class=\"equation numbered\" id=\"energy\"><span class=\"katex-display\">"))
    #expect(alpha.contains("<mtext>(3.1)</mtext>"))
    #expect(try book.site("04-b.html").contains("<a href=\"03-a.html#energy\">Equation 3.1</a>"))
  }

  @Test("rows have anchors and numbers, and links show them without saying them twice")
  func rows() async throws {
    let book = try TemporaryBook([
      "01-a.md": #"""
      # Gates [](#forget)

      ```math
      \begin{aligned}
      f &= \sigma(a) \label{forget} \\
      g &= \tanh(a) \\
      c &= f \odot c' \tag{★} \label{cell}
      \end{aligned}.
      ```

      - See [](#cell) and [the first](#forget)[^n].

      [^n]: Or [](#forget).
      """#,
      "02-b.md": "# Other\n\n| [](#cell) |\n|---|\n",
    ])
    #expect(try await book.notebook.build().findings == [])
    let page = try book.site("01-a.html")
    #expect(
      page.contains(
        #"<div class="equation numbered"><span id="forget"></span><span id="cell"></span>"#
          + #"<span class="katex-display">"#))
    let numbers = page.matches(of: /<span class="mord">\(<\/span>.*?<span class="mord">\)<\/span>/)
      .map { $0.output.replacing(/<[^>]*>/, with: "") }
    #expect(numbers.filter { $0.count < 8 } == ["(1.1)", "(★)"])
    let link = ##"<span class="reference"><a href="#cell">Equation (★)</a>"##
    let peek = #"<span class="peek" aria-hidden="true"><span class="katex-display">"#
    #expect(page.contains(link + peek))
    let plain = Self.withoutPeeks(page)
    #expect(plain.contains(##"<h1 id="gates">Gates <a href="#forget">Equation 1.1</a></h1>"##))
    #expect(plain.contains(##"Or <a href="#forget">Equation 1.1</a>."##))
    #expect(page.contains("</span> Gates Equation 1.1</a></li>"))
    #expect(page.contains("<title>Gates Equation 1.1"))
    #expect(page.matches(of: /class="peek"/).count == 4)
    #expect(page.matches(of: #/<math /#).count == 1)
    let other = try book.site("02-b.html")
    #expect(other.contains(##"<a href="01-a.html#cell">Equation (★)</a><span class="peek""##))
    #expect(!other.contains("<math "))
  }

  @Test("the site is the same bytes when nothing has changed, and every file it names is there")
  func reproducible() async throws {
    let book = try TemporaryBook([
      "index.md": "---\ntitle: A book\nlanguage: de\n---\n\n# Cover\n",
      "01-a.md": "# A\n\n```swift run\nprint(1)\n```\n",
      "02-b.md": "# B\n\n$x$\n",
    ])
    #expect(try await book.notebook.build().failed == false)
    let first = try Self.files(of: book)
    #expect(try await book.notebook.build().failed == false)
    #expect(try Self.files(of: book) == first)
    let pages = first.keys.filter { !$0.hasPrefix("assets/") }.sorted()
    #expect(pages == ["01-a.html", "02-b.html", "README.md", "index.html"])
    for page in pages where page.hasSuffix(".html") {
      let html = try book.site(page)
      #expect(html.contains("<html lang=\"de\">"))
      for link in html.matches(of: /(?:href|src)="([^"#]+)/).map({ String($0.output.1) }) {
        #expect(first[link] != nil, "\(page) names \(link)")
      }
    }
  }

  @Test("chapters run at the same time and do not see each other")
  func separatePrograms() async throws {
    let book = try TemporaryBook([
      "01-a.md": "```swift run\nlet a = 1\nprint(a)\n```\n\n```output\n1\n```\n",
      "02-b.md": "```swift run\nlet a = 2\nprint(a)\n```\n\n```output\n2\n```\n",
      "03-c.md": "```swift run\nprint(a)\n```\n",
    ])
    #expect(
      try await book.messages() == """
        chapters/03-c.md:2:7: error: cannot find 'a' in scope
        print(a)
              ^
        """)
  }

  @Test("plain swiftc does the same where the direct way is missing")
  func fallback() async throws {
    let text = """
      ```swift run
      print(Matrix.identity(2)[0, 0])
      ```

      ```swift run fails
      let x: Int = ""
      ```
      """
    let book = try TemporaryBook(["01-x.md": text])
    let source = Source(path: "chapters/01-x.md", text: text)
    let chapter = Chapter(source: source, number: 1, blocks: MarkdownParser.parse(source).blocks)
    let plan = Plan(chapter, modules: ["Recurrent", "RecurrentNotebook"])
    let executor = try RealExecutor.make(in: book.root, direct: false)
    var runs: [SnippetID: Run] = [:]
    for program in plan.programs {
      runs.merge(try await executor.run(program).runs(of: program)) { first, _ in first }
    }
    let printed = runs[SnippetID(path: source.path, line: 1)]
    #expect(printed?.seconds != nil)
    #expect(
      printed == Run(outcome: .completed, output: "1.0\n", seconds: printed?.seconds))
    #expect(
      runs[SnippetID(path: source.path, line: 5)]?.outcome
        == .rejected([
          source.diagnostic(
            at: SourceRange(line: 6, column: 14, length: 2),
            "cannot convert value of type 'String' to specified type 'Int'")
        ]))
  }

  /// A page whose links are without what they show.
  private static func withoutPeeks(_ html: String) -> String {
    html.replacing(
      /<span class="reference">(<a .*?<\/a>)<span class="peek" .*?(?:<\/span>){6,}(?=[^<]|<(?!\/span))/
    ) { $0.output.1 }
  }

  private static func main(of html: String) throws -> String {
    let match = try #require(html.firstMatch(of: /<main id="page:text">\n([\s\S]*)<\/main>/))
    return String(match.output.1)
  }

  private static func files(of book: borrowing TemporaryBook) throws -> [String: Data] {
    let site = book.root + "/site"
    var files: [String: Data] = [:]
    for case let path as String in try #require(FileManager.default.enumerator(atPath: site)) {
      var isFolder: ObjCBool = false
      let exists = FileManager.default.fileExists(
        atPath: "\(site)/\(path)", isDirectory: &isFolder)
      guard exists, !isFolder.boolValue else { continue }
      files[path] = try Data(contentsOf: URL(fileURLWithPath: "\(site)/\(path)"))
    }
    return files
  }
}

// Swift code with its words marked, by the toolchain's own classifier.

import Foundation
import Testing

@testable import NotebookKit

struct HighlighterCase: CustomTestStringConvertible {
  var code: String
  var html: String

  var testDescription: String { code.debugDescription }
}

@Suite("Highlighter") struct HighlighterTests {
  private static let library = {
    do throws(ToolError) {
      return try Toolchain.find(on: ProcessInfo.processInfo.environment["PATH"] ?? "").sourceKit
    } catch {
      return nil
    }
  }()

  @Test(
    "keywords, types, comments, strings, numbers and attributes are marked",
    .enabled(if: library != nil, "there is no sourcekitd beside the compiler"),
    arguments: [
      HighlighterCase(code: "", html: ""),
      HighlighterCase(
        code: "let x: Double = 0.5\n",
        html: #"""
          <span class="k">let</span> x: <span class="t">Double</span> = <span class="n">0.5</span>

          """#),
      HighlighterCase(
        code: "func f<T>(_ a: [T]) -> Bool { a.count > 1 && true }",
        html: #"""
          <span class="k">func</span> f&lt;T&gt;(<span class="k">_</span> \#
          a: [<span class="t">T</span>]) -&gt; <span class="t">Bool</span> \#
          { a.count &gt; <span class="n">1</span> &amp;&amp; <span class="k">true</span> }
          """#),
      HighlighterCase(
        code: "// δ < 1\nprint(\"a & b\") /* c */",
        html: #"""
          <span class="c">// δ &lt; 1
          </span>print(<span class="s">&quot;a &amp; b&quot;</span>) <span class="c">/* c */</span>
          """#),
      HighlighterCase(
        code: "let größe = \"日本\" + \"😀\"",
        html: #"""
          <span class="k">let</span> größe = <span class="s">&quot;日本&quot;</span> + \#
          <span class="s">&quot;😀&quot;</span>
          """#),
      HighlighterCase(
        code: "@inlinable @MainActor let a = 1",
        html: #"""
          <span class="a">@inlinable</span> @<span class="t">MainActor</span> <span class="k">let</span> a = <span class="n">1</span>
          """#),
      HighlighterCase(
        code: "print(\"a\\(1)b\")",
        html: #"""
          print(<span class="s">&quot;a</span>\(<span class="n">1</span>)<span class="s">b&quot;</span>)
          """#),
      HighlighterCase(
        code: "func (", html: #"<span class="k">func</span> ("#),
    ])
  func marked(_ item: HighlighterCase) {
    #expect(SwiftHighlighter(library: Self.library).html(item.code).text == item.html)
  }

  @Test(
    "one highlighter marks one code after the other",
    .enabled(if: library != nil, "there is no sourcekitd beside the compiler"))
  func again() {
    let highlighter = SwiftHighlighter(library: Self.library)
    for number in 1...3 {
      #expect(
        highlighter.html("return \(number)").text
          == #"<span class="k">return</span> <span class="n">\#(number)</span>"#)
    }
  }

  @Test(
    "without a classifier code is escaped text",
    arguments: [nil, "/nowhere/libsourcekitdInProc.so", "/dev/null"])
  func plain(library: String?) {
    #expect(
      SwiftHighlighter(library: library).html("let a = x < 1 && y > \"δ\"\n").text
        == "let a = x &lt; 1 &amp;&amp; y &gt; &quot;δ&quot;\n")
  }
}

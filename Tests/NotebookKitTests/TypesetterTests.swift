// TeX to HTML and MathML by the real KaTeX.

import Foundation
import Testing

@testable import NotebookKit

struct TeXErrorCase: CustomTestStringConvertible {
  var tex: String
  var message: String
  var offset: Int?

  var testDescription: String { tex }
}

@Suite("Typesetter") struct TypesetterTests {
  private func typeset(
    _ tex: String, display: Bool = false, number: String? = nil
  ) async throws -> Typeset {
    let key = TypesetKey(tex: tex, display: display, number: number)
    let typeset = try await Typesetter.shared.typeset([key], katex: try KaTeX.find())
    return try #require(typeset[key])
  }

  private func html(_ tex: String, display: Bool = false, number: String? = nil) async throws
    -> String
  {
    guard case .html(let html) = try await typeset(tex, display: display, number: number) else {
      Issue.record("\(tex) is not set")
      return ""
    }
    return html.text
  }

  /// The part that says the formula in MathML, whole.
  private func mathML(_ html: String) throws -> String {
    String(try #require(html.firstMatch(of: /(?s)<math.*<\/math>/)).output)
  }

  @Test("a formula is HTML for the eye and MathML with its TeX for everything else")
  func mathML() async throws {
    let html = try await html("x^2")
    #expect(html.hasPrefix(#"<span class="katex"><span class="katex-mathml">"#))
    #expect(html.contains(#"<span class="katex-html" aria-hidden="true">"#))
    let mathML = try mathML(html)
    #expect(
      mathML == #"""
        <math xmlns="http://www.w3.org/1998/Math/MathML"><semantics><mrow><msup><mi>x</mi>\#
        <mn>2</mn></msup></mrow><annotation encoding="application/x-tex">x^2</annotation>\#
        </semantics></math>
        """#)
  }

  @Test("a displayed formula says so")
  func display() async throws {
    let html = try await html("x^2", display: true)
    #expect(html.hasPrefix(#"<span class="katex-display"><span class="katex">"#))
    let mathML = try mathML(html)
    #expect(
      mathML == #"""
        <math xmlns="http://www.w3.org/1998/Math/MathML" display="block"><semantics><mrow><msup>\#
        <mi>x</mi><mn>2</mn></msup></mrow><annotation encoding="application/x-tex">x^2</annotation>\#
        </semantics></math>
        """#)
  }

  @Test("a number becomes the formula's tag")
  func number() async throws {
    let html = try await html("x", display: true, number: "4.3")
    let mathML = try mathML(html)
    #expect(
      mathML == #"""
        <math xmlns="http://www.w3.org/1998/Math/MathML" display="block"><semantics><mtable \#
        width="100%"><mtr><mtd width="50%"></mtd><mtd><mi>x</mi></mtd><mtd \#
        width="50%"></mtd><mtd><mtext>(4.3)</mtext></mtd></mtr></mtable><annotation \#
        encoding="application/x-tex">x
        \tag{4.3}</annotation></semantics></math>
        """#)
  }

  @Test("a number stands beside a formula whose last line is a comment")
  func numberAfterComment() async throws {
    let html = try await html("x % the input", display: true, number: "4.3")
    #expect(html.contains("<mtext>(4.3)</mtext>"))
  }

  @Test("letters of every script, and what HTML escapes, are set")
  func letters() async throws {
    let html = try await html(#"\text{größer < "日本" & 😀}"#.replacing("&", with: #"\&"#))
    #expect(html.contains(#"\text{größer &lt; &quot;日本&quot; \&amp; 😀}</annotation>"#))
    #expect(try await self.html("").contains("katex"))
  }

  @Test(
    "an error has its place in UTF-16 units",
    arguments: [
      TeXErrorCase(
        tex: #"x + \foo"#, message: #"Undefined control sequence: \foo"#, offset: 4),
      TeXErrorCase(
        tex: #"\text{😀} + \foo + y"#, message: #"Undefined control sequence: \foo"#, offset: 12),
      TeXErrorCase(tex: "x_", message: "Expected group after '_'", offset: 1),
      TeXErrorCase(tex: "{x", message: "Expected '}', got 'EOF'", offset: 2),
      TeXErrorCase(tex: "a\n}", message: "Expected 'EOF', got '}'", offset: 2),
    ])
  func errors(_ item: TeXErrorCase) async throws {
    #expect(try await typeset(item.tex) == .wrong(message: item.message, offset: item.offset))
  }

  @Test("an endless macro is stopped")
  func endless() async throws {
    guard case .wrong(let message, _) = try await typeset(#"\def\a{\a\a}\a"#) else {
      Issue.record("it is set")
      return
    }
    #expect(message == "Too many expansions: infinite loop or need to increase maxExpand setting")
  }

  @Test(
    "a command that needs trust is not allowed",
    arguments: [
      #"\href{javascript:alert(1)}{x}"#, #"\url{https://example.org}"#,
      #"\includegraphics{https://example.org/a.png}"#, #"\htmlClass{a}{x}"#,
      #"\htmlStyle{color:red}{x}"#, #"\htmlData{symbol=0}{x}"#, #"\htmlData{step=1}{x}"#,
    ])
  func forbidden(tex: String) async throws {
    #expect(
      try await typeset(tex)
        == .wrong(message: "a command in this formula is not allowed", offset: nil))
  }

  @Test(
    "marks of symbols are numbers, where the formula has been set without them"
  )
  func symbolMarks() async throws {
    for (mark, isTrusted) in [
      ("symbol=0", true), ("symbol=12", true), ("symbol=a", false), ("symbol=", false),
      ("symbol=0,other=1", false), ("symbol-x=0", false),
    ] {
      let key = TypesetKey(
        tex: #"\htmlData{\#(mark)}{x}"#, display: false, number: nil, unmarked: "x")
      let typeset = try await Typesetter.shared.typeset([key], katex: try KaTeX.find())
      guard case .html(let html)? = typeset[key] else {
        Issue.record("it is not set")
        continue
      }
      #expect(html.text.contains("data-") == isTrusted, "\(mark)")
    }
  }

  @Test("our own marks are set, and nothing else that needs trust beside them")
  func marks() async throws {
    func typeset(_ tex: String) async throws -> Typeset {
      let key = TypesetKey(tex: tex, display: false, isMarked: true)
      let typeset = try await Typesetter.shared.typeset([key], katex: try KaTeX.find())
      return try #require(typeset[key])
    }
    guard case .html(let html) = try await typeset(#"\htmlData{step=2}{x} \htmlData{symbol=13}{y}"#)
    else {
      Issue.record("marks are refused")
      return
    }
    #expect(
      html.text.matches(of: /data-[a-z]+="[0-9]+"/).map(\.output) == [
        #"data-step="2""#, #"data-symbol="13""#,
      ])
    for tex in [
      #"\htmlData{other=1}{x}"#, #"\htmlData{step=1,other=2}{x}"#, #"\htmlData{step=a}{x}"#,
      #"\htmlId{step}{x}"#, #"\href{#a}{x}"#,
    ] {
      #expect(
        try await typeset(tex)
          == .wrong(message: "a command in this formula is not allowed", offset: nil), "\(tex)")
    }
  }

  @Test("what is only for the eye has no MathML")
  func visualOnly() async throws {
    let key = TypesetKey(tex: "x", display: true, isVisualOnly: true)
    let typeset = try await Typesetter.shared.typeset([key], katex: try KaTeX.find())
    guard case .html(let html)? = typeset[key] else {
      Issue.record("it is not set")
      return
    }
    #expect(
      html.text == #"""
        <span class="katex-display"><span class="katex"><span class="katex-html" aria-hidden="true">\#
        <span class="base"><span class="strut" style="height:0.4306em;"></span>\#
        <span class="mord mathnormal">x</span></span></span></span></span>
        """#)
  }

  @Test(
    "every environment whose rows can be numbered shows their numbers beside them",
    arguments: AlignedRows.environments.keys.sorted())
  func rowNumbers(environment: String) async throws {
    let columns = environment.contains("at") && environment.hasPrefix("align") ? "{1}" : ""
    let isEquation = environment.hasPrefix("equation")
    let rows = isEquation ? #"a \label{x}"# : #"a \label{x} \\ b \\ c \label{y}"#
    let tex = "\\begin{\(environment)}\(columns) \(rows) \\end{\(environment)},"
    let chapter = Chapter(text: "```math\n\(tex)\n```\n")
    let plan = Plan(chapter, modules: [])
    let numbers = isEquation ? ["x": "1.1"] : ["x": "1.1", "y": "1.2"]
    let placed = try #require(plan.formulas(of: chapter, numbers: numbers).first)
    let html = try await html(placed.key.tex, display: true)
    let tag = try #require(html.firstMatch(of: /(?s)<span class="tag">.*$/)).output
    let words = tag.replacing(/<[^>]*>/, with: "").replacing("\u{200B}", with: "")
    #expect(words == numbers.values.sorted().map { "(\($0))" }.joined())
    #expect(!html.contains("eqn-num\"></span>"))
  }

  @Test("the colour in which KaTeX sets refused commands is a colour like any other")
  func red() async throws {
    #expect(try await html(#"\textcolor{#cc0000}{x}"#).contains("color:#cc0000"))
  }

  @Test("no markup of a formula's own gets into the page")
  func markup() async throws {
    let html = try await html(#"\text{<script>alert(1)</script>}"#)
    #expect(!html.contains("<script"))
  }

  @Test("formulas do not change each other")
  func apart() async throws {
    _ = try await typeset(#"\gdef\a{x}\a"#)
    #expect(
      try await typeset(#"\a"#) == .wrong(message: #"Undefined control sequence: \a"#, offset: 0))
  }

  @Test("a folder without KaTeX, or with something else in its place, is a failure of the machine")
  func noKaTeX() async throws {
    let folder = try TemporaryFolder()
    let key = TypesetKey(tex: "x", display: false)
    let missing = await #expect(throws: ToolError.self) {
      try await Typesetter.shared.typeset([key], katex: folder.path)
    }
    #expect(missing?.description == "error: KaTeX cannot be read from '\(folder.path)'")
    try folder.write(Data("katex = ".utf8), to: "katex.min.js")
    let broken = await #expect(throws: ToolError.self) {
      try await Typesetter.shared.typeset([key], katex: folder.path)
    }
    #expect(broken?.description == "error: KaTeX in '\(folder.path)' does not start")
  }
}

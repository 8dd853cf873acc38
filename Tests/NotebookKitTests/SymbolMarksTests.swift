// Where the symbols of a chapter are found in a formula, and that marking them changes nothing but what hovering says.

import Foundation
import Testing

@testable import NotebookKit

struct MarkCase: CustomTestStringConvertible {
  var tex: String
  /// The formula with brackets around each symbol and its number behind them.
  var marked: String

  init(_ tex: String, _ marked: String) { (self.tex, self.marked) = (tex, marked) }

  var testDescription: String { tex }
}

@Suite("Symbol marks") struct SymbolMarksTests {
  private static let notation = #"""
    W | input weight | H × D
    h_t | state
    h_0 | initial state
    \delta_t | error
    \hat y_t | prediction
    W_{ih} | of a layer
    V_{ih} | of a layer
    H | size
    T | steps
    g_i | gate
    g_f | gate
    z | logits
    z^{(1)} | of the first layer
    \mathbf W | a bold one
    \odot | product
    x' | next
    """#

  private func marked(_ tex: String) throws -> String {
    let marks = try SymbolTableTests.table(Self.notation).marks(in: tex)
    return RewrittenTeX(
      tex,
      marks.map { TeXEdit(range: $0.closing.range, text: "»\($0.symbol)") }
        + marks.map { TeXEdit(range: $0.opening.range, text: "«") }
    ).text
  }

  @Test(
    "a symbol is found with whatever scripts it has",
    arguments: [
      MarkCase("W h", "«W»0 «h»1"),
      MarkCase(#"W^\top h_{t-1} + h_0"#, #"«W^\top»0 «h_{t-1}»1 + «h_0»2"#),
      MarkCase(#"\delta_t=\delta_{t+1}\delta"#, #"«\delta_t»3=«\delta_{t+1}»3«\delta»3"#),
      MarkCase(#"\hat{y}_t - \hat y_{k}"#, #"«\hat{y}_t»4 - «\hat y_{k}»4"#),
      MarkCase(#"h _ { t } ^2 h'_t h''"#, #"«h _ { t } ^2»1 «h'_t»1 «h''»1"#),
      MarkCase("{W}^2", "«{W}^2»0"),
      MarkCase(#"h_{T-1} h^{H_i}"#, #"«h_{«T»8-1}»1 «h^{«H_i»7}»1"#),
      MarkCase("x'_t x", "«x'_t»15 x"),
    ])
  func scripts(_ item: MarkCase) throws {
    #expect(try marked(item.tex) == item.marked)
  }

  @Test(
    "the script that is the same wins, then the index, then the symbol without; names stand for themselves",
    arguments: [
      MarkCase("h_0 h_1 h_T h_{ij}", "«h_0»2 «h_1»1 «h_T»1 «h_{ij}»1"),
      MarkCase(#"W_{ih} W_{i h}^\top W_{hh}"#, #"«W_{ih}»5 «W_{i h}^\top»5 «W_{hh}»0"#),
      MarkCase("V_{ih} V_{hh} V", "«V_{ih}»6 V_{hh} V"),
      MarkCase("g_i g_f g_o g", "«g_i»9 «g_f»10 g_o g"),
      MarkCase(
        "z z_t z^{(1)} z^{(1)}_t z^{(2)}", "«z»11 «z_t»11 «z^{(1)}»12 «z^{(1)}_t»12 «z^{(2)}»11"),
      MarkCase(
        #"\mathbf{W} \mathbf W_t \mathnormal W"#,
        #"«\mathbf{W}»13 «\mathbf W_t»13 \mathnormal W"#),
    ])
  func rivals(_ item: MarkCase) throws {
    #expect(try marked(item.tex) == item.marked)
  }

  @Test(
    "what is inside another command is found where braces can be put around it",
    arguments: [
      MarkCase(#"\frac{\partial L}{\partial W}"#, #"\frac{\partial L}{\partial «W»0}"#),
      MarkCase(#"\sqrt[W]{W} \sqrt W \frac WH"#, #"\sqrt[W]{«W»0} \sqrt W \frac WH"#),
      MarkCase(#"x^W x_\delta x^{W} x^{WH} x^{W+H}"#, #"x^W x_\delta x^{W} x^{WH} x^{«W»0+«H»7}"#),
      MarkCase(#"\left(W\right]W \bigl(W\bigr)"#, #"\left(«W»0\right]«W»0 \bigl(«W»0\bigr)"#),
      MarkCase(#"\sum_{t=1}^T W \underbrace{W}_{H}"#, #"\sum_{t=1}^T «W»0 \underbrace{«W»0}_{H}"#),
      MarkCase(
        #"\text{W $W$} \mathrm{W} \mathrm W \operatorname{W}W"#,
        #"\text{W $W$} \mathrm{W} \mathrm W \operatorname{W}«W»0"#),
      MarkCase(#"\operatorname*{W}_W W"#, #"\operatorname*{W}_W «W»0"#),
      MarkCase(#"\label{W}W\tag{W}"#, #"\label{W}«W»0\tag{W}"#),
      MarkCase(#"\hat{W} \dot W \hat{\mathbf{W}} W"#, #"\hat{W} \dot W \hat{\mathbf{W}} «W»0"#),
      MarkCase(#"\textcolor{W}{W}\color{W}W"#, #"\textcolor{W}{«W»0}\color{W}«W»0"#),
      MarkCase(#"\kern-1.5HH W\hspace{1H}\rule{H}{H}"#, #"\kern-1.5HH «W»0\hspace{1H}\rule{H}{H}"#),
      MarkCase("W % W\nW \\% W", "«W»0 % W\n«W»0 \\% «W»0"),
      MarkCase(#"{\bf W} W {\rm a W} W"#, #"{\bf W} «W»0 {\rm a W} «W»0"#),
      MarkCase(
        #"\begin{array}{HW} W & H \\[2H] [W] \end{array} W"#,
        #"\begin{array}{HW} «W»0 & «H»7 \\[2H] [«W»0] \end{array} «W»0"#),
      MarkCase(
        #"\begin{aligned} W &= h_t \\ &\quad + z \end{aligned}"#,
        #"\begin{aligned} «W»0 &= «h_t»1 \\ &\quad + «z»11 \end{aligned}"#),
      MarkCase(#"\def\a{W}\a W"#, #"\def\a{W}\a W"#),
      MarkCase(#"\odot"#, #"\odot"#),
      MarkCase(
        #"\not W \genfrac{(}{)}{0pt}{0}{W}{H}"#, #"\not W \genfrac{(}{)}{0pt}{0}{«W»0}{«H»7}"#),
      MarkCase("日本😀W", "日本😀«W»0"),
    ])
  func commands(_ item: MarkCase) throws {
    #expect(try marked(item.tex) == item.marked)
  }

  @Test(
    "what KaTeX will refuse is read to its end all the same",
    arguments: [
      "", "{", "}", "W}", "{W", "W_", "W^", "_", "'", #"\"#, #"\frac"#, #"\frac{W"#, #"\sqrt[W"#,
      "W__W",
      #"\begin"#, #"\begin{array}"#, #"\kern"#, #"\\["#, "W_}", "{}}", "%", "W%", #"\hat"#,
    ])
  func broken(tex: String) throws {
    let marks = try SymbolTableTests.table(Self.notation).marks(in: tex)
    #expect(marks.allSatisfy { $0.range.upperBound <= tex.utf16.count })
  }

  @Test(
    "a formula nested deeper than any that people read has no marks",
    arguments: ["{", "W_{", #"\sqrt["#, #"\sqrt{"#, "x_{{", #"\text{"#])
  func deep(opening: String) throws {
    let table = try SymbolTableTests.table(Self.notation)
    #expect(table.marks(in: "W" + String(repeating: opening, count: 10_000)) == [])
  }

  @Test("a chapter without symbols has no marks")
  func none() {
    #expect(SymbolTable().marks(in: "W h_t") == [])
  }

  @Test("a symbol ends before other edits at its end, and begins after those at its beginning")
  func otherEdits() throws {
    let placed = PlacedFormula(
      formula: Formula(tex: "aWb", display: false, lineStarts: []),
      edits: [TeXEdit(range: 1..<1, text: "["), TeXEdit(range: 2..<2, text: "]")],
      marks: [SymbolMark(range: 1..<2, symbol: 0), SymbolMark(range: 2..<3, symbol: 1)])
    #expect(placed.key.unmarked == "a[W]b")
    #expect(placed.key.tex == #"a[\htmlData{symbol=0}{W}]\htmlData{symbol=1}{b}"#)
  }

  // MARK: - Typeset

  private func typeset(_ tex: String, _ table: SymbolTable, display: Bool = true) async throws -> (
    plain: Typeset?, marked: Typeset?, hasMarks: Bool
  ) {
    let formula = Formula(tex: tex, display: display, lineStarts: [])
    let placed = PlacedFormula(formula: formula, marks: table.marks(in: tex))
    let plain = formula.key(number: nil)
    let typeset = try await Typesetter.shared.typeset([plain, placed.key], katex: try KaTeX.find())
    return (typeset[plain], typeset[placed.key], !placed.marks.isEmpty)
  }

  @Test(
    "a marked formula is the formula with spans around its symbols, and keeps its TeX for copying")
  func spans() async throws {
    let table = try SymbolTableTests.table(#"W | input "weight" of $x_t$ | H × D"#)
    guard case (.html(let plain), .html(let marked), true) = try await typeset("y=Wx", table) else {
      Issue.record("it is not set")
      return
    }
    #expect(
      marked.explaining(table).text
        == plain.text.replacing(
          #"<span class="mord mathnormal" style="margin-right:0.13889em;">W</span>"#,
          with: #"""
            <span class="enclosing" title="input &quot;weight&quot; of x_t, H × D">\#
            <span class="mord mathnormal" style="margin-right:0.13889em;">W</span></span>
            """#))
    #expect(marked.text.contains(#"<annotation encoding="application/x-tex">y=Wx</annotation>"#))
  }

  @Test("letters that KaTeX sets in one span stay in it, each with its mark")
  func letters() async throws {
    let table = try SymbolTableTests.table("T | steps\nB | batch")
    guard case (.html(let plain), .html(let marked), true) = try await typeset("TBTx", table) else {
      Issue.record("it is not set")
      return
    }
    let style = #"style="margin-right:0.13889em;""#
    #expect(plain.text.contains(#"<span class="mord mathnormal" \#(style)>TBT</span>"#))
    #expect(
      marked.explaining(table).text
        == plain.text.replacing(
          ">TBT<",
          with: #"""
            ><span class="enclosing" title="steps">T</span><span class="enclosing" title="batch">B</span>\#
            <span class="enclosing" title="steps">T</span><
            """#))
  }

  @Test(
    "marks that would change how a formula looks are left out",
    arguments: [
      (#"a\htmlData{symbol=0}{+}b"#, "a+b"), (#"\hat{\htmlData{symbol=0}{f}}"#, #"\hat f"#),
      (#"\htmlData{symbol=0}{x}y"#, "xyz"), (#"\htmlData{symbol=0}{x}yz"#, "xy"),
      (#"\htmlData{symbol=0}{x}_2"#, "x_3"), (#"x^\htmlData{symbol=0}{x}"#, "x^x"),
      (#"\htmlData{symbol=0}{T}B"#, "T B_2"),
    ])
  func changed(_ marked: String, _ plain: String) async throws {
    let key = TypesetKey(tex: marked, display: false, number: nil, unmarked: plain)
    let plain = TypesetKey(tex: plain, display: false, number: nil)
    let typeset = try await Typesetter.shared.typeset([key, plain], katex: try KaTeX.find())
    #expect(typeset[key] == typeset[plain])
  }

  @Test("errors have their places in what the author wrote, and marks of his own are refused")
  func errors() async throws {
    let table = try SymbolTableTests.table("W | weight")
    #expect(
      try await typeset(#"W + \foo W"#, table).marked
        == .wrong(message: #"Undefined control sequence: \foo"#, offset: 4))
    #expect(
      try await typeset(#"W \htmlData{symbol=0}{W}"#, table).marked
        == .wrong(message: "a command in this formula is not allowed", offset: nil))
  }

  @Test("rows with numbers and marks of derivations have their symbols marked too")
  func rows() async throws {
    let chapter = Chapter(
      text: #"""
        ```symbols
        W | weight
        h_t | state
        ```

        ```math
        \begin{aligned}
        h_t \label{a} &= W \\
        W &= W h_t \label{b}
        \end{aligned}
        ```

        ```swift run
        derive("b") { }
        ```
        """#)
    let plan = Plan(chapter, modules: [])
    let placed = try #require(
      plan.formulas(of: chapter, numbers: ["a": "1.1", "b": "1.2"]).last { $0.fence != nil })
    #expect(placed.marks.map(\.symbol) == [1, 0, 0, 0, 1])
    var plain = placed
    plain.marks = []
    let keys: Set = [plain.key, placed.key]
    let typeset = try await Typesetter.shared.typeset(keys, katex: try KaTeX.find())
    guard case .html(let marked) = typeset[placed.key],
      case .html(let unmarked) = typeset[plain.key]
    else {
      Issue.record("it is not set")
      return
    }
    #expect(
      marked.text.matches(of: /data-(symbol|step)="\d+"/).map(\.output.0).sorted() == [
        #"data-step="1""#, #"data-step="2""#, #"data-symbol="0""#, #"data-symbol="0""#,
        #"data-symbol="0""#, #"data-symbol="1""#, #"data-symbol="1""#,
      ])
    #expect(withoutMarks(marked.text) == unmarked.text)
  }

  /// The HTML without the spans that are marks.
  private func withoutMarks(_ html: String) -> String {
    var html = html
    while let mark = html.firstMatch(of: /<span class="enclosing[^>]*data-symbol[^>]*>/) {
      var depth = 1
      var end = mark.range.upperBound
      while depth > 0, let tag = html[end...].firstMatch(of: /<(\/?)span[^>]*>/) {
        depth += tag.1.isEmpty ? 1 : -1
        end = tag.range.upperBound
      }
      let inner = html[mark.range.upperBound..<end].dropLast("</span>".count)
      html.replaceSubrange(mark.range.lowerBound..<end, with: inner)
    }
    return html
  }

  @Test("no formula of this book's chapters loses its marks")
  func book() async throws {
    let table = try SymbolTableTests.table(
      #"""
      x_t | input | D × B
      a_t | pre-activation | H × B
      h_t | state | H × B
      h_0 | initial state | H × B
      z_t | logits
      p_t | probabilities
      y_t | targets
      W | input weight | H × D
      U | state weight | H × H
      b | bias | H × 1
      V | readout weight
      c | readout bias
      L | loss
      L_t | loss of a step
      \delta | errors
      \delta_t | errors
      s_t | factor
      T | steps
      D | size
      H | size
      K | classes
      B | samples
      J | Jacobian
      """#)
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().path
    var count = 0
    for name in try FileManager.default.contentsOfDirectory(atPath: root + "/chapters")
    where name.hasSuffix(".md") {
      let text = try String(contentsOfFile: "\(root)/chapters/\(name)", encoding: .utf8)
      let chapter = Chapter(text: text)
      let formulas = Plan(chapter, modules: []).formulas(of: chapter, numbers: [:]).map(\.formula)
      for formula in Set(formulas) {
        let (plain, marked, hasMarks) = try await typeset(
          formula.tex, table, display: formula.display)
        guard hasMarks, case .html(let plain) = plain, case .html(let marked) = marked else {
          #expect(marked == plain)
          continue
        }
        count += 1
        #expect(marked != plain, "\(formula.tex)")
        #expect(withoutMarks(marked.text) == plain.text)
      }
    }
    #expect(count > 0)
  }
}

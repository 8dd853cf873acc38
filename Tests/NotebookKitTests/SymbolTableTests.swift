// The symbols of a chapter: how they are declared, what is wrong with declarations, and shapes that do not fit.

import Testing

@testable import NotebookKit
@testable import SnippetRuntime

struct ShapeTextCase: CustomTestStringConvertible {
  var text: String
  var shown: String?
  var tex: String?

  var testDescription: String { "'\(text)'" }
}

struct LintCase: CustomTestStringConvertible {
  var testDescription: String
  var bindings: [SymbolValue]
  /// The sentences, each with its help after a bar.
  var findings: [String]

  init(_ name: String, _ bindings: [SymbolValue], _ findings: [String]) {
    (testDescription, self.bindings, self.findings) = (name, bindings, findings)
  }
}

extension SymbolValue {
  /// A name with the rows and columns of its values.
  fileprivate init(_ name: String, _ shapes: (Int, Int)..., value: Double? = nil) {
    self.init(
      name: name, shapes: shapes.map { Shape(rows: $0.0, columns: $0.1) }, number: value)
  }
}

@Suite("Symbol table") struct SymbolTableTests {
  private func plan(_ text: String) -> Plan { Plan(Chapter(text: text), modules: []) }

  private func messages(_ text: String) -> String {
    plan(text).findings.map(\.description).joined(separator: "\n")
  }

  /// A table of these lines, which are right.
  static func table(_ lines: String) throws -> SymbolTable {
    let plan = Plan(Chapter(text: "```symbols\n\(lines)\n```\n"), modules: [])
    try #require(plan.findings == [])
    return plan.symbols
  }

  @Test("a line declares a symbol with meaning and shape, wherever the fence stands")
  func declared() throws {
    let plan = plan(
      #"""
      - item

        > ```symbols
        > W | weight of $x_t$ | 4H × D
        >
        > \hat{y}_t|`code` and *so*
        > ```

      ```symbols
      	T |  number of steps |1
      ```
      """#)
    #expect(plan.findings == [])
    let symbols = plan.symbols.symbols
    #expect(symbols.map(\.formula.tex) == ["W", #"\hat{y}_t"#, "T"])
    #expect(symbols.map(\.title) == ["weight of x_t, 4H × D", "code and so", "number of steps, 1"])
    #expect(symbols.map(\.fence) == [3, 3, 9])
    #expect(symbols.map(\.range.start.line) == [4, 6, 10])
    #expect(symbols.map(\.range.start.column) == [5, 5, 2])
    let meaning = try #require(symbols[0].meaning.formulas.first)
    #expect(meaning.lineStarts == [SourceLocation(line: 4, column: 20)])
  }

  @Test(
    "a shape is rows and columns, or one number",
    arguments: [
      ShapeTextCase(text: "H × D", shown: "H × D", tex: #"H \times D"#),
      ShapeTextCase(text: "H×D", shown: "H × D", tex: #"H \times D"#),
      ShapeTextCase(text: "4H x 1", shown: "4H × 1", tex: #"4H \times 1"#),
      ShapeTextCase(text: " 12  *  d ", shown: "12 × d", tex: #"12 \times d"#),
      ShapeTextCase(text: "1", shown: "1", tex: "1"),
      ShapeTextCase(text: ""), ShapeTextCase(text: "H"), ShapeTextCase(text: "2"),
      ShapeTextCase(text: "H ×"), ShapeTextCase(text: "T × H × B"), ShapeTextCase(text: "H D"),
      ShapeTextCase(text: "4 H × D"), ShapeTextCase(text: "HD × 1"), ShapeTextCase(text: "H4 × 1"),
      ShapeTextCase(text: "0 × D"), ShapeTextCase(text: "-1 × D"), ShapeTextCase(text: "δ × D"),
      ShapeTextCase(text: "99999999999999999999 × 1"),
    ])
  func shapes(_ item: ShapeTextCase) {
    let shape = SymbolShape(item.text)
    #expect(shape?.description == item.shown)
    #expect(shape?.tex == item.tex)
  }

  @Test("wrong lines are pointed at, each at its column, and the right ones count")
  func wrong() {
    let text = #"""
      > ```symbols
      > W
      > | nothing
      > U | | H × H
      > a | b | H × H | c
      > W x | product
      > $h_t$ | state
      > ä | größe | H × H × H
      >   b | bias | H × 1
      > V | see [](#b) | H × H
      > c | is $x
      > ```
      """#
    #expect(
      messages(text) == #"""
        chapters/01-test.md:2:3: error: the symbol 'W' has no meaning
        > W
          ^
        help: write 'symbol | meaning | shape', for example 'W | input weight | H × D'
        chapters/01-test.md:3:3: error: there is no symbol before the first '|'
        > | nothing
          ^~~~~~~~~
        help: write 'symbol | meaning | shape', for example 'W | input weight | H × D'
        chapters/01-test.md:4:3: error: the symbol 'U' has no meaning
        > U | | H × H
          ^
        help: write 'symbol | meaning | shape', for example 'W | input weight | H × D'
        chapters/01-test.md:5:20: error: nothing follows the shape of a symbol
        > a | b | H × H | c
                          ^
        help: write \mid or \lvert … \rvert for a '|' in mathematics
        chapters/01-test.md:6:3: error: 'W x' is not one symbol
        > W x | product
          ^~~
        help: write TeX without dollars: a letter or a command with its scripts, such as 'h_t' or '\delta_t'
        chapters/01-test.md:7:3: error: '$h_t$' is not one symbol
        > $h_t$ | state
          ^~~~~
        help: write TeX without dollars: a letter or a command with its scripts, such as 'h_t' or '\delta_t'
        chapters/01-test.md:8:18: error: 'H × H × H' is not a shape
        > ä | größe | H × H × H
                      ^~~~~~~~~
        help: write rows and columns, such as 'H × D', 'H × 1' or '4H × D', or '1' for a single number
        chapters/01-test.md:10:7: error: the meaning of a symbol is text, code and mathematics
        > V | see [](#b) | H × H
              ^~~~~~~~~~
        help: move links, pictures and HTML into the text of the chapter
        chapters/01-test.md:11:10: warning: this '$' opens no mathematics
        > c | is $x
                 ^
        help: write '\$' for a dollar, or close the formula
        """#)
    #expect(plan(text).symbols.symbols.map(\.formula.tex) == ["b", "V", "c"])
  }

  @Test("a symbol declared twice in the chapter is an error, whatever its blanks and braces")
  func twice() {
    #expect(
      messages("```symbols\nh_t | state\n```\n\n```symbols\nh_0 | first\n  h _{t} | again\n```\n")
        == """
        chapters/01-test.md:7:3: error: the symbol 'h _{t}' is declared twice
          h _{t} | again
          ^~~~~~
        chapters/01-test.md:2:1: note: it is declared here
        h_t | state
        ^~~
        """)
  }

  @Test("a fence without a symbol is an error, and so are words after the first")
  func empty() {
    #expect(
      messages("```symbols id=a\n\n```\n") == """
        chapters/01-test.md:1:12: error: unknown fence word 'id=a'
        ```symbols id=a
                   ^~~~
        help: nothing follows 'symbols'
        chapters/01-test.md:1:1: error: no symbol is declared here
        ```symbols id=a
        ^~~~~~~~~~~~~~~
        help: write 'symbol | meaning | shape', for example 'W | input weight | H × D'
        """)
  }

  // MARK: - Shapes

  private static let notation = #"""
    W | input weight | H × D
    U | state weight | H × H
    G | gates | 4H × D
    b | bias | H × 1
    h_t | state | H × B
    h_0 | initial state | H × B
    \delta_t | error | H × B
    W_{ih} | layer's weight | 3 × D
    \hat y | prediction | K × B
    T | number of steps | 1
    S | a square of the steps | T × T
    L | loss
    """#

  @Test(
    "each letter stands for one number in all values",
    arguments: [
      LintCase(
        "shapes that fit", [.init("W", (3, 2)), .init("U", (3, 3)), .init("G", (12, 2))], []),
      LintCase(
        "a letter that another symbol has bound", [.init("W", (3, 2)), .init("U", (2, 3))],
        [
          "symbol 'U' is declared H × H, and with H = 3 (from 'W') that is 3×3, but its value is 2×3"
        ]),
      LintCase(
        "two letters", [.init("W", (3, 2)), .init("G", (3, 2))],
        [
          "symbol 'G' is declared 4H × D, and with H = 3 (from 'W') and D = 2 (from 'W') that is "
            + "12×2, but its value is 3×2"
        ]),
      LintCase(
        "a letter that is still free", [.init("b", (3, 1)), .init("h_t", (2, 5))],
        [
          "symbol 'h_t' is declared H × B, and with H = 3 (from 'b') that is 3×B, but its value is 2×5"
        ]),
      LintCase(
        "one letter for two numbers", [.init("U", (2, 3)), .init("b", (7, 1))],
        ["symbol 'U' is declared H × H, but its value is 2×3"]),
      LintCase(
        "no multiple", [.init("G", (6, 2))], ["symbol 'G' is declared 4H × D, but its value is 6×2"]
      ),
      LintCase(
        "no column", [.init("b", (1, 3))], ["symbol 'b' is declared H × 1, but its value is 1×3"]),
      LintCase(
        "a number in the shape", [.init("W_{ih}", (4, 2))],
        ["symbol 'W_{ih}' is declared 3 × D, but its value is 4×2"]),
      LintCase(
        "no single number", [.init("T", (2, 2))],
        ["symbol 'T' is declared as a single number, but its value is 2×2"]),
      LintCase("a symbol without a shape", [.init("L", (2, 1))], []),
      LintCase(
        "a list of values", [.init("h_t", (3, 2), (3, 2), (3, 4))],
        [
          "symbol 'h_t' is declared H × B, and with H = 3 (from 'h_t') and B = 2 (from 'h_t') that "
            + "is 3×2, but one of its values is 3×4"
        ]),
      LintCase(
        "a letter's own value, wherever it stands",
        [.init("S", (3, 3)), .init("T", (1, 1), value: 4)],
        [
          "symbol 'S' is declared T × T, and with T = 4 (from 'T') that is 4×4, but its value is 3×3"
        ]),
      LintCase(
        "names as Swift has them",
        [
          .init("h_t", (3, 2)), .init(#"\delta_t"#, (3, 2)), .init("delta_t", (3, 2)),
          .init("h0", (3, 2)), .init("W_ih", (3, 2)), .init("Wih", (3, 2)), .init("haty", (5, 2)),
          .init("h_{t}", (3, 2)),
        ], []),
      LintCase(
        "names that nothing has", [.init("detla_t", (1, 1)), .init("quite", (1, 1))],
        [
          #"no symbol 'detla_t' is declared | did you mean '\delta_t'?"#,
          "no symbol 'quite' is declared | declare it in a ```symbols fence",
        ]),
      LintCase("no values at all", [.init("W")], []),
    ])
  func lint(_ item: LintCase) throws {
    let findings = try Self.table(Self.notation).findings(for: item.bindings)
    #expect(
      findings.map { ([$0.summary] + ($0.help.map { [$0] } ?? [])).joined(separator: " | ") }
        == item.findings)
  }

  @Test("a chapter without symbols has nothing to compare with")
  func nothingDeclared() {
    #expect(SymbolTable().findings(for: [SymbolValue("W", (3, 2))]) == [])
  }
}

// Names in `math` fences: Markdown in; the names, the numbered TeX and what is wrong out.

import Testing

@testable import NotebookKit

struct NumberingCase: CustomTestStringConvertible {
  var name: String
  /// The words of the fence after `math`.
  var words = ""
  var tex: String
  /// The names with their lines, rows and tags.
  var names: [String] = []
  /// The TeX as KaTeX is to read it.
  var text: String
  /// The number beside the whole.
  var number: String?

  var testDescription: String { name }
}

struct NameErrorCase: CustomTestStringConvertible {
  var name: String
  var words = ""
  var tex: String
  var messages: String

  var testDescription: String { name }
}

@Suite("Fenced equations") struct FencedEquationTests {
  private func plan(_ words: String, _ tex: String, _ more: String = "") -> Plan {
    Plan(Chapter(text: "```math\(words)\n\(tex)\n```\n\(more)"), modules: [])
  }

  @Test(
    "named rows are numbered, tags are shown, and everything else has no number",
    arguments: [
      NumberingCase(name: "a plain formula", tex: "x % note", text: "x % note"),
      NumberingCase(
        name: "the whole, by id", words: " id=e", tex: "x", names: ["1 e"], text: "x",
        number: "e's"),
      NumberingCase(
        name: "the whole, by label", tex: #"x\label{e}y"#, names: ["2 e"], text: "x y",
        number: "e's"),
      NumberingCase(
        name: "a tag in place of the number", words: " id=e", tex: #"x \tag{A}"#,
        names: ["1 e (A)"], text: #"x \tag{A}"#),
      NumberingCase(name: "a tag alone", tex: #"x \tag{$\ast$}"#, text: #"x \tag{$\ast$}"#),
      NumberingCase(
        name: "rows",
        tex: #"""
          \begin{aligned}
          a &= b, \label{first} \\[2pt]
          c &= d \\
          e &= f \label{third}\tag*{G} \\
          h \tag{$\ast$} % \label{no}
          \end{aligned} .
          """#,
        names: ["3 first, row 1", "5 third, row 3 G"],
        text: #"""
          \begin{align*}
          a &= b, \tag{first's} \\[2pt]
          c &= d \\
          e &= f  \tag*{G} \\
          h \tag{$\ast$}. % \label{no}
          \end{align*}  
          """#),
      NumberingCase(
        name: "an environment that would number all its rows",
        tex: #"\begin{align} a \\ b \end{align}."#, text: #"\begin{align*} a \\ b \end{align*}."#),
      NumberingCase(
        name: "rows of gather", tex: #"\begin{gather} a \notag \\ b \label{b} \end{gather}"#,
        names: ["2 b, row 2"], text: #"\begin{gather*} a   \\ b \tag{b's} \end{gather*}"#),
      NumberingCase(
        name: "rows of alignedat", tex: #"\begin{alignedat}{2} a & b \label{b} \end{alignedat}"#,
        names: ["2 b, row 1"], text: #"\begin{alignat*}{2} a & b \tag{b's} \end{alignat*}"#),
      NumberingCase(
        name: "an equation that holds a block",
        tex: #"\begin{equation} \label{e} \begin{split} a \\ b \end{split} \end{equation}"#,
        names: ["2 e, row 1"],
        text: #"\begin{equation*} \tag{e's} \begin{split} a \\ b \end{split} \end{equation*}"#),
      NumberingCase(
        name: "a block as a whole", words: " id=e",
        tex: #"\begin{align} a \\ b \nonumber \end{align}."#,
        names: ["1 e"], text: #"\begin{align*} a \\ b   \end{align*}."#, number: "e's"),
      NumberingCase(
        name: "a block named behind its end",
        tex: #"\begin{aligned} a \\ b \end{aligned}, \label{e}"#, names: ["2 e"],
        text: #"\begin{aligned} a \\ b \end{aligned},  "#, number: "e's"),
      NumberingCase(
        name: "a block with an only row that has a tag", words: " id=e",
        tex: #"\begin{equation} a \tag{A} \end{equation}"#, names: ["1 e (A)"],
        text: #"\begin{equation*} a \tag{A} \end{equation*}"#),
    ])
  func numbering(_ item: NumberingCase) throws {
    let plan = plan(item.words, item.tex)
    #expect(plan.findings == [])
    let equation = try #require(plan.equations[1])
    #expect(
      equation.names.map { name in
        "\(name.range.start.line) \(name.name)" + (name.row.map { ", row \($0)" } ?? "")
          + (name.tag.map { " \($0.shown)" } ?? "")
      } == item.names)
    let numbers = Dictionary(
      uniqueKeysWithValues: equation.names.map { ($0.name, "\($0.name)'s") })
    #expect(RewrittenTeX(item.tex, equation.edits(numbers: numbers)).text == item.text)
    #expect(equation.number(in: numbers) == item.number)
  }

  @Test("what a name stands for is its row without numbers, or the whole")
  func meanings() throws {
    let rows = #"""
      \begin{aligned}
      \alpha &= b, & c &\label{first} \\[2pt]
      & = \begin{cases} 1 & x \\ 2 & y \end{cases} \tag{G}\label{second} % note
      \end{aligned} .
      """#
    let equation = try #require(plan("", rows).equations[1])
    #expect(
      equation.names.map(equation.tex(of:)) == [
        #"\alpha {}= b, {} c {} "#, #"{} = \begin{cases} 1 & x \\ 2 & y \end{cases}   "#,
      ])
    let whole = try #require(
      plan(" id=e", #"\begin{align} a \notag \\ b \end{align}, \tag{A}"#).equations[1])
    #expect(
      whole.names.map(whole.tex(of:)) == [#"\begin{align*} a   \\ b \end{align*},  "#])
  }

  @Test(
    "wrong names and tags are pointed at",
    arguments: [
      NameErrorCase(
        name: "a name as TeX has them", tex: #"x \label{eq:foo bar}"#,
        messages: #"""
          chapters/01-test.md:2:3: error: 'eq:foo bar' is not a name
          x \label{eq:foo bar}
            ^~~~~~~~~~~~~~~~~~
          help: use letters, digits, '-', '_' and '.', such as 'eq-foo-bar'
          """#),
      NameErrorCase(
        name: "no name", tex: #"\begin{aligned} ä \label{} \end{aligned}"#,
        messages: #"""
          chapters/01-test.md:2:20: error: '' is not a name
          \begin{aligned} ä \label{} \end{aligned}
                            ^~~~~~~~
          help: use letters, digits, '-', '_' and '.'
          """#),
      NameErrorCase(
        name: "a row and the whole", words: " id=e",
        tex: "\\begin{aligned} a \\tag{A} \\\\\n b \\label{b} \\end{aligned}",
        messages: #"""
          chapters/01-test.md:3:4: error: the equation is numbered as a whole, so its rows are not
           b \label{b} \end{aligned}
             ^~~~~~~~~
          help: remove this, or what numbers the whole: 'id=', or '\label' or '\tag' behind '\end'
          chapters/01-test.md:2:19: error: the equation is numbered as a whole, so its rows are not
          \begin{aligned} a \tag{A} \\
                            ^~~~~~~
          help: remove this, or what numbers the whole: 'id=', or '\label' or '\tag' behind '\end'
          """#),
      NameErrorCase(
        name: "a label beside id=", words: " id=e", tex: #"x \label{b}"#,
        messages: #"""
          chapters/01-test.md:2:3: error: the equation has a name already
          x \label{b}
            ^~~~~~~~~
          """#),
      NameErrorCase(
        name: "a row with two of each",
        tex: #"\begin{aligned} a \label{a} \tag{A} \label{b} \tag{B} \end{aligned}"#,
        messages: #"""
          chapters/01-test.md:2:37: error: the row has a name already
          \begin{aligned} a \label{a} \tag{A} \label{b} \tag{B} \end{aligned}
                                              ^~~~~~~~~
          chapters/01-test.md:2:47: error: the row has a tag already
          \begin{aligned} a \label{a} \tag{A} \label{b} \tag{B} \end{aligned}
                                                        ^~~~~~~
          """#),
      NameErrorCase(
        name: "a tag that no link can repeat", words: " id=e", tex: #"x \tag{$\ast$} \tag{B}"#,
        messages: #"""
          chapters/01-test.md:2:16: error: the equation has a tag already
          x \tag{$\ast$} \tag{B}
                         ^~~~~~~
          chapters/01-test.md:2:3: error: the tag of a named equation is not plain text
          x \tag{$\ast$} \tag{B}
            ^~~~~~~~~~~~
          help: links repeat it: write it without '$', '\' and braces
          """#),
      NameErrorCase(
        name: "a name that is taken",
        tex: #"\begin{gather} a \label{a} \\ b \label{a} \end{gather}"#,
        messages: #"""
          chapters/01-test.md:2:33: error: the name 'a' is taken
          \begin{gather} a \label{a} \\ b \label{a} \end{gather}
                                          ^~~~~~~~~
          chapters/01-test.md:2:18: note: it is taken here
          \begin{gather} a \label{a} \\ b \label{a} \end{gather}
                           ^~~~~~~~~
          """#),
    ])
  func errors(_ item: NameErrorCase) {
    let messages = plan(item.words, item.tex).findings.map(\.description)
    #expect(messages.joined(separator: "\n") == item.messages)
  }

  private static let derivation = "```swift run hidden\nlet x = 1\n  derive(\n\"e\") {}\n```\n"

  @Test(
    "rows that a snippet derives are marked at their ends, in a column where that is possible",
    arguments: [
      (
        #"\begin{aligned} a &= b \\ &= c \label{e} % note"# + "\n\\end{aligned},",
        #"\begin{align*} a &= b&\htmlData{step=1}{\checkmark} \\ &= c \tag{1.1},&\htmlData{step=2}{\checkmark} % note"#
          + "\n\\end{align*} "
      ),
      (
        #"\begin{aligned} a \\ \\ b \label{e} \end{aligned}"#,
        #"\begin{align*} a&\quad\htmlData{step=1}{\checkmark} \\ \\ b \tag{1.1}&\quad\htmlData{step=3}{\checkmark} \end{align*}"#
      ),
      (
        #"\begin{gathered} a \\ b \label{e} \end{gathered}"#,
        #"\begin{gather*} a\quad\htmlData{step=1}{\checkmark} \\ b \tag{1.1}\quad\htmlData{step=2}{\checkmark} \end{gather*}"#
      ),
      (#"x \label{e} % note"#, #"x  \quad\htmlData{step=1}{\checkmark} % note"#),
    ])
  func derived(tex: String, text: String) throws {
    let equation = try #require(plan("", tex, Self.derivation).equations[1])
    #expect(equation.isDerived)
    #expect(RewrittenTeX(tex, equation.edits(numbers: ["e": "1.1"])).text == text)
  }

  @Test(
    "only running code that derives an equation of the chapter by its name marks it",
    arguments: [
      "```swift run\nunderive(\"e\")\n```", "```swift run\nderive(\"f\")\n```",
      "```swift run compiles\nderive(\"e\")\n```", "```swift\nderive(\"e\")\n```",
      "```swift run\nderive(e)\n```",
    ])
  func notDerived(snippet: String) {
    #expect(plan(" id=e", "x", snippet).equations[1]?.isDerived == false)
  }
}

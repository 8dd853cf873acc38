// Weaving: what a page says about each way in which a snippet can end. Transcripts are made by hand.

import Testing

@testable import NotebookKit
@testable import SnippetRuntime

struct OutcomeCase: CustomTestStringConvertible {
  var words: String
  var outcome: Outcome
  var messages: String

  var testDescription: String { "'\(words)' and \(outcome)" }
}

struct CheckCase: CustomTestStringConvertible {
  var name: String
  var check: Check
  /// The message from the check's place on; empty when it passed.
  var messages: String

  var testDescription: String { name }
}

@Suite("Weaver") struct WeaverTests {
  private func page(
    _ text: String, _ runs: [Int: Run], typeset: [TypesetKey: Typeset] = [:]
  ) -> Page {
    let chapter = Chapter(text: text)
    return Weaver.page(chapter, Plan(chapter, modules: []), runs, typeset: typeset)
  }

  private func messages(_ page: Page) -> String {
    page.findings.map(\.description).joined(separator: "\n")
  }

  // MARK: - Outcomes

  private static let rejection = Diagnostic(
    path: "chapters/01-test.md", range: SourceRange(line: 2, column: 1, length: 3), "no such thing",
    excerpt: "foo()")
  private static let trap = Trap(message: "Fatal error: Index out of range", line: 2)

  private static let shownModes = ["", "hidden", "folded"]
  private static let allModes = shownModes + ["compiles", "fails", "traps"]

  private static func message(_ words: String, _ summary: String, help: String? = nil) -> String {
    let line = "```swift run" + (words.isEmpty ? "" : " " + words)
    return """
      chapters/01-test.md:1:1: error: \(summary)
      \(line)
      ^\(String(repeating: "~", count: line.count - 1))
      """ + (help.map { "\nhelp: \($0)" } ?? "")
  }

  private static let completed = allModes.map { words in
    let messages =
      switch words {
      case "fails":
        message(
          words, "this snippet must not compile, but it does",
          help: "remove 'fails' if that is right")
      case "traps":
        message(
          words, "this snippet must trap, but it ran to its end",
          help: "remove 'traps' if that is right")
      default: ""
      }
    return OutcomeCase(words: words, outcome: .completed, messages: messages)
  }

  private static let rejected = allModes.map { words in
    OutcomeCase(
      words: words, outcome: .rejected([rejection]),
      messages: words == "fails"
        ? ""
        : """
        chapters/01-test.md:2:1: error: no such thing
        foo()
        ^~~
        """)
  }

  private static let trapped = allModes.map { words in
    OutcomeCase(
      words: words, outcome: .trapped(trap),
      messages: words == "traps"
        ? ""
        : """
        chapters/01-test.md:2:1: error: the snippet trapped: Fatal error: Index out of range
        foo()
        ^~~~~
        """)
  }

  private static let trappedSomewhere = shownModes.map { words in
    OutcomeCase(
      words: words, outcome: .trapped(Trap(message: "signal 63", line: nil)),
      messages: message(words, "the snippet trapped: signal 63"))
  }

  private static let timedOut = allModes.flatMap { words in
    [(10, "10"), (0.5, "0.5")].map { seconds, text in
      OutcomeCase(
        words: words, outcome: .timedOut(seconds),
        messages: message(
          words, "the snippet did not end within \(text) s and was stopped",
          help: "give it more time with 'timeout=', or less to do"))
    }
  }

  private static let exited = allModes.map { words in
    OutcomeCase(
      words: words, outcome: .exited(3),
      messages: message(
        words, "the snippet ended the program with status 3",
        help: "a snippet must run to its end, so that those after it can run"))
  }

  private static let garbled = allModes.map { words in
    OutcomeCase(
      words: words, outcome: .garbled,
      messages: message(words, "the snippet wrote to descriptor 3, which is not its own"))
  }

  private static let exceeded = allModes.flatMap { words in
    [
      (
        ExceededLimit.memory(2 << 30), "used more than 2 GiB of memory",
        "make the example smaller"
      ),
      (.memory(1_000_000), "used more than 1000000 bytes of memory", "make the example smaller"),
      (.processes(64), "ran more than 64 processes at a time", nil),
      (.fileSize(256 << 20), "wrote a file of more than 256 MiB", "make the example smaller"),
      (.output(1 << 10), "printed more than 1 KiB", "print what a reader will read"),
    ].map { limit, deed, help in
      OutcomeCase(
        words: words, outcome: .exceeded(limit),
        messages: message(words, "the snippet \(deed) and was stopped", help: help))
    }
  }

  private static let notReached = allModes.map { words in
    OutcomeCase(
      words: words, outcome: .notReached, messages: message(words, "the snippet was never reached"))
  }

  @Test(
    "each outcome is judged by what the snippet is for",
    arguments: [
      completed, rejected, trapped, trappedSomewhere, timedOut, exited, garbled, exceeded,
      notReached,
    ].flatMap(\.self))
  func outcomes(_ item: OutcomeCase) {
    let line = "```swift run" + (item.words.isEmpty ? "" : " " + item.words)
    let page = page("\(line)\nfoo()\n```\n", [1: Run(outcome: item.outcome)])
    #expect(messages(page) == item.messages)
    #expect(page.exhibits[1]?.run.outcome == item.outcome)
  }

  @Test("a snippet that no program ran was never reached")
  func noRun() {
    let page = page("```swift run\nfoo()\n```\n", [:])
    #expect(messages(page) == Self.message("", "the snippet was never reached"))
  }

  @Test("a snippet behind a broken one is not reported")
  func behindBroken() {
    let page = page(
      "```swift run\nfoo()\n```\n```swift run\nbar()\n```\n",
      [1: Run(outcome: .exited(1)), 4: Run(outcome: .notReached)])
    #expect(
      messages(page)
        == Self.message(
          "", "the snippet ended the program with status 1",
          help: "a snippet must run to its end, so that those after it can run"))
  }

  @Test("a warning elsewhere does not explain why a snippet was never reached")
  func warningOnly() {
    let warning = Diagnostic(
      .warning, path: "chapters/01-test.md", range: SourceRange(line: 2, column: 1, length: 3),
      "unused")
    let page = page(
      "```swift run\nfoo()\n```\n```swift run\nbar()\n```\n",
      [1: Run(outcome: .completed, warnings: [warning]), 4: Run(outcome: .notReached)])
    #expect(
      messages(page) == """
        chapters/01-test.md:2:1: warning: unused
        foo()
        ^~~
        chapters/01-test.md:4:1: error: the snippet was never reached
        ```swift run
        ^~~~~~~~~~~~
        """)
  }

  // MARK: - Checks

  private static func comparison(_ name: String, error: Double) -> Comparison {
    Comparison(
      name: name, rows: 2, columns: 3, error: error, worstRow: 1, worstColumn: 2, actual: 0.25,
      expected: -1e-9)
  }

  private static func check(
    _ relation: Check.Relation, _ comparisons: [Comparison], passed: Bool = false,
    reason: String = ""
  ) -> Check {
    Check(
      claim: "tape and hand agree", passed: passed, relation: relation, comparisons: comparisons,
      reason: reason, line: 2, column: 9)
  }

  @Test(
    "a failed check says by how much, table by table",
    arguments: [
      CheckCase(
        name: "passed",
        check: check(.equal(tolerance: 1), [comparison("W", error: 0.5)], passed: true),
        messages: ""),
      CheckCase(
        name: "a false condition", check: check(.holds, [], reason: "the condition is false"),
        messages: """
          failed: the condition is false
            try check("tape and hand agree", a)
                ^~~~~
          """),
      CheckCase(
        name: "values that differ",
        check: check(
          .equal(tolerance: 1e-12), [comparison("W", error: 3e-14), comparison("", error: 0.084)]),
        messages: """
          failed: error 0.084 exceeds 1e-12
            try check("tape and hand agree", a)
                ^~~~~
            W [2×3] error 3e-14; worst at [1, 2]: 0.25 against -1e-09
            [2×3] error 0.084; worst at [1, 2]: 0.25 against -1e-09
          """),
      CheckCase(
        name: "values that are not numbers",
        check: check(
          .equal(tolerance: 1e-6), [comparison("W", error: 0.5), comparison("b", error: .nan)]),
        messages: """
          failed: error nan exceeds 1e-06
            try check("tape and hand agree", a)
                ^~~~~
            W [2×3] error 0.5; worst at [1, 2]: 0.25 against -1e-09
            b [2×3] error nan; worst at [1, 2]: 0.25 against -1e-09
          """),
      CheckCase(
        name: "values that do not differ enough",
        check: check(
          .different(atLeast: 0.01), [comparison("W", error: 0), comparison("b", error: 0.0099)]),
        messages: """
          failed: error 0.0099 is below 0.01
            try check("tape and hand agree", a)
                ^~~~~
            W [2×3] error 0; worst at [1, 2]: 0.25 against -1e-09
            b [2×3] error 0.0099; worst at [1, 2]: 0.25 against -1e-09
          """),
      CheckCase(
        name: "shapes that differ",
        check: check(.equal(tolerance: 1), [], reason: "shape 1×2 against 2×1"),
        messages: """
          failed: shape 1×2 against 2×1
            try check("tape and hand agree", a)
                ^~~~~
          """),
      CheckCase(
        name: "nothing", check: check(.equal(tolerance: 1), []),
        messages: """
          failed: nothing was compared
            try check("tape and hand agree", a)
                ^~~~~
          """),
    ])
  func checks(_ item: CheckCase) {
    // Swift's `#column` names the parenthesis after a call's name.
    var check = item.check
    check.column = 12
    let page = page(
      "```swift run\n  try check(\"tape and hand agree\", a)\n```\n",
      [1: Run(outcome: .completed, records: [.checked(check)])])
    let start = "chapters/01-test.md:2:7: error: check 'tape and hand agree' "
    #expect(messages(page) == (item.messages.isEmpty ? "" : start + item.messages))
    #expect(page.checks == 1)
  }

  @Test("all checks and only they are counted")
  func checkCount() {
    let check = Record.checked(Self.check(.holds, [], passed: true))
    let shown = Record.shown(name: "x", tables: [])
    let page = page(
      "```swift run\n```\n```swift run\n```\n",
      [
        1: Run(outcome: .completed, records: [check, shown, check]),
        3: Run(outcome: .completed, records: [check]),
      ])
    #expect(page.checks == 3)
  }

  // MARK: - Output

  @Test("output that is not what is pinned is shown as a difference at the line not met")
  func difference() {
    let page = page(
      "```swift run\nfoo()\n```\n```output\na\nb\nc\n```\n",
      [1: Run(outcome: .completed, output: "a\nx\nc\n")])
    #expect(
      messages(page) == """
        chapters/01-test.md:6:1: error: the output of the snippet at line 1 is not what is pinned
        b
        ^
        --- pinned
        +++ printed
          a
        - b
        + x
          c
        """)
    #expect(page.exhibits[1]?.output == "a\nx\nc\n")
  }

  @Test("without pinned lines the fence is pointed at")
  func differenceFromNothing() {
    let page = page(
      "```swift run\nfoo()\n```\n- ```output\n  ```\n", [1: Run(outcome: .completed, output: "x")])
    #expect(
      messages(page) == """
        chapters/01-test.md:4:3: error: the output of the snippet at line 1 is not what is pinned
        - ```output
          ^~~~~~~~~
        --- pinned
        +++ printed
        + x
        """)
  }

  @Test("a long difference is cut after sixty lines")
  func longDifference() {
    let page = page(
      "```swift run\nfoo()\n```\n```output\n0\n```\n",
      [1: Run(outcome: .completed, output: (1...100).map { "\($0)\n" }.joined())])
    #expect(
      page.findings.map(\.details) == [
        ["--- pinned", "+++ printed", "- 0"] + (1...59).map { "+ \($0)" } + ["… 41 more lines"]
      ])
  }

  @Test("within the tolerance the page shows the pinned numbers, the same on every machine")
  func pinnedShown() {
    let page = page(
      "```swift run\nfoo()\n```\n```output tolerance=1e-6\nloss 0.5\n```\n",
      [1: Run(outcome: .completed, output: "loss 0.50000001\n")])
    #expect(messages(page) == "")
    #expect(page.exhibits[1]?.output == "loss 0.5\n")
    #expect(page.exhibits[1]?.run.output == "loss 0.50000001\n")
    #expect(page.outputs == [4])
  }

  @Test("beyond the tolerance, and where '...' stands for lines, the page shows what was printed")
  func printedShown() {
    let beyond = page(
      "```swift run\nfoo()\n```\n```output tolerance=1e-6\n0.5\n```\n",
      [1: Run(outcome: .completed, output: "0.51\n")])
    #expect(beyond.exhibits[1]?.output == "0.51\n")
    #expect(beyond.findings.count == 1)
    let elided = page(
      "```swift run\nfoo()\n```\n```output tolerance=1e-6\n...\n0.5\n```\n",
      [1: Run(outcome: .completed, output: "1\n0.50000001\n")])
    #expect(elided.exhibits[1]?.output == "1\n0.50000001\n")
    #expect(elided.findings == [])
  }

  @Test("a snippet that must fail says the compiler's words, one that must trap its last words too")
  func intended() {
    let second = Diagnostic(path: "chapters/01-test.md", "and no such thing")
    let fails = page(
      "```swift run fails\nfoo()\n```\n```output\nerror: no such thing\n...\n```\n",
      [1: Run(outcome: .rejected([Self.rejection, second]))])
    #expect(messages(fails) == "")
    #expect(fails.exhibits[1]?.output == "error: no such thing\nerror: and no such thing\n")
    for printed in ["before\n", "before"] {
      let traps = page(
        "```swift run traps\nfoo()\n```\n"
          + "```output\nbefore\nFatal error: Index out of range\n```\n",
        [1: Run(outcome: .trapped(Self.trap), output: printed)])
      #expect(messages(traps) == "")
      #expect(traps.exhibits[1]?.output == "before\nFatal error: Index out of range\n")
    }
  }

  @Test("the output of a snippet that did not end as intended is not compared")
  func notCompared() {
    let page = page(
      "```swift run\nfoo()\n```\n```output\na\n```\n",
      [1: Run(outcome: .trapped(Self.trap), output: "b")])
    #expect(
      messages(page) == """
        chapters/01-test.md:2:1: error: the snippet trapped: Fatal error: Index out of range
        foo()
        ^~~~~
        """)
  }

  // MARK: - The page

  @Test("findings of fences, snippets, links and formulas come in the order of the chapter")
  func order() {
    let inline = TypesetKey(tex: #"\foo"#, display: false, number: nil)
    let equation = TypesetKey(tex: "ä +\n\\bar", display: true, number: "1.1")
    let page = page(
      #"""
      See [](#nowhere) and $\foo$.

      ```swift run hiden
      foo()
      ```

      > ```math id=e
      > ä +
      > \bar
      > ```

      ```swift run
      bar()
      ```
      """#, [3: Run(outcome: .exited(1)), 12: Run(outcome: .exited(2))],
      typeset: [
        inline: .wrong(message: #"Undefined control sequence: \foo"#, offset: 0),
        equation: .wrong(message: #"Undefined control sequence: \bar"#, offset: 4),
      ])
    #expect(
      messages(page) == #"""
        chapters/01-test.md:1:5: error: nothing in the book has the name 'nowhere'
        See [](#nowhere) and $\foo$.
            ^~~~~~~~~~~~
        chapters/01-test.md:1:23: error: TeX: Undefined control sequence: \foo
        See [](#nowhere) and $\foo$.
                              ^
        chapters/01-test.md:3:1: error: the snippet ended the program with status 1
        ```swift run hiden
        ^~~~~~~~~~~~~~~~~~
        help: a snippet must run to its end, so that those after it can run
        chapters/01-test.md:3:14: error: unknown fence word 'hiden'
        ```swift run hiden
                     ^~~~~
        help: did you mean 'hidden'?
        chapters/01-test.md:9:3: error: TeX: Undefined control sequence: \bar
        > \bar
          ^
        chapters/01-test.md:12:1: error: the snippet ended the program with status 2
        ```swift run
        ^~~~~~~~~~~~
        help: a snippet must run to its end, so that those after it can run
        """#)
  }

  @Test("formulas are set under their TeX, and equations with their number")
  func formulas() {
    let inline = TypesetKey(tex: "x", display: false, number: nil)
    let display = TypesetKey(tex: "x", display: true, number: nil)
    let numbered = TypesetKey(tex: "x", display: true, number: "1.1")
    let html = [inline: HTML(raw: "i"), display: HTML(raw: "d"), numbered: HTML(raw: "n")]
    let page = page(
      "$x$ and $x$\n\n```math\nx\n```\n```math id=e\nx\n```\n", [:],
      typeset: html.mapValues { .html($0) })
    #expect(page.formulas == html)
    #expect(page.equations.mapValues(\.key) == [3: display, 6: numbered])
    #expect(page.equations.mapValues { $0.names.map(\.name) } == [3: [], 6: ["e"]])
    #expect(page.equations.mapValues(\.rows) == [3: 1, 6: 1])
    #expect(page.equations.mapValues(\.isNumbered) == [3: false, 6: true])
    #expect(page.findings == [])
  }

  private static let rows = #"""
    ```math
    \begin{aligned}
    a &= b \label{first} \\
    c &= \foo \tag{★} \\
    e &= f \label{third}
    \end{aligned}.
    ```
    """#

  @Test("a block with named rows is set with their numbers, and errors lead to the author's place")
  func rows() {
    let text = #"""
      \begin{align*}
      a &= b \tag{1.1} \\
      c &= \foo \tag{★} \\
      e &= f \tag{1.2}.
      \end{align*}_
      """#.replacing("_", with: " ")
    let key = TypesetKey(tex: text, display: true)
    let offset = text.utf16.count - text.split(separator: #"\foo"#)[1].utf16.count - 4
    let page = page(
      Self.rows, [:],
      typeset: [key: .wrong(message: #"Undefined control sequence: \foo"#, offset: offset)])
    #expect(
      messages(page) == #"""
        chapters/01-test.md:4:6: error: TeX: Undefined control sequence: \foo
        c &= \foo \tag{★} \\
             ^
        """#)
    #expect(page.equations[1]?.names.map(\.row) == [1, 3])
    #expect(page.equations[1]?.rows == 3)
  }

  @Test("a label where there is nothing to name is told where labels can stand")
  func labels() {
    let label = Typeset.wrong(message: #"Undefined control sequence: \label"#, offset: 2)
    let page = page(
      "A $x \\label{a}$\n\n```math\ny {\\label{b}}\n```\n", [:],
      typeset: [
        TypesetKey(tex: #"x \label{a}"#, display: false): label,
        TypesetKey(tex: #"y {\label{b}}"#, display: true): label,
      ])
    #expect(
      messages(page) == #"""
        chapters/01-test.md:1:6: error: there is nothing here that '\label' could name
        A $x \label{a}$
             ^
        help: write it in a ```math fence
        chapters/01-test.md:4:3: error: there is nothing here that '\label' could name
        y {\label{b}}
          ^
        help: a fence can be named as a whole, or row by row if a block such as 'aligned' is all it holds
        """#)
  }

  @Test("links to equations show what they stand for, if it can be set")
  func peeks() {
    let first = TypesetKey(tex: "a {}= b  ", display: true, isVisualOnly: true)
    let third = TypesetKey(tex: "e {}= f  ", display: true, isVisualOnly: true)
    let page = page(
      Self.rows.replacing(#"\foo"#, with: "d") + "\n\n[](#first), [](#first) and *[x](#third)*\n",
      [:], typeset: [first: .html("<a>"), third: .wrong(message: "no", offset: nil)])
    #expect(page.peeks == ["#first": first])
    #expect(page.formulas == [first: "<a>"])
    #expect(messages(page).contains("not typeset"))
  }

  @Test("a mark that an author writes is none of ours")
  func marks() {
    let derive = "\n```swift run\nderive(\"e\")\n```\n"
    let ours = TypesetKey(
      tex: #"x\quad\htmlData{step=1}{\checkmark}"#, display: true, number: "1.1", isMarked: true)
    let theirs = TypesetKey(tex: #"\htmlData{step=2}{x}"#, display: true, number: "1.1")
    #expect(page("```math id=e\nx\n```\n" + derive, [:]).equations[1]?.key == ours)
    #expect(
      page("```math id=e\n\(theirs.tex)\n```\n" + derive, [:]).equations[1]?.key == theirs)
  }

  @Test("headings show what their links say")
  func headingLinks() {
    let page = page("# On *[](#e)*\n\n```math id=e\nx\n```\n", [:])
    #expect(page.headings[1].map { plainText($0.content) } == "On Equation 1.1")
    #expect(page.headings[1]?.id == "on")
  }

  @Test("headings have names made of their words, counted when they come again")
  func headings() {
    let page = page(
      "# The *LSTM* cell, $h_t$\n\n## Why?\n\n## Why\n\n## !?\n\n## Größe 2\n", [:])
    #expect(
      page.headings.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value.level) \($0.value.id)" }
        == [
          "1: 1 the-lstm-cell-h_t", "3: 2 why", "5: 2 why-2", "7: 2 section", "9: 2 größe-2",
        ])
  }

  @Test("names of headings stay apart when one is written like the count of another")
  func headingsThatCollide() {
    let page = page("# A\n\n# A 2\n\n# A\n", [:])
    #expect(Set(page.headings.values.map(\.id)).count == 3)
  }

  @Test("an empty link may lead to a heading of its page")
  func linkToHeading() {
    #expect(messages(page("# Why?\n\nSee [](#why).\n", [:])) == "")
  }
}

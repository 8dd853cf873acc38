import Testing

@testable import NotebookKit

/// Markdown with dollars and the outline of what it becomes; formulas with the place of each line.
private struct MathematicsCase: CustomTestStringConvertible, Sendable {
  let testDescription: String
  let text: String
  let outline: String

  init(_ name: String, _ text: String, _ outline: String) {
    testDescription = name
    self.text = text
    self.outline = outline
  }
}

private let cases: [MathematicsCase] = [
  MathematicsCase(
    "three ways to write it",
    "$x$ and $`y`$ and $$z$$.",
    #"""
    paragraph 1:1-1:25
      formula "x" at 1:2
      " and "
      formula "y" at 1:11
      " and "
      display "z" at 1:21
      "."
    """#),
  MathematicsCase(
    "beside words and marks",
    #"($x$), “$y$”-axis, a$b$c, $-1$ $\alpha$ $|a|$"#,
    #"""
    paragraph 1:1-1:50
      "("
      formula "x" at 1:3
      "), “"
      formula "y" at 1:12
      "”-axis, a"
      formula "b" at 1:26
      "c, "
      formula "-1" at 1:32
      " "
      formula "\\alpha" at 1:37
      " "
      formula "|a|" at 1:46
    """#),
  MathematicsCase(
    "prices are text",
    "$5 and $6 for $x$, US$ and 10$.",
    #"""
    paragraph 1:1-1:32
      "$5 and $6 for "
      formula "x" at 1:16
      ", US$ and 10$."
    """#),
  MathematicsCase(
    "white space inside is text",
    "$ x$ $x $ $\tx$ $x\n$ end",
    #"""
    paragraph 1:1-2:6
      "$ x$ $x $ $\tx$ $x"
      soft break
      "$ end"
    """#),
  MathematicsCase(
    "a digit after it makes it text",
    "$x$5 and $y$,5",
    #"""
    paragraph 1:1-1:15
      "$x$5 and "
      formula "y" at 1:11
      ",5"
    """#),
  MathematicsCase(
    "a backslash makes a dollar",
    #"\$x\$ $a\$b$ \\$c$"#,
    #"""
    paragraph 1:1-1:19
      "$x$ "
      formula "a\\$b" at 1:8
      " \\"
      formula "c" at 1:17
    """#),
  MathematicsCase(
    "an even number of backslashes does not escape",
    #"$x\\$ and $y\\\$ z$"#,
    #"""
    paragraph 1:1-1:20
      formula "x\\\\" at 1:2
      " and "
      formula "y\\\\\\$ z" at 1:12
    """#),
  MathematicsCase(
    "empty mathematics is text",
    "$$ $$ $$$$ $ $ $` `$",
    #"""
    paragraph 1:1-1:21
      "$$ $$ $$$$ $ $ $"
      code " "
      "$"
    """#),
  MathematicsCase(
    "three dollars are text",
    "$$$ and $$$x$$$",
    #"""
    paragraph 1:1-1:16
      "$$$ and $$$x$$$"
    """#),
  MathematicsCase(
    "backticks need their pair",
    "$`a` b$ $`c$",
    #"""
    paragraph 1:1-1:13
      "$"
      code "a"
      " b$ $`c$"
    """#),
  MathematicsCase(
    "side by side",
    "$x$$y$ $z$,$w$",
    #"""
    paragraph 1:1-1:15
      formula "x" at 1:2
      formula "y" at 1:5
      " "
      formula "z" at 1:9
      ","
      formula "w" at 1:13
    """#),
  MathematicsCase(
    "the first dollar decides",
    "$x $y$",
    #"""
    paragraph 1:1-1:7
      "$x "
      formula "y" at 1:5
    """#),
  MathematicsCase(
    "dollars in TeX's text",
    #"$\text{for $x$ in {$y$}}$ $\mbox{a $b$}$"#,
    #"""
    paragraph 1:1-1:41
      formula "\\text{for $x$ in {$y$}}" at 1:2
      " "
      formula "\\mbox{a $b$}" at 1:28
    """#),
  MathematicsCase(
    "over lines of a paragraph",
    "a $x\n   = y$ and $$z\n= v\nw$$ end $u$",
    #"""
    paragraph 1:1-4:12
      "a "
      formula "x\n= y" at 1:4 2:4
      " and "
      display "z\n= v\nw" at 2:15 3:1 4:1
      " end "
      formula "u" at 4:10
    """#),
  MathematicsCase(
    "displayed within a paragraph",
    "text $$\n  a\n$$ more $b$",
    #"""
    paragraph 1:1-3:12
      "text "
      display "\na\n" at 1:8 2:3 3:1
      " more "
      formula "b" at 3:10
    """#),
  MathematicsCase(
    "a line may begin with it",
    "$$x$$ and\n$$y$$",
    #"""
    paragraph 1:1-2:6
      display "x" at 1:3
      " and"
      soft break
      display "y" at 2:3
    """#),
  MathematicsCase(
    "stronger than emphasis and links that begin inside",
    "*a $b* c$ d* [e $f](/g) h$",
    #"""
    paragraph 1:1-1:27
      emphasis
        "a "
        formula "b* c" at 1:5
        " d"
      " [e "
      formula "f](/g) h" at 1:18
    """#),
  MathematicsCase(
    "weaker than links that begin before",
    "[a $x$](/$y$) <http://a.b/$c$>",
    #"""
    paragraph 1:1-1:31
      link 1:1-1:14 /$y$
        "a "
        formula "x" at 1:5
      " "
      link 1:15-1:31 http://a.b/$c$
        "http://a.b/$c$"
    """#),
  MathematicsCase(
    "in headings",
    "# Head $x_1$ *and $y$* #\n\nUnder\n  $z$\n===",
    #"""
    heading 1 1:1-1:25
      "Head "
      formula "x_1" at 1:9
      " "
      emphasis
        "and "
        formula "y" at 1:20
    heading 1 3:1-5:4
      "Under"
      soft break
      formula "z" at 4:4
    """#),
  MathematicsCase(
    "in links, pictures, emphasis",
    "[a $x$](/u) ![b $y$](/v) *c $z$* ~~$w$~~ **$v$**",
    #"""
    paragraph 1:1-1:49
      link 1:1-1:12 /u
        "a "
        formula "x" at 1:5
      " "
      image 1:13-1:25 /v
        "b "
        formula "y" at 1:18
      " "
      emphasis
        "c "
        formula "z" at 1:30
      " "
      strikethrough
        formula "w" at 1:37
      " "
      strong
        formula "v" at 1:45
    """#),
  MathematicsCase(
    "in tables",
    "| $a$ | *$b$* |\n|-|-|\n| $$c$$ | `$d$` $`e`$ |\n",
    #"""
    table none none 1:1-3:24
      head 1:1-1:16
        cell 1:3-1:6
          formula "a" at 1:4
        cell 1:9-1:14
          emphasis
            formula "b" at 1:11
      row 3:1-3:24
        cell 3:3-3:8
          display "c" at 3:5
        cell 3:11-3:22
          code "$d$"
          " "
          formula "e" at 3:19
    """#),
  MathematicsCase(
    "in tables: a norm",
    "| a |\n|-|\n| $\\\\|x\\\\|$ $y$ |\n",
    #"""
    table none 1:1-3:18
      head 1:1-1:6
        cell 1:3-1:4
          "a"
      row 3:1-3:18
        cell 3:3-3:16
          formula "\\|x\\|" at 3:4
          " "
          formula "y" at 3:14
    """#),
  MathematicsCase(
    "in footnotes, quotes, lists",
    "a[^n]\n\n[^n]: b $x$\n\n    c $y$\n\n> - d\n> lazy $z$\n",
    #"""
    paragraph 1:1-1:6
      "a"
      footnote n 1.1
    quote 7:1-8:11
      list tight 7:3-8:11
        item 7:3-8:11
          paragraph 7:5-8:11
            "d"
            soft break
            "lazy "
            formula "z" at 8:9
    footnote 1 n of 1 3:1-5:10
      paragraph 3:7-3:12
        "b "
        formula "x" at 3:10
      paragraph 5:5-5:10
        "c "
        formula "y" at 5:8
    """#),
  MathematicsCase(
    "not in code",
    "`$x$` ``$`y`$``\n\n    $z$\n\n```\n$$\n```\n",
    #"""
    paragraph 1:1-1:16
      code "$x$"
      " "
      code "$`y`$"
    code 3:5-3:8
      indented lines 3..<4 margins [4] closed
      "$z$\n"
    code 5:1-7:4
      "" lines 6..<7 margins [0] closed
      "$$\n"
    """#),
  MathematicsCase(
    "code holds no closing dollar",
    "set $a to `$b` or $$c to `$$`, $d `$` e$",
    #"""
    paragraph 1:1-1:41
      "set $a to "
      code "$b"
      " or $$c to "
      code "$$"
      ", "
      formula "d `$` e" at 1:33
    """#),
  MathematicsCase(
    "not in HTML",
    "<b title=\"$x$\"> <!-- $y$ -->\n\n<div>\n$$\n</div>\n",
    #"""
    paragraph 1:1-1:29
      html "<b title=\"$x$\">"
      " "
      html "<!-- $y$ -->"
    html 3:1-5:7 "<div>\n$$\n</div>\n"
    """#),
  MathematicsCase(
    "not in addresses",
    "http://a.b/$c$d [e](/$f$g '$t$')",
    #"""
    paragraph 1:1-1:33
      link 1:1-1:16 http://a.b/$c$d
        "http://a.b/$c$d"
      " "
      link 1:17-1:33 /$f$g '$t$'
        "e"
    """#),
  MathematicsCase(
    "a math fence is code",
    "```math id=a\nx\n```",
    #"""
    code 1:1-3:4
      "math id=a" lines 2..<3 margins [0] closed
      "x\n"
    """#),
  MathematicsCase(
    "a block",
    "text\n\n$$\nx = 1\n$$\n\ntext",
    #"""
    paragraph 1:1-1:5
      "text"
    mathematics 3:1-5:3
      display "x = 1" at 4:1
    paragraph 7:1-7:5
      "text"
    """#),
  MathematicsCase(
    "a block with nothing around it",
    "before\n$$\nx\n$$\nafter",
    #"""
    paragraph 1:1-1:7
      "before"
    mathematics 2:1-4:3
      display "x" at 3:1
    paragraph 5:1-5:6
      "after"
    """#),
  MathematicsCase(
    "a block holds what Markdown would read",
    "$$\na\n\n- b\n# c\n> d\n```\n    e\n$$\n",
    #"""
    mathematics 1:1-9:3
      display "a\n\n- b\n# c\n> d\n```\n    e" at 2:1 3:1 4:1 5:1 6:1 7:1 8:1
    """#),
  MathematicsCase(
    "a block opens and closes with TeX",
    "$$\\begin{aligned}\na &= b \\\\\nc &= d\n\\end{aligned}$$",
    #"""
    mathematics 1:1-4:16
      display "\\begin{aligned}\na &= b \\\\\nc &= d\n\\end{aligned}" at 1:3 2:1 3:1 4:1
    """#),
  MathematicsCase(
    "a block may be indented",
    "  $$\n   x\n  $$  \nafter",
    #"""
    mathematics 1:3-3:5
      display "   x" at 2:1
    paragraph 4:1-4:6
      "after"
    """#),
  MathematicsCase(
    "a block indented by four is code",
    "    $$\n    x",
    #"""
    code 1:5-2:6
      indented lines 1..<3 margins [4, 4] closed
      "$$\nx\n"
    """#),
  MathematicsCase(
    "a block indented by four continues a paragraph",
    "text\n    $$\n    x$$ y",
    #"""
    paragraph 1:1-3:10
      "text"
      soft break
      display "\nx" at 2:7 3:5
      " y"
    """#),
  MathematicsCase(
    "blocks in a tight list",
    "- item\n  $$\n  x\n\n  y\n  $$\n- $$\n  z\n  $$\n",
    #"""
    list tight 1:1-9:5
      item 1:1-6:5
        paragraph 1:3-1:7
          "item"
        mathematics 2:3-6:5
          display "x\n\ny" at 3:3 4:1 5:3
      item 7:1-9:5
        mathematics 7:3-9:5
          display "z" at 8:3
    """#),
  MathematicsCase(
    "blocks in a loose list",
    "1. a\n\n   $$\n   x\n   $$\n\n   b\n",
    #"""
    list from 1 loose 1:1-7:5
      item 1:1-7:5
        paragraph 1:4-1:5
          "a"
        mathematics 3:4-5:6
          display "x" at 4:4
        paragraph 7:4-7:5
          "b"
    """#),
  MathematicsCase(
    "a block in a quote",
    "> text\n> $$\n> x\n>\n> y $$\n> after",
    #"""
    quote 1:1-6:8
      paragraph 1:3-1:7
        "text"
      mathematics 2:3-5:7
        display "x\n\ny " at 3:3 4:2 5:3
      paragraph 6:3-6:8
        "after"
    """#),
  MathematicsCase(
    "a block ends a lazy quote",
    "> text\n$$\nx\n$$",
    #"""
    quote 1:1-1:7
      paragraph 1:3-1:7
        "text"
    mathematics 2:1-4:3
      display "x" at 3:1
    """#),
  MathematicsCase(
    "a block in a footnote",
    "a[^n]\n\n[^n]: b\n    $$\n    x\n    $$\n    c",
    #"""
    paragraph 1:1-1:6
      "a"
      footnote n 1.1
    footnote 1 n of 1 3:1-7:6
      paragraph 3:7-3:8
        "b"
      mathematics 4:5-6:7
        display "x" at 5:5
      paragraph 7:5-7:6
        "c"
    """#),
  MathematicsCase(
    "a block ends a table",
    "| a |\n|-|\n| b |\n$$\nx\n$$",
    #"""
    table none 1:1-3:6
      head 1:1-1:6
        cell 1:3-1:4
          "a"
      row 3:1-3:6
        cell 3:3-3:4
          "b"
    mathematics 4:1-6:3
      display "x" at 5:1
    """#),
  MathematicsCase(
    "a block under a heading",
    "# a\n$$\nx\n$$\n# b",
    #"""
    heading 1 1:1-1:4
      "a"
    mathematics 2:1-4:3
      display "x" at 3:1
    heading 1 5:1-5:4
      "b"
    """#),
  MathematicsCase(
    "blocks in a row",
    "$$\nx\n$$\n$$\ny\n$$",
    #"""
    mathematics 1:1-3:3
      display "x" at 2:1
    mathematics 4:1-6:3
      display "y" at 5:1
    """#),
  MathematicsCase(
    "an escaped mark does not close",
    "$$\nx \\$$\ny \\\\$$\nz",
    #"""
    mathematics 1:1-3:7
      display "x \\$$\ny \\\\" at 2:1 3:1
    paragraph 4:1-4:2
      "z"
    """#),
  MathematicsCase(
    "a mark within a line does not close",
    "$$\nx $$ y\n$$",
    #"""
    mathematics 1:1-3:3
      display "x $$ y" at 2:1
    """#),
  MathematicsCase(
    "lines of Windows",
    "a $x\r\n= y$\r\n\r\n$$\r\nz\r\n\r\nw\r\n$$\r\n",
    #"""
    paragraph 1:1-2:5
      "a "
      formula "x\n= y" at 1:4 2:1
    mathematics 4:1-8:3
      display "z\n\nw" at 5:1 6:1 7:1
    """#),
  MathematicsCase(
    "after the box of a task it is displayed text",
    "- [ ] $$\n  x\n  $$",
    #"""
    list tight 1:1-3:5
      item open 1:1-3:5
        paragraph 1:7-3:5
          display "\nx\n" at 1:9 2:3 3:3
    """#),
  MathematicsCase(
    "an empty block",
    "$$\n$$\nafter",
    #"""
    mathematics 1:1-2:3
      display "" at 1:3
    paragraph 3:1-3:6
      "after"
    """#),
  MathematicsCase(
    "wide letters before it",
    "漢字 é $ü + x$ *🙂 $y$*",
    #"""
    paragraph 1:1-1:30
      "漢字 é "
      formula "ü + x" at 1:12
      " "
      emphasis
        "🙂 "
        formula "y" at 1:27
    """#),
  MathematicsCase(
    "tabs",
    "-\ta $x$\n\t$$\n\ty\n\t$$\n",
    #"""
    list tight 1:1-4:4
      item 1:1-4:4
        paragraph 1:3-1:8
          "a "
          formula "x" at 1:6
        mathematics 2:2-4:4
          display "y" at 3:2
    """#),
]

@Suite struct MathematicsTests {
  @Test("dollars by pandoc's rules", arguments: cases)
  fileprivate func dollars(_ example: MathematicsCase) {
    #expect(outline(of: example.text) == example.outline)
  }

  @Test("mathematics with nothing to complain about brings no findings")
  func silence() {
    let text = """
      Prices of $5, $6 and 7$, $x$ and $$y$$, [a $z$](/u), `$PATH`, \\$HOME.

      $$
      |x|
      $$

      | $a$ | $\\lvert b \\rvert$ | $5 | $6 |
      |-|-|-|-|
      | $ | $ | | $\\\\|c\\\\|$ |

      It costs $5
      - or $6
      """
    #expect(MarkdownParser.parse(Source(path: "a.md", text: text)).findings == [])
  }

  @Test("a long paragraph of dollars takes no long time")
  func time() {
    let pieces = ["$a ", "$$a ", "$`a ", "$\\text{ ", "\\$", "$a$ ", "$$$ "]
    let clock = ContinuousClock()
    for piece in pieces {
      let source = Source(path: "a.md", text: String(repeating: piece, count: 20_000))
      let time = clock.measure { _ = MarkdownParser.parse(source) }
      #expect(time < .seconds(20), "\(piece)")
    }
  }
}

import Testing

@testable import NotebookKit

/// Markdown and the whole messages about its dollars.
private struct FindingCase: CustomTestStringConvertible, Sendable {
  let testDescription: String
  let text: String
  let messages: String

  init(_ name: String, _ text: String, _ messages: String) {
    testDescription = name
    self.text = text
    self.messages = messages
  }
}

private let cases: [FindingCase] = [
  FindingCase(
    "a block that never ends",
    "text\n\n$$\nx = 1\n\nmore",
    """
    a.md:3:1: error: unclosed '$$'
    $$
    ^~
    help: end the mathematics with a line of '$$'
    """),
  FindingCase(
    "a block that its quote ends",
    "> $$ x\n> y\n\nmore",
    """
    a.md:1:3: error: unclosed '$$'
    > $$ x
      ^~
    help: end the mathematics with a line of '$$'
    """),
  FindingCase(
    "a block with nothing in it",
    "$$\n\n$$",
    """
    a.md:1:1: warning: the mathematics is empty
    $$
    ^~
    """),
  FindingCase(
    "a lone dollar before a letter",
    "漢 it is $x here\nand there, `$y` and $ z",
    #"""
    a.md:1:11: warning: this '$' opens no mathematics
    漢 it is $x here
             ^
    help: write '\$' for a dollar, or close the formula
    """#),
  FindingCase(
    "lone dollars before a command and before a digit after the end",
    "\ta\n\n- b\n  $\\alpha or $x$1",
    #"""
    a.md:4:3: warning: this '$' opens no mathematics
      $\alpha or $x$1
      ^
    help: write '\$' for a dollar, or close the formula
    a.md:4:14: warning: this '$' opens no mathematics
      $\alpha or $x$1
                 ^
    help: write '\$' for a dollar, or close the formula
    """#),
  FindingCase(
    "a lone dollar in a heading",
    "Text\nof $x\n====",
    #"""
    a.md:2:4: warning: this '$' opens no mathematics
    of $x
       ^
    help: write '\$' for a dollar, or close the formula
    """#),
  FindingCase(
    "two dollars that nothing closes",
    "see $$ x + y",
    #"""
    a.md:1:5: warning: this '$$' opens no mathematics
    see $$ x + y
        ^~
    help: write '\$' for a dollar, or close the formula
    """#),
  FindingCase(
    "a plus that begins a list",
    "The sum $a\n+ b$ is",
    """
    a.md:1:9: warning: the formula ends here: the next line begins a list
    The sum $a
            ^~
    help: move the '+' or '-' to the end of this line, or use '$$'
    """),
  FindingCase(
    "a minus that begins an item of a list",
    "- one\n  and $(a\n- b)$ or $c$",
    """
    a.md:2:7: warning: the formula ends here: the next line begins a list
      and $(a
          ^~~
    help: move the '+' or '-' to the end of this line, or use '$$'
    """),
  FindingCase(
    "a minus that begins an item further out",
    "> - one\n>   - two $$ a\n> - b $$ c",
    """
    a.md:2:11: warning: the formula ends here: the next line begins a list
    >   - two $$ a
              ^~~~
    help: move the '+' or '-' to the end of this line, or use '$$'
    a.md:3:7: warning: this '$$' opens no mathematics
    > - b $$ c
          ^~
    help: write '\\$' for a dollar, or close the formula
    """),
  FindingCase(
    "a list after a blank line breaks no formula",
    "one $a\n\n- b$",
    #"""
    a.md:1:5: warning: this '$' opens no mathematics
    one $a
        ^
    help: write '\$' for a dollar, or close the formula
    """#),
  FindingCase(
    "a pipe in a table's mathematics",
    "| a | b |\n|---|---|\n| é $|x|$ | $p(x|y)$ and $z$ |\n| $$|x|$$ | c |",
    #"""
    a.md:3:7: error: a '|' inside mathematics ends the table cell
    | é $|x|$ | $p(x|y)$ and $z$ |
         ^
    help: write \lvert … \rvert, \mid or \vert
    a.md:4:5: error: a '|' inside mathematics ends the table cell
    | $$|x|$$ | c |
        ^
    help: write \lvert … \rvert, \mid or \vert
    """#),
  FindingCase(
    "a pipe in the mathematics of a table's last cell",
    "- > a | b\n  > -|-\n  > $c$ | $d|e$",
    #"""
    a.md:3:13: error: a '|' inside mathematics ends the table cell
      > $c$ | $d|e$
                ^
    help: write \lvert … \rvert, \mid or \vert
    """#),
  FindingCase(
    "a pipe in the head: there is no table at all",
    "text\n| a | $|x|$ |\n|---|---|\n| b | $c$ |",
    #"""
    a.md:2:8: error: a '|' inside mathematics ends the table cell
    | a | $|x|$ |
           ^
    help: write \lvert … \rvert, \mid or \vert
    """#),
  FindingCase(
    "a norm in a table",
    #"""
    | a | b |
    |---|---|
    | *n* | the $\|x\|$ and *$\|y\|$* |
    """#,
    #"""
    a.md:3:14: error: '\|' in a table is a plain '|', not a norm
    | *n* | the $\|x\|$ and *$\|y\|$* |
                 ^~
    help: write \lVert … \rVert
    a.md:3:27: error: '\|' in a table is a plain '|', not a norm
    | *n* | the $\|x\|$ and *$\|y\|$* |
                              ^~
    help: write \lVert … \rVert
    """#),
  FindingCase(
    "lone dollars in a table",
    "| a | b |\n|---|---|\n| $x | \\| $HOME |",
    #"""
    a.md:3:3: warning: this '$' opens no mathematics
    | $x | \| $HOME |
      ^
    help: write '\$' for a dollar, or close the formula
    a.md:3:11: warning: this '$' opens no mathematics
    | $x | \| $HOME |
              ^
    help: write '\$' for a dollar, or close the formula
    """#),
  FindingCase(
    "findings in the order of the text, those of footnotes too",
    "a[^n] $x\n\n[^n]: b $y\n\nc $z",
    #"""
    a.md:1:7: warning: this '$' opens no mathematics
    a[^n] $x
          ^
    help: write '\$' for a dollar, or close the formula
    a.md:3:9: warning: this '$' opens no mathematics
    [^n]: b $y
            ^
    help: write '\$' for a dollar, or close the formula
    a.md:5:3: warning: this '$' opens no mathematics
    c $z
      ^
    help: write '\$' for a dollar, or close the formula
    """#),
]

@Suite struct MathematicsFindingsTests {
  @Test("what is wrong with dollars is said at its place", arguments: cases)
  fileprivate func messages(_ example: FindingCase) {
    let parsed = MarkdownParser.parse(Source(path: "a.md", text: example.text))
    #expect(parsed.findings.map(\.description).joined(separator: "\n") == example.messages)
  }
}

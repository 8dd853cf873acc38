import Testing

@testable import NotebookKit

/// Markdown and the outline of the blocks that it becomes; ranges are `line:column-line:column`.
private struct ParserCase: CustomTestStringConvertible, Sendable {
  let testDescription: String
  let text: String
  let outline: String

  init(_ name: String, _ text: String, _ outline: String) {
    testDescription = name
    self.text = text
    self.outline = outline
  }
}

private let cases: [ParserCase] = [
  ParserCase(
    "headings",
    """
    # One

       ## Two *b* ##

    Three
    four [l](/u)
    ===

    ###

    ====
    Five
    ---
    Six
    """,
    #"""
    heading 1 1:1-1:6
      "One"
    heading 2 3:4-3:17
      "Two "
      emphasis
        "b"
    heading 1 5:1-7:4
      "Three"
      soft break
      "four "
      link 6:6-6:13 /u
        "l"
    heading 3 9:1-9:4
    heading 2 11:1-13:4
      "===="
      soft break
      "Five"
    paragraph 14:1-14:4
      "Six"
    """#),
  ParserCase(
    "definitions in front",
    """
    [a]: /a
    [b]:
      /b
    text [a] and
       [b] end
    """,
    #"""
    paragraph 4:1-5:11
      "text "
      link 4:6-4:9 /a
        "a"
      " and"
      soft break
      link 5:4-5:7 /b
        "b"
      " end"
    """#),
  ParserCase(
    "heading after definitions",
    """
    [a]: /a
    heading [a]
    ---
    next
    """,
    #"""
    heading 2 2:1-3:4
      "heading "
      link 2:9-2:12 /a
        "a"
    paragraph 4:1-4:5
      "next"
    """#),
  ParserCase(
    "links",
    """
    see [one](/1) and
      [two *x*
    y](/2 "t
    u") then [three][r] \\
    ![four
    five](/4) <http://a.b/c> www.d.e
    f@g.h `c
    d` [six](/6) http://i.j

    [r]: /r
    """,
    #"""
    paragraph 1:1-8:24
      "see "
      link 1:5-1:14 /1
        "one"
      " and"
      soft break
      link 2:3-4:4 /2 't
    u'
        "two "
        emphasis
          "x"
        soft break
        "y"
      " then "
      link 4:10-4:20 /r
        "three"
      " "
      line break
      image 5:1-6:10 /4
        "four"
        soft break
        "five"
      " "
      link 6:11-6:25 http://a.b/c
        "http://a.b/c"
      " "
      link 6:26-6:33 http://www.d.e
        "www.d.e"
      soft break
      link 7:1-7:6 mailto:f@g.h
        "f@g.h"
      " "
      code "c d"
      " "
      link 8:4-8:13 /6
        "six"
      " "
      link 8:14-8:24 http://i.j
        "http://i.j"
    """#),
  ParserCase(
    "links after mathematics",
    """
    a $x
    + y$ [one](/1)
    [two](/2) $$z
    w$$
    <b
    c> [three](/3)
    """,
    #"""
    paragraph 1:1-1:5
      "a $x"
    list tight 2:1-6:15
      item 2:1-6:15
        paragraph 2:3-6:15
          "y$ "
          link 2:6-2:15 /1
            "one"
          soft break
          link 3:1-3:10 /2
            "two"
          " "
          display "z\nw" at 3:13 4:1
          soft break
          html "<b\nc>"
          " "
          link 6:4-6:15 /3
            "three"
    """#),
  ParserCase(
    "quotes",
    """
    > one
    two [l](/u)
    > > three
    >
    > - four
        [m](/v)

    >
    """,
    #"""
    quote 1:1-6:12
      paragraph 1:3-2:12
        "one"
        soft break
        "two "
        link 2:5-2:12 /u
          "l"
      quote 3:3-3:10
        paragraph 3:5-3:10
          "three"
      list tight 5:3-6:12
        item 5:3-6:12
          paragraph 5:5-6:12
            "four"
            soft break
            link 6:5-6:12 /v
              "m"
    quote 8:1-8:2
    """#),
  ParserCase(
    "lists",
    """
    - one
    - two

      more [l](/u)
      1. deep

     3) three
        - [ ] open
        - [x] done
    -
    """,
    #"""
    list loose 1:1-5:10
      item 1:1-1:6
        paragraph 1:3-1:6
          "one"
      item 2:1-5:10
        paragraph 2:3-2:6
          "two"
        paragraph 4:3-4:15
          "more "
          link 4:8-4:15 /u
            "l"
        list from 1 tight 5:3-5:10
          item 5:3-5:10
            paragraph 5:6-5:10
              "deep"
    list from 3 tight 7:2-9:15
      item 7:2-9:15
        paragraph 7:5-7:10
          "three"
        list tight 8:5-9:15
          item open 8:5-8:15
            paragraph 8:11-8:15
              "open"
          item done 9:5-9:15
            paragraph 9:11-9:15
              "done"
    list tight 10:1-10:2
      item 10:1-10:2
    """#),
  ParserCase(
    "code",
    """
    ```swift run
    let x = 1

      y
    ```
      ~~~
      a
     b
        c
      ~~~~~
    > ```
    > q
    > ```
    - ```
      in
        item

      end
      ```
          i

        \tj
    """,
    #"""
    code 1:1-5:4
      "swift run" lines 2..<5 margins [0, 0, 0] closed
      "let x = 1\n\n  y\n"
    code 6:3-10:8
      "" lines 7..<10 margins [2, 1, 2] closed
      "a\nb\n  c\n"
    quote 11:1-13:6
      code 11:3-13:6
        "" lines 12..<13 margins [2] closed
        "q\n"
    list tight 14:1-22:7
      item 14:1-22:7
        code 14:3-19:6
          "" lines 15..<19 margins [2, 2, 0, 2] closed
          "in\n  item\n\nend\n"
        code 20:7-22:7
          indented lines 20..<23 margins [6, 0, 3] closed
          "i\n\n  j\n"
    """#),
  ParserCase(
    "open fences",
    """
    > ```
    > a
    ```
    b
    ```
    - ~~~
      c

    d
    ```
    """,
    #"""
    quote 1:1-2:4
      code 1:3-2:4
        "" lines 2..<3 margins [2] open
        "a\n"
    code 3:1-5:4
      "" lines 4..<5 margins [0] closed
      "b\n"
    list tight 6:1-8:1
      item 6:1-8:1
        code 6:3-8:1
          "" lines 7..<9 margins [2, 0] open
          "c\n\n"
    paragraph 9:1-9:2
      "d"
    code 10:1-10:4
      "" lines 11..<11 margins [] open
    """#),
  ParserCase(
    "fence at the end",
    "```\na\n\n",
    #"""
    code 1:1-3:1
      "" lines 2..<4 margins [0, 0] open
      "a\n\n"
    """#),
  ParserCase(
    "indented code",
    """
        one

          two

    text

    \ttab
    """,
    #"""
    code 1:5-3:10
      indented lines 1..<4 margins [4, 0, 4] closed
      "one\n\n  two\n"
    paragraph 5:1-5:5
      "text"
    code 7:2-7:5
      indented lines 7..<8 margins [1] closed
      "tab\n"
    """#),
  ParserCase(
    "tabs",
    "-\t```\n\ta\n\t\tb\n\t```\n>\t\tc\n>\n>\t\td\n",
    #"""
    list tight 1:1-4:5
      item 1:1-4:5
        code 1:3-4:5
          "" lines 2..<4 margins [1, 1] closed
          "a\n\tb\n"
    quote 5:1-7:5
      code 5:3-7:5
        indented lines 5..<8 margins [1, 1, 1] closed
        "  c\n\n  d\n"
    """#),
  ParserCase(
    "html",
    """
    <!-- one line -->
    <div>
    two
    </div>

    <script>
    a

    b</script>
    text <i>x</i>
    > <?a
    > b?>
    > c
    """,
    #"""
    html 1:1-1:18 "<!-- one line -->\n"
    html 2:1-4:7 "<div>\ntwo\n</div>\n"
    html 6:1-9:11 "<script>\na\n\nb</script>\n"
    paragraph 10:1-10:14
      "text "
      html "<i>"
      "x"
      html "</i>"
    quote 11:1-13:4
      html 11:3-12:6 "<?a\nb?>\n"
      paragraph 13:3-13:4
        "c"
    """#),
  ParserCase(
    "breaks",
    """
    ---

      ***
    - ---
    """,
    #"""
    break 1:1-1:4
    break 3:3-3:6
    break 4:1-4:6
    """#),
  ParserCase(
    "table",
    """
    | a | *b* | c |
    |:--|:-:|--:|
    | 1 | [l](/u) | `x\\|y` [m](/v) |
      2 | \\| [n](/w)
    | | | 3 | 4 |
    """,
    #"""
    table left center right 1:1-5:14
      head 1:1-1:16
        cell 1:3-1:4
          "a"
        cell 1:7-1:10
          emphasis
            "b"
        cell 1:13-1:14
          "c"
      row 3:1-3:33
        cell 3:3-3:4
          "1"
        cell 3:7-3:14
          link 3:7-3:14 /u
            "l"
        cell 3:17-3:31
          code "x|y"
          " "
          link 3:24-3:31 /v
            "m"
      row 4:3-4:17
        cell 4:3-4:4
          "2"
        cell 4:7-4:17
          "| "
          link 4:10-4:17 /w
            "n"
        cell 4:17-4:17
      row 5:1-5:14
        cell 5:3-5:3
        cell 5:5-5:5
        cell 5:7-5:8
          "3"
    """#),
  ParserCase(
    "table after text",
    """
    text \\| [l](/u)
    more [m](/v)
      | a [n](/w) | b |
      |---|---|
    """,
    #"""
    paragraph 1:1-2:13
      "text | "
      link 1:9-1:16 /u
        "l"
      soft break
      "more "
      link 2:6-2:13 /v
        "m"
    table none none 3:3-4:12
      head 3:3-3:20
        cell 3:5-3:14
          "a "
          link 3:5-3:14 /w
            "n"
        cell 3:17-3:18
          "b"
    """#),
  ParserCase(
    "table in a quote in a list",
    """
    - > a | b [l](/u)
      > -|-
      >| 1 | [m](/v) |

      after
    """,
    #"""
    list loose 1:1-5:8
      item 1:1-5:8
        quote 1:3-3:19
          table none none 1:5-3:19
            head 1:5-1:18
              cell 1:5-1:6
                "a"
              cell 1:9-1:18
                "b "
                link 1:11-1:18 /u
                  "l"
            row 3:4-3:19
              cell 3:6-3:7
                "1"
              cell 3:10-3:17
                link 3:10-3:17 /v
                  "m"
        paragraph 5:3-5:8
          "after"
    """#),
  ParserCase(
    "footnotes",
    """
    b[^b] a[^a] b[^b] none[^c]

    [^a]: A
    > [^b]:  B
    >
    >     more [l](/u)
    [^d]: unused
    """,
    #"""
    paragraph 1:1-1:27
      "b"
      footnote b 1.1
      " a"
      footnote a 2.1
      " b"
      footnote b 1.2
      " none[^c]"
    quote 4:1-6:19
      code 6:7-6:19
        indented lines 6..<7 margins [6] closed
        "more [l](/u)\n"
    footnote 1 b of 2 4:3-4:11
      paragraph 4:10-4:11
        "B"
    footnote 2 a of 1 3:1-3:8
      paragraph 3:7-3:8
        "A"
    """#),
  ParserCase(
    "lines of Windows",
    "a [l](/u)\r\nb [m](/v)\r\n\r\n```\r\nc\r\n```\r\n",
    #"""
    paragraph 1:1-2:10
      "a "
      link 1:3-1:10 /u
        "l"
      soft break
      "b "
      link 2:3-2:10 /v
        "m"
    code 4:1-6:4
      "" lines 5..<6 margins [0] closed
      "c\n"
    """#),
  ParserCase(
    "a mark of order",
    "\u{FEFF}# a [l](/u)\n\n\u{FEFF}b",
    #"""
    heading 1 1:4-1:15
      "a "
      link 1:8-1:15 /u
        "l"
    paragraph 3:1-3:5
      "﻿b"
    """#),
  ParserCase(
    "wide letters",
    "é [漢](/字) $ü$ [x](/y)\n",
    #"""
    paragraph 1:1-1:28
      "é "
      link 1:4-1:15 /字
        "漢"
      " "
      formula "ü" at 1:17
      " "
      link 1:21-1:28 /y
        "x"
    """#),
]

@Suite struct MarkdownParserTests {
  @Test("Markdown becomes blocks with their places", arguments: cases)
  fileprivate func blocks(_ example: ParserCase) {
    #expect(outline(of: example.text) == example.outline)
  }

  @Test("parsing on many threads at once gives what parsing alone gives")
  func threads() async {
    let text = cases.map(\.text).joined(separator: "\n\n***\n\n")
    let expected = outline(of: text)
    await withTaskGroup(of: String.self) { group in
      for _ in 0..<200 { group.addTask { outline(of: text) } }
      for await outline in group where outline != expected { #expect(outline == expected) }
    }
  }

  @Test("code lines are where they are said to be")
  func codeLines() {
    for text in GFMInputs.all where !text.contains("\t") && !text.contains("\0") {
      let source = Source(path: "text.md", text: text)
      for fence in MarkdownParser.parse(source).blocks.flatMap(\.codeBlocks) {
        let code = fence.text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        #expect(code.count == fence.lines.count && fence.margins.count == fence.lines.count)
        for (line, (number, margin)) in zip(code, zip(fence.lines, fence.margins)) {
          let rest = String(decoding: source.line(number).utf8.dropFirst(margin), as: UTF8.self)
          #expect(rest == line, "\(text.debugDescription)")
        }
      }
    }
  }

  @Test("what would take cmark too long is refused")
  func limits() {
    func messages(_ text: String) -> [String] {
      let parsed = MarkdownParser.parse(Source(path: "a.md", text: text))
      #expect(parsed.blocks.isEmpty)
      return parsed.findings.map { finding in
        let place = finding.range.map { ":\($0.start.line):\($0.start.column)" } ?? ""
        return "\(finding.path)\(place): \(finding.severity.rawValue): \(finding.summary)"
      }
    }
    #expect(
      messages(String(repeating: "word ", count: 900_000))
        == ["a.md: error: the chapter is larger than 4 MB"])
    #expect(
      messages("text\n\n|a|\n" + String(repeating: "|-", count: 201))
        == ["a.md:4:1: error: the table has more than 200 columns"])
    #expect(
      messages("text\n  " + String(repeating: "a <![CDATA[ ", count: 1_001))
        == ["a.md:2:3: error: the paragraph has more than 1000 unfinished HTML tags"])
    #expect(
      messages("text\n\n" + String(repeating: "> ", count: 120) + "deep")
        == ["a.md:3:1: error: the text is nested more than 100 levels deep"])
    #expect(
      messages(
        String(repeating: "*a **b ", count: 60) + String(repeating: "c** d* ", count: 60))
        == ["a.md:1:1: error: the text is nested more than 100 levels deep"])
  }

  @Test("a table of 200 columns is read")
  func widestTable() {
    let head = String(repeating: "|a", count: 200) + "|\n"
    let text = head + String(repeating: "|-", count: 200) + "|"
    #expect(renderedByValue(text) == renderedByCMark(text))
    #expect(renderedByValue(text).hasPrefix("<table>"))
  }
}

extension Block {
  fileprivate var codeBlocks: [Fence] {
    switch kind {
    case .code(let fence): [fence]
    case .quote(let blocks): blocks.flatMap(\.codeBlocks)
    case .list(_, _, let items): items.flatMap(\.blocks).flatMap(\.codeBlocks)
    case .footnote(let footnote): footnote.blocks.flatMap(\.codeBlocks)
    default: []
    }
  }
}

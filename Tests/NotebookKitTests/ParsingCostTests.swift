// Texts on which a parser's time or memory can grow with the square of their length: each is parsed
// or refused.

import Testing

@testable import NotebookKit

struct CostlyCase: CustomTestStringConvertible {
  var name: String
  /// What is repeated, and how often it is borne.
  var unit: String
  var most: Int
  /// What stands before it.
  var start = ""
  /// The message for one more, without the path.
  var message: String

  var testDescription: String { name }
}

@Suite("Costly texts", .timeLimit(.minutes(5))) struct ParsingCostTests {
  private func parse(_ text: String) -> ParsedText {
    MarkdownParser.parse(Source(path: "a.md", text: text))
  }

  /// Returns which of the two counts, the most that is borne and one more, is refused first.
  private func firstRefused(_ item: CostlyCase) -> Int? {
    (0...1).map { item.most + $0 }.first { count in
      var cost = ParsingCost()
      let text = item.start + String(repeating: item.unit, count: count)
      return Source(path: "a.md", text: text).lines.contains { cost.add($0) != nil }
    }
  }

  @Test(
    "what would take cmark too long is refused at its line, and one less is not",
    arguments: [
      CostlyCase(
        name: "columns", unit: "|-", most: 200, start: "text\n\n|a|\n",
        message: "4:1: error: the table has more than 200 columns"),
      CostlyCase(
        name: "cells that are filled up", unit: "a\n", most: 2_500,
        start: String(repeating: "|a", count: 200) + "|\n" + String(repeating: "|-", count: 200)
          + "|\n",
        message: "2503:1: error: there are more than 500000 table cells"),
      CostlyCase(
        name: "cells that are cut off", unit: "|a", most: 1_000, start: "|a|b|\n|-|-|\n",
        message: "3:1: error: the row of a table has more than 1000 cells"),
      CostlyCase(
        name: "cells of a head", unit: "> |a|b|\n> |:-|-|-|\n", most: 939,
        message: "1880:1: error: there are too many lines like the one under the head of a table "
          + "in one paragraph"),
      CostlyCase(
        name: "declarations", unit: "a <!A b\n", most: 1_000, start: "text\n\n",
        message: "1003:1: error: the paragraph has more than 1000 unfinished HTML tags"),
      CostlyCase(
        name: "instructions on one line", unit: "<?", most: 1_000, start: "text\n  ",
        message: "2:3: error: the paragraph has more than 1000 unfinished HTML tags"),
      CostlyCase(
        name: "addresses of mail", unit: "a@", most: 67_108,
        message: "1:1: error: there are too many '@' or 'www.' on one line"),
      CostlyCase(
        name: "addresses of the web", unit: "www._", most: 5_180, start: "\n",
        message: "2:1: error: there are too many '@' or 'www.' on one line"),
      CostlyCase(
        name: "links in emphasis", unit: "*[a](b)*\n", most: 8_192,
        message: "8193:1: error: there are too many links and marks of emphasis in one paragraph"),
      CostlyCase(
        name: "displays opened in a paragraph", unit: "a $$ x\n$$ b\n", most: 2_364,
        message: "4730:1: error: there are too many lines that begin with '$$' in one paragraph"),
      CostlyCase(
        name: "a long definition", unit: "[a]", most: 8_192,
        start: "[a]: " + String(repeating: "b", count: 8_185) + "\n\n",
        message: "3:1: error: the definition of a link is too long for the number of links"),
      CostlyCase(
        name: "a definition with a long title", unit: "c\n", most: 33_516,
        start: String(repeating: "[a]\n", count: 1_000) + "\n[a]: b '\n",
        message: "34519:1: error: the definition of a link is too long for the number of links"),
    ])
  func refused(_ item: CostlyCase) {
    #expect(firstRefused(item) == item.most + 1)
    let parsed = parse(item.start + String(repeating: item.unit, count: item.most + 1))
    #expect(parsed.blocks.isEmpty)
    let messages = parsed.findings.map { finding in
      "\(finding)".prefix { $0 != "\n" }.dropFirst("a.md:".count)
    }
    #expect(messages == [item.message[...]])
  }

  @Test("a blank line ends what counts for a paragraph")
  func paragraphs() {
    let paragraphs = [
      "a <!A b\n", "a@b www._\n", "*[a](b)*\n", "|a|b|\n|-|-|-|\n", "a $$ x\n$$ b\n",
    ]
    for paragraph in paragraphs {
      var cost = ParsingCost()
      let text = String(repeating: paragraph + "\n", count: 10_000)
      #expect(Source(path: "a.md", text: text).lines.allSatisfy { cost.add($0) == nil })
    }
  }

  @Test(
    "what is repeated without end is parsed",
    arguments: [
      "[", "![", "|", "_", "*", "`", "~", "$", "$$ ", "](", "&", "&#x", "&amp;", "http://", "<",
      "<a ", "<a b='", "\\", "\\$", "$a ", "$a$ ", "$`", "**a ", "*a_ ", "a**b", "~~a ", "[a](",
      "[a](<b", "[a][", "[a]", "[^a] ", "[^1", "!", "é", "\u{0}", "\t", " ", "-", "=", "#", ":",
      "www.a.b ", "a.b@c.d ", "`a``b", "$\\text{", "</a>", "<a@b.c>", "*_", "[*", "~[", "][", "(",
      "[^1]:", "[a]: b\n", "[^1]: b\n\n", "- [^1]: b\n", "- a\n+ b\n", "- [ ] a\n", "|a|b|\n",
      "a|b\n-|-\n\n", "```\n", "$$\n", "$$\na\n$$\n", "a $$ x\n$$ b\n", "$a\n+ b\n", "a\n===\n",
      "    a\n", "<div>\n", "a\\\n", "a  \n", "a\r", "a\r\n", "x[^1] ", "'c\n", "&aaaaaaaa",
    ])
  func repeated(unit: String) {
    for separator in ["", "\n", "\n\n"] {
      let text = "start[^1]\n\n[^1]: note\n\n" + String(repeating: unit + separator, count: 400)
      let parsed = parse(text)
      #expect(parsed.findings.allSatisfy { $0.severity == .warning }, "\(unit) \(separator)")
      #expect(!parsed.blocks.isEmpty)
      _ = MarkupRenderer().html(parsed.blocks)
    }
  }

  @Test(
    "what is nested without end is refused",
    arguments: [
      ">", "> ", "- ", "+ ", "1. ", "> - ", "- > ", "-\t", "*a **b ",
    ])
  func nested(unit: String) {
    let depth = unit == "*a **b " ? " c** d*" : ""
    let text =
      "text\n\n" + String(repeating: unit, count: 5_000) + "a"
      + String(repeating: depth, count: 5_000)
    let parsed = parse(text)
    #expect(parsed.blocks.isEmpty)
    #expect(
      parsed.findings.map { "\($0.path):\($0.range?.start.line ?? 0): \($0.summary)" }
        == ["a.md:3: the text is nested more than 100 levels deep"])
  }

  @Test("runs of backticks of every length between dollars are parsed")
  func growingRuns() {
    let text = (1...700).map { "$e" + String(repeating: "`", count: $0) }.joined()
    #expect(parse(text).blocks.count == 1)
  }

  @Test("a message shows a long line only around its place")
  func longLine() {
    let line = String(repeating: "ä", count: 300) + " $a " + String(repeating: "b", count: 300)
    #expect(
      parse(line).findings.map(\.description) == [
        """
        a.md:1:602: warning: this '$' opens no mathematics
        …\(String(repeating: "ä", count: 49)) $a \(String(repeating: "b", count: 198))…
        \(String(repeating: " ", count: 51))^
        help: write '\\$' for a dollar, or close the formula
        """
      ])
  }
}

// Accepting outputs: a chapter before and after, as whole texts. Runs are made by hand.

import Testing

@testable import NotebookKit

/// Swift Testing has an `Expectation` too.
private typealias PinnedOutput = NotebookKit.Expectation

struct AmendmentCase: CustomTestStringConvertible {
  var pinned: String
  var printed: String
  var tolerance: Double?
  /// The lines pinned afterwards, between bars.
  var amended: String

  var testDescription: String { "\(pinned.debugDescription) for \(printed.debugDescription)" }
}

struct PinningCase: CustomTestStringConvertible {
  var name: String
  var before: String
  var printed: String
  var after: String

  var testDescription: String { name }
}

@Suite("Pinning") struct PinningTests {
  /// The chapter after its outputs are accepted, and what is wrong with that; each snippet prints `printed`.
  private func accepted(
    _ text: String, printed: String, path: String = "chapters/01-test.md", pinning: Set<Int> = [],
    run: Run? = nil
  ) throws -> (text: String, findings: String) {
    let raw = RawText(Array(text.utf8))
    let source = try #require(raw.source(path: path))
    let chapter = Chapter(source: source, number: 1, blocks: MarkdownParser.parse(source).blocks)
    let plan = Plan(chapter, modules: [])
    let run = run ?? Run(outcome: .completed, output: printed)
    let page = Weaver.page(chapter, plan, plan.snippets.mapValues { _ in run })
    let pinning = Pinning(page, pinning: pinning)
    let new = raw.applying(pinning.edits)
    let isProven = pinning.isProven(by: try #require(new.source(path: path)), from: page)
    let findings = pinning.findings.map(\.description) + (isProven ? [] : ["not proven"])
    return (String(decoding: new.bytes, as: UTF8.self), findings.joined(separator: "\n"))
  }

  // MARK: - Which lines stay

  private static func amended(_ item: AmendmentCase) -> (old: PinnedOutput, new: PinnedOutput) {
    let lines = PinnedOutput.lines(of: item.pinned)
    let printed = PinnedOutput.lines(of: item.printed)
    let place = SourceRange(line: 1, column: 1, length: 1)
    var expectation = PinnedOutput(
      lines: lines, tolerance: item.tolerance, sourceLines: 2..<2 + lines.count, range: place)
    let old = expectation
    expectation.lines = Amendment(expectation, for: printed).steps.compactMap { step in
      switch step {
      case .keep(let index): lines[index]
      case .add(let index): printed[index]
      case .drop: nil
      }
    }
    return (old, expectation)
  }

  @Test(
    "lines that hold stay as they are pinned, dots where they stand for something",
    arguments: [
      AmendmentCase(pinned: "a", printed: "b", amended: "b"),
      AmendmentCase(pinned: "", printed: "a\nb", amended: "a|b"),
      AmendmentCase(pinned: "a\nb", printed: "", amended: ""),
      AmendmentCase(pinned: "a\nb\nc", printed: "a\nc\nd", amended: "a|c|d"),
      AmendmentCase(pinned: "a", printed: "a\n\n", amended: "a|"),
      AmendmentCase(pinned: "a\n...\nz", printed: "x\nb\nc\nz", amended: "x|...|z"),
      AmendmentCase(pinned: "a\n...\nz", printed: "a\nb\nc\ny", amended: "a|...|y"),
      AmendmentCase(pinned: "a\n...\nz", printed: "x\nb\nc\ny", amended: "x|...|y"),
      AmendmentCase(pinned: "a\n...\nz", printed: "x\ny", amended: "x|y"),
      AmendmentCase(pinned: "a\n  ...", printed: "x\nb", amended: "x|  ..."),
      AmendmentCase(pinned: "...\nz", printed: "a\nb\nz\ny", amended: "...|z|y"),
      AmendmentCase(pinned: "a\n...\nm\n...\nz", printed: "a\nb\nz\ny", amended: "a|b|z|y"),
      AmendmentCase(
        pinned: "...\nstep 20: 0.51\n...", printed: "step 10: 0.7\nstep 20: 0.52\nstep 30: 0.3",
        amended: "...|step 20: 0.52|..."),
      AmendmentCase(
        pinned: "1.0 a\n...\ny", printed: "1.0000001 a\nx\ny", tolerance: 1e-9,
        amended: "1.0000001 a|...|y"),
      AmendmentCase(
        pinned: "1.0\n2.0\n3.0", printed: "1.01\n2.5\n2.99", tolerance: 0.1, amended: "1.0|2.5|3.0"),
      AmendmentCase(pinned: "1.0\n2.0", printed: "1.01\n2.5", amended: "1.01|2.5"),
    ])
  func amendment(_ item: AmendmentCase) {
    let (_, new) = Self.amended(item)
    #expect(new.lines.joined(separator: "|") == item.amended)
    #expect(new.difference(from: item.printed) == nil)
  }

  @Test("whatever was pinned and printed, the amended lines hold", arguments: 0..<300)
  func alwaysHolds(seed: Int) {
    var generator = Generator(state: UInt64(seed))
    let words = ["a", "b", "", "1.0", "1.05 x", "1.06 x", "...", "2 2"]
    func text(_ count: Int) -> String {
      (0..<Int.random(in: 0...count, using: &generator))
        .map { _ in words[Int.random(in: words.indices, using: &generator)] + "\n" }.joined()
    }
    let tolerance = seed.isMultiple(of: 2) ? 0.02 : nil
    let item = AmendmentCase(
      pinned: text(6), printed: text(9), tolerance: tolerance, amended: "")
    let (old, new) = Self.amended(item)
    #expect(new.difference(from: item.printed) == nil)
    // None stays that was not pinned, and what holds is not the worse for it.
    if old.difference(from: item.printed) == nil {
      #expect(new.lines.allSatisfy { old.lines.contains($0) })
    }
  }

  private struct Generator: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ state >> 29
    }
  }

  // MARK: - Where lines go

  @Test(
    "only lines that do not hold change, at their place in lists and quotations",
    arguments: [
      PinningCase(
        name: "one line of three",
        before: """
          # Title

          ```swift run
          f()
          ```

          ```output
          a
          old
          c
          ```

          old
          """,
        printed: "a\nnew\nc\n",
        after: """
          # Title

          ```swift run
          f()
          ```

          ```output
          a
          new
          c
          ```

          old
          """),
      PinningCase(
        name: "an empty fence", before: "```swift run\n```\n```output\n```\n",
        printed: "a\n\nb\n", after: "```swift run\n```\n```output\na\n\nb\n```\n"),
      PinningCase(
        name: "nothing printed any more", before: "```swift run\n```\n```output\na\n```\n",
        printed: "", after: "```swift run\n```\n```output\n```\n"),
      PinningCase(
        name: "the tolerance stays",
        before: "```swift run\n```\n~~~output  tolerance=0.1\n1.0\n2.0\n~~~\n",
        printed: "1.01\n2.5\n",
        after: "```swift run\n```\n~~~output  tolerance=0.1\n1.0\n2.5\n~~~\n"),
      PinningCase(
        name: "lines that would end the fence",
        before: "```swift run\n```\n ```output\nold\n  ```  \ntext\n",
        printed: "```\n   `````\n",
        after: "```swift run\n```\n "
          + "``````output\n ```\n    `````\n  ``````  \ntext\n"),
      PinningCase(
        name: "a closing fence that is long enough",
        before: "```swift run\n```\n```output\n`````\n", printed: "```\n",
        after: "```swift run\n```\n````output\n```\n`````\n"),
      PinningCase(
        name: "an indented fence", before: "```swift run\n```\n\n  ```output\n  a\nb\n  ```\n",
        printed: "a\n  c\n", after: "```swift run\n```\n\n  ```output\n  a\n    c\n  ```\n"),
      PinningCase(
        name: "a quotation",
        before: "> ```swift run\n> ```\n>\n> ```output\n>a\n> old\n> ```\n",
        printed: "a\n  new\n\nend\n",
        after: "> ```swift run\n> ```\n>\n> ```output\n>a\n>   new\n>\n> end\n> ```\n"),
      PinningCase(
        name: "an empty fence on the line of a list item's mark",
        before: "```swift run\n```\n\n10. ```output\n    ```\n\n    text\n",
        printed: "a\n\n b\n",
        after: "```swift run\n```\n\n10. ```output\n    a\n\n     b\n    ```\n\n    text\n"),
      PinningCase(
        name: "a quotation in a list in a quotation",
        before: "> - x\n>   > ```swift run\n>   > ```\n>   > ```output\n>   > ```\n> - y\n",
        printed: "a\n\nb\n",
        after: "> - x\n>   > ```swift run\n>   > ```\n>   > ```output\n>   > a\n>   >\n"
          + ">   > b\n>   > ```\n> - y\n"),
      PinningCase(
        name: "a list indented by tabs",
        before: "-\t```swift run\n\t```\n\n\t```output\n\told\n\t```\n",
        printed: "\tnew\n", after: "-\t```swift run\n\t```\n\n\t```output\n\t\tnew\n\t```\n"),
      PinningCase(
        name: "a footnote",
        before: "x[^n]\n\n[^n]: ```swift run\n    ```\n    ```output\n    old\n    ```\n",
        printed: "new\n",
        after: "x[^n]\n\n[^n]: ```swift run\n    ```\n    ```output\n    new\n    ```\n"),
      PinningCase(
        name: "a fence that the end of the text ends", before: "```swift run\n```\n```output\nold",
        printed: "new\nnewer\n", after: "```swift run\n```\n```output\nnew\nnewer"),
      PinningCase(
        name: "a byte order mark, CRLF, and no line end at the end",
        before: "\u{FEFF}```swift run\r\n```\r\n```output\r\nold\r\n```\r\ntext",
        printed: "new\nnewer\n",
        after: "\u{FEFF}```swift run\r\n```\r\n```output\r\nnew\r\nnewer\r\n```\r\ntext"),
      PinningCase(
        name: "line ends of several kinds stay",
        before: "# A\r\n\n```swift run\n```\n```output\r\nold\n```\rtext\r\n",
        printed: "new\n", after: "# A\r\n\n```swift run\n```\n```output\r\nnew\r\n```\rtext\r\n"),
      PinningCase(
        name: "two pins",
        before: "```swift run\n```\n```output\na\nb\n```\n\n```swift run\n```\n"
          + "```output\nx\n```\n",
        printed: "x\n",
        after: "```swift run\n```\n```output\nx\n```\n\n```swift run\n```\n"
          + "```output\nx\n```\n"),
    ])
  func places(_ item: PinningCase) throws {
    let (text, findings) = try accepted(item.before, printed: item.printed)
    #expect(Array(text.utf8) == Array(item.after.utf8), "\(text)")
    #expect(findings == "")
    #expect(try accepted(text, printed: item.printed).text == text)
  }

  @Test("the front matter of the cover stays")
  func cover() throws {
    let before = "---\ntitle: A\n---\n\n```swift run\n```\n```output\nold\n```\n"
    let (text, findings) = try accepted(before, printed: "new", path: "chapters/index.md")
    #expect(text == "---\ntitle: A\n---\n\n```swift run\n```\n```output\nnew\n```\n")
    #expect(findings == "")
  }

  // MARK: - New pins

  @Test(
    "an output is pinned below its snippet",
    arguments: [
      PinningCase(
        name: "at the end of the text", before: "```swift run\nf()\n```", printed: "a\n",
        after: "```swift run\nf()\n```\n\n```output\na\n```"),
      PinningCase(
        name: "above text", before: "```swift run hidden\r\nf()\r\n```\r\ntext\r\n",
        printed: "a\n\n",
        after: "```swift run hidden\r\nf()\r\n```\r\n\r\n```output\r\na\r\n\r\n```\r\ntext\r\n"),
      PinningCase(
        name: "with backticks", before: "~~~swift run\n~~~\n", printed: "```\n",
        after: "~~~swift run\n~~~\n\n````output\n```\n````\n"),
      PinningCase(
        name: "in a quotation", before: "> ```swift run\n> ```\n> text\n", printed: "a\n",
        after: "> ```swift run\n> ```\n>\n> ```output\n> a\n> ```\n> text\n"),
      PinningCase(
        name: "in a tight list, which stays tight",
        before: "1. ```swift run\n   ```\n2. text\n", printed: "a\n",
        after: "1. ```swift run\n   ```\n   ```output\n   a\n   ```\n2. text\n"),
      PinningCase(
        name: "in a loose list", before: "- text\n\n  ```swift run\n  ```\n", printed: "a\n",
        after: "- text\n\n  ```swift run\n  ```\n\n  ```output\n  a\n  ```\n"),
    ])
  func pinned(_ item: PinningCase) throws {
    let lines = Set(1...3)
    let (text, findings) = try accepted(item.before, printed: item.printed, pinning: lines)
    #expect(Array(text.utf8) == Array(item.after.utf8), "\(text)")
    #expect(findings == "")
  }

  @Test("only the snippets that are named are pinned")
  func named() throws {
    let text = "```swift run\n```\n\n```swift run\n```\n"
    #expect(
      try accepted(text, printed: "a", pinning: [4]).text == text + "\n```output\na\n```\n")
    #expect(try accepted(text, printed: "a").text == text)
  }

  @Test("what cannot be pinned is said")
  func unpinnable() throws {
    let text = "```swift run compiles\n```\n"
    let compiles = try accepted(text, printed: "", pinning: [1])
    #expect(compiles.text == text)
    #expect(
      compiles.findings == """
        chapters/01-test.md:1:1: error: a snippet that is only compiled prints nothing
        ```swift run compiles
        ^~~~~~~~~~~~~~~~~~~~~
        help: do not pin it, or remove 'compiles'
        """)
    let silent = try accepted("```swift run\n```\n", printed: "", pinning: [1])
    #expect(
      silent.findings == """
        chapters/01-test.md:1:1: error: the snippet prints nothing that could be pinned
        ```swift run
        ^~~~~~~~~~~~
        """)
    let open = try accepted("```swift run\nf()\n", printed: "a", pinning: [1])
    #expect(
      open.findings == """
        chapters/01-test.md:1:1: error: the snippet has no closing fence, below which its output \
        could be pinned
        ```swift run
        ^~~~~~~~~~~~
        """)
  }

  // MARK: - What is refused

  private static let text = "```swift run\n```\n```output\nold\n```\n"

  @Test(
    "output that Markdown cannot hold is refused",
    arguments: [
      ("a\n\u{1B}[1mb", "its line 2 has control characters"),
      ("a\rb", "its line 1 has control characters"),
      ("a\u{0}b", "its line 1 has control characters"),
      ("a\n\n\u{FFFD}", "its line 3 is not UTF-8"),
    ])
  func refused(printed: String, reason: String) throws {
    let (text, findings) = try accepted(Self.text, printed: printed)
    #expect(text == Self.text)
    #expect(
      findings == """
        chapters/01-test.md:3:1: error: this output cannot be pinned: \(reason)
        ```output
        ^~~~~~~~~
        """)
  }

  @Test("output of more than a thousand lines is refused, unless dots stand for most of it")
  func long() throws {
    let printed = (1...1001).map { "\($0)\n" }.joined()
    let (text, findings) = try accepted(Self.text, printed: printed)
    #expect(text == Self.text)
    #expect(
      findings == """
        chapters/01-test.md:3:1: error: this output cannot be pinned: it has more than 1000 lines
        ```output
        ^~~~~~~~~
        help: pin the lines that matter, with '...' in place of others
        """)
    let elided = "```swift run\n```\n```output\n1\n...\n1002\n```\n"
    #expect(
      try accepted(elided, printed: printed).text
        == "```swift run\n```\n```output\n1\n...\n1001\n```\n")
  }

  @Test("a snippet that did not end as it should is left alone")
  func notIntended() throws {
    for outcome in [Outcome.timedOut(1), .exited(0), .notReached, .unmade([]), .garbled] {
      let run = Run(outcome: outcome, output: "new")
      let (text, findings) = try accepted(Self.text, printed: "", pinning: [1], run: run)
      #expect(text == Self.text)
      #expect(findings == "")
    }
  }

  @Test("a new text that says something else is not proven")
  func proof() throws {
    let chapter = Chapter(text: Self.text)
    let plan = Plan(chapter, modules: [])
    let page = Weaver.page(chapter, plan, [1: Run(outcome: .completed, output: "new")])
    let pinning = Pinning(page)
    func isProven(_ text: String) -> Bool {
      pinning.isProven(by: Source(path: chapter.path, text: text), from: page)
    }
    #expect(isProven("```swift run\n```\n```output\nnew\n```\n"))
    for wrong in [
      Self.text, "```swift run\n```\n```output\nnew\nnew\n```\n", "```swift run\n```\n",
      "```swift run\nf()\n```\n```output\nnew\n```\n",
      "```swift run\n```\n```output\nnew\n```\nx\n",
      "```swift run\n```\n```output tolerance=1\nnew\n```\n",
      "```swift run hidden\n```\n```output\nnew\n```\n",
      "```swift run\n```\n```output\nnew\n```\n```output\n```\n",
      "```swift run\n```\n```output\nnew\n```\n```swift run\n```\n",
    ] {
      #expect(!isProven(wrong), "\(wrong)")
    }
  }
}

// From a chapter's fences to its programs: markdown in, a dump of the plan out.

import Testing

@testable import NotebookKit

extension Chapter {
  /// Parses a chapter from its text.
  init(text: String, path: String = "chapters/01-test.md", number: Int? = 1) {
    let source = Source(path: path, text: text)
    self.init(source: source, number: number, blocks: MarkdownParser.parse(source).blocks)
  }
}

extension Plan {
  /// A line for each program, pinned output and equation.
  fileprivate var dump: String {
    let programs = programs.map { program in
      "\(program.purpose) \(program.name): "
        + "\(program.snippets.map(\.id.line)), subjects \(program.subjects.map { program.snippets[$0].id.line }), "
        + "imports \(program.modules)"
    }
    let outputs = snippets.sorted { $0.key < $1.key }.compactMap { line, snippet in
      snippet.expectation.map {
        "output of \(line): \($0.lines), tolerance \($0.tolerance?.description ?? "none"), "
          + "lines \($0.sourceLines), fence at \($0.range.start.line)"
      }
    }
    let equations = equations.sorted { $0.key < $1.key }.map { line, equation in
      let names = equation.names.map(\.name)
      return "equation at \(line): \(names.isEmpty ? "no name" : names.joined(separator: ", "))"
    }
    return (programs + outputs + ["outputs at \(self.outputs.sorted())"] + equations)
      .joined(separator: "\n")
  }

  fileprivate var messages: String { findings.map(\.description).joined(separator: "\n") }
}

@Suite("Plans") struct PlanTests {
  private func plan(_ text: String, modules: [String] = []) -> Plan {
    Plan(Chapter(text: text), modules: modules)
  }

  @Test("a chapter's running snippets form one program")
  func common() {
    let plan = plan(
      """
      ```swift run
      let x = 1
      ```
      ```swift
      only shown
      ```
      ```swift run hidden id=second
      let y = 2
      ```
      ```swift run folded
      print(x, y)
      ```
      """, modules: ["Recurrent", "Extra"])
    #expect(
      plan.dump == """
        run chapters/01-test.md: [1, 7, 10], subjects [1, 7, 10], imports ["Recurrent", "Extra"]
        outputs at []
        """)
    #expect(plan.messages == "")
    #expect(plan.snippets.keys.sorted() == [1, 7, 10])
    #expect(plan.snippets[7]?.options.name == "second")
    #expect(plan.snippets[7]?.fence.text == "let y = 2\n")
  }

  @Test("a snippet that traps, fails or only compiles has a program with those before it")
  func special() {
    let plan = plan(
      """
      ```swift run traps
      fatalError()
      ```
      ```swift run
      let x = 1
      ```
      ```swift run fails
      let x: Int = ""
      ```
      ```swift run compiles
      while true {}
      ```
      ```swift run
      print(x)
      ```
      ```swift run traps
      print([x][1])
      ```
      """)
    #expect(
      plan.dump == """
        run chapters/01-test.md: [4, 13], subjects [4, 13], imports []
        runLast chapters/01-test.md:1: [1], subjects [1], imports []
        compile chapters/01-test.md:7: [4, 7], subjects [7], imports []
        compile chapters/01-test.md:10: [4, 10], subjects [10], imports []
        runLast chapters/01-test.md:16: [4, 13, 16], subjects [16], imports []
        outputs at []
        """)
    #expect(plan.messages == "")
  }

  @Test("a chapter without running snippets has no programs")
  func none() {
    let plan = plan("# Title\n\n```swift\nprint(1)\n```\n\n    swift run\n")
    #expect(plan == Plan(Chapter(text: ""), modules: []))
    #expect(plan.dump == "outputs at []")
  }

  @Test("an output belongs to the snippet above it, prose between them or not")
  func outputs() {
    let plan = plan(
      """
      ```swift run
      print(1)
      ```
      ```output
      1
      ```
      ```swift run
      print(2.5)
      ```

      It prints, within rounding:

      ```output tolerance=1e-9
      ...
      2.5
      ```
      ```swift run fails
      1 + ""
      ```
      ```output
      ```
      """)
    #expect(
      plan.dump == """
        run chapters/01-test.md: [1, 7], subjects [1, 7], imports []
        compile chapters/01-test.md:17: [1, 7, 17], subjects [17], imports []
        output of 1: ["1"], tolerance none, lines 5..<6, fence at 4
        output of 7: ["...", "2.5"], tolerance 1e-09, lines 14..<16, fence at 13
        output of 17: [], tolerance none, lines 21..<21, fence at 20
        outputs at [4, 13, 20]
        """)
    #expect(plan.messages == "")
  }

  @Test("an output above every snippet is refused")
  func outputAlone() {
    let plan = plan("```output\n1\n```\n\n```swift run\nprint(1)\n```\n")
    #expect(
      plan.messages == """
        chapters/01-test.md:1:1: error: an output without a snippet
        ```output
        ^~~~~~~~~
        help: an 'output' fence stands below the 'swift run' fence that prints it
        """)
    #expect(plan.snippets[5]?.expectation == nil)
  }

  @Test("a second output is refused, and the first counts")
  func secondOutput() {
    let plan = plan(
      "```swift run\nprint(1)\n```\n```output\n1\n```\n  ```output tolerance=1\n  2\n  ```\n")
    #expect(
      plan.messages == """
        chapters/01-test.md:7:3: error: the snippet at line 1 has an output already
          ```output tolerance=1
          ^~~~~~~~~~~~~~~~~~~~~
        chapters/01-test.md:4:1: note: the first one is here
        ```output
        ^~~~~~~~~
        """)
    #expect(plan.snippets[1]?.expectation?.lines == ["1"])
  }

  @Test("a snippet that is only compiled has no output")
  func compiledOutput() {
    let plan = plan("```swift run compiles\nprint(1)\n```\n```output\n1\n```\n")
    #expect(
      plan.messages == """
        chapters/01-test.md:4:1: error: a snippet that is only compiled prints nothing
        ```output
        ^~~~~~~~~
        help: remove the output, or 'compiles' at line 1
        """)
    #expect(plan.snippets[1]?.expectation == nil)
  }

  @Test("a name is given once, to an equation or a snippet")
  func names() {
    let plan = plan(
      """
      ```math id=step
      x
      ```
      ```math
      y
      ```
      - ```swift run id=step
        print(1)
        ```
      ```math id=step
      z
      ```
      """)
    #expect(
      plan.messages == """
        chapters/01-test.md:7:3: error: the name 'step' is taken
        - ```swift run id=step
          ^~~~~~~~~~~~~~~~~~~~
        chapters/01-test.md:1:1: note: it is taken here
        ```math id=step
        ^~~~~~~~~~~~~~~
        chapters/01-test.md:10:1: error: the name 'step' is taken
        ```math id=step
        ^~~~~~~~~~~~~~~
        chapters/01-test.md:1:1: note: it is taken here
        ```math id=step
        ^~~~~~~~~~~~~~~
        """)
    #expect(
      plan.dump == """
        run chapters/01-test.md: [7], subjects [7], imports []
        outputs at []
        equation at 1: step
        equation at 4: no name
        equation at 10: step
        """)
  }

  @Test("a name that a row gives is the chapter's like any other")
  func rowNames() {
    let plan = plan(
      #"""
      > ```math
      > \begin{aligned}
      > a &= b \label{first} \\
      > c &= d \label{step}
      > \end{aligned}
      > ```

      ```swift run id=step
      ```
      """#)
    #expect(
      plan.messages == #"""
        chapters/01-test.md:8:1: error: the name 'step' is taken
        ```swift run id=step
        ^~~~~~~~~~~~~~~~~~~~
        chapters/01-test.md:4:10: note: it is taken here
        > c &= d \label{step}
                 ^~~~~~~~~~~~
        """#)
    #expect(
      plan.dump == """
        run chapters/01-test.md: [8], subjects [8], imports []
        outputs at []
        equation at 1: first, step
        """)
    #expect(plan.names == ["first", "step"])
  }

  @Test("fences in lists, quotations and footnotes count where they stand")
  func nested() {
    let plan = plan(
      """
      - item

        ```swift run
        let a = 1
        ```

        > ```swift run
        > print(a)
        > ```
        >
        > ```output
        > 1
        > ```

      > 1. > ```math id=deep
      >    > x
      >    > ```

      A note.[^1]

      [^1]: Words.

          ```swift run
          print(2)
          ```
      """)
    #expect(
      plan.dump == """
        run chapters/01-test.md: [3, 7, 23], subjects [3, 7, 23], imports []
        output of 7: ["1"], tolerance none, lines 12..<13, fence at 11
        outputs at [11]
        equation at 15: deep
        """)
    #expect(plan.messages == "")
  }

  @Test("wrong words are findings and the fence counts as far as it is understood")
  func wrongWords() {
    let plan = plan("```swift run hiden\nprint(1)\n```\n```swift runn\nprint(1)\n```\n")
    #expect(
      plan.messages == """
        chapters/01-test.md:1:14: error: unknown fence word 'hiden'
        ```swift run hiden
                     ^~~~~
        help: did you mean 'hidden'?
        chapters/01-test.md:4:10: error: unknown fence word 'runn'
        ```swift runn
                 ^~~~
        help: did you mean 'run'?
        """)
    #expect(plan.snippets.keys.sorted() == [1])
  }
}

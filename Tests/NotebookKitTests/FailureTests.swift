// What an author reads when something is wrong: whole messages, from the real compiler, parser and typesetter.

import Foundation
import Testing

@testable import NotebookKit

@Suite("Failures") struct FailureTests {
  @Test("compile errors in several snippets are all reported, at the chapter's lines")
  func compileErrors() async throws {
    let text = try await messages(
      about: """
        # Title

        ```swift run
        let x = 1
        print("total: " + x)
        ```

        - in a list

          ```swift run
          print(undefined)
          ```
        """)
    #expect(
      text == """
        chapters/01-x.md:5:17: error: binary operator '+' cannot be applied to operands of type 'String' and 'Int'
        print("total: " + x)
                        ^
        chapters/01-x.md:5:17: note: overloads for '+' exist with these partially matching parameter lists: (Int, Int), (String, String)
        print("total: " + x)
                        ^

        chapters/01-x.md:11:9: error: cannot find 'undefined' in scope
          print(undefined)
                ^~~~~~~~~
        """)
  }

  @Test("an unclosed brace is reported at the brace, not at the end of the file")
  func unclosedBrace() async throws {
    let text = try await messages(
      about: """
        ```swift run
        struct Open {
          var a = 1
        ```

        ```swift run
        print(1)
        ```
        """)
    #expect(
      text == """
        chapters/01-x.md:2:13: error: expected '}' in struct
        struct Open {
                    ^
        """)
  }

  @Test("an unterminated comment is reported in its own snippet")
  func unterminatedComment() async throws {
    let text = try await messages(
      about: """
        ```swift run
        print(1)
        ```

        ```swift run
        /* no end
        ```

        ```swift run
        print(2)
        ```
        """)
    #expect(
      text == """
        chapters/01-x.md:6:10: error: unterminated '/*' comment
        /* no end
                 ^
        chapters/01-x.md:6:1: note: comment started here
        /* no end
        ^
        """)
  }

  @Test("a trap names its line and keeps what was printed before, even without a line end")
  func trap() async throws {
    let book = try TemporaryBook([
      "01-x.md": """
      ```swift run
      print("before")
      print("and", terminator: "…")
      let values = [1, 2, 3]
      func pick(_ index: Int) -> Int {
        values[index]
      }
      print(pick(7))
      ```

      ```output
      before
      and…
      ```

      ```swift run
      print("after")
      ```
      """
    ])
    #expect(
      try await book.messages() == """
        chapters/01-x.md:6:3: error: the snippet trapped: Fatal error: Index out of range
          values[index]
          ^~~~~~~~~~~~~
        chapters/01-x.md:8:1: note: it was reached from here
        print(pick(7))
        ^~~~~~~~~~~~~~
        """)
    let transcript = try await Self.transcript(of: book)
    #expect(transcript.map(\.output) == ["before\nand…", ""])
    #expect(transcript.map(\.outcome).last == .notReached)
  }

  @Test("a trap inside the library names the line of the chapter, and both shapes")
  func trapInLibrary() async throws {
    let text = try await messages(
      about: """
        ```swift run
        let a = Matrix.zeros(4, 3)
        let b = Matrix.zeros(2, 1)

        print(a • b)
        ```
        """)
    #expect(
      text == """
        chapters/01-x.md:5:1: error: the snippet trapped: Fatal error: Matrix: 4×3 • 2×1: inner sizes 3 and 2 differ
        print(a • b)
        ^~~~~~~~~~~~
        """)
  }

  @Test("an overflow has no message of its own; the backtrace says what it was")
  func overflow() async throws {
    let text = try await messages(
      about: """
        ```swift run
        var big = Int.max
        big += 1
        ```
        """)
    #expect(
      text == """
        chapters/01-x.md:3:1: error: the snippet trapped: Fatal error: arithmetic overflow
        big += 1
        ^~~~~~~~
        """)
  }

  @Test("a failed check says by how much, and which entry is worst")
  func failedCheck() async throws {
    let text = try await messages(
      about: """
        ```swift run
        let a = Matrix([[1, 2], [3, 4]])
        check("transposition", a, equals: a.transposed)
        check("order", 1 > 2)
        check("difference", a, differsFrom: a, atLeast: 0.1)
        check("shapes", a, equals: .zeros(1, 2))
        ```
        """)
    #expect(
      text == """
        chapters/01-x.md:3:1: error: check 'transposition' failed: error 0.13 exceeds 1e-12
        check("transposition", a, equals: a.transposed)
        ^~~~~
          [2×2] error 0.13; worst at [0, 1]: 2.0 against 3.0

        chapters/01-x.md:4:1: error: check 'order' failed: the condition is false
        check("order", 1 > 2)
        ^~~~~

        chapters/01-x.md:5:1: error: check 'difference' failed: error 0 is below 0.1
        check("difference", a, differsFrom: a, atLeast: 0.1)
        ^~~~~
          [2×2] error 0; worst at [0, 0]: 1.0 against 1.0

        chapters/01-x.md:6:1: error: check 'shapes' failed: shape 2×2 against 1×2
        check("shapes", a, equals: .zeros(1, 2))
        ^~~~~
        """)
  }

  @Test("an output that differs is shown as a diff")
  func differentOutput() async throws {
    let text = try await messages(
      about: """
        ```swift run
        for i in 1...4 { print("line", i) }
        ```

        ```output
        line 1
        line two
        line 3
        line 4
        ```
        """)
    #expect(
      text == """
        chapters/01-x.md:7:1: error: the output of the snippet at line 1 is not what is pinned
        line two
        ^~~~~~~~
        --- pinned
        +++ printed
          line 1
        - line two
        + line 2
          line 3
          line 4
        """)
  }

  @Test("TeX errors among named rows have the author's place, and so have labels that name nothing")
  func rows() async throws {
    #expect(
      try await messages(
        about: #"""
          > ```math
          > \begin{aligned}
          > a &= b \label{first} \\
          > c &= d \label{second}\foo
          > \end{aligned},
          > ```

          Here $x \label{third}$, [](#first) and [](#third).

          $$
          y \label{fourth}
          $$

          ```math
          z = \begin{aligned} a \label{fifth} \end{aligned}
          ```
          """#) == #"""
          chapters/01-x.md:4:24: error: TeX: Undefined control sequence: \foo
          > c &= d \label{second}\foo
                                 ^

          chapters/01-x.md:8:9: error: there is nothing here that '\label' could name
          Here $x \label{third}$, [](#first) and [](#third).
                  ^
          help: write it in a ```math fence

          chapters/01-x.md:8:40: error: nothing in the book has the name 'third'
          Here $x \label{third}$, [](#first) and [](#third).
                                                 ^~~~~~~~~~

          chapters/01-x.md:11:3: error: there is nothing here that '\label' could name
          y \label{fourth}
            ^
          help: write it in a ```math fence

          chapters/01-x.md:15:23: error: there is nothing here that '\label' could name
          z = \begin{aligned} a \label{fifth} \end{aligned}
                                ^
          help: a fence can be named as a whole, or row by row if a block such as 'aligned' is all it holds
          """#)
  }

  @Test("TeX errors have a place, in running text, in a display, in a fence and in a table")
  func tex() async throws {
    let text = try await messages(
      about: #"""
        Energy $E = \foo{m}$ and

        $$
        a +
        b }
        $$

        ```math id=third
        \begin{bmatrix} 1 & 2
        ```

        | a |
        |---|
        | $\frac{1}$ |
        """#)
    #expect(
      text == #"""
        chapters/01-x.md:1:13: error: TeX: Undefined control sequence: \foo
        Energy $E = \foo{m}$ and
                    ^

        chapters/01-x.md:5:3: error: TeX: Expected 'EOF', got '}'
        b }
          ^

        chapters/01-x.md:9:22: error: TeX: Expected & or \\ or \cr or \end
        \begin{bmatrix} 1 & 2
                             ^

        chapters/01-x.md:14:12: error: TeX: Unexpected end of input in a macro argument, expected '}'
        | $\frac{1}$ |
                   ^
        """#)
  }

  @Test("an unknown word of a fence is named, with the word that was meant")
  func unknownWord() async throws {
    let text = try await messages(
      about: """
        ```swift run hiden timout=3
        print(1)
        ```
        """)
    #expect(
      text == """
        chapters/01-x.md:1:14: error: unknown fence word 'hiden'
        ```swift run hiden timout=3
                     ^~~~~
        help: did you mean 'hidden'?

        chapters/01-x.md:1:20: error: unknown fence word 'timout=3'
        ```swift run hiden timout=3
                           ^~~~~~~~
        help: did you mean 'timeout='?
        """)
  }

  @Test("an output needs a snippet")
  func outputWithoutSnippet() async throws {
    let text = try await messages(
      about: """
        # Title

        ```output
        1
        ```
        """)
    #expect(
      text == """
        chapters/01-x.md:3:1: error: an output without a snippet
        ```output
        ^~~~~~~~~
        help: an 'output' fence stands below the 'swift run' fence that prints it
        """)
  }

  @Test("an endless loop is stopped with everything it started, also what left its session")
  func endlessLoop() async throws {
    let seconds = "98765.\(UInt32.random(in: 100_000...999_999))"
    let text = try await messages(
      about: """
        ```swift run timeout=1
        import Foundation
        for command in ["sleep \(seconds)", "setsid sleep \(seconds)"] {
          let shell = Process()
          shell.executableURL = URL(fileURLWithPath: "/bin/sh")
          shell.arguments = ["-c", "\\(command) & wait"]
          try shell.run()
        }
        while true {}
        ```

        ```swift run
        print("never")
        ```
        """)
    #expect(
      text == """
        chapters/01-x.md:1:1: error: the snippet did not end within 1 s and was stopped
        ```swift run timeout=1
        ^~~~~~~~~~~~~~~~~~~~~~
        help: give it more time with 'timeout=', or less to do
        """)
    let survivors = try FileManager.default.contentsOfDirectory(atPath: "/proc")
      .compactMap { FileManager.default.contents(atPath: "/proc/\($0)/cmdline") }
      .filter { String(decoding: $0, as: UTF8.self).contains(seconds) }
    #expect(survivors.isEmpty)
  }

  @Test(
    "a snippet that ends the program is an error, and so those after it are not silently skipped")
  func exit() async throws {
    let text = try await messages(
      about: """
        ```swift run
        import Glibc
        exit(0)
        ```

        ```swift run
        print("never")
        ```
        """)
    #expect(
      text == """
        chapters/01-x.md:1:1: error: the snippet ended the program with status 0
        ```swift run
        ^~~~~~~~~~~~
        help: a snippet must run to its end, so that those after it can run
        """)
  }

  @Test("what must fail or trap, and does not, is an error")
  func unexpectedSuccess() async throws {
    let text = try await messages(
      about: """
        ```swift run fails
        let x: Int = 1
        ```

        ```swift run traps
        print([1][0])
        ```

        ```swift run compiles
        let y: Int = "text"
        ```
        """)
    #expect(
      text == """
        chapters/01-x.md:1:1: error: this snippet must not compile, but it does
        ```swift run fails
        ^~~~~~~~~~~~~~~~~~
        help: remove 'fails' if that is right

        chapters/01-x.md:5:1: error: this snippet must trap, but it ran to its end
        ```swift run traps
        ^~~~~~~~~~~~~~~~~~
        help: remove 'traps' if that is right

        chapters/01-x.md:10:14: error: cannot convert value of type 'String' to specified type 'Int'
        let y: Int = "text"
                     ^~~~~~
        """)
  }

  @Test("what comes before a snippet that is not whole is still compiled")
  func errorsBeforeAnUnclosedBrace() async throws {
    let text = try await messages(
      about: """
        ```swift run
        let x: Int = ""
        ```

        ```swift run
        func open() {
        ```

        ```swift run
        let y = 1 +
        ```
        """)
    #expect(
      text == """
        chapters/01-x.md:2:14: error: cannot convert value of type 'String' to specified type 'Int'
        let x: Int = ""
                     ^~

        chapters/01-x.md:6:13: error: expected '}' at end of brace statement
        func open() {
                    ^

        chapters/01-x.md:10:1: error: expected expression after operator
        let y = 1 +
        ^~~~~~~~~~~
        """)
  }

  @Test("a loop that reports for ever is stopped")
  func flood() async throws {
    let text = try await messages(
      about: """
        ```swift run timeout=60
        while true { show(Matrix.zeros(100, 100)) }
        ```
        """)
    #expect(
      text == """
        chapters/01-x.md:1:1: error: the snippet reported more than 16 MiB of checks and values
        ```swift run timeout=60
        ^~~~~~~~~~~~~~~~~~~~~~~
        """)
  }

  @Test("what the last snippet leaves behind may not end the program badly")
  func lateTrap() async throws {
    let text = try await messages(
      about: """
        ```swift run
        import Glibc
        atexit { _exit(9) }
        print(1)
        ```
        """)
    #expect(
      text == """
        chapters/01-x.md:1:1: error: the snippet ended the program with status 9
        ```swift run
        ^~~~~~~~~~~~
        help: a snippet must run to its end, so that those after it can run
        """)
  }

  @Test("a symbol that the linker misses is reported where it is used, beside what else is wrong")
  func undefinedSymbol() async throws {
    let book = try TemporaryBook([
      "01-a.md": """
      ```swift run
      @_silgen_name("nosuch_function") func nosuch()
      nosuch()
      ```
      """,
      "02-b.md": "```swift run\nlet x: Int = \"\"\n```\n",
    ])
    #expect(
      try await book.messages() == """
        chapters/01-a.md:3:1: error: nothing defines 'nosuch_function', which this line uses
        nosuch()
        ^~~~~~~~

        chapters/02-b.md:2:14: error: cannot convert value of type 'String' to specified type 'Int'
        let x: Int = ""
                     ^~
        """)
  }

  @Test("a failure that names no line of the chapter is no success of a snippet that must fail")
  func failureElsewhere() async throws {
    let text = try await messages(
      about: """
        ```swift run fails
        #sourceLocation(file: "elsewhere.swift", line: 1)
        let x: Int = ""
        ```
        """)
    #expect(
      text.hasPrefix(
        """
        chapters/01-x.md:1:1: error: the program of these snippets cannot be made
        ```swift run fails
        ^~~~~~~~~~~~~~~~~~
        elsewhere.swift:1:14: error: cannot convert value of type 'String' to specified type 'Int'
        """))
  }

  @Test("a killing signal is no trap")
  func killed() async throws {
    let text = try await messages(
      about: """
        ```swift run traps
        import Glibc
        kill(getpid(), SIGTERM)
        ```
        """)
    #expect(
      text == """
        chapters/01-x.md:1:1: error: the program was killed by signal 15 (terminated)
        ```swift run traps
        ^~~~~~~~~~~~~~~~~~
        """)
  }

  @Test("a trap's message has no addresses, which differ from run to run")
  func stableTrap() async throws {
    let book = try TemporaryBook([
      "01-x.md": """
      ```swift run traps
      let value: Any = 1
      print(value as! String)
      ```

      ```output
      Could not cast value of type 'Swift.Int' to 'Swift.String'.
      ```

      ```swift run traps
      var number = 1
      func both(_ a: inout Int) { number += 1 }
      both(&number)
      ```

      ```output
      Simultaneous accesses to, but modification requires exclusive access.
      ```
      """
    ])
    #expect(try await book.messages() == "")
  }

  @Test("a check that fails in a loop is told eight times, and counted")
  func failingLoop() async throws {
    let book = try TemporaryBook([
      "01-x.md": #"""
      ```swift run
      for i in 1...100 { check("round \(i)", false) }
      ```
      """#
    ])
    let found = try await book.notebook.check().findings
    #expect(found.count == 9)
    #expect(
      found.last?.description == #"""
        chapters/01-x.md:2:20: error: this check failed 92 more times
        for i in 1...100 { check("round \(i)", false) }
                           ^~~~~
        """#)
  }

  @Test("what one snippet opens and another closes is reported where it opens")
  func openedElsewhere() async throws {
    let text = try await messages(
      about: """
        ```swift run
        #if os(macOS)
        ```

        ```swift run
        #endif
        ```
        """)
    #expect(text.hasPrefix("chapters/01-x.md:2:1: error: "))
  }

  @Test("control characters of a program are shown, not sent to the terminal")
  func controlCharacters() async throws {
    let text = try await messages(
      about: #"""
        ```swift run
        print("\u{1B}[31mred\u{7}\0")
        ```

        ```output
        red
        ```
        """#)
    #expect(
      text == """
        chapters/01-x.md:6:1: error: the output of the snippet at line 1 is not what is pinned
        red
        ^~~
        --- pinned
        +++ printed
        - red
        + ␛[31mred␇␀
        """)
  }

  @Test("wrong TeX is found at its place in a chapter with symbols, in their declarations too")
  func symbols() async throws {
    let text = try await messages(
      about: #"""
        ```symbols
        W | weight of $\nope$ | H × D
        \nopf | a symbol
        ```

        - $W + \nopg W$, $\htmlData{symbol=0}{W}$

        > ```math id=e
        > W +
        > W \noph
        > ```
        """#)
    #expect(
      text == #"""
        chapters/01-x.md:2:16: error: TeX: Undefined control sequence: \nope
        W | weight of $\nope$ | H × D
                       ^

        chapters/01-x.md:3:1: error: TeX: Undefined control sequence: \nopf
        \nopf | a symbol
        ^

        chapters/01-x.md:6:8: error: TeX: Undefined control sequence: \nopg
        - $W + \nopg W$, $\htmlData{symbol=0}{W}$
               ^

        chapters/01-x.md:6:19: error: TeX: a command in this formula is not allowed
        - $W + \nopg W$, $\htmlData{symbol=0}{W}$
                          ^

        chapters/01-x.md:10:5: error: TeX: Undefined control sequence: \noph
        > W \noph
            ^
        """#)
  }

  @Test("macros of the standard library are found")
  func macros() async throws {
    let text = try await messages(
      about: """
        ```swift run
        import Observation
        @Observable final class Counter { var count = 0 }
        let counter = Counter()
        counter.count += 1
        print(counter.count)
        ```

        ```output
        1
        ```
        """)
    #expect(text == "")
  }

  @Test("findings of all chapters and stages come in one go, and the old site stays")
  func allAtOnce() async throws {
    let good = try TemporaryBook(["01-a.md": "# Good\n"])
    #expect(try await good.notebook.build().failed == false)
    let before = try good.site("01-a.html")
    for (name, text) in [
      ("01-a.md", "# Bad\n\n$\\nope$\n"),
      ("02-b.md", "```swift run\nlet x: Int = \"\"\n```\n"),
      ("03-c.md", "```swift walk\n```\n"),
    ] {
      try Data(text.utf8).write(to: URL(fileURLWithPath: "\(good.root)/chapters/\(name)"))
    }
    let report = try await good.notebook.build()
    #expect(report.failed)
    #expect(report.wrote == nil)
    #expect(
      report.findings.map { "\($0.path): \($0.summary)" } == [
        "chapters/01-a.md: TeX: Undefined control sequence: \\nope",
        "chapters/02-b.md: cannot convert value of type 'String' to specified type 'Int'",
        "chapters/03-c.md: unknown fence word 'walk'",
      ])
    #expect(report.summary == "3 chapters, 1 snippet, 0 checks: 3 errors")
    #expect(try good.site("01-a.html") == before)
    #expect(!FileManager.default.fileExists(atPath: good.root + "/site/02-b.html"))
  }

  /// The runs of the first chapter's snippets, in order.
  private static func transcript(of book: borrowing TemporaryBook) async throws -> [Run] {
    let loaded = try Book.load(from: book.root)
    let source = loaded.chapters[0].source
    let chapter = Chapter(
      source: source, number: 1, blocks: MarkdownParser.parse(source).blocks)
    let plan = Plan(chapter, modules: ["Recurrent", "RecurrentNotebook"])
    let executor = try RealExecutor.make(in: book.root)
    let runs = try await executor.run(plan.programs[0]).runs(of: plan.programs[0])
    return plan.programs[0].snippets.compactMap { runs[$0.id] }
  }
}

/// An executor with the toolchain of this machine.
enum RealExecutor {
  static func make(in folder: String, direct: Bool = true) throws -> SwiftcExecutor {
    var toolchain = try Toolchain.find(on: ProcessInfo.processInfo.environment["PATH"] ?? "")
    if !direct { toolchain.direct = nil }
    let library = try Library(
      modules: ["SnippetRuntime", "Recurrent", "RecurrentNotebook"],
      products: TemporaryBook.products)
    return SwiftcExecutor(
      compiler: ProgramCompiler(toolchain: toolchain, library: library),
      library: SharedLibrary(of: library, in: folder, with: toolchain),
      linking: Linking(with: toolchain), folder: folder)
  }
}

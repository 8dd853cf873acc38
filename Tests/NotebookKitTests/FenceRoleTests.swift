// The words after the backticks of a fence: what each means, and what is said about wrong ones.

import Testing

@testable import NotebookKit

struct FenceRoleCase: CustomTestStringConvertible {
  var line: String
  var role: FenceRole

  var testDescription: String { line }
}

struct WrongFenceCase: CustomTestStringConvertible {
  var line: String
  var role: FenceRole
  var messages: String

  var testDescription: String { line }
}

private func snippet(
  _ mode: Mode = .run(.shown), name: String? = nil, timeout: Double = 10
) -> FenceRole {
  .snippet(SnippetOptions(mode: mode, name: name, timeout: timeout))
}

@Suite("Fence roles") struct FenceRoleTests {
  /// Reads the first fence of a text.
  private func read(_ text: String) throws -> (role: FenceRole, messages: String) {
    let source = Source(path: "chapters/01-test.md", text: text)
    let (fence, range) = try #require(MarkdownParser.parse(source).blocks.fences.first)
    let (role, findings) = FenceRole.read(fence, at: range, in: source)
    return (role, findings.map(\.description).joined(separator: "\n"))
  }

  @Test(
    "every word of the set is understood",
    arguments: [
      FenceRoleCase(line: "```", role: .plain),
      FenceRoleCase(line: "```swift", role: .plain),
      FenceRoleCase(line: "```python", role: .plain),
      FenceRoleCase(line: "```python linenos=yes", role: .plain),
      FenceRoleCase(line: "```text running", role: .plain),
      FenceRoleCase(line: "    swift run", role: .plain),
      FenceRoleCase(line: "```swift run", role: snippet()),
      FenceRoleCase(line: "~~~~ \t swift   run  ", role: snippet()),
      FenceRoleCase(line: "  ```swift run", role: snippet()),
      FenceRoleCase(line: "```swift run hidden", role: snippet(.run(.hidden))),
      FenceRoleCase(line: "```swift run folded", role: snippet(.run(.folded))),
      FenceRoleCase(line: "```swift run compiles", role: snippet(.compiles)),
      FenceRoleCase(line: "```swift run fails", role: snippet(.fails)),
      FenceRoleCase(line: "```swift run traps", role: snippet(.traps)),
      FenceRoleCase(line: "```swift run refuted", role: snippet(.refuted)),
      FenceRoleCase(line: "```swift run id=step", role: snippet(name: "step")),
      FenceRoleCase(line: "```swift run id=Größe_1.2-δ", role: snippet(name: "Größe_1.2-δ")),
      FenceRoleCase(line: "```swift run timeout=20", role: snippet(timeout: 20)),
      FenceRoleCase(line: "```swift run timeout=0.5", role: snippet(timeout: 0.5)),
      FenceRoleCase(line: "```swift run timeout=3600", role: snippet(timeout: 3600)),
      FenceRoleCase(
        line: "```swift run id=a traps timeout=1", role: snippet(.traps, name: "a", timeout: 1)),
      FenceRoleCase(line: "```output", role: .output(tolerance: nil)),
      FenceRoleCase(line: "```output tolerance=1e-9", role: .output(tolerance: 1e-9)),
      FenceRoleCase(line: "```output tolerance=0", role: .output(tolerance: 0)),
      FenceRoleCase(line: "```math", role: .mathematics(name: nil)),
      FenceRoleCase(line: "```symbols", role: .symbols),
      FenceRoleCase(line: "```math id=lstm-gates", role: .mathematics(name: "lstm-gates")),
    ])
  func understood(_ item: FenceRoleCase) throws {
    let (role, messages) = try read(item.line + "\nx\n")
    #expect(role == item.role)
    #expect(messages == "")
  }

  @Test(
    "an unknown word is pointed at, with the nearest word or all of them",
    arguments: [
      WrongFenceCase(
        line: "```swift runn", role: .plain,
        messages: """
          chapters/01-test.md:1:10: error: unknown fence word 'runn'
          ```swift runn
                   ^~~~
          help: did you mean 'run'?
          """),
      WrongFenceCase(
        line: "```swift hidden", role: .plain,
        messages: """
          chapters/01-test.md:1:10: error: unknown fence word 'hidden'
          ```swift hidden
                   ^~~~~~
          help: allowed here: run
          """),
      WrongFenceCase(
        line: "```swift run hiden", role: snippet(),
        messages: """
          chapters/01-test.md:1:14: error: unknown fence word 'hiden'
          ```swift run hiden
                       ^~~~~
          help: did you mean 'hidden'?
          """),
      WrongFenceCase(
        line: "```swift run banana traps", role: snippet(.traps),
        messages: """
          chapters/01-test.md:1:14: error: unknown fence word 'banana'
          ```swift run banana traps
                       ^~~~~~
          help: allowed here: compiles, fails, folded, hidden, refuted, traps, id=, timeout=
          """),
      WrongFenceCase(
        line: "```swift run timout=20", role: snippet(),
        messages: """
          chapters/01-test.md:1:14: error: unknown fence word 'timout=20'
          ```swift run timout=20
                       ^~~~~~~~~
          help: did you mean 'timeout='?
          """),
      WrongFenceCase(
        line: "```swift run öffentlich fials", role: snippet(),
        messages: """
          chapters/01-test.md:1:14: error: unknown fence word 'öffentlich'
          ```swift run öffentlich fials
                       ^~~~~~~~~~
          help: allowed here: compiles, fails, folded, hidden, refuted, traps, id=, timeout=
          chapters/01-test.md:1:26: error: unknown fence word 'fials'
          ```swift run öffentlich fials
                                  ^~~~~
          help: did you mean 'fails'?
          """),
      WrongFenceCase(
        line: "```output tolerence=1e-9", role: .output(tolerance: nil),
        messages: """
          chapters/01-test.md:1:11: error: unknown fence word 'tolerence=1e-9'
          ```output tolerence=1e-9
                    ^~~~~~~~~~~~~~
          help: did you mean 'tolerance='?
          """),
      WrongFenceCase(
        line: "```math name=gates", role: .mathematics(name: nil),
        messages: """
          chapters/01-test.md:1:9: error: unknown fence word 'name=gates'
          ```math name=gates
                  ^~~~~~~~~~
          help: allowed here: id=
          """),
      WrongFenceCase(
        line: "```swfit run", role: .plain,
        messages: """
          chapters/01-test.md:1:4: error: unknown fence word 'swfit'
          ```swfit run
             ^~~~~
          help: did you mean 'swift'?
          """),
      WrongFenceCase(
        line: "```maths id=gates", role: .plain,
        messages: """
          chapters/01-test.md:1:4: error: unknown fence word 'maths'
          ```maths id=gates
             ^~~~~
          help: did you mean 'math'?
          """),
      WrongFenceCase(
        line: "```symbol", role: .plain,
        messages: """
          chapters/01-test.md:1:4: error: unknown fence word 'symbol'
          ```symbol
             ^~~~~~
          help: did you mean 'symbols'?
          """),
      WrongFenceCase(
        line: "```haskell run", role: .plain,
        messages: """
          chapters/01-test.md:1:4: error: unknown fence word 'haskell'
          ```haskell run
             ^~~~~~~
          help: allowed here: swift, output, math, symbols
          """),
      WrongFenceCase(
        line: "> - ```swift\trunn", role: .plain,
        messages: """
          chapters/01-test.md:1:14: error: unknown fence word 'runn'
          > - ```swift\trunn
                      \t^~~~
          help: did you mean 'run'?
          """),
    ])
  func unknown(_ item: WrongFenceCase) throws {
    let (role, messages) = try read(item.line + "\n")
    #expect(role == item.role)
    #expect(messages == item.messages)
  }

  @Test(
    "words that exclude each other are refused",
    arguments: [
      WrongFenceCase(
        line: "```swift run traps fails", role: snippet(.fails),
        messages: """
          chapters/01-test.md:1:20: error: 'fails' cannot follow 'traps'
          ```swift run traps fails
                             ^~~~~
          help: a snippet has one of: compiles, fails, folded, hidden, refuted, traps
          """),
      WrongFenceCase(
        line: "```swift run hidden hidden", role: snippet(.run(.hidden)),
        messages: """
          chapters/01-test.md:1:21: error: 'hidden' cannot follow 'hidden'
          ```swift run hidden hidden
                              ^~~~~~
          help: a snippet has one of: compiles, fails, folded, hidden, refuted, traps
          """),
      WrongFenceCase(
        line: "```swift run id=a id=b", role: snippet(name: "b"),
        messages: """
          chapters/01-test.md:1:19: error: 'id=' is given twice
          ```swift run id=a id=b
                            ^~~~
          """),
      WrongFenceCase(
        line: "```swift run timeout=1 timeout=1", role: snippet(timeout: 1),
        messages: """
          chapters/01-test.md:1:24: error: 'timeout=' is given twice
          ```swift run timeout=1 timeout=1
                                 ^~~~~~~~~
          """),
      WrongFenceCase(
        line: "```output tolerance=1 tolerance=2", role: .output(tolerance: 2),
        messages: """
          chapters/01-test.md:1:23: error: 'tolerance=' is given twice
          ```output tolerance=1 tolerance=2
                                ^~~~~~~~~~~
          """),
      WrongFenceCase(
        line: "```math id=a id=b", role: .mathematics(name: "b"),
        messages: """
          chapters/01-test.md:1:14: error: 'id=' is given twice
          ```math id=a id=b
                       ^~~~
          """),
      WrongFenceCase(
        line: "```swift run compiles timeout=3", role: snippet(.compiles, timeout: 3),
        messages: """
          chapters/01-test.md:1:23: error: a snippet that is never run has no timeout
          ```swift run compiles timeout=3
                                ^~~~~~~~~
          """),
      WrongFenceCase(
        line: "```swift run timeout=3 fails", role: snippet(.fails, timeout: 3),
        messages: """
          chapters/01-test.md:1:14: error: a snippet that is never run has no timeout
          ```swift run timeout=3 fails
                       ^~~~~~~~~
          """),
    ])
  func combined(_ item: WrongFenceCase) throws {
    let (role, messages) = try read(item.line + "\n")
    #expect(role == item.role)
    #expect(messages == item.messages)
  }

  @Test(
    "a name holds letters, digits, '-', '_' and '.'",
    arguments: [
      ("```swift run id=", "", 17), ("```swift run id=a/b", "a/b", 17),
      ("```swift run id=a=b", "a=b", 17), ("```math id=a#b", "a#b", 12),
      ("```math id=\"gates\"", "\"gates\"", 12),
    ])
  func names(line: String, name: String, column: Int) throws {
    let (role, messages) = try read(line + "\n")
    #expect(role == (line.hasPrefix("```math") ? .mathematics(name: nil) : snippet()))
    #expect(
      messages == """
        chapters/01-test.md:1:\(column): error: '\(name)' is not a name
        \(line)
        \(String(repeating: " ", count: column - 1))^\(String(repeating: "~", count: max(0, name.count - 1)))
        help: use letters, digits, '-', '_' and '.'
        """)
  }

  @Test(
    "a timeout is a number of seconds up to an hour",
    arguments: ["soon", "0", "-1", "3601", "nan", "inf", "1s", ""])
  func timeouts(value: String) throws {
    let (role, messages) = try read("```swift run timeout=\(value)\n")
    #expect(role == snippet())
    #expect(
      messages == """
        chapters/01-test.md:1:22: error: '\(value)' is not a number of seconds between 0 and 3600
        ```swift run timeout=\(value)
                             ^\(String(repeating: "~", count: max(0, value.count - 1)))
        help: write for example 'timeout=20'
        """)
  }

  @Test(
    "a tolerance is a finite number that is not negative",
    arguments: ["big", "-1e-9", "nan", "inf", ""])
  func tolerances(value: String) throws {
    let (role, messages) = try read("```output tolerance=\(value)\n")
    #expect(role == .output(tolerance: nil))
    #expect(
      messages == """
        chapters/01-test.md:1:21: error: '\(value)' is not a tolerance
        ```output tolerance=\(value)
                            ^\(String(repeating: "~", count: max(0, value.count - 1)))
        help: write for example 'tolerance=1e-9'
        """)
  }
}

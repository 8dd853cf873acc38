// The compiler's words as findings of the chapter.

import Testing

@testable import NotebookKit

struct CompilerMessagesCase: CustomTestStringConvertible {
  var name: String
  var printed: String
  var messages: String

  var testDescription: String { name }
}

@Suite("Compiler messages") struct CompilerMessagesTests {
  private static let source = Source(
    path: "chapters/01-test.md",
    text: """
      # Title
      ```swift run
      func f(_ a: Int) {}
        [1].map { $0 + "a" }.banana()
      let é = 1; let y: Int = "b"
      \tfoo()
      ```
      """)

  @Test(
    "messages are read with their marks, their notes and the chapter's own lines",
    arguments: [
      CompilerMessagesCase(name: "nothing", printed: "", messages: ""),
      CompilerMessagesCase(
        name: "an error with tildes after the caret",
        printed: """
          chapters/01-test.md:6:2: error: cannot find 'foo' in scope
          \tfoo()
          \t^~~

          """,
        messages: """
          chapters/01-test.md:6:2: error: cannot find 'foo' in scope
          \tfoo()
          \t^~~
          """),
      CompilerMessagesCase(
        name: "a caret with tildes before it",
        printed: """
          chapters/01-test.md:4:24: error: value of type '[String]' has no member 'banana'
            [1].map { $0 + "a" }.banana()
            ~~~~~~~~~~~~~~~~~~~~ ^~~~~~
          chapters/01-test.md:4:4: error: cannot convert value of type 'Int'
            [1].map { $0 + "a" }.banana()
             ^
          """,
        messages: """
          chapters/01-test.md:4:24: error: value of type '[String]' has no member 'banana'
            [1].map { $0 + "a" }.banana()
                                 ^~~~~~
          chapters/01-test.md:4:4: error: cannot convert value of type 'Int'
            [1].map { $0 + "a" }.banana()
             ^
          """),
      CompilerMessagesCase(
        name: "a line with other letters than ASCII, for which no marks are printed",
        printed: """
          chapters/01-test.md:5:26: error: cannot convert value of type 'String'
          let é = 1; let y: Int = "b"
          chapters/01-test.md:6:2: warning: unused
          \tfoo()
          \t~~~^~
          \t_
          """,
        messages: """
          chapters/01-test.md:5:26: error: cannot convert value of type 'String'
          let é = 1; let y: Int = "b"
                                  ^
          chapters/01-test.md:6:2: warning: unused
          \tfoo()
          \t^~~~~
          """),
      CompilerMessagesCase(
        name: "notes belong to the message before them, those of other files do not show",
        printed: """
          chapters/01-test.md:3:6: error: invalid redeclaration of 'f'
          func f(_ a: Int) {}
               ^
          Recurrent.Matrix:7:3: note: found this candidate
          struct Matrix
                 ^
          chapters/01-test.md:4:4: note: 'f' previously declared here
            [1].map { $0 + "a" }.banana()
             ^~
          """,
        messages: """
          chapters/01-test.md:3:6: error: invalid redeclaration of 'f'
          func f(_ a: Int) {}
               ^
          chapters/01-test.md:4:4: note: 'f' previously declared here
            [1].map { $0 + "a" }.banana()
             ^~
          """),
      CompilerMessagesCase(
        name: "messages about other files keep their path and have no line",
        printed: """
          main.swift:99:1: error: expected '}' at end of brace statement

          ^
          chapters/01-test.md:3:18: note: to match this opening '{'
          func f(_ a: Int) {}
                           ^
          """,
        messages: """
          main.swift:99:1: error: expected '}' at end of brace statement
          chapters/01-test.md:3:18: note: to match this opening '{'
          func f(_ a: Int) {}
                           ^
          """),
      CompilerMessagesCase(
        name: "a message printed twice is one",
        printed: """
          chapters/01-test.md:6:2: error: cannot find 'foo' in scope
          \tfoo()
          \t^~~
          chapters/01-test.md:3:6: error: no
          chapters/01-test.md:6:2: error: cannot find 'foo' in scope
          \tfoo()
          \t^~~
          """,
        messages: """
          chapters/01-test.md:6:2: error: cannot find 'foo' in scope
          \tfoo()
          \t^~~
          chapters/01-test.md:3:6: error: no
          func f(_ a: Int) {}
               ^
          """),
      CompilerMessagesCase(
        name: "lines that are no messages are passed over",
        printed: """
          <unknown>:0: error: no such module
          error: fatalError
          ld.lld: error: undefined symbol: f
          chapters/01-test.md:3: error: no column
          """, messages: ""),
      CompilerMessagesCase(
        name: "a message with colons and numbers in it",
        printed: "chapters/01-test.md:3:1: error: x:1:2: error: y",
        messages: """
          chapters/01-test.md:3:1: error: x:1:2: error: y
          func f(_ a: Int) {}
          ^
          """),
    ])
  func read(_ item: CompilerMessagesCase) {
    let found = CompilerMessages.read(item.printed, about: Self.source)
    #expect(found.map(\.description).joined(separator: "\n") == item.messages)
  }

  @Test("a range covers what the caret and the tildes after it mark")
  func range() {
    let found = CompilerMessages.read(
      "chapters/01-test.md:6:2: error: no\n\tfoo()\n\t^~~\n", about: Self.source)
    #expect(
      found == [
        Diagnostic(
          .error, path: "chapters/01-test.md", range: SourceRange(line: 6, column: 2, length: 3),
          "no", excerpt: "\tfoo()")
      ])
  }
}

// Where and why a program stopped, from what it printed and from its backtrace.

import Foundation
import Testing

@testable import NotebookKit

struct TrapMessageCase: CustomTestStringConvertible {
  var printed: String
  var output: String
  var message: String?

  var testDescription: String { printed.debugDescription }
}

@Suite("Backtraces") struct BacktraceTests {
  private static let backtracing = "\n*** Signal 4: Backtracing from 0x55d038a521bf... done ***\n\n"

  @Test(
    "the runtime's last words are taken out of the output",
    arguments: [
      TrapMessageCase(printed: "", output: "", message: nil),
      TrapMessageCase(printed: "a\n\n\n", output: "a\n\n\n", message: nil),
      TrapMessageCase(printed: "a\n" + backtracing, output: "a\n", message: nil),
      TrapMessageCase(
        printed: "a\nSwift/ContiguousArrayBuffer.swift:692: Fatal error: Index out of range\n"
          + backtracing,
        output: "a\n", message: "Fatal error: Index out of range"),
      TrapMessageCase(
        printed: "main/01-test.md:4: Fatal error: no weights\nloss 0.5" + backtracing,
        output: "loss 0.5", message: "Fatal error: no weights"),
      TrapMessageCase(
        printed: "main/01 test.md:4: Fatal error\n" + backtracing, output: "",
        message: "Fatal error"),
      TrapMessageCase(
        printed: "1/2 main/01-test.md:4: Fatal error: no\n" + backtracing, output: "1/2 ",
        message: "Fatal error: no"),
      TrapMessageCase(
        printed: "andmain/01-test.md:4: Fatal error: no\n" + backtracing, output: "and",
        message: "Fatal error: no"),
      TrapMessageCase(
        printed: "and\nRecurrent/Matrix.swift:4: Fatal error: no\n" + backtracing, output: "and\n",
        message: "Fatal error: no"),
      TrapMessageCase(
        printed: "1/2: Fatal error: no\n", output: "1/2: ", message: "Fatal error: no"),
      TrapMessageCase(
        printed: "Fatal error: Division by zero\n", output: "",
        message: "Fatal error: Division by zero"),
      TrapMessageCase(
        printed: "main/01-test.md:4: Precondition failed: T > 0\n" + backtracing, output: "",
        message: "Precondition failed: T > 0"),
      TrapMessageCase(
        printed: "main/01-test.md:4: Assertion failed\n" + backtracing, output: "",
        message: "Assertion failed"),
      TrapMessageCase(
        printed: "Could not cast value of type 'Swift.Int' (0x7f) to 'Swift.String' (0x7e).\n"
          + backtracing,
        output: "",
        message: "Could not cast value of type 'Swift.Int' to 'Swift.String'."),
      TrapMessageCase(
        printed: "Fatal error: mine\nb\nmain/01-test.md:9: Fatal error: real\n" + backtracing,
        output: "Fatal error: mine\nb\n", message: "Fatal error: real"),
      TrapMessageCase(
        printed: "a\n\n*** Swift runtime failure: arithmetic overflow ***\n\n", output: "a\n",
        message: nil),
    ])
  func split(_ item: TrapMessageCase) {
    let (output, message) = TrapMessage.split(item.printed)
    #expect(output == item.output)
    #expect(message == item.message)
  }

  @Test("a signal has a name")
  func signals() {
    #expect(TrapMessage.name(of: SIGSEGV) == "signal 11 (bad memory access)")
    #expect(TrapMessage.name(of: SIGILL) == "signal 4 (illegal instruction)")
    #expect(TrapMessage.name(of: 63) == "signal 63")
  }

  private func decode(_ json: String) throws -> Backtrace {
    try JSONDecoder().decode(Backtrace.self, from: Data(json.utf8))
  }

  private static let chapter = Source(path: "chapters/01-test.md", text: "")

  @Test(
    "the lines are those of the calls in the chapter, the innermost first, and the reason is the failure's"
  )
  func overflow() throws {
    let backtrace = try decode(
      """
      {
        "kind": "crashReport", "backtraceTime": 0.0068,
        "threads": [
          {"name": "other", "frames": [
            {"description": "f() + 1",
             "sourceLocation": {"file": "chapters/01-test.md", "line": 1, "column": 1}}]},
          {"crashed": true, "registers": {"rax": "0x1"}, "frames": [
            {"kind": "programCounter", "inlined": true,
             "description": "Swift runtime failure: arithmetic overflow",
             "sourceLocation": {"file": "//<compiler-generated>", "line": 0, "column": 0}},
            {"description": "Matrix.add() + 3",
             "sourceLocation": {"file": "/lib/Matrix.swift", "line": 70, "column": 2}},
            {"description": "f() + 319",
             "sourceLocation": {"file": "chapters/01-test.md", "line": 6, "column": 24}},
            {"description": "main + 478",
             "sourceLocation": {"file": "/book/chapters/01-test.md", "line": 7, "column": 1}},
            {"kind": "truncated"}]}
        ]
      }
      """)
    #expect(backtrace.lines(in: Self.chapter) == [6, 7])
    #expect(backtrace.reason == "arithmetic overflow")
    #expect(backtrace.lines(in: Source(path: "chapters/02-other.md", text: "")) == [])
  }

  @Test("without a crashed thread or a known place there is neither line nor reason")
  func unknown() throws {
    for json in [
      #"{"threads": []}"#, #"{"threads": [{"frames": [{"description": "f()"}]}]}"#,
      #"{"threads": [{"crashed": true}]}"#,
      #"{"threads": [{"crashed": true, "frames": [{}]}]}"#,
    ] {
      let backtrace = try decode(json)
      #expect(backtrace.lines(in: Self.chapter) == [])
      #expect(backtrace.reason == nil)
    }
  }

  @Test("the backtrace goes to a file, and nowhere else")
  func setting() {
    #expect(
      Backtrace.setting(writingTo: "/tmp/b.json")
        == "enable=yes,format=json,interactive=no,color=no,threads=crashed,images=none,"
        + "registers=none,output-to=/tmp/b.json")
  }
}

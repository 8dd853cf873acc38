// The report for other programs: JSON, JUnit XML and workflow commands, whole documents.

import Foundation
import Testing

@testable import NotebookKit

#if canImport(FoundationXML)
  import FoundationXML
#endif

struct WorkflowCase: CustomTestStringConvertible {
  var name: String
  var finding: Diagnostic
  var folder = "."
  var command: String

  var testDescription: String { name }
}

@Suite("Report") struct ReportTests {
  /// A chapter with a snippet of each fate, and a file that cannot be read.
  private static let report = Report(
    findings: [
      Diagnostic(path: "chapters/02-b.md", "the file is not UTF-8: byte 3 is wrong"),
      Diagnostic(
        path: "chapters/01-a.md", range: SourceRange(line: 2, column: 3, length: 4), "odd <words>",
        excerpt: "x & y",
        notes: [
          Diagnostic(
            .note, path: "chapters/01-a.md", range: SourceRange(line: 1, column: 1, length: 1),
            "it is taken here")
        ], help: "say \"no\""),
      Diagnostic(
        path: "chapters/01-a.md", range: SourceRange(line: 11, column: 1, length: 5),
        "check 'two' failed: error 0.5 exceeds 0.1", excerpt: "check(\"two\")",
        details: ["  [1×1] error 0.5"]),
      Diagnostic(
        .warning, path: "chapters/01-a.md", range: SourceRange(line: 12, column: 1, length: 1),
        "loud"),
      Diagnostic(
        path: "chapters/01-a.md", range: SourceRange(line: 12, column: 1, length: 1), "late"),
    ],
    title: "A book",
    chapters: [
      ChapterReport(
        path: "chapters/01-a.md", title: "A",
        snippets: [
          SnippetReport(
            line: 4, lastLine: 6, name: "sum", seconds: 0.0625,
            checks: [
              CheckReport(
                claim: "one", passed: true, relation: "equal", line: 5, column: 6, error: 5e-14,
                tolerance: 1e-12, entries: 6)
            ]),
          SnippetReport(
            line: 10, lastLine: 13, mode: "run hidden", outcome: "trapped", isAsIntended: false,
            seconds: 1.5,
            checks: [
              CheckReport(
                claim: "two", passed: false, relation: "holds", line: 11, column: 6,
                reason: "the error is nan")
            ]),
          SnippetReport(line: 20, lastLine: 22, outcome: "not reached", isAsIntended: false),
        ])
    ],
    costs: [
      Report.ProgramCost(
        name: "chapters/01-a.md", cost: Cost(compile: 0.25, link: 0.125, run: 1.5), kept: true)
    ],
    libraryLink: 0.5, seconds: 2.25)

  @Test("the JSON says all that is known, in one order")
  func json() throws {
    #expect(
      String(decoding: try Self.report.json(), as: UTF8.self) == """
        {
          "chapters" : [
            {
              "findings" : [
                {
                  "column" : 3,
                  "details" : [

                  ],
                  "endColumn" : 7,
                  "endLine" : 2,
                  "help" : "say \\"no\\"",
                  "line" : 2,
                  "notes" : [
                    {
                      "column" : 1,
                      "details" : [

                      ],
                      "endColumn" : 2,
                      "endLine" : 1,
                      "line" : 1,
                      "notes" : [

                      ],
                      "path" : "chapters/01-a.md",
                      "severity" : "note",
                      "summary" : "it is taken here"
                    }
                  ],
                  "path" : "chapters/01-a.md",
                  "severity" : "error",
                  "summary" : "odd <words>"
                },
                {
                  "column" : 1,
                  "details" : [
                    "  [1×1] error 0.5"
                  ],
                  "endColumn" : 6,
                  "endLine" : 11,
                  "line" : 11,
                  "notes" : [

                  ],
                  "path" : "chapters/01-a.md",
                  "severity" : "error",
                  "summary" : "check 'two' failed: error 0.5 exceeds 0.1"
                },
                {
                  "column" : 1,
                  "details" : [

                  ],
                  "endColumn" : 2,
                  "endLine" : 12,
                  "line" : 12,
                  "notes" : [

                  ],
                  "path" : "chapters/01-a.md",
                  "severity" : "warning",
                  "summary" : "loud"
                },
                {
                  "column" : 1,
                  "details" : [

                  ],
                  "endColumn" : 2,
                  "endLine" : 12,
                  "line" : 12,
                  "notes" : [

                  ],
                  "path" : "chapters/01-a.md",
                  "severity" : "error",
                  "summary" : "late"
                }
              ],
              "path" : "chapters/01-a.md",
              "snippets" : [
                {
                  "checks" : [
                    {
                      "claim" : "one",
                      "column" : 6,
                      "entries" : 6,
                      "error" : 5e-14,
                      "line" : 5,
                      "passed" : true,
                      "relation" : "equal",
                      "tolerance" : 1e-12
                    }
                  ],
                  "derivations" : [

                  ],
                  "isAsIntended" : true,
                  "lastLine" : 6,
                  "line" : 4,
                  "mode" : "run",
                  "name" : "sum",
                  "outcome" : "completed",
                  "seconds" : 0.0625,
                  "verifications" : [

                  ]
                },
                {
                  "checks" : [
                    {
                      "claim" : "two",
                      "column" : 6,
                      "entries" : 0,
                      "line" : 11,
                      "passed" : false,
                      "reason" : "the error is nan",
                      "relation" : "holds"
                    }
                  ],
                  "derivations" : [

                  ],
                  "isAsIntended" : false,
                  "lastLine" : 13,
                  "line" : 10,
                  "mode" : "run hidden",
                  "outcome" : "trapped",
                  "seconds" : 1.5,
                  "verifications" : [

                  ]
                },
                {
                  "checks" : [

                  ],
                  "derivations" : [

                  ],
                  "isAsIntended" : false,
                  "lastLine" : 22,
                  "line" : 20,
                  "mode" : "run",
                  "outcome" : "not reached",
                  "verifications" : [

                  ]
                }
              ],
              "title" : "A"
            }
          ],
          "findings" : [
            {
              "details" : [

              ],
              "notes" : [

              ],
              "path" : "chapters/02-b.md",
              "severity" : "error",
              "summary" : "the file is not UTF-8: byte 3 is wrong"
            }
          ],
          "libraryLink" : 0.5,
          "ok" : false,
          "programs" : [
            {
              "compile" : 0.25,
              "kept" : true,
              "link" : 0.125,
              "name" : "chapters/01-a.md",
              "run" : 1.5
            }
          ],
          "summary" : {
            "chapters" : 1,
            "checks" : 2,
            "errors" : 4,
            "failedChecks" : 1,
            "seconds" : 2.25,
            "snippets" : 3,
            "unreached" : 1,
            "warnings" : 1
          },
          "title" : "A book",
          "version" : 1
        }

        """)
  }

  @Test("the JUnit XML has a suite a chapter and a test a snippet, which fails with what is wrong")
  func junit() throws {
    #expect(
      Self.report.junit == """
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuites name="A book" tests="5" failures="3" errors="0" skipped="1" time="2.250">
        <testsuite name="chapters/02-b.md" tests="1" failures="1" errors="0" skipped="0" \
        time="0.000" file="chapters/02-b.md">
        <testcase name="chapters/02-b.md text" classname="chapters.02-b" file="chapters/02-b.md" \
        line="1" time="0.000">
        <failure message="the file is not UTF-8: byte 3 is wrong" type="error">\
        chapters/02-b.md: error: the file is not UTF-8: byte 3 is wrong</failure>
        </testcase>
        </testsuite>
        <testsuite name="chapters/01-a.md" tests="4" failures="2" errors="0" skipped="1" \
        time="1.562" file="chapters/01-a.md">
        <testcase name="chapters/01-a.md text" classname="chapters.01-a" file="chapters/01-a.md" \
        line="1" time="0.000">
        <failure message="odd &lt;words&gt;" type="error">\
        chapters/01-a.md:2:3: error: odd &lt;words&gt;
        x &amp; y
          ^~~
        chapters/01-a.md:1:1: note: it is taken here
        help: say "no"</failure>
        </testcase>
        <testcase name="chapters/01-a.md:4 sum" classname="chapters.01-a" file="chapters/01-a.md" \
        line="4" time="0.062"/>
        <testcase name="chapters/01-a.md:10" classname="chapters.01-a" file="chapters/01-a.md" \
        line="10" time="1.500">
        <failure message="check 'two' failed: error 0.5 exceeds 0.1 (and 1 more)" type="error">\
        chapters/01-a.md:11:1: error: check 'two' failed: error 0.5 exceeds 0.1
        check("two")
        ^~~~~
          [1×1] error 0.5

        chapters/01-a.md:12:1: error: late</failure>
        <system-out>chapters/01-a.md:12:1: warning: loud</system-out>
        </testcase>
        <testcase name="chapters/01-a.md:20" classname="chapters.01-a" file="chapters/01-a.md" \
        line="20" time="0.000">
        <skipped message="not reached"/>
        </testcase>
        </testsuite>
        </testsuites>

        """)
  }

  @Test("the JUnit XML is well-formed whatever a message holds, and a reader gets the message")
  func hostile() throws {
    let scalars = (0...0x2FF).compactMap(Unicode.Scalar.init) + ["\u{FFFE}", "\u{FFFF}", "😀"]
    let words = String(String.UnicodeScalarView(scalars)) + "]]>"
    let report = Report(findings: [Diagnostic(path: "a\"<&>'.md", words, details: [words])])
    let document = try XMLDocument(xmlString: report.junit)
    let messages = try document.nodes(forXPath: "//failure/@message").map(\.stringValue)
    let readable = words.visible.replacing("\u{FFFE}", with: "\u{FFFD}")
      .replacing("\u{FFFF}", with: "\u{FFFD}")
    #expect(messages == [readable])
    let text = try document.nodes(forXPath: "//failure").map(\.stringValue)
    #expect(text == ["a\"<&>'.md: error: \(readable)\n\(readable)"])
    #expect(try document.nodes(forXPath: "//testsuite/@name").map(\.stringValue) == ["a\"<&>'.md"])
  }

  @Test(
    "findings are workflow commands with GitHub's escapes",
    arguments: [
      WorkflowCase(
        name: "a place",
        finding: Diagnostic(
          path: "chapters/01-a.md", range: SourceRange(line: 3, column: 10, length: 3),
          "unknown fence word 'rum'", excerpt: "```swift rum", help: "did you mean 'run'?"),
        command: """
          ::error file=chapters/01-a.md,line=3,col=10,endLine=3,endColumn=12,\
          title=unknown fence word 'rum'::chapters/01-a.md:3:10: error: unknown fence word 'rum'\
          %0A```swift rum%0A         ^~~%0Ahelp: did you mean 'run'?
          """),
      WorkflowCase(
        name: "marks with a meaning",
        finding: Diagnostic(.warning, path: "a,b:c.md", "100%: a, b\r\nc"),
        command: """
          ::warning file=a%2Cb%3Ac.md,title=100%25%3A a%2C b␍%0Ac::\
          a,b:c.md: warning: 100%25: a, b␍%0Ac
          """),
      WorkflowCase(
        name: "several lines",
        finding: Diagnostic(
          .note, path: "a.md",
          range: SourceRange(
            SourceLocation(line: 3, column: 2), SourceLocation(line: 5, column: 4)), "x"),
        folder: "./books/one/",
        command: "::notice file=books/one/a.md,line=3,endLine=5,title=x::a.md:3:2: note: x"),
      WorkflowCase(
        name: "a line with its end",
        finding: Diagnostic(
          path: "a.md",
          range: SourceRange(
            SourceLocation(line: 3, column: 2), SourceLocation(line: 4, column: 1)), "x"),
        folder: "/books",
        command: """
          ::error file=/books/a.md,line=3,col=2,endLine=3,endColumn=2,title=x::a.md:3:2: error: x
          """),
      WorkflowCase(
        name: "an empty range",
        finding: Diagnostic(
          path: "a.md", range: SourceRange(line: 3, column: 2, length: 0), "x"),
        folder: "./",
        command: "::error file=a.md,line=3,col=2,endLine=3,endColumn=2,title=x::a.md:3:2: error: x"
      ),
    ])
  func workflowCommands(_ item: WorkflowCase) {
    #expect(item.finding.workflowCommand(in: item.folder) == item.command)
  }

  @Test("a failure of the machine is a workflow command without a file")
  func workflowFailure() {
    #expect(
      ToolError("no compiler", details: ["50%"], help: "install it").workflowCommand
        == "::error::no compiler%0A50%25%0Ahelp: install it")
  }

  @Test("the last line has counts, what ran, what was kept, and the time")
  func summary() {
    #expect(
      Self.report.summaryWithTime
        == "1 chapter, 3 snippets, 2 checks: 4 errors (1 chapter kept, 2.2 s)")
    var report = Self.report
    report.costs += [
      Report.ProgramCost(name: "chapters/02-b.md", cost: Cost()),
      Report.ProgramCost(name: "chapters/02-b.md:7", cost: Cost()),
    ]
    report.reasons = [.init(path: "chapters/02-b.md", what: "compiled and run", why: "new")]
    report.seconds = 0.123
    #expect(
      report.summaryWithTime
        == "1 chapter, 3 snippets, 2 checks: 4 errors (2 programs ran, 0.12 s)")
  }
}

// The executable itself: what it prints and how it ends.

import Foundation
import Testing

@testable import NotebookKit

@Suite("Command") struct CommandTests {
  @Test("a good book is built with exit status 0")
  func build() async throws {
    let book = try TemporaryBook(["01-a.md": "# A\n\n```swift run\nprint(1)\n```\n"])
    let result = try await run(["build", book.root])
    #expect(result.status == 0)
    #expect(
      result.text.untimed == """
        chapters/01-a.md: compiled and ran in 0.0 s
        1 chapter, 1 snippet, 0 checks: all hold (1 program ran, 0.0 s)
        wrote \(book.root)/site

        """)
  }

  @Test("engines that set formulas and colours have nothing of their own to say")
  func engines() async throws {
    let snippet = "```swift run\nlet x = 1.0\nprint(x)\n```\n\n$x^2$\n"
    let book = try TemporaryBook([
      "01-a.md": "# A\n\n\(snippet)", "02-b.md": "# B\n\n\(snippet)", "03-c.md": "$$\ny\n$$\n",
    ])
    let result = try await run(["build", "--no-cache", book.root])
    #expect(result.status == 0)
    #expect(
      result.text.untimed.split(separator: "\n").sorted() == [
        "3 chapters, 2 snippets, 0 checks: all hold (2 programs ran, 0.0 s)",
        "chapters/01-a.md: compiled and ran in 0.0 s",
        "chapters/02-b.md: compiled and ran in 0.0 s",
        "wrote \(book.root)/site",
      ])
  }

  @Test("findings are printed with exit status 1, and nothing is written")
  func findings() async throws {
    let book = try TemporaryBook(["01-a.md": "# A\n\n```swift rum\nprint(1)\n```\n"])
    for verb in ["check", "build"] {
      let result = try await run([verb, book.root])
      #expect(result.status == 1)
      #expect(
        result.text.untimed == """
          chapters/01-a.md:3:10: error: unknown fence word 'rum'
          ```swift rum
                   ^~~
          help: did you mean 'run'?

          1 chapter, 0 snippets, 0 checks: 1 error (\(verb == "check" ? "" : "1 chapter kept, ")0.0 s)

          """)
    }
    #expect(!FileManager.default.fileExists(atPath: book.root + "/site"))
  }

  @Test("a wrong command line is told so with exit status 64")
  func usage() async throws {
    let result = try await run(["biuld"])
    #expect(result.status == 64)
    #expect(result.text.hasPrefix("Error: Unexpected argument 'biuld'\n"))
  }

  @Test("a folder without chapters is a failure of the machine, with exit status 70")
  func noBook() async throws {
    let result = try await run(["check", "/nonexistent"])
    #expect(result.status == 70)
    #expect(
      result.text == """
        error: no chapters: the folder '/nonexistent/chapters' cannot be read
        help: give the folder that holds 'chapters/', or change into it

        """)
  }

  @Test("a machine without a Swift compiler is told so with exit status 70")
  func noCompiler() async throws {
    let book = try TemporaryBook(["01-a.md": "```swift run\nprint(1)\n```\n"])
    let result = try await run(["check", book.root], path: "/nonexistent")
    #expect(result.status == 70)
    #expect(
      result.text == """
        error: no Swift compiler: there is no 'swiftc' on the search path
        help: install Swift from https://swift.org/install

        """)
  }

  @Test("an interrupt stops the programs and leaves nothing behind")
  func interrupt() async throws {
    let seconds = "87654.\(UInt32.random(in: 100_000...999_999))"
    let book = try TemporaryBook([
      "01-a.md": """
      ```swift run timeout=60
      import Foundation
      let sleeper = Process()
      sleeper.executableURL = URL(fileURLWithPath: "/bin/sh")
      sleeper.arguments = ["-c", "touch \(NSTemporaryDirectory())/\(seconds); sleep \(seconds)"]
      try sleeper.run()
      while true {}
      ```
      """
    ])
    let started = "\(NSTemporaryDirectory())/\(seconds)"
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "\(TemporaryBook.products)/notebook")
    process.arguments = ["check", book.root]
    var environment = TemporaryBook.environment
    environment["TMPDIR"] = book.root
    process.environment = environment
    process.standardError = FileHandle.nullDevice
    try process.run()
    while process.isRunning, !FileManager.default.fileExists(atPath: started) {
      try await Task.sleep(for: .milliseconds(20))
    }
    try FileManager.default.removeItem(atPath: started)
    process.interrupt()
    process.waitUntilExit()
    #expect(process.terminationStatus == 130)
    #expect(
      try Set(FileManager.default.contentsOfDirectory(atPath: book.root))
        .subtracting([".notebook"]) == ["chapters"])
    let survivors = try FileManager.default.contentsOfDirectory(atPath: "/proc")
      .compactMap { FileManager.default.contents(atPath: "/proc/\($0)/cmdline") }
      .filter { String(decoding: $0, as: UTF8.self).contains(seconds) }
    #expect(survivors.isEmpty)
  }

  // MARK: - For other programs

  private static let faulty = [
    "01-a.md": "# A\n\n```swift run\nprint(1)\n```\n",
    "02-b.md": "# B\n\n```swift run id=sum\ncheck(\"50%\", false)\n```\n",
  ]

  @Test("reports are written to files and to standard output when something is wrong, too")
  func reports() async throws {
    let book = try TemporaryBook(Self.faulty)
    let file = "\(book.root)/report.xml"
    try Data("old".utf8).write(to: URL(fileURLWithPath: file))
    let result = try await run(
      ["check", book.root, "--json", "-", "--junit", file], keeping: .output)
    #expect(result.status == 1)
    let json = try JSONSerialization.jsonObject(with: Data(result.text.utf8))
    let report = try #require(json as? [String: Any])
    #expect(report["ok"] as? Bool == false)
    #expect((report["chapters"] as? [Any])?.count == 2)
    let junit = try String(contentsOfFile: file, encoding: .utf8)
    #expect(
      junit.replacing(/time="[^"]*"/, with: "time").contains(
        """
        <testcase name="chapters/02-b.md:3 sum" classname="chapters.02-b" \
        file="chapters/02-b.md" line="3" time>
        <failure message="check '50%' failed: the condition is false" type="error">
        """.trimmingCharacters(in: .newlines)))
    // Nothing else is left beside it.
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: book.root).sorted() == [
        ".notebook", "chapters", "report.xml",
      ])
  }

  @Test("with '--format github' standard output has workflow commands and nothing else")
  func github() async throws {
    let book = try TemporaryBook(Self.faulty)
    let result = try await run(["build", book.root, "--format", "github"], keeping: .output)
    #expect(result.status == 1)
    #expect(
      result.text == """
        ::error file=\(book.root)/chapters/02-b.md,line=4,col=1,endLine=4,endColumn=5,\
        title=check '50%25' failed%3A the condition is false::\
        chapters/02-b.md:4:1: error: check '50%25' failed: the condition is false%0A\
        check("50%25", false)%0A^~~~~

        """)
  }

  @Test("a report that cannot be written is a failure of the machine, with exit status 70")
  func unwritable() async throws {
    let book = try TemporaryBook(["01-a.md": "# A\n"])
    let result = try await run(["check", book.root, "--json", "\(book.root)/none/report.json"])
    #expect(result.status == 70)
    #expect(
      result.text.hasPrefix("error: the file '\(book.root)/none/report.json' cannot be written: "))
  }

  @Test("what is no file is written to, not replaced")
  func device() async throws {
    let book = try TemporaryBook(["01-a.md": "# A\n"])
    let pipe = "\(book.root)/pipe"
    try #require(mkfifo(pipe, 0o600) == 0)
    let command =
      "cat '\(pipe)' & \(TemporaryBook.products)/notebook check '\(book.root)' "
      + "--junit '\(pipe)' 2>/dev/null; wait"
    let (_, text) = try await Command(
      executable: "/bin/sh", arguments: ["-c", command],
      environment: TemporaryBook.environment, directory: NSTemporaryDirectory()
    ).capture(timeout: .seconds(120))
    #expect(
      text.hasPrefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"Notebook"))
    #expect(text.hasSuffix("</testsuites>\n"))
  }

  @Test("two reports on standard output are a wrong command line")
  func twoOutputs() async throws {
    let result = try await run(["check", ".", "--json", "-", "--format", "github"])
    #expect(result.status == 64)
    #expect(result.text.hasPrefix("Error: Only one report can be on standard output.\n"))
  }

  // MARK: - Choosing and listing

  @Test("only the chapters that are asked for are checked")
  func only() async throws {
    let book = try TemporaryBook(Self.faulty)
    let result = try await run(["check", book.root, "--only", "1"])
    #expect(result.status == 0)
    #expect(
      result.text.untimed == """
        chapters/01-a.md: compiled and ran in 0.0 s
        1 chapter, 1 snippet, 0 checks: all hold (1 program ran, 0.0 s)

        """)
  }

  @Test("an unknown chapter is a wrong command line", arguments: ["check", "build", "list"])
  func unknownChapter(verb: String) async throws {
    let book = try TemporaryBook(Self.faulty)
    let result = try await run([verb, book.root, "--only", "01-a", "--only", "02-c"])
    #expect(result.status == 64)
    #expect(result.text.hasPrefix("Error: there is no chapter '02-c'; did you mean '02-b'?\n"))
  }

  @Test("the list of a book is on standard output, what is wrong with its text on standard error")
  func list() async throws {
    let book = try TemporaryBook([
      "01-a.md": "# A\n\n```swift rum\n```\n\n```swift run\nprint(1)\n```\n"
    ])
    let output = try await run(["list", book.root], keeping: .output)
    #expect(output.status == 1)
    #expect(
      output.text == """
        chapters/01-a.md  A
          chapters/01-a.md:6  run    print(1)

        """)
    let all = try await run(["list", book.root, "--json"])
    #expect(all.text.hasPrefix("chapters/01-a.md:3:10: error: unknown fence word 'rum'\n"))
    #expect(all.text.hasSuffix("  ]\n}\n"))
    let none = try await run(["list", "/nonexistent"])
    #expect(none.status == 70)
  }

  // MARK: - Progress

  @Test("on a terminal progress is redrawn in place and gone before the findings")
  func terminal() async throws {
    let book = try TemporaryBook([
      "01-a.md": "```swift run\nimport Foundation\nsleep(3)\ncheck(\"x\", false)\n```\n"
    ])
    var environment = TemporaryBook.environment
    environment["TERM"] = "xterm"
    let (_, text) = try await Command(
      executable: "/usr/bin/script",
      arguments: [
        "-qec", "\(TemporaryBook.products)/notebook check '\(book.root)'", "/dev/null",
      ], environment: environment, directory: NSTemporaryDirectory()
    ).capture(timeout: .seconds(120))
    #expect(text.contains("chapters/01-a.md:1: running "))
    let rest = text.components(separatedBy: "\u{1B}[J").last ?? ""
    #expect(
      rest.untimed == """
        chapters/01-a.md:4:1: error: check 'x' failed: the condition is false\r
        check("x", false)\r
        ^~~~~\r
        \r
        1 chapter, 1 snippet, 1 check: 1 error (1 program ran, 0.0 s)\r

        """)
  }

  /// Which descriptors of the executable to read.
  private enum Kept {
    case all, output
  }

  /// Runs the executable to its end.
  private func run(
    _ arguments: [String], path: String? = nil, keeping kept: Kept = .all
  ) async throws -> (status: Int?, text: String) {
    var environment = TemporaryBook.environment
    if let path { environment["PATH"] = path }
    let executable = "\(TemporaryBook.products)/notebook"
    let quiet = ["-c", "exec \"$0\" \"$@\" 2>/dev/null", executable]
    let (ending, text) = try await Command(
      executable: kept == .all ? executable : "/bin/sh",
      arguments: (kept == .all ? [] : quiet) + arguments,
      environment: environment, directory: NSTemporaryDirectory()
    ).capture(timeout: .seconds(120))
    guard case .exited(let status) = ending.cause else { return (nil, text) }
    return (status, text)
  }
}

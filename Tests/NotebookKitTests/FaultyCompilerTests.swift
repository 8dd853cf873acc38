// Compilers that crash, hang, print nonsense, make nothing, or are replaced by others.

import Foundation
import Testing

@testable import NotebookKit

@Suite("Faulty compilers") struct FaultyCompilerTests {
  /// A book, and a search path with a compiler of our own making.
  private struct Bench: ~Copyable {
    let book: TemporaryBook
    let folder: TemporaryFolder

    /// Writes a compiler whose part before the real one begins is a shell script.
    init(_ script: String) throws {
      let book = try TemporaryBook([
        "index.md": "---\nmodules: [SnippetRuntime]\n---\n",
        "01-a.md": "# A\n\n```swift run\nprint(\"one\")\n```\n",
      ])
      let folder = try TemporaryFolder(["tmp/.keep": Data(), "bin/.keep": Data()])
      try Self.write(script, below: folder.path)
      self.book = book
      self.folder = folder
    }

    /// Replaces the compiler.
    func compiler(_ script: String) throws { try Self.write(script, below: folder.path) }

    private static func write(_ script: String, below folder: String) throws {
      let real = try Toolchain.find(on: ProcessInfo.processInfo.environment["PATH"] ?? "").swiftc
      let text = "#!/bin/sh\n\(script)\nexec '\(real)' \"$@\"\n"
      try replaceFile(at: folder + "/bin/swiftc", by: Data(text.utf8), mode: 0o755)
    }

    var temporary: String { folder.path + "/tmp" }
    var path: String {
      folder.path + "/bin:" + (ProcessInfo.processInfo.environment["PATH"] ?? "")
    }

    func check(_ more: [String] = []) async throws -> (status: Int, text: String) {
      try await NotebookProcess.run(
        ["check", book.root] + more, temporary: temporary, path: path)
    }

    var leftovers: [String] {
      get throws {
        try FileManager.default.contentsOfDirectory(atPath: temporary).filter { $0 != ".keep" }
      }
    }
  }

  /// Does something when the program is compiled, not when the library is linked.
  private static func whenCompiling(_ command: String) -> String {
    "case \" $* \" in *\" main.swift \"*) \(command);; esac"
  }

  /// The message that is printed last, without progress and the summary.
  private static func end(of text: String) -> String {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let start = lines.firstIndex { $0.contains(": error: ") } ?? lines.startIndex
    return lines[start...].dropLast(2).joined(separator: "\n")
  }

  @Test("a compiler that crashes is told with its words, and its failure is not kept")
  func crash() async throws {
    let bench = try Bench(Self.whenCompiling("echo 'Stack dump:'; kill -SEGV $$"))
    for _ in 0..<2 {
      let result = try await bench.check()
      #expect(result.status == 1)
      #expect(
        Self.end(of: result.text) == """
          chapters/01-a.md:3:1: error: the program of these snippets cannot be made
          ```swift run
          ^~~~~~~~~~~~
          Stack dump:
          '\(bench.folder.path)/bin/swiftc' was ended by a signal: Segmentation fault

          """)
    }
    try bench.compiler("")
    #expect(try await bench.check().status == 0)
    #expect(try bench.leftovers == [])
  }

  @Test("a compiler that prints nonsense is told with its words")
  func nonsense() async throws {
    let bench = try Bench(
      Self.whenCompiling(
        """
        printf 'a\\377b\\n:::\\nchapters/01-a.md:4:0: error: no column\\n'
        printf 'chapters/01-a.md:99999:1: error: no such line\\n'; exit 1
        """))
    let result = try await bench.check()
    #expect(result.status == 1)
    #expect(
      Self.end(of: result.text) == """
        chapters/01-a.md:3:1: error: the program of these snippets cannot be made
        ```swift run
        ^~~~~~~~~~~~
        a\u{FFFD}b
        :::
        chapters/01-a.md:4:0: error: no column
        chapters/01-a.md:99999:1: error: no such line

        """)
    #expect(try bench.leftovers == [])
  }

  @Test("a compiler that says it is done and has made nothing is told with status 70")
  func nothing() async throws {
    let bench = try Bench(Self.whenCompiling("echo odd; exit 0"))
    let result = try await bench.check()
    #expect(result.status == 70)
    #expect(
      result.text == """
        error: '\(bench.folder.path)/bin/swiftc' reported no error, but made no program of \
        'chapters/01-a.md'
        odd

        """)
    #expect(try bench.leftovers == [])
  }

  @Test(
    "a compiler without space for what it makes is a failure of the machine, not of the snippet")
  func space() async throws {
    let words = "LLVM ERROR: IO failure on output stream: No space left on device"
    let bench = try Bench(Self.whenCompiling("echo '\(words)'; exit 1"))
    let result = try await bench.check()
    #expect(result.status == 70)
    #expect(
      result.text == """
        error: the program of 'chapters/01-a.md' cannot be made: No space left on device
        \(words)
        help: make room where temporary files are, or set TMPDIR

        """)
    #expect(try bench.leftovers == [])
  }

  @Test("a compiler that hangs ends with Ctrl-C, with all that it has started")
  func hang() async throws {
    let sleeper = Sleeper()
    let bench = try Bench(Self.whenCompiling("sleep \(sleeper.seconds)"))
    let process = try NotebookProcess(
      ["check", bench.book.root], temporary: bench.temporary, path: bench.path)
    try await eventually("the compiler hangs") { try sleeper.isAlive }
    process.interrupt()
    let (status, text) = try await process.end()
    #expect(status == 130)
    #expect(text.hasSuffix("interrupted\n"))
    #expect(try !sleeper.isAlive)
    #expect(try bench.leftovers == [])
  }

  @Test("a compiler that was replaced makes everything again, once")
  func replaced() async throws {
    let bench = try Bench("")
    #expect(try await bench.check().status == 0)
    try bench.compiler("# Another.")
    let second = try await bench.check(["--explain"])
    #expect(second.status == 0)
    #expect(
      second.text.contains("chapters/01-a.md: compiled and run: the compiler changed\n"))
    let third = try await bench.check()
    #expect(
      third.text.untimed == """
        2 chapters, 1 snippet, 0 checks: all hold (2 chapters kept, 0.0 s)

        """)
  }
}

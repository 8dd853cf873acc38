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
      result.text == """
        1 chapter, 1 snippet, 0 checks: all hold
        wrote \(book.root)/site

        """)
  }

  @Test("findings are printed with exit status 1, and nothing is written")
  func findings() async throws {
    let book = try TemporaryBook(["01-a.md": "# A\n\n```swift rum\nprint(1)\n```\n"])
    for verb in ["check", "build"] {
      let result = try await run([verb, book.root])
      #expect(result.status == 1)
      #expect(
        result.text == """
          chapters/01-a.md:3:10: error: unknown fence word 'rum'
          ```swift rum
                   ^~~
          help: did you mean 'run'?

          1 chapter, 0 snippets, 0 checks: 1 error

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
    var environment = ProcessInfo.processInfo.environment
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

  /// Runs the executable to its end.
  private func run(
    _ arguments: [String], path: String? = nil
  ) async throws -> (status: Int?, text: String) {
    var environment = ProcessInfo.processInfo.environment
    if let path { environment["PATH"] = path }
    let (ending, text) = try await Command(
      executable: "\(TemporaryBook.products)/notebook", arguments: arguments,
      environment: environment, directory: NSTemporaryDirectory()
    ).capture(timeout: .seconds(60))
    guard case .exited(let status) = ending.cause else { return (nil, text) }
    return (status, text)
  }
}

// `notebook serve` itself: a chapter is saved, the page changes; and how it ends.

import Foundation
import Testing

@testable import NotebookKit

/// A running `notebook serve`, on a port of its own.
private struct Served: ~Copyable {
  let process = Process()
  let log: String

  init(_ root: String) throws {
    log = root + "/log"
    #expect(FileManager.default.createFile(atPath: log, contents: nil))
    process.executableURL = URL(fileURLWithPath: "\(TemporaryBook.products)/notebook")
    process.arguments = ["serve", root, "--port", "0"]
    var environment = TemporaryBook.environment
    environment["TMPDIR"] = root
    process.environment = environment
    process.standardError = FileHandle(forWritingAtPath: log)
    try process.run()
  }

  deinit {
    if process.isRunning { process.terminate() }
    process.waitUntilExit()
  }

  /// What was printed.
  func printed() throws -> String { try String(contentsOfFile: log, encoding: .utf8) }

  /// The port, once it is told.
  func port() async throws -> Int {
    try await eventually { try printed().contains("\n") || !process.isRunning }
    let line = try #require(try printed().split(separator: "\n").first)
    let match = try #require(
      line.wholeMatch(of: /serving http:\/\/127\.0\.0\.1:(\d+)\/ \(Ctrl-C stops\)/))
    return try #require(Int(match.output.1))
  }

  /// Waits until the book was checked so many times.
  func checked(_ times: Int) async throws {
    try await eventually {
      let count = try printed().matches(of: /: (all hold|\d+ errors?) \([^)]* s\)\n/).count
      return count >= times || !process.isRunning
    }
  }
}

@Suite("Serve") struct ServeTests {
  @Test("an error stands on the page in its place, and goes when it is mended")
  func edit() async throws {
    let good = "# A\n\n```swift run\nprint(1)\n```\n\nText.\n"
    let book = try TemporaryBook(["01-a.md": good, "02-b.md": "# B\n"])
    let chapter = book.root + "/chapters/01-a.md"
    let served = try Served(book.root)
    let port = try await served.port()
    try await served.checked(1)
    let before = try await RawConnection.answer(to: "/01-a.html", port: port)
    #expect(before.contains("<p>Text.</p>\n</main>"))
    #expect(before.contains("everything on it holds"))
    #expect(!before.contains("preview-badge"))

    var events = try await RawConnection.listening(to: "01-a", port: port)
    // As most editors save: another file takes the name.
    try Data(good.replacing("Text.", with: "Text [](#none).").utf8)
      .write(to: URL(fileURLWithPath: chapter), options: .atomic)
    _ = try await events.read(until: "event: reload\ndata: 01-a\n\n")
    let wrong = try await RawConnection.answer(to: "/01-a.html", port: port)
    #expect(
      wrong.contains(
        """
        <p>Text <a href="#none"></a>.</p>
        <pre class="problem" id="page:problem" tabindex="0">\
        chapters/01-a.md:7:6: error: nothing in the book has the name 'none'
        Text [](#none).
             ^~~~~~~~~</pre>
        </main>
        """))
    #expect(wrong.contains("<a class=\"preview-badge\" href=\"#page:problem\">1 error</a>"))
    #expect(!wrong.contains("everything on it holds"))

    events = try await RawConnection.listening(to: "01-a", port: port)
    try Data(good.utf8).write(to: URL(fileURLWithPath: chapter))
    _ = try await events.read(until: "event: reload\ndata: 01-a\n\n")
    let after = try await RawConnection.answer(to: "/01-a.html", port: port)
    func text(_ answer: String) -> Substring? { answer.firstMatch(of: /<main[\s\S]*/)?.output }
    #expect(text(after) == text(before))
    let times = try served.printed().replacing(/\([^)]* s\)/, with: "(TIME)")
    // On a busy machine one save may arrive as two, and is then told twice.
    let told = [
      "serving http://127.0.0.1:\(port)/ (Ctrl-C stops)\n",
      "2 chapters, 1 snippet, 0 checks: all hold (TIME)\n",
      """
      chapters/01-a.md:7:6: error: nothing in the book has the name 'none'
      Text [](#none).
           ^~~~~~~~~

      2 chapters, 1 snippet, 0 checks: 1 error (TIME)

      """,
      "2 chapters, 1 snippet, 0 checks: all hold (TIME)\n",
    ]
    var rest = Substring(times)
    for part in told {
      #expect(rest.hasPrefix(part), "\(times)")
      while rest.hasPrefix(part) { rest = rest.dropFirst(part.count) }
    }
    #expect(rest == "")
    #expect(!FileManager.default.fileExists(atPath: book.root + "/site"))
  }

  @Test("an interrupt ends it with status 0, its connections and its programs")
  func interrupt() async throws {
    let seconds = "87654.\(UInt32.random(in: 100_000...999_999))"
    let book = try TemporaryBook([
      "01-a.md": """
      ```swift run timeout=300
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
    let served = try Served(book.root)
    let port = try await served.port()
    let events = try RawConnection.listening(to: "01-a", revision: "", port: port)
    _ = try await events.read(until: "retry")
    try await eventually {
      FileManager.default.fileExists(atPath: started) || !served.process.isRunning
    }
    try FileManager.default.removeItem(atPath: started)
    served.process.interrupt()
    served.process.waitUntilExit()
    #expect(served.process.terminationStatus == 0)
    #expect(served.process.terminationReason == .exit)
    #expect(try await events.read().replacing(":\n\n", with: "") == "")
    let left = try FileManager.default.contentsOfDirectory(atPath: book.root)
    #expect(left.sorted() == [".notebook", "chapters", "log"])
    let survivors = try FileManager.default.contentsOfDirectory(atPath: "/proc")
      .compactMap { FileManager.default.contents(atPath: "/proc/\($0)/cmdline") }
      .filter { String(decoding: $0, as: UTF8.self).contains(seconds) }
    #expect(survivors.isEmpty)
  }

  @Test("without a book, and on a port that is in use, it ends with status 70")
  func failures() async throws {
    let book = try TemporaryBook(["01-a.md": "# A\n"])
    let root = book.root
    try await PreviewServer(port: 0).run { port in
      let (ending, text) = try await Command(
        executable: "\(TemporaryBook.products)/notebook",
        arguments: ["serve", root, "--port", "\(port)"],
        environment: TemporaryBook.environment, directory: NSTemporaryDirectory()
      ).capture(timeout: .seconds(60))
      #expect(ending.cause == .exited(70))
      #expect(
        text == """
          error: the port \(port) is in use
          help: choose another with '--port', or let '--port 0' pick a free one

          """)
    }
    let (ending, text) = try await Command(
      executable: "\(TemporaryBook.products)/notebook", arguments: ["serve", "/nonexistent"],
      environment: TemporaryBook.environment, directory: NSTemporaryDirectory()
    ).capture(timeout: .seconds(60))
    #expect(ending.cause == .exited(70))
    #expect(
      text.hasPrefix("error: no chapters: the folder '/nonexistent/chapters' cannot be read\n"))
  }

  @Test("a library that does not compile is told on the pages, which stay, until it does")
  func library() async throws {
    let book = try TemporaryBook(["01-a.md": "# A\n\nOne.\n"])
    let folder = try TemporaryFolder(["Sources/L/a.swift": Data("good".utf8)])
    let source = folder.path + "/Sources/L/a.swift"
    let (addresses, channel) = AsyncStream<Int>.makeStream()
    let preview = Preview(
      of: book.notebook,
      library: LibrarySources(folder: folder.path + "/Sources") {
        let text = try String(contentsOfFile: source, encoding: .utf8)
        return text == "good" ? nil : "a.swift:1:1: error: '\(text)'"
      }, port: 0,
      tell: { news in
        if case .serving(let address) = news, let number = address.firstMatch(of: /:(\d+)\//),
          let port = Int(number.output.1)
        {
          channel.yield(port)
        }
      })
    let chapter = book.root + "/chapters/01-a.md"
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await preview.run() }
      group.addTask {
        let port = try #require(await addresses.first { _ in true })
        func page() async throws -> String {
          try await RawConnection.answer(to: "/01-a.html", port: port)
        }
        let banner = """
          <pre class="problem" tabindex="0">a.swift:1:1: error: 'bad'</pre>
          </section>
          """
        try await eventually { try await page().contains("<p>One.</p>") }
        try Data("bad".utf8).write(to: URL(fileURLWithPath: source))
        try await eventually { try await page().contains(banner) }
        #expect(try await page().contains("<p>One.</p>"))
        // Chapters are shown as they are saved all the while.
        try Data("# A\n\nTwo.\n".utf8).write(to: URL(fileURLWithPath: chapter))
        try await eventually { try await page().contains("<p>Two.</p>") }
        #expect(try await page().contains(banner))
        try Data("good".utf8).write(to: URL(fileURLWithPath: source), options: .atomic)
        try await eventually { try await !page().contains("preview-banner") }
        #expect(try await page().contains("<p>Two.</p>"))
      }
      try await group.next()
      group.cancelAll()
    }
  }

  @Test("a build that fails is told in the compiler's words, once and without its progress")
  func compilerWords() async throws {
    let folder = try TemporaryFolder()
    let script = """
      echo 'Building for debugging...'
      for step in 1 2; do echo "[$step/2] Compiling"; echo 'a: error: b'; echo '1 | b'; done
      exit $1
      """
    let failing = LibrarySources(folder: folder.path, builtBy: ["sh", "-c", script, "sh", "1"])
    let words = try await failing.rebuild()
    #expect(words == "'sh -c \(script) sh 1' failed\na: error: b\n1 | b")
    let good = LibrarySources(folder: folder.path, builtBy: ["sh", "-c", script, "sh", "0"])
    #expect(try await good.rebuild() == nil)
  }
}

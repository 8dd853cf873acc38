// Programs that try to get away, to lie or to break what is around them, with the real compiler.

import CSystem
import Foundation
import Testing

@testable import NotebookKit

struct SignalCase: CustomTestStringConvertible {
  var code: String
  var message: String

  var testDescription: String { code }
}

@Suite("Confinement") struct ConfinementTests {
  private static let fence = """
    ```swift run
    ^~~~~~~~~~~~
    """

  @Test("a daemon without its parent, its session and its environment ends with the program")
  func daemon() async throws {
    let sleeper = Sleeper()
    let chapter = try await ConfinedChapter(
      """
      ```swift run
      \(sleeper.daemonising)
      print("started")
      ```
      """)
    #expect(chapter.output == "started\n")
    #expect(chapter.messages == "")
    #expect(try !sleeper.isAlive)
  }

  @Test("a daemon ends when its program is stopped")
  func daemonAfterTimeout() async throws {
    let sleeper = Sleeper()
    let chapter = try await ConfinedChapter(
      """
      ```swift run timeout=5
      \(sleeper.daemonising)
      print("started")
      while true {}
      ```
      """)
    #expect(chapter.output == "started\n")
    #expect(chapter.runs.map(\.outcome) == [.timedOut(5)])
    #expect(try !sleeper.isAlive)
  }

  @Test("a daemon ends when notebook is killed")
  func daemonAfterKill() async throws {
    let sleeper = Sleeper()
    let signal = NSTemporaryDirectory() + "/\(sleeper.seconds)"
    let book = try TemporaryBook([
      "01-a.md": """
      ```swift run timeout=600
      \(sleeper.daemonising)
      creat("\(signal)", 0o600)
      while true { usleep(1000) }
      ```
      """
    ])
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "\(TemporaryBook.products)/notebook")
    process.arguments = ["check", book.root]
    var environment = TemporaryBook.environment
    environment["TMPDIR"] = book.root
    process.environment = environment
    process.standardError = FileHandle.nullDevice
    try process.run()
    while process.isRunning, !FileManager.default.fileExists(atPath: signal) {
      try await Task.sleep(for: .milliseconds(20))
    }
    try FileManager.default.removeItem(atPath: signal)
    #expect(try sleeper.isAlive)
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    let deadline = ContinuousClock.now + .seconds(120)
    while try sleeper.isAlive, .now < deadline { try await Task.sleep(for: .milliseconds(20)) }
    #expect(try !sleeper.isAlive)
  }

  @Test(
    "a program that kills or stops its supervisor, itself or its group is ended and told about",
    arguments: [
      SignalCase(
        code: "kill(getppid(), SIGKILL)",
        message: "the program was killed by signal 9 (killed)"),
      SignalCase(
        code: "kill(getppid(), SIGSTOP)",
        message: "the snippet did not end within 3 s and was stopped"),
      SignalCase(
        code: "kill(getppid(), SIGTERM)",
        message: "the snippet did not end within 3 s and was stopped"),
      SignalCase(
        code: "kill(getpid(), SIGKILL)", message: "the program was killed by signal 9 (killed)"),
      SignalCase(
        code: "kill(getpid(), SIGSTOP)",
        message: "the snippet did not end within 3 s and was stopped"),
      SignalCase(
        code: "kill(0, SIGUSR1)", message: "the program was killed by signal 10"),
    ])
  func signals(_ item: SignalCase) async throws {
    let sleeper = Sleeper()
    let chapter = try await ConfinedChapter(
      """
      ```swift run timeout=3
      import Foundation
      let shell = Process()
      shell.executableURL = URL(fileURLWithPath: "/bin/sh")
      shell.arguments = ["-c", "exec setsid sleep \(sleeper.seconds)"]
      try shell.run()
      \(item.code)
      while true {}
      ```
      """)
    #expect(
      chapter.messages.split(separator: "\n").first
        == "chapters/01-x.md:1:1: error: \(item.message)")
    #expect(try !sleeper.isAlive)
  }

  @Test("a snippet that closes its descriptors silences itself and nobody else")
  func closedOutput() async throws {
    let chapter = try await ConfinedChapter(
      """
      ```swift run
      import Glibc
      for descriptor: Int32 in 0..<100 { close(descriptor) }
      creat("file", 0o600)
      print("unheard")
      ```

      ```swift run
      print("heard")
      ```
      """)
    #expect(chapter.messages == "")
    #expect(chapter.runs.map(\.output) == ["", "heard\n"])
  }

  @Test("a snippet that writes to the descriptor of the records is found out")
  func recordDescriptor() async throws {
    let text = try await messages(
      about: """
        ```swift run
        import Glibc
        write(3, "nonsense, which is long enough", 30)
        ```
        """)
    #expect(
      text == """
        chapters/01-x.md:1:1: error: the snippet wrote to descriptor 3, which is not its own
        \(Self.fence)
        """)
  }

  @Test("bytes that are no text are shown as replacement characters")
  func invalidText() async throws {
    let text = try await messages(
      about: """
        ```swift run
        import Glibc
        write(1, [0x61, 0xFF, 0xC3, 0x0A] as [UInt8], 4)
        ```

        ```output
        a\u{FFFD}\u{FFFD}
        ```
        """)
    #expect(text == "")
  }

  @Test("markup and terminal sequences in the output are text on the page")
  func outputOnPage() async throws {
    let book = try TemporaryBook([
      "01-x.md": #"""
      ```swift run
      print("</samp></script><b>\u{1B}[31m&amp;")
      ```
      """#
    ])
    #expect(try await book.notebook.build().failed == false)
    #expect(
      try book.site("01-x.html").contains(
        "<samp>&lt;/samp&gt;&lt;/script&gt;&lt;b&gt;␛[31m&amp;amp;\n</samp>"))
  }

  @Test("a program sees the named variables and no others")
  func environment() async throws {
    let chapter = try await ConfinedChapter(
      """
      ```swift run
      import Foundation
      let folder = FileManager.default.currentDirectoryPath
      for (name, value) in ProcessInfo.processInfo.environment.sorted(by: { $0.key < $1.key })
      where !name.hasPrefix("OPENBLAS_") {
        let isFolder = URL(fileURLWithPath: value).resolvingSymlinksInPath().path == folder
        print(name, isFolder ? "here" : name.hasPrefix("NOTEBOOK_") ? "a word" : value)
      }
      print(try FileManager.default.contentsOfDirectory(atPath: folder), readLine() ?? "no input")
      ```
      """)
    #expect(
      chapter.output.replacing(/output-to=.*\/backtrace.json/, with: "output-to=backtrace.json")
        == """
        HOME here
        LANG C.UTF-8
        NOTEBOOK_PROGRAM a word
        PATH /usr/local/bin:/usr/bin:/bin
        SWIFT_BACKTRACE \(Backtrace.setting(writingTo: "backtrace.json"))
        TMPDIR here
        TZ UTC
        [] no input

        """)
  }

  @Test("matrix products have one thread and the kernels of one processor, wherever they run")
  func openBLAS() {
    var expected = [
      "PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": "/f", "TMPDIR": "/f", "LANG": "C.UTF-8",
      "TZ": "UTC", "OPENBLAS_NUM_THREADS": "1",
    ]
    if system_has_avx2() != 0 { expected["OPENBLAS_CORETYPE"] = "Haswell" }
    #expect(SwiftcExecutor.environment(in: "/f") == expected)
  }

  @Test("concurrency works in a program, and its CPU time counts")
  func concurrency() async throws {
    let chapter = try await ConfinedChapter(
      """
      ```swift run
      import Glibc
      @Sendable nonisolated func burn() { while clock() < 300_000 {} }
      async let first: Int = { burn(); return 1 }()
      let second = await Task.detached { 2 }.value
      print(await first + second)
      await MainActor.run { print("main") }
      ```
      """)
    #expect(chapter.messages == "")
    #expect(chapter.output == "3\nmain\n")
    #expect(chapter.cpu >= 0.3)
  }
}

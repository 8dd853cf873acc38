// Programs in the sandbox: what they cannot reach, and that all else is as without it.

import Foundation
import SnippetRuntime
import Testing

@testable import NotebookKit

@Suite("Sandbox") struct SandboxTests {
  private static func sandbox() async throws -> Sandbox {
    try await Sandbox.find(on: "/usr/local/bin:/usr/bin:/bin")
  }

  @Test("a machine without the sandbox is told so")
  func missing() async throws {
    await #expect(
      throws: ToolError(
        "no sandbox: there is no 'bwrap' on the search path", help: "apt-get install bubblewrap")
    ) { try await Sandbox.find(on: "/nonexistent") }
  }

  @Test("a sandbox that the system does not let work is told with its own words")
  func broken() async throws {
    let book = try TemporaryBook([:])
    let path = book.root + "/bwrap"
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "/bin/cat")
    let root = book.root
    await #expect(
      throws: ToolError(
        "no sandbox: '\(path)' does not work here",
        details: [
          "\(path): unrecognized option '--unshare-all'",
          "Try '\(path) --help' for more information.",
        ],
        help: "allow user namespaces on this machine, or go without the sandbox")
    ) { try await Sandbox.find(on: root) }
  }

  @Test("there is no network in the sandbox, and there is one without it")
  func network() async throws {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(listener) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    try withUnsafeMutablePointer(to: &address) { pointer in
      try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { general in
        try #require(bind(listener, general, size) == 0)
        try #require(listen(listener, 8) == 0)
        try #require(getsockname(listener, general, &size) == 0)
      }
    }
    let text = """
      ```swift run
      import Glibc
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
      address.sin_port = \(address.sin_port)
      let client = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
      let result = withUnsafePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          connect(client, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
      }
      print(result == 0 ? "connected" : String(cString: strerror(errno)))
      ```
      """
    #expect(try await ConfinedChapter(text).output == "connected\n")
    let confined = try await ConfinedChapter(text, sandbox: try await Self.sandbox())
    #expect(confined.output == "Connection refused\n")
    #expect(confined.messages == "")
  }

  @Test("a program in the sandbox can write to its own folder and nowhere else")
  func files() async throws {
    let name = UUID().uuidString
    let chapter = try await ConfinedChapter(
      """
      ```swift run
      import Glibc
      for path in ["mine", "../main.swift", "../\(name)", "/tmp/\(name)", "/\(name)", "/etc/passwd"] {
        let file = open(path, O_WRONLY | O_CREAT, 0o600)
        print(path, file >= 0 ? "open" : String(cString: strerror(errno)))
      }
      print(access("/usr/bin/env", X_OK), access("/proc/self/exe", R_OK), access("/dev/null", W_OK))
      ```
      """, sandbox: try await Self.sandbox())
    #expect(
      chapter.output == """
        mine open
        ../main.swift Read-only file system
        ../\(name) Read-only file system
        /tmp/\(name) Read-only file system
        /\(name) Read-only file system
        /etc/passwd Read-only file system
        0 0 0

        """)
    #expect(chapter.messages == "")
  }

  @Test("a trap in the sandbox names its line and its reason")
  func trap() async throws {
    let chapter = try await ConfinedChapter(
      """
      ```swift run
      print("before")
      var big = Int.max
      func grow() { big += 1 }
      grow()
      ```
      """, sandbox: try await Self.sandbox())
    #expect(
      chapter.messages == """
        chapters/01-x.md:4:1: error: the snippet trapped: Fatal error: arithmetic overflow
        func grow() { big += 1 }
        ^~~~~~~~~~~~~~~~~~~~~~~~
        chapters/01-x.md:5:1: note: it was reached from here
        grow()
        ^~~~~~
        """)
    #expect(chapter.output == "before\n")
  }

  @Test("signals, statuses and CPU time come out of the sandbox as they are")
  func endings() async throws {
    let sandbox = try await Self.sandbox()
    let killed = try await ConfinedChapter(
      "```swift run\nimport Glibc\nwhile clock() < 300_000 {}\nkill(getpid(), SIGTERM)\n```\n",
      sandbox: sandbox)
    #expect(killed.runs.map(\.outcome) == [.killed("signal 15 (terminated)")])
    #expect(killed.cpu >= 0.3)
    let exited = try await ConfinedChapter(
      "```swift run\nimport Glibc\nexit(143)\n```\n", sandbox: sandbox)
    #expect(exited.runs.map(\.outcome) == [.exited(143)])
  }

  @Test("a program that kills its supervisor in the sandbox is ended and told about")
  func supervisor() async throws {
    let sleeper = Sleeper()
    let chapter = try await ConfinedChapter(
      """
      ```swift run
      \(sleeper.daemonising)
      kill(getppid(), SIGKILL)
      while true {}
      ```
      """, sandbox: try await Self.sandbox())
    #expect(chapter.runs.map(\.outcome) == [.killed("signal 9 (killed)")])
    #expect(try !sleeper.isAlive)
  }

  @Test("limits hold in the sandbox")
  func limits() async throws {
    var limits = Limits()
    limits.processes = 10
    let chapter = try await ConfinedChapter(
      """
      ```swift run timeout=60
      import Glibc
      for _ in 1...5 { fork() }
      while true { pause() }
      ```
      """, limits: limits, sandbox: try await Self.sandbox())
    #expect(chapter.runs.map(\.outcome) == [.exceeded(.processes(10))])
  }

  @Test("folders that the sandbox would hide can be had, to be read")
  func readable() async throws {
    let folder = "/dev/shm/\(UUID().uuidString)"
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: false)
    defer { rmdir(folder) }
    let command = Command(
      executable: "/bin/sh", arguments: ["-c", "pwd; mkdir \(folder)/x"],
      environment: ["LC_ALL": "C"], directory: folder)
    let (_, words) = try await Self.sandbox().around(command, readable: [folder], writable: [])
      .capture(timeout: .seconds(60))
    #expect(
      words == """
        \(folder)
        mkdir: cannot create directory '\(folder)/x': Read-only file system

        """)
  }

  @Test("a program in the sandbox is stopped in time with its daemons")
  func timeout() async throws {
    let sleeper = Sleeper()
    let chapter = try await ConfinedChapter(
      """
      ```swift run timeout=5
      \(sleeper.daemonising)
      print("started")
      while true {}
      ```
      """, sandbox: try await Self.sandbox())
    #expect(chapter.output == "started\n")
    #expect(chapter.runs.map(\.outcome) == [.timedOut(5)])
    #expect(try !sleeper.isAlive)
  }
}

// Snippets that use more of the machine than they may, with the real compiler and smaller limits.

import Foundation
import SnippetRuntime
import Testing

@testable import NotebookKit

@Suite("Limits") struct LimitsTests {
  @Test("a program that takes too much memory is stopped")
  func memory() async throws {
    var limits = Limits()
    limits.memory = 256 << 20
    let chapter = try await ConfinedChapter(
      """
      ```swift run timeout=60
      import Glibc
      print("begin")
      memset(malloc(512 << 20), 1, 512 << 20)
      while true {}
      ```

      ```swift run
      print("never")
      ```
      """, limits: limits)
    #expect(
      chapter.messages == """
        chapters/01-x.md:1:1: error: the snippet used more than 256 MiB of memory and was stopped
        ```swift run timeout=60
        ^~~~~~~~~~~~~~~~~~~~~~~
        help: make the example smaller
        """)
    #expect(chapter.output == "begin\n")
    #expect(chapter.runs.map(\.outcome) == [.exceeded(.memory(256 << 20)), .notReached])
  }

  @Test("the memory of what a program started counts with its own")
  func memoryOfChildren() async throws {
    var limits = Limits()
    limits.memory = 256 << 20
    let chapter = try await ConfinedChapter(
      """
      ```swift run timeout=60
      import Glibc
      for _ in 1...4 where fork() == 0 {
        memset(malloc(100 << 20), 1, 100 << 20)
        break
      }
      while true { pause() }
      ```
      """, limits: limits)
    #expect(chapter.runs.map(\.outcome) == [.exceeded(.memory(256 << 20))])
  }

  @Test("a program that divides again and again is stopped with all its processes")
  func processes() async throws {
    var limits = Limits()
    limits.processes = 10
    let sleeper = Sleeper()
    let chapter = try await ConfinedChapter(
      """
      ```swift run timeout=60
      import Glibc
      for _ in 1...8 { fork(); setsid() }
      execl(["sleep", "\(sleeper.seconds)"])

      func execl(_ words: [String]) {
        var words = words.map { strdup($0) } + [nil]
        execv("/bin/sleep", &words)
      }
      ```
      """, limits: limits)
    #expect(
      chapter.messages == """
        chapters/01-x.md:1:1: error: the snippet ran more than 10 processes at a time and was stopped
        ```swift run timeout=60
        ^~~~~~~~~~~~~~~~~~~~~~~
        """)
    #expect(try !sleeper.isAlive)
  }

  @Test("a program that writes too large a file is stopped")
  func fileSize() async throws {
    var limits = Limits()
    limits.fileSize = 1 << 20
    let chapter = try await ConfinedChapter(
      """
      ```swift run
      import Glibc
      let file = creat("large", 0o600)
      let block = [UInt8](repeating: 1, count: 1 << 20)
      print(write(file, block, block.count))
      write(file, block, block.count)
      ```
      """, limits: limits)
    #expect(
      chapter.messages == """
        chapters/01-x.md:1:1: error: the snippet wrote a file of more than 1 MiB and was stopped
        ```swift run
        ^~~~~~~~~~~~
        help: make the example smaller
        """)
    #expect(chapter.output == "1048576\n")
  }

  @Test("a program that prints without end is stopped")
  func output() async throws {
    let book = """
      ```swift run timeout=60
      while true { print("again and again") }
      ```

      ```swift run
      print("never")
      ```
      """
    let chapter = try await ConfinedChapter(book)
    #expect(
      chapter.messages == """
        chapters/01-x.md:1:1: error: the snippet printed more than 1 MiB and was stopped
        ```swift run timeout=60
        ^~~~~~~~~~~~~~~~~~~~~~~
        help: print what a reader will read
        """)
    #expect(chapter.runs.map(\.output.utf8.count) == [1 << 20, 0])
    #expect(chapter.runs.map(\.outcome) == [.exceeded(.output(1 << 20)), .notReached])
  }

  @Test("a little more than the limit of output is an error too, and those after it do not count")
  func littleMoreOutput() async throws {
    let chapter = try await ConfinedChapter(
      """
      ```swift run
      print(String(repeating: "x", count: 1 << 20))
      ```

      ```swift run
      print("after")
      ```
      """)
    #expect(chapter.runs.map(\.outcome) == [.exceeded(.output(1 << 20)), .notReached])
  }

  @Test("a trap after as much output as is allowed still says why")
  func trapAfterOutput() async throws {
    let chapter = try await ConfinedChapter(
      """
      ```swift run
      print(String(repeating: "x", count: 1 << 20 - 1))
      ```

      ```swift run
      print(String(repeating: "x", count: 1 << 20 - 1))
      fatalError("for a reason")
      ```
      """)
    #expect(
      chapter.messages == """
        chapters/01-x.md:7:1: error: the snippet trapped: Fatal error: for a reason
        fatalError("for a reason")
        ^~~~~~~~~~~~~~~~~~~~~~~~~~
        """)
    #expect(chapter.runs.map(\.output.utf8.count) == [1 << 20, 1 << 20])
  }
}

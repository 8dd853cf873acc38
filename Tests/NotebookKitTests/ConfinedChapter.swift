// Chapters run by an executor that a test has set up: with smaller limits, or in a sandbox.

import Foundation
import SnippetRuntime

@testable import NotebookKit

/// What the first program of a chapter did.
struct ConfinedChapter {
  /// The runs of its snippets.
  var runs: [Run]
  /// The messages about them, as printed.
  var messages: String
  /// The CPU seconds of the program.
  var cpu: Double

  /// What the snippets printed.
  var output: String { runs.map(\.output).joined() }

  /// Runs the first program of the chapter `chapters/01-x.md`.
  init(
    _ text: String, limits: Limits = Limits(), sandbox: Sandbox? = nil
  ) async throws {
    let book = try TemporaryBook(["01-x.md": text])
    let loaded = try Book.load(from: book.root)
    let source = loaded.chapters[0].source
    let chapter = Chapter(
      source: source, number: 1, blocks: MarkdownParser.parse(source).blocks)
    let program = Plan(chapter, modules: []).programs[0]
    var executor = try RealExecutor.make(in: book.root)
    executor.limits = limits
    executor.sandbox = sandbox
    let transcript = try await executor.run(program)
    let placed = transcript.runs(of: program)
    runs = program.snippets.compactMap { placed[$0.id] }
    messages = zip(program.snippets, runs)
      .flatMap { snippet, run in snippet.findings(of: run, in: source) }
      .map(\.description).joined(separator: "\n\n")
    cpu = transcript.cost.run
  }
}

/// A process that nobody can mistake for another, because its command line holds a number.
struct Sleeper {
  /// Seconds to sleep, some hours.
  let seconds = "98765.\(UInt32.random(in: 100_000...999_999))"

  /// Whether it is alive.
  var isAlive: Bool {
    get throws {
      try FileManager.default.contentsOfDirectory(atPath: "/proc")
        .compactMap { FileManager.default.contents(atPath: "/proc/\($0)/cmdline") }
        .contains { String(decoding: $0, as: UTF8.self).contains(seconds) }
    }
  }

  /// Swift that starts it as a daemon: its parent has ended, it leads a session, and its environment is empty.
  ///
  /// Goes on when the daemon runs.
  var daemonising: String {
    """
    import Glibc
    func daemonise() {
      if fork() == 0 {
        setsid()
        if fork() == 0 {
          let text: [String] = ["sh", "-c", ": > started; sleep \(seconds)"]
          var words = text.map { strdup($0) } + [nil]
          var none: [UnsafeMutablePointer<CChar>?] = [nil]
          execve("/bin/sh", &words, &none)
        }
        _exit(0)
      }
      wait(nil)
      while access("started", F_OK) != 0 { usleep(1000) }
    }
    daemonise()
    """
  }
}

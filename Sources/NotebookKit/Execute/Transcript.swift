// What running a program brought: per snippet, how it ended, what it printed and what it reported.

import SnippetRuntime

/// What a program's snippets did; lines are those of the program's text.
struct Transcript: Equatable, Sendable, Codable {
  /// The runs of the snippets whose results count, by their index in the program.
  var runs: [Int: Run] = [:]
  /// What it cost.
  var cost = Cost()
}

/// What one snippet did.
struct Run: Equatable, Sendable {
  /// How it ended.
  var outcome: Outcome
  /// What it printed, on either descriptor, up to the limit.
  var output = ""
  /// The seconds that it ran by the clock; nil when it did not run.
  var seconds: Double?
  /// What it reported, in order.
  var records: [Record] = []
  /// What the compiler remarked without rejecting it.
  var warnings: [Diagnostic] = []
}

/// How a snippet ended.
enum Outcome: Equatable, Sendable, Codable {
  /// It ran to its end, or compiled if that is all it was for.
  case completed
  /// The compiler rejected it.
  case rejected([Diagnostic])
  /// The compiler or the linker failed and named no line of the chapter; these are its words.
  case unmade([String])
  /// It stopped with a trap.
  case trapped(Trap)
  /// It was stopped after this many seconds.
  case timedOut(Double)
  /// It ended the whole program with this status.
  case exited(Int)
  /// A signal that is no trap ended the program.
  case killed(String)
  /// The records it sent are not records: it wrote to a descriptor that is not its own.
  case garbled
  /// It reported more than a page can hold.
  case flooded
  /// It used more of the machine than it may.
  case exceeded(ExceededLimit)
  /// It was never reached, because the program was rejected or an earlier snippet ended it.
  case notReached
}

/// A limit that a snippet did not keep, with its value.
enum ExceededLimit: Equatable, Sendable, Codable {
  /// The bytes of memory of the program and all that it started.
  case memory(Int)
  /// The processes at a time.
  case processes(Int)
  /// The bytes of one file.
  case fileSize(Int)
  /// The bytes of one snippet's output.
  case output(Int)
}

/// How a program stopped.
struct Trap: Equatable, Sendable, Codable {
  /// The Swift runtime's words, such as "Fatal error: Index out of range", or the signal's name.
  var message: String
  /// The line, when the backtrace knows it.
  var line: Int?
  /// The line from which that one was reached, when it is another.
  var caller: Int?
}

/// CPU seconds.
struct Cost: Equatable, Sendable, Codable {
  /// The compiler's.
  var compile = 0.0
  /// The linker's.
  var link = 0.0
  /// The programs' own.
  var run = 0.0

  static func + (left: Cost, right: Cost) -> Cost {
    Cost(
      compile: left.compile + right.compile, link: left.link + right.link,
      run: left.run + right.run)
  }
}

/// Something that runs programs.
protocol Executor: Sendable {
  /// Compiles a program and, if that is its purpose, runs it.
  func run(_ program: Program) async throws -> Transcript
}

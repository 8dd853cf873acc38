// Where and why a program stopped: the Swift runtime's message in the output, and its backtrace as JSON.

import Foundation

/// What the Swift backtracer wrote about a crash.
struct Backtrace: Decodable {
  /// One call.
  struct Frame: Decodable {
    /// A place in a source file.
    struct Place: Decodable {
      var file: String
      var line: Int
    }
    var description: String?
    var sourceLocation: Place?
  }

  /// A thread and its calls, innermost first.
  struct Thread: Decodable {
    var crashed: Bool?
    var frames: [Frame]?
  }

  var threads: [Thread]

  private var frames: [Frame] { threads.first { $0.crashed == true }?.frames ?? [] }

  /// Reads what the backtracer wrote; nil when it did not get to the end of it, as in a program that was killed.
  init?(json: Data) {
    do {
      self = try JSONDecoder().decode(Backtrace.self, from: json)
    } catch {
      return nil
    }
  }

  /// The lines of the chapter on the way to the trap, the nearest first.
  func lines(in source: Source) -> [Int] {
    frames.compactMap(\.sourceLocation).filter { $0.file.hasSuffix(source.path) }.map(\.line)
  }

  /// Why the program trapped when it printed no message, as with an overflow.
  var reason: String? {
    let prefix = "Swift runtime failure: "
    return frames.compactMap(\.description).first { $0.contains(prefix) }
      .map { text in
        let start = text.range(of: prefix)?.upperBound ?? text.startIndex
        return String(text[start...].prefix { $0 != "(" }).trimmingCharacters(in: .whitespaces)
      }
  }

  /// The environment that makes a program write its backtrace to a file.
  static func setting(writingTo file: String) -> String {
    "enable=yes,format=json,interactive=no,color=no,threads=crashed,images=none,registers=none,"
      + "output-to=\(file)"
  }
}

/// Separates the Swift runtime's last words from what the snippet printed.
enum TrapMessage {
  private static let signals: [Int32: String] = [
    SIGILL: "illegal instruction", SIGTRAP: "trace trap", SIGABRT: "aborted",
    SIGSEGV: "bad memory access", SIGBUS: "bad memory access", SIGFPE: "arithmetic error",
    SIGKILL: "killed", SIGTERM: "terminated", SIGXCPU: "CPU time limit", SIGXFSZ: "file size limit",
  ]

  /// Returns the output without the runtime's words, and the words, which are in the last few KiB.
  static func split(_ output: String) -> (output: String, message: String?) {
    var start =
      output.utf8.index(
        output.endIndex, offsetBy: -8192, limitedBy: output.startIndex) ?? output.startIndex
    while start < output.endIndex, output.utf8[start] & 0xC0 == 0x80 {
      start = output.utf8.index(after: start)
    }
    let (end, message) = splitEnd(String(output[start...]))
    return (output[..<start] + end, message)
  }

  private static func splitEnd(_ output: String) -> (output: String, message: String?) {
    // The backtracer puts an empty line before and after its own; on a busy machine it also says which of the
    // program's threads it could not stop in time.
    let signal = /\n?\*\*\* (?:Signal \d+|Swift runtime failure|Program crashed):[^\n]*\n?\n?/
    let aside = /swift-runtime: failed to suspend thread [^\n]*\n?/
    var text = output.replacing(signal, with: "").replacing(aside, with: "")
    let words =
      #/
        ( (?: Fatal\ error | Precondition\ failed | Assertion\ failed
            | Could\ not\ cast\ value | Simultaneous\ accesses ) [^\n]* ) \n?
      /#
    guard let last = text.matches(of: words).last else { return (text, nil) }
    // Addresses differ from run to run.
    let message = String(last.output.1).replacing(/\ ?\(?0x[0-9a-f]+\)?/, with: "")
    text.removeSubrange(placeStart(before: last.range.lowerBound, in: text)..<last.range.upperBound)
    if message.hasPrefix("Simultaneous accesses") {
      // Then come both accesses with their stacks.
      let stacks = /Previous access [\s\S]*Fatal access conflict detected\.\n?/
      text = text.replacing(stacks, with: "")
    }
    return (text, message)
  }

  /// Where the place begins that stands before the words at `end`, such as `main/file.swift:3: `; `end` if there is none.
  ///
  /// Goes backwards: a pattern for it would try every beginning in a long line that has no place.
  private static func placeStart(before end: String.Index, in text: String) -> String.Index {
    let line = text[..<end].reversed().prefix { $0 != "\n" }
    guard let slash = line.firstIndex(of: "/"),
      text[slash.base..<end].wholeMatch(of: /[^:]+:\d+:\ /) != nil
    else { return end }
    let word = line[slash...].dropFirst().prefix { $0.isLetter || $0.isNumber || $0 == "_" }
    let start = word.endIndex.base
    if word.isEmpty { return end }
    // What was printed without a line end sticks to the module.
    for module in ["main", "Swift"] where text[start..<slash.base].hasSuffix("\(module)/") {
      return text.index(slash.base, offsetBy: -module.count - 1)
    }
    return start
  }

  /// Whether the signal is one that a running program raises by its own mistake.
  static func isTrap(_ signal: Int32) -> Bool {
    [SIGILL, SIGTRAP, SIGABRT, SIGSEGV, SIGBUS, SIGFPE].contains(signal)
  }

  /// The name of a signal.
  static func name(of signal: Int32) -> String {
    signals[signal].map { "signal \(signal) (\($0))" } ?? "signal \(signal)"
  }
}

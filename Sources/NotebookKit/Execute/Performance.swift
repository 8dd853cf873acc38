// One run of a program: what arrived on its two streams, and how it ended.

import Foundation
import SnippetRuntime

/// What a running program did.
struct Performance: Sendable {
  /// The output by snippet.
  var output: OutputSplitter
  /// The records by snippet.
  var records: RecordReader
  /// How the program ended.
  var ending: Ending
  /// When the program was gone.
  var end = ContinuousClock.now
  /// What it was allowed to use.
  var limits = Limits()
  /// How many times as long as is said a snippet could take.
  var patience = 1.0
  /// Its backtrace, when it crashed and the backtracer wrote one.
  var backtrace: Backtrace?

  /// The CPU seconds it used.
  var cpu: Double { ending.cpu }

  /// How long a program may take before its first snippet.
  private static let start = Duration.seconds(30)

  /// A program that was started, and what connects to it.
  struct Started: Sendable {
    fileprivate let child: Subprocess
    fileprivate let output: Int32
    fileprivate let records: Int32
    fileprivate let supervision: Supervision

    /// Starts a program.
    init(_ command: Command) throws(ToolError) {
      let output = try Pipe()
      let records = try Pipe()
      let supervision = try Supervision()
      let child: Subprocess
      do {
        defer { for end in [output.writing, records.writing, supervision.programs] { close(end) } }
        child = try Subprocess(
          command,
          descriptors: [
            1: output.writing, 2: output.writing, SessionProtocol.records: records.writing,
            SessionProtocol.supervision: supervision.programs,
          ], supervision: supervision)
      } catch {
        for end in [output.reading, records.reading, supervision.own] { close(end) }
        throw error
      }
      (self.child, self.supervision) = (child, supervision)
      (self.output, self.records) = (output.reading, records.reading)
    }
  }

  /// Waits for the end of a program; every snippet has its own time, or so many times as much, and is told when it begins.
  static func of(
    _ program: Started, snippets: [Snippet], word: String, limits: Limits, patience: Double,
    _ cancellation: Cancellation, began: @escaping (Snippet) -> Void
  ) -> Performance {
    defer { close(program.supervision.own) }
    var splitter = OutputSplitter(word: word)
    var reader = RecordReader()
    var deadline = ContinuousClock.now + start
    let ending = program.child.wait(
      reading: [
        (
          program.output,
          { bytes in
            splitter.receive(bytes)
            if splitter.isFlooded { deadline = .now }
          }
        ),
        (
          program.records,
          { bytes in
            let isNext = reader.receive(bytes)
            if reader.isFlooded {
              deadline = .now
            } else if isNext, !splitter.isFlooded, snippets.indices.contains(reader.current) {
              deadline = .now + .seconds(patience * snippets[reader.current].options.timeout)
              began(snippets[reader.current])
            }
          }
        ),
      ], isCancelled: { cancellation.isRequested }, deadline: { deadline })
    splitter.finish()
    return Performance(
      output: splitter, records: reader, ending: ending, end: .now, limits: limits,
      patience: patience)
  }

  /// What one of the snippets did.
  func run(ofSnippet index: Int, in program: Program) -> Run {
    var run = Run(
      outcome: .completed, output: String(decoding: output.parts[index] ?? [], as: UTF8.self))
    run.seconds = records.begins[index].map { ((records.ends[index] ?? end) - $0) / .seconds(1) }
    run.records = records.records.filter { $0.snippet == index }.map(\.record)
      .filter { record in
        switch record {
        case .began, .ended: false
        case .shown, .checked, .verified, .derived, .drawn: true
        }
      }
    if let flooding, index >= flooding {
      run.output = String(run.output.utf8.prefix(OutputSplitter.limit)) ?? run.output
      run.outcome = index == flooding ? .exceeded(.output(OutputSplitter.limit)) : .notReached
      return run
    }
    // What the last one leaves behind, such as a deferred call, may still end the program badly.
    let isLast = index == program.snippets.count - 1
    if records.ended.contains(index), !isLast || ending.cause == .exited(0) { return run }
    if index != max(0, records.current) {
      run.outcome = .notReached
      return run
    }
    if records.current < 0, case .exited = ending.cause, let words = output.parts[-1] {
      // It did not come to its first snippet, and says why.
      let text = String(decoding: words.suffix(OutputSplitter.lastWords), as: UTF8.self)
      run.outcome = .unmade(text.split(separator: "\n").suffix(20).map(String.init))
      return run
    }
    if records.isGarbled || records.isFlooded {
      run.outcome = records.isGarbled ? .garbled : .flooded
      return run
    }
    switch ending.cause {
    case .timedOut: run.outcome = .timedOut(patience * program.snippets[index].options.timeout)
    case .exceeded(.memory): run.outcome = .exceeded(.memory(limits.memory))
    case .exceeded(.processes): run.outcome = .exceeded(.processes(limits.processes))
    case .exited(let status): run.outcome = .exited(status)
    case .signalled(SIGXFSZ): run.outcome = .exceeded(.fileSize(limits.fileSize))
    case .signalled(let signal) where !TrapMessage.isTrap(signal):
      run.outcome = .killed(TrapMessage.name(of: signal))
    case .signalled(let signal):
      let (text, message) = TrapMessage.split(run.output)
      run.output = text
      let reason = message ?? backtrace?.reason.map { "Fatal error: \($0)" }
      let lines = backtrace?.lines(in: program.source) ?? []
      run.outcome = .trapped(
        Trap(
          message: reason ?? TrapMessage.name(of: signal), line: lines.first,
          caller: lines.last == lines.first ? nil : lines.last))
    }
    return run
  }

  /// The first snippet that printed more than it may, the last words of a trap apart.
  private var flooding: Int? {
    output.parts.filter { index, bytes in
      var traps = false
      if case .signalled(let signal) = ending.cause, index == records.current {
        traps = TrapMessage.isTrap(signal)
      }
      return bytes.count > OutputSplitter.limit + (traps ? OutputSplitter.lastWords : 0)
    }.keys.min().map { max(0, $0) }
  }
}

// What a run says about its snippet, in the words of the author's page.

import SnippetRuntime

extension Snippet {
  /// The place of the opening fence, for messages about the snippet as a whole.
  func place(in source: Source) -> SourceRange { source.range(from: range.start) }

  /// Everything that is wrong with a run of this snippet.
  func findings(of run: Run, in source: Source) -> [Diagnostic] {
    outcomeFindings(run.outcome, in: source) + run.warnings + checkFindings(run, in: source)
      + outputFindings(run, in: source)
  }

  private func outcomeFindings(_ outcome: Outcome, in source: Source) -> [Diagnostic] {
    let place = place(in: source)
    func finding(_ summary: String, help: String? = nil) -> [Diagnostic] {
      [source.diagnostic(at: place, summary, help: help)]
    }
    switch (outcome, mode) {
    case (.completed, .fails):
      return finding(
        "this snippet must not compile, but it does", help: "remove 'fails' if that is right")
    case (.completed, .traps):
      return finding(
        "this snippet must trap, but it ran to its end", help: "remove 'traps' if that is right")
    case (.completed, _), (.rejected, .fails), (.trapped, .traps), (.notReached, _): return []
    case (.rejected(let errors), _): return errors
    case (.unmade(let words), _):
      return [
        source.diagnostic(
          at: place, "the program of these snippets cannot be made", details: words)
      ]
    case (.trapped(let trap), _):
      let range = trap.line.map { source.range(ofLine: $0) } ?? place
      let call = trap.caller.map {
        source.diagnostic(.note, at: source.range(ofLine: $0), "it was reached from here")
      }
      return [
        source.diagnostic(
          at: range, "the snippet trapped: \(trap.message)", notes: call.map { [$0] } ?? [])
      ]
    case (.timedOut(let seconds), _):
      return finding(
        "the snippet did not end within \(seconds.plain) s and was stopped",
        help: "give it more time with 'timeout=', or less to do")
    case (.exited(let status), _):
      return finding(
        "the snippet ended the program with status \(status)",
        help: "a snippet must run to its end, so that those after it can run")
    case (.killed(let signal), _):
      return finding("the program was killed by \(signal)")
    case (.garbled, _):
      return finding(
        "the snippet wrote to descriptor \(SessionProtocol.records), which is not its own")
    case (.flooded, _):
      return finding(
        "the snippet reported more than \(RecordReader.total >> 20) MiB of checks and values")
    case (.exceeded(let limit), _):
      return finding("the snippet \(limit.deed) and was stopped", help: limit.advice)
    }
  }

  /// How many failures of one check in a loop are told one by one.
  private static let failuresTold = 8

  private func checkFindings(_ run: Run, in source: Source) -> [Diagnostic] {
    var failures: [SourceLocation: Int] = [:]
    var findings: [Diagnostic] = []
    for case .checked(let check) in run.records where !check.passed {
      let range = SourceRange(line: check.line, column: check.column, length: 1)
      failures[range.start, default: 0] += 1
      if failures[range.start, default: 0] > Self.failuresTold { continue }
      findings.append(
        source.diagnostic(
          at: range.call(in: source), "check '\(check.claim)' failed: \(check.failure)",
          details: check.evidence))
    }
    for (place, count) in failures where count > Self.failuresTold {
      let range = SourceRange(place, place)
      findings.append(
        source.diagnostic(
          at: range.call(in: source), "this check failed \(count - Self.failuresTold) more times"))
    }
    return findings
  }

  private func outputFindings(_ run: Run, in source: Source) -> [Diagnostic] {
    pinFinding(of: run, in: source).map { [$0] } ?? []
  }

  /// What is wrong with the pinned output; nil when it holds, or the run ended otherwise than it should.
  func pinFinding(of run: Run, in source: Source) -> Diagnostic? {
    guard let expectation, run.isAsIntended(mode),
      let (difference, unmet) = expectation.difference(from: printed(by: run))
    else { return nil }
    let line = expectation.sourceLines.dropFirst(unmet).first
    return source.diagnostic(
      at: line.map(source.range(ofLine:)) ?? source.range(from: expectation.range.start),
      "the output of the snippet at line \(id.line) is not what is pinned",
      details: ["--- pinned", "+++ printed"] + Self.shortened(difference.map(\.description)))
  }

  /// What the snippet says: for one that must fail the compiler's words, for one that must trap its last words too.
  func printed(by run: Run) -> String {
    switch run.outcome {
    case .rejected(let errors): errors.map { "error: \($0.summary)\n" }.joined()
    case .trapped(let trap):
      run.output + (run.output.isEmpty || run.output.hasSuffix("\n") ? "" : "\n")
        + trap.message + "\n"
    case .completed, .unmade, .timedOut, .exited, .killed, .garbled, .flooded, .exceeded,
      .notReached:
      run.output
    }
  }

  private static func shortened(_ lines: [String]) -> [String] {
    let limit = 60
    if lines.count <= limit { return lines }
    return lines.prefix(limit) + ["… \(lines.count - limit) more lines"]
  }
}

extension Run {
  /// Whether the snippet ended in the way that its mode asks for, so that its output means something.
  func isAsIntended(_ mode: Mode) -> Bool {
    switch (outcome, mode) {
    case (.completed, .run), (.completed, .refuted), (.completed, .compiles), (.rejected, .fails),
      (.trapped, .traps):
      true
    default: false
    }
  }
}

extension ExceededLimit {
  /// What the snippet did.
  fileprivate var deed: String {
    switch self {
    case .memory(let bytes): "used more than \(Self.size(bytes)) of memory"
    case .processes(let count): "ran more than \(count) processes at a time"
    case .fileSize(let bytes): "wrote a file of more than \(Self.size(bytes))"
    case .output(let bytes): "printed more than \(Self.size(bytes))"
    }
  }

  /// What its author can do.
  fileprivate var advice: String? {
    switch self {
    case .memory, .fileSize: "make the example smaller"
    case .processes: nil
    case .output: "print what a reader will read"
    }
  }

  private static func size(_ bytes: Int) -> String {
    let units = [(30, "GiB"), (20, "MiB"), (10, "KiB")]
    for (bits, unit) in units where bytes >= 1 << bits && bytes % (1 << bits) == 0 {
      return "\(bytes >> bits) \(unit)"
    }
    return "\(bytes) bytes"
  }
}

extension Check {
  /// Why the check failed.
  fileprivate var failure: String {
    if !reason.isEmpty { return reason }
    guard let worst else { return "nothing was compared" }
    switch relation {
    case .holds: return "the condition is false"
    case .equal(let tolerance):
      return "error \(worst.error.short) exceeds \(tolerance.short)"
    case .different(let least):
      return "error \(worst.error.short) is below \(least.short)"
    }
  }

  /// The errors table by table, with the entry that differs most.
  fileprivate var evidence: [String] { comparisons.map { "  " + $0.evidence } }
}

extension Comparison {
  /// The error, and the entry that differs most.
  var evidence: String {
    let title = name.isEmpty ? "" : "\(name) "
    return "\(title)[\(rows)×\(columns)] error \(error.short); worst at "
      + "[\(worstRow), \(worstColumn)]: \(actual) against \(expected)"
  }
}

extension SourceRange {
  /// The call whose opening parenthesis is at this place: Swift's `#column` names that, not the function.
  func call(in source: Source) -> SourceRange {
    let before = source.line(start.line).utf8.prefix(start.column - 1)
    let name = before.reversed().prefix { byte in
      (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
        || byte == UInt8(ascii: "_")
    }
    return SourceRange(
      line: start.line, column: start.column - name.count, length: max(name.count, 1))
  }
}

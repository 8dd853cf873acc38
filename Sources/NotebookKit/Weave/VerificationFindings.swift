// What is wrong with verifications and derivations, in the words of the author's page.

import SnippetRuntime

extension Snippet {
  /// Everything that is wrong with what a run of this snippet verified and derived.
  func equationFindings(
    of run: Run, among equations: EquationIndex, in source: Source
  ) -> [Diagnostic] {
    let literals = Set(equationNames)
    var findings: [Diagnostic] = []
    for record in run.records {
      func judge(_ line: Int, _ column: Int) -> Judge {
        Judge(
          source: source,
          place: SourceRange(line: line, column: column, length: 1).call(in: source),
          equations: equations, isLiteral: literals.contains)
      }
      switch record {
      case .verified(let found):
        findings += judge(found.line, found.column).findings(of: found)
      case .derived(let found):
        findings += judge(found.line, found.column).findings(of: found)
      case .began, .ended, .shown, .checked, .drawn: break
      }
    }
    let isIdle = !run.records.contains { record in
      if case .verified = record { true } else { false }
    }
    if mode == .refuted, run.outcome == .completed, isIdle {
      findings.append(
        source.diagnostic(
          at: self.place(in: source), "this snippet must refute a formula, but has no 'verify'",
          help: "say which: 'verify(\"name\", …)', or remove 'refuted'"))
    }
    return findings
  }
}

/// Words for what is wrong with one call.
private struct Judge {
  let source: Source
  let place: SourceRange
  let equations: EquationIndex
  let isLiteral: (String) -> Bool

  func findings(of verification: Verification) -> [Diagnostic] {
    guard let equation = equations.entries[verification.equation] else {
      return [unknown(verification.equation)]
    }
    let title = "equation \(equation.number) '\(verification.equation)'"
    var findings = name(verification.equation)
    for mismatch in equations.symbols.findings(for: verification.symbols) {
      findings.append(error(mismatch.summary, help: mismatch.help))
    }
    if verification.isRefutation {
      if verification.counterexample == nil {
        findings.append(
          verification.refusals.isEmpty
            ? error(
              "\(title) must be refuted, but it holds: \(verification.agreement)",
              details: verification.testimonies.flatMap(\.evidence),
              help: "remove 'refuted' if the formula is right")
            : error(
              "\(title) cannot be refuted: \(verification.refusals[0])",
              details: verification.refusals.dropFirst().map { "  " + $0 }))
      }
      return findings
    }
    for refusal in verification.refusals {
      findings.append(
        error(
          "the check of \(title) proves nothing: \(refusal)",
          help: refusal == .timeIsMissing
            ? "add 'steps: T, from: h0', the number of steps and the initial state" : nil))
    }
    // An error that is no number is that of a value that is not finite, which is refused.
    for testimony in verification.testimonies
    where !testimony.agrees && testimony.worst.map({ !$0.error.isNaN }) == true {
      findings.append(
        error(
          "\(title) does not hold: error \(testimony.worst?.error.short ?? "nan") against "
            + "\(testimony.name), \(testimony.tolerance.short) is allowed",
          details: testimony.evidence))
    }
    for mutant in verification.mutants where !mutant.rejected && verification.refusals.isEmpty {
      findings.append(
        error(
          "the mutant '\(mutant.name)' of \(title) survives: error \(mutant.error.short), "
            + "\(mutant.tolerance.short) is allowed",
          help: "change the data so that the check can tell, or the mutant if it is right"))
    }
    for weakness in verification.weaknesses {
      findings.append(
        source.diagnostic(.warning, at: place, "weak data for \(title): \(weakness)"))
    }
    return findings
  }

  func findings(of derivation: Derivation) -> [Diagnostic] {
    guard let equation = equations.entries[derivation.equation] else {
      return [unknown(derivation.equation)]
    }
    let title = "equation \(equation.number) '\(derivation.equation)'"
    var findings = name(derivation.equation)
    for refusal in derivation.refusals {
      findings.append(error("the derivation of \(title) proves nothing: \(refusal)"))
    }
    let count = derivation.steps.count
    guard let lines = equation.lines else {
      return findings + [
        error("\(title) is of another chapter", help: "derive it there, where its lines are")
      ]
    }
    if lines > 1, count != lines, count != lines + 1 {
      findings.append(
        error(
          "\(title) has \(lines) lines, its derivation has \(count)",
          help: "write one expression for each line, and one more for what stands left of the first"
        ))
    }
    if let index = derivation.steps.firstIndex(where: { !derivation.follows($0) }), index > 0 {
      let step = derivation.steps[index]
      let range = SourceRange(line: step.line, column: step.column, length: 1)
      let why =
        step.reason.isEmpty
        ? "error \(step.error.short), \(derivation.tolerance.short) is allowed" : step.reason
      findings.append(
        source.diagnostic(
          at: range,
          "step \(index + 1) of \(title) does not follow from step \(index): \(why)",
          details: step.worst.map { ["  " + $0.evidence] } ?? [],
          notes: [
            source.diagnostic(
              .note,
              at: SourceRange(
                line: derivation.steps[index - 1].line, column: derivation.steps[index - 1].column,
                length: 1), "the step before is here")
          ]))
    }
    return findings
  }

  /// Kept results know the names in the text of a snippet, and no others.
  private func name(_ equation: String) -> [Diagnostic] {
    if isLiteral(equation) { return [] }
    return [
      error(
        "the name '\(equation)' is not spelled out in the snippet",
        help: "write verify(\"\(equation)\", …) in the snippet itself")
    ]
  }

  private func unknown(_ name: String) -> Diagnostic {
    error(
      "no equation has the name '\(name)'",
      help: nearest(to: name, among: Array(equations.entries.keys)).map { "did you mean '\($0)'?" }
        ?? "name one with '```math id=\(name)'")
  }

  private func error(_ summary: String, details: [String] = [], help: String? = nil) -> Diagnostic {
    source.diagnostic(at: place, summary, details: details, help: help)
  }
}

extension Verification {
  /// The error of the witness that objects most, in words.
  fileprivate var agreement: String {
    testimonies.map { testimony in
      "error \(testimony.worst?.error.short ?? "nan") against \(testimony.name)"
    }.joined(separator: ", ")
  }
}

extension Testimony {
  /// The comparisons that fail, else all, one line each.
  fileprivate var evidence: [String] {
    let failed = comparisons.filter { !($0.error <= tolerance) }
    return (failed.isEmpty ? comparisons : failed).map { "  " + $0.evidence }
  }
}

extension Run {
  /// The run with what the book knows of the equations that it verifies: a check that ignores it proves nothing.
  func held(against equations: EquationIndex) -> Run {
    var run = self
    run.records = records.map { record in
      guard case .verified(var verification) = record,
        let equation = equations.entries[verification.equation]
      else { return record }
      if !verification.isRefutation, verification.steps == nil, equation.tex.runsThroughTime {
        verification.refusals.append(.timeIsMissing)
      }
      verification.passed =
        verification.passed && verification.refusals.isEmpty
        && equations.symbols.findings(for: verification.symbols).isEmpty
      return .verified(verification)
    }
    return run
  }
}

extension String {
  /// Why a check of an equation with time proves nothing when it says nothing about time.
  fileprivate static let timeIsMissing =
    "the equation runs through time, and it is not said over how many steps it was tested"
}

// From the lines of a program to those of its chapter: what a program brought becomes what happened in the chapter.

import SnippetRuntime

extension Transcript {
  /// The runs with the chapter's own lines, by snippet.
  func runs(of program: Program) -> [SnippetID: Run] {
    let text = program.text
    let placed = runs.compactMap { index, run -> (SnippetID, Run)? in
      guard program.snippets.indices.contains(index) else { return nil }
      return (program.snippets[index].id, run.placed(by: text, in: program.source))
    }
    return Dictionary(uniqueKeysWithValues: placed)
  }
}

extension Run {
  fileprivate func placed(by text: ProgramText, in source: Source) -> Run {
    var run = self
    run.warnings = warnings.map { $0.placed(by: text, in: source) }
    run.records = records.map { $0.placed(by: text) }
    switch outcome {
    case .rejected(let errors):
      run.outcome = .rejected(errors.map { $0.placed(by: text, in: source) })
    case .trapped(var trap):
      trap.line = trap.line.map(text.chapterLine)
      trap.caller = trap.caller.map(text.chapterLine)
      run.outcome = .trapped(trap)
    default: break
    }
    return run
  }
}

extension Record {
  fileprivate func placed(by text: ProgramText) -> Record {
    switch self {
    case .began, .ended, .shown: return self
    case .checked(var check):
      check.line = text.chapterLine(check.line)
      return .checked(check)
    case .verified(var verification):
      verification.line = text.chapterLine(verification.line)
      return .verified(verification)
    case .derived(var derivation):
      derivation.line = text.chapterLine(derivation.line)
      for index in derivation.steps.indices {
        derivation.steps[index].line = text.chapterLine(derivation.steps[index].line)
      }
      return .derived(derivation)
    case .drawn(var figure):
      figure.line = text.chapterLine(figure.line)
      return .drawn(figure)
    }
  }
}

extension Diagnostic {
  /// The message at the chapter's line, with the chapter's text.
  fileprivate func placed(by text: ProgramText, in source: Source) -> Diagnostic {
    var placed = self
    placed.notes = notes.map { $0.placed(by: text, in: source) }
    guard path == source.path, var range else { return placed }
    range.start.line = text.chapterLine(range.start.line)
    range.end.line = text.chapterLine(range.end.line)
    placed.range = range
    placed.excerpt = source.line(range.start.line)
    return placed
  }
}

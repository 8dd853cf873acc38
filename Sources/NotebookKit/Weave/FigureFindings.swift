// What is wrong with the figures that a snippet draws, in the words of the author's page.

import SnippetRuntime

extension Snippet {
  /// Everything that is wrong with the names of what a run of this snippet drew, each at its call.
  func figureFindings(of run: Run, in source: Source) -> [Diagnostic] {
    let named = figures
    var findings: [Diagnostic] = []
    var drawn: [String: SourceRange] = [:]
    var repeated: Set<String> = []
    for case .drawn(let figure) in run.records {
      let name = figure.name
      let place = SourceRange(line: figure.line, column: figure.column, length: 1).call(in: source)
      if let earlier = drawn[name] {
        if repeated.insert(name).inserted {
          findings.append(
            source.diagnostic(
              at: place, "the figure '\(name)' is drawn twice",
              notes: earlier == place
                ? [] : [source.diagnostic(.note, at: earlier, "it is drawn here")],
              help: "give each figure a name of its own"))
        }
        continue
      }
      drawn[name] = place
      if mode == .traps {
        findings.append(
          source.diagnostic(
            at: place, "a snippet that must trap draws no figure",
            help: "draw '\(name)' in a snippet that runs to its end"))
      } else if !named.contains(where: { $0.name == name }) {
        findings.append(
          source.diagnostic(
            at: place, "the name '\(name)' is not spelled out in the snippet",
            help: "write plot(\"\(name)\", …) in the snippet itself"))
      }
    }
    guard run.outcome == .completed else { return findings }
    for figure in named where drawn[figure.name] == nil {
      findings.append(
        source.diagnostic(
          at: figure.range, "the figure '\(figure.name)' was not drawn",
          help: "its number stands in the text: draw it whenever the snippet runs"))
    }
    return findings
  }
}

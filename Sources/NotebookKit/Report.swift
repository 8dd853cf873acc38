// What a command found and what it cost: the values that the command line prints.

/// The result of checking or building a book.
public struct Report: Sendable {
  /// What one program cost.
  public struct ProgramCost: Sendable {
    /// The chapter, and the line for a program of one snippet.
    public var name: String
    var cost: Cost
  }

  /// Everything that is wrong, in the order of the book.
  public var findings: [Diagnostic] = []
  /// How many chapters were checked, the cover included.
  public var chapters = 0
  /// How many snippets they have.
  public var snippets = 0
  /// How many checks the snippets made.
  public var checks = 0
  /// The snippets that did not run, because of something else in their chapter.
  public var unreached: [SnippetSummary] = []
  /// The folder that was written.
  public var wrote: String?
  /// The CPU seconds of each program.
  public var costs: [ProgramCost] = []
  /// The CPU seconds of linking the library that programs share.
  public var libraryLink = 0.0

  /// Whether there is an error among the findings.
  public var failed: Bool { findings.contains { $0.severity == .error } }

  /// One line with counts.
  public var summary: String {
    let errors = findings.count { $0.severity == .error }
    let result = errors == 0 ? "all hold" : errors == 1 ? "1 error" : "\(errors) errors"
    return "\(count(chapters, "chapter")), \(count(snippets, "snippet")), "
      + "\(count(checks, "check")): \(result)"
  }

  /// Where the CPU time went, a line for each program and one for the sum.
  ///
  /// - Parameter own: The CPU seconds of this process.
  /// - Returns: The lines in the order of the book.
  public func timing(own: Double) -> [String] {
    let total = costs.reduce(Cost()) { $0 + $1.cost }
    let rows = costs.map { ($0.name, $0.cost) } + [("all programs", total)]
    return rows.map { name, cost in
      "time: \(name): compile \(cost.compile.milliseconds), link \(cost.link.milliseconds), "
        + "run \(cost.run.milliseconds)"
    } + [
      "time: library link \(libraryLink.milliseconds), notebook itself \(own.milliseconds), "
        + "CPU in all "
        + (total.compile + total.link + total.run + libraryLink + own).milliseconds
    ]
  }

  private func count(_ number: Int, _ noun: String) -> String {
    "\(number) \(noun)\(number == 1 ? "" : "s")"
  }
}

extension Double {
  fileprivate var milliseconds: String { "\(Int((self * 1000).rounded())) ms" }
}

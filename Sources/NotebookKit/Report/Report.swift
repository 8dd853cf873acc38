// What a command found and what it cost: the values that the command line prints.

/// The result of checking or building a book.
public struct Report: Sendable {
  /// What one program cost.
  public struct ProgramCost: Sendable {
    /// The chapter, and the line for a program of one snippet.
    public var name: String
    var cost: Cost
    /// Whether its results were kept from an earlier run, so that it cost nothing.
    public var kept = false
  }

  /// Why a chapter was not taken as it was kept.
  public struct Reason: Equatable, Sendable {
    /// The chapter's path.
    public var path: String
    /// What was done again, such as `compiled and run`.
    public var what: String
    /// What has changed.
    public var why: String
  }

  /// Everything that is wrong, in the order of the book.
  public var findings: [Diagnostic] = []
  /// The book's title; nil when the book could not be read.
  public var title: String?
  /// The chapters that were checked, the cover included.
  public var chapters: [ChapterReport] = []
  /// The folder that was written.
  public var wrote: String?
  /// Whether the folder held just that already, so that nothing was written.
  public var isUpToDate = false
  /// The chapters that were not taken as they were kept, and why.
  public var reasons: [Reason] = []
  /// Why results could not be kept; nil when they were, or were not to be.
  public var storeFailure: String?
  /// The CPU seconds of each program.
  public var costs: [ProgramCost] = []
  /// The CPU seconds of linking the library that programs share.
  public var libraryLink = 0.0

  /// The seconds that the command took by the clock.
  public var seconds = 0.0

  /// How many snippets the chapters have.
  public var snippets: Int { chapters.reduce(0) { $0 + $1.snippets.count } }

  /// How many checks the snippets made.
  public var checks: Int {
    chapters.reduce(0) { count, chapter in
      chapter.snippets.reduce(count) { $0 + $1.claims }
    }
  }

  /// The snippets that did not run, because of something else in their chapter.
  public var unreached: [SnippetSummary] {
    chapters.flatMap { chapter in
      chapter.snippets.filter(\.isUnreached).map { snippet in
        SnippetSummary(
          path: chapter.path, line: snippet.line, name: snippet.name, lastLine: snippet.lastLine)
      }
    }
  }

  /// Whether there is an error among the findings.
  public var failed: Bool { findings.contains { $0.severity == .error } }

  /// One line with counts.
  public var summary: String {
    let errors = findings.count { $0.severity == .error }
    let result = errors == 0 ? "all hold" : errors == 1 ? "1 error" : "\(errors) errors"
    return "\(count(chapters.count, "chapter")), \(count(snippets, "snippet")), "
      + "\(count(checks, "check")): \(result)"
  }

  /// The last line of a command: the counts, what ran and what was kept, and the time.
  public var summaryWithTime: String {
    let ran = costs.count { !$0.kept }
    let kept = chapters.count - reasons.count
    let time = String(format: seconds < 1 ? "%.2f s" : "%.1f s", seconds)
    let parts =
      (ran > 0 ? ["\(count(ran, "program")) ran"] : [])
      + (kept > 0 ? ["\(count(kept, "chapter")) kept"] : []) + [time]
    return "\(summary) (\(parts.joined(separator: ", ")))"
  }

  /// The findings in a file of the book, in its order.
  ///
  /// - Parameter path: The file's path as in the findings.
  /// - Returns: The findings in the order of the file.
  public func findings(in path: String) -> [Diagnostic] {
    findings.filter { $0.path == path }.inReadingOrder
  }

  /// The findings in files that are none of the chapters that were checked.
  var findingsElsewhere: [Diagnostic] {
    let known = Set(chapters.map(\.path))
    return findings.filter { !known.contains($0.path) }
  }

  /// Where the CPU time went, a line for each program and one for the sum.
  ///
  /// - Parameter own: The CPU seconds of this process.
  /// - Returns: The lines in the order of the book.
  public func timing(own: Double) -> [String] {
    let total = costs.reduce(Cost()) { $0 + $1.cost }
    let rows = costs.filter { !$0.kept }.map { ($0.name, $0.cost) } + [("all programs", total)]
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

// What checking a chapter came to: short, and kept, so that a chapter with nothing new costs no more than reading this.

/// What checking a chapter came to.
struct Verdict: Equatable, Sendable, Codable {
  /// What became of its snippets.
  var report: ChapterReport
  /// Everything that is wrong with it, in the order of the text.
  var findings: [Diagnostic]
  /// The names of its programs.
  var programs: [String]
  /// The title as the contents show it.
  var title: HTML
}

// The report as JSON, for programs that ask what holds, by how much, and where the time went.

import Foundation

extension Report {
  /// The report as one JSON object, the keys sorted; what has no value is left out.
  ///
  /// Its form is told by `version`, which changes when a key changes its meaning.
  public func json() throws(ToolError) -> Data { try NotebookKit.json(JSONReport(self)) }
}

/// A value as JSON that reads well and is the same bytes for the same value.
func json(_ value: some Encodable) throws(ToolError) -> Data {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
  do {
    return try encoder.encode(value) + Data("\n".utf8)
  } catch {
    throw ToolError("the report cannot be written as JSON: \(error)")
  }
}

private struct JSONReport: Encodable {
  var version = 1
  var title: String?
  var ok: Bool
  var summary: Summary
  var chapters: [Chapter]
  /// What belongs to none of the chapters, such as a file that cannot be read.
  var findings: [Finding]
  var programs: [Program]
  /// The CPU seconds of linking the library that programs share.
  var libraryLink: Double

  struct Summary: Encodable {
    var chapters: Int
    var snippets: Int
    var unreached: Int
    var checks: Int
    var failedChecks: Int
    var errors: Int
    var warnings: Int
    /// By the clock.
    var seconds: Double
  }

  struct Chapter: Encodable {
    var path: String
    var title: String
    var snippets: [SnippetReport]
    var findings: [Finding]
  }

  struct Finding: Encodable {
    var severity: String
    var path: String
    var line: Int?
    var column: Int?
    var endLine: Int?
    var endColumn: Int?
    var summary: String
    var details: [String]
    var notes: [Finding]
    var help: String?
  }

  /// CPU seconds.
  struct Program: Encodable {
    var name: String
    var kept: Bool
    var compile: Double
    var link: Double
    var run: Double
  }

  init(_ report: Report) {
    let snippets = report.chapters.flatMap(\.snippets)
    title = report.title
    ok = !report.failed
    summary = Summary(
      chapters: report.chapters.count, snippets: report.snippets,
      unreached: report.unreached.count, checks: report.checks,
      failedChecks: snippets.reduce(0) { $0 + $1.failedClaims },
      errors: report.findings.count { $0.severity == .error },
      warnings: report.findings.count { $0.severity == .warning },
      seconds: report.seconds.inMicroseconds)
    chapters = report.chapters.map { chapter in
      Chapter(
        path: chapter.path, title: chapter.title, snippets: chapter.snippets,
        findings: report.findings(in: chapter.path).map(Finding.init))
    }
    findings = report.findingsElsewhere.map(Finding.init)
    programs = report.costs.map { program in
      Program(
        name: program.name, kept: program.kept, compile: program.cost.compile.inMicroseconds,
        link: program.cost.link.inMicroseconds, run: program.cost.run.inMicroseconds)
    }
    libraryLink = report.libraryLink.inMicroseconds
  }
}

extension JSONReport.Finding {
  fileprivate init(_ finding: Diagnostic) {
    severity = finding.severity.rawValue
    path = finding.path
    line = finding.range?.start.line
    column = finding.range?.start.column
    endLine = finding.range?.end.line
    endColumn = finding.range?.end.column
    summary = finding.summary
    details = finding.details
    notes = finding.notes.map(Self.init)
    help = finding.help
  }
}

extension Double {
  /// Seconds without the digits that no clock knows.
  var inMicroseconds: Double { (self * 1e6).rounded() / 1e6 }
}

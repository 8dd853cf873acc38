// What `build` and `check` write for other programs: JSON, JUnit XML, and workflow commands.

import ArgumentParser
import Foundation
import NotebookKit

/// The reports for other programs.
struct ReportOptions: ParsableArguments {
  /// How findings are told on standard output, beside the text on standard error.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, github
  }

  @Option(
    help: ArgumentHelp(
      "Write everything that is known to a file as JSON; '-' is standard output.",
      valueName: "file"))
  var json: String?

  @Option(
    help: ArgumentHelp(
      "Write a test for each snippet to a file as JUnit XML; '-' is standard output.",
      valueName: "file"))
  var junit: String?

  @Option(
    help: ArgumentHelp(
      "Also print findings on standard output as another program reads them: 'github'.",
      valueName: "format"))
  var format = Format.text

  func validate() throws {
    let onOutput = [json == "-", junit == "-", format != .text].count { $0 }
    if onOutput > 1 { throw ValidationError("Only one report can be on standard output.") }
  }

  /// Writes the reports that are asked for.
  ///
  /// - Parameters:
  ///   - report: What was found.
  ///   - folder: The book's folder as the command line has it.
  /// - Throws: `ToolError` for a file that cannot be written.
  func write(_ report: Report, of folder: String) throws(ToolError) {
    if format == .github {
      for finding in report.findings { Standard.output(finding.workflowCommand(in: folder) + "\n") }
    }
    if let json { try Self.write(try report.json(), to: json) }
    if let junit { try Self.write(Data(report.junit.utf8), to: junit) }
  }

  /// Tells a failure of the machine where findings would be told.
  func write(_ failure: ToolError) {
    if format == .github { Standard.output(failure.workflowCommand + "\n") }
  }

  /// Writes a file as a whole or not at all; what is no file, such as a pipe, is written to.
  private static func write(_ data: Data, to path: String) throws(ToolError) {
    if path == "-" { return Standard.output(String(decoding: data, as: UTF8.self)) }
    var status = stat()
    let exists = stat(path, &status) == 0
    do {
      if exists, status.st_mode & S_IFMT != S_IFREG {
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        try file.write(contentsOf: data)
        try file.close()
      } else {
        // A link stays one: the file that it leads to is replaced.
        let file = URL(fileURLWithPath: path).resolvingSymlinksInPath()
        try data.write(to: file, options: .atomic)
      }
    } catch {
      throw ToolError("the file '\(path)' cannot be written: \(error.localizedDescription)")
    }
  }
}

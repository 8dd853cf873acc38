// The command line: the only place that names the modules that chapters import.

import ArgumentParser
import Foundation
import NotebookKit

/// The command `notebook`.
@main
struct NotebookCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "notebook",
    abstract: "Builds a book whose derivations are checked by the code on its pages.",
    discussion: """
      A book is a folder with 'chapters/NN-name.md'. Snippets of Swift in the chapters are compiled and run; what they \
      print and check stands on the page beside them. A page whose claims do not hold is not built.

      Exit status: 0 when everything holds, 1 when something does not, 64 for a wrong command line, 70 when the \
      machine fails (no compiler, disk full).
      """,
    subcommands: [Build.self, Check.self, Serve.self, TestSources.self])
}

/// What `build` and `check` have in common.
struct BookOptions: ParsableArguments {
  @Argument(help: "The book's folder: the one that holds 'chapters/'.")
  var folder = "."

  @Option(
    help: "How many programs are compiled and run at the same time (default: the number of cores).")
  var jobs: Int?

  @Flag(help: "Say where the time went.")
  var explain = false

  func validate() throws {
    if let jobs, jobs < 1 { throw ValidationError("'--jobs' must be at least 1.") }
  }

  /// The book, with the modules of this package as those that snippets import.
  func notebook() throws(ToolError) -> Notebook {
    var notebook = Notebook(
      root: folder, modules: ["Recurrent", "RecurrentNotebook"],
      products: try Products.ofThisProgram())
    if let jobs { notebook.jobs = jobs }
    return notebook
  }

  /// Runs a command on the book, prints what it found, and ends with the fitting status.
  func run(_ command: @escaping @Sendable (Notebook) async throws -> Report) async throws {
    do {
      let notebook = try notebook()
      let report = try await Interruption.watching { try await command(notebook) }
      for finding in report.findings { Standard.error("\(finding)\n") }
      if explain {
        for line in report.timing(own: Standard.cpuSeconds()) { Standard.error(line) }
      }
      Standard.error(report.summary)
      if let wrote = report.wrote { Standard.error("wrote \(wrote)") }
      if report.failed { throw ExitCode(1) }
    } catch let failure as ToolError {
      Standard.error("\(failure)")
      throw ExitCode(70)
    } catch is CancellationError {
      Standard.error("interrupted")
      throw ExitCode(130)
    } catch let exit as ExitCode {
      throw exit
    } catch {
      Standard.error("\(ToolError("the machine failed: \(error.localizedDescription)"))")
      throw ExitCode(70)
    }
  }
}

/// `notebook build`.
struct Build: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check the book and write 'site/', all or nothing.")

  @OptionGroup var options: BookOptions

  func run() async throws { try await options.run { try await $0.build() } }
}

/// `notebook check`.
struct Check: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check the book and write nothing.")

  @OptionGroup var options: BookOptions

  func run() async throws { try await options.run { try await $0.check() } }
}

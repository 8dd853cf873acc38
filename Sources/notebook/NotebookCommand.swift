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
    subcommands: [
      Build.self, Check.self, Serve.self, Accept.self, ListBook.self, TestSources.self,
    ])
}

/// What `build` and `check` have in common.
struct BookOptions: ParsableArguments {
  @OptionGroup var book: ChapterOptions

  @Option(
    help: "How many programs are compiled and run at the same time (default: the number of cores).")
  var jobs: Int?

  @Flag(help: "Say which chapters were made again and why, and where the time went.")
  var explain = false

  @Flag(name: .customLong("no-cache"), help: "Run everything anew, and keep nothing of it.")
  var keepsNothing = false

  func validate() throws {
    if let jobs, jobs < 1 { throw ValidationError("'--jobs' must be at least 1.") }
  }

  @Flag(help: "Run snippets in a sandbox: without network, the file system read-only.")
  var sandbox = false

  /// The book, with the modules of this package as those that snippets import.
  func notebook() throws -> Notebook {
    let products = try Products.ofThisProgram()
    var notebook = Notebook(
      root: book.folder, modules: Products.modules, products: products,
      tool: keepsNothing ? nil : try Products.program().path)
    if let jobs { notebook.jobs = jobs }
    notebook.sandbox = sandbox
    try book.select(in: &notebook)
    return notebook
  }

  /// Runs a command on the book, shows what it does and what it found, and ends with the fitting status.
  func run(
    _ reports: ReportOptions? = nil,
    _ command: @escaping @Sendable (Notebook) async throws -> Report
  ) async throws {
    do {
      let report = try await watched(command)
      Standard.tell(report, explaining: explain)
      try reports?.write(report, of: book.folder)
      Standard.error(report.summaryWithTime)
      if let wrote = report.wrote {
        Standard.error(report.isUpToDate ? "\(wrote) is up to date" : "wrote \(wrote)")
      }
      if report.failed { throw ExitCode(1) }
      Standard.leave()
    } catch let failure as ToolError {
      reports?.write(failure)
      Standard.error("\(failure)")
      throw ExitCode(70)
    } catch is CancellationError {
      Standard.error("interrupted")
      throw ExitCode(130)
    } catch let exit as ExitCode {
      throw exit
    } catch let wrong as ValidationError {
      throw wrong
    } catch {
      Standard.error("\(ToolError("the machine failed: \(error.localizedDescription)"))")
      throw ExitCode(70)
    }
  }

  /// Runs a command on the book with progress on standard error, which is gone when this returns.
  private func watched(
    _ command: @escaping @Sendable (Notebook) async throws -> Report
  ) async throws -> Report {
    var notebook = try notebook()
    let start = ContinuousClock.now
    let view = ProgressView()
    defer { view.finish() }
    notebook.progress = { view.receive($0) }
    var report = try await Interruption.watching { [notebook] in try await command(notebook) }
    report.seconds = (ContinuousClock.now - start) / .seconds(1)
    return report
  }
}

/// `notebook build`.
struct Build: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "build", abstract: "Check the book and write 'site/', all or nothing.")

  @OptionGroup var options: BookOptions
  @OptionGroup var reports: ReportOptions

  func run() async throws { try await options.run(reports) { try await $0.build() } }
}

/// `notebook check`.
struct Check: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Check the book and write nothing.")

  @OptionGroup var options: BookOptions
  @OptionGroup var reports: ReportOptions

  func run() async throws { try await options.run(reports) { try await $0.check() } }
}

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
    try await guarded(reports) {
      let start = ContinuousClock.now
      var report = try await watched(command)
      report.seconds = (ContinuousClock.now - start) / .seconds(1)
      Standard.tell(report, explaining: explain)
      try reports?.write(report, of: book.folder)
      Standard.error(report.summaryWithTime)
      if let wrote = report.wrote {
        Standard.error(report.isUpToDate ? "\(wrote) is up to date" : "wrote \(wrote)")
      }
      if report.failed { throw ExitCode(1) }
      Standard.leave()
    }
  }

  /// Does something with the book and ends with the status that fits what went wrong.
  func guarded(_ reports: ReportOptions? = nil, _ body: () async throws -> Void) async throws {
    do {
      try await body()
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
  func watched<Result: Sendable>(
    _ command: @escaping @Sendable (Notebook) async throws -> Result
  ) async throws -> Result {
    var notebook = try notebook()
    let view = ProgressView()
    defer { view.finish() }
    notebook.progress = { view.receive($0) }
    return try await Interruption.watching { [notebook] in try await command(notebook) }
  }
}

/// What a book must come up to beside being free of errors.
struct Requirements: ParsableArguments {
  @Flag(
    name: .customLong("require-verified"),
    help: "Fail when a named equation is not checked, or its check was given no mutant.")
  var areVerified = false

  /// The book with these requirements.
  func on(_ notebook: Notebook) -> Notebook {
    var notebook = notebook
    notebook.requiresVerified = areVerified
    return notebook
  }
}

/// `notebook build`.
struct Build: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "build", abstract: "Check the book and write 'site/', all or nothing.")

  @OptionGroup var options: BookOptions
  @OptionGroup var requirements: Requirements
  @OptionGroup var reports: ReportOptions

  func run() async throws {
    try await options.run(reports) { [requirements] in try await requirements.on($0).build() }
  }
}

/// `notebook check`.
struct Check: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Check the book and write nothing.")

  @OptionGroup var options: BookOptions
  @OptionGroup var requirements: Requirements
  @OptionGroup var reports: ReportOptions

  func run() async throws {
    try await options.run(reports) { [requirements] in try await requirements.on($0).check() }
  }
}

// `notebook list`: what is in a book, with the status of its equations.

import ArgumentParser
import NotebookKit

/// `notebook list`.
struct ListBook: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract:
      "Print the chapters with their snippets and figures, and their equations with their status.",
    discussion: "Chapters with equations are checked for it, unless their results are kept.")

  @OptionGroup var options: BookOptions

  @Flag(help: "Print JSON.")
  var json = false

  func run() async throws {
    try await options.guarded {
      let (listing, findings) = try await options.watched { try await $0.list() }
      for finding in findings { Standard.error("\(finding)\n") }
      Standard.output(json ? String(decoding: try listing.json(), as: UTF8.self) : "\(listing)")
      if findings.contains(where: { $0.severity == .error }) { throw ExitCode(1) }
    }
  }
}

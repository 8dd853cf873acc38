// `notebook accept`: the only command that writes into `chapters/`.

import ArgumentParser
import Foundation
import NotebookKit

/// `notebook accept`.
struct Accept: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "accept",
    abstract: "Rewrite pinned outputs in the chapters from what was printed.",
    discussion: """
      Only outputs that do not hold are rewritten, and only below snippets that end as they should; of their lines those \
      that hold stay, and so does a '...' that stands for something.
      """)

  @OptionGroup var options: BookOptions

  @Option(
    name: .customLong("pin"),
    help: ArgumentHelp(
      "Pin the output of a snippet that has none: by its 'id=', or as '01-first.md:42'.",
      valueName: "snippet"))
  var names: [String] = []

  @Flag(help: "Write nothing; print the changes as a diff.")
  var dryRun = false

  func run() async throws {
    let (names, dryRun) = (names, dryRun)
    try await options.run { notebook in
      do {
        let acceptance = try await notebook.accept(pinning: names, dryRun: dryRun)
        FileHandle.standardOutput.write(Data(acceptance.diff.utf8))
        for message in acceptance.messages { Standard.error(message) }
        return acceptance.report
      } catch let unknown as UnknownSnippet {
        Standard.error("\(unknown)")
        throw ExitCode(64)
      }
    }
  }
}

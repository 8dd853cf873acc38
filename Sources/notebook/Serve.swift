// `notebook serve`: the book in a browser while it is written.

import ArgumentParser
import Foundation
import NotebookKit

/// `notebook serve`.
struct Serve: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve", abstract: "Show the book in a browser while it is written.",
    discussion: """
      A save of a chapter, or of the library that snippets import, checks the book again and loads the pages that \
      changed. Errors stand on the page in their place. Nothing is written; Ctrl-C ends it.
      """)

  @OptionGroup var options: BookOptions

  @Option(help: "The port on this computer; 0 picks a free one.")
  var port: UInt16 = 8080

  func run() async throws {
    do {
      let preview = Preview(
        of: try options.notebook(), library: try Products.library(), port: port,
        tell: { [options] in options.tell($0) })
      try await Interruption.watching { try await preview.run() }
    } catch is CancellationError {
      // That is how one ends it.
    } catch let failure as ToolError {
      Standard.error("\(failure)")
      throw ExitCode(70)
    } catch {
      Standard.error("\(ToolError("the machine failed: \(error.localizedDescription)"))")
      throw ExitCode(70)
    }
  }
}

extension BookOptions {
  /// Prints news of a preview.
  fileprivate func tell(_ news: Preview.News) {
    switch news {
    case .serving(let address): Standard.error("serving \(address) (Ctrl-C stops)")
    case .checked(let report, let took):
      Standard.tell(report, explaining: explain)
      var report = report
      report.seconds = took / .seconds(1)
      Standard.error(report.summaryWithTime)
    case .failed(let message): Standard.error("\(message)\n")
    }
  }
}

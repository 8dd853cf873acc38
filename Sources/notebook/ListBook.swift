// `notebook list`: what is in a book, without running any of it.

import ArgumentParser
import NotebookKit

/// `notebook list`.
struct ListBook: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Print the chapters, their snippets and equations.")

  @OptionGroup var book: ChapterOptions

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    do {
      var notebook = Notebook(root: book.folder, modules: [], products: "")
      try book.select(in: &notebook)
      let (listing, findings) = try notebook.list()
      for finding in findings { Standard.error("\(finding)\n") }
      let text = json ? String(decoding: try listing.json(), as: UTF8.self) : "\(listing)"
      Standard.output(text)
      if findings.contains(where: { $0.severity == .error }) { throw ExitCode(1) }
    } catch let failure as ToolError {
      Standard.error("\(failure)")
      throw ExitCode(70)
    }
  }
}

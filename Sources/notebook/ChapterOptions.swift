// Which book, and which of its chapters: what all commands on a book have in common.

import ArgumentParser
import NotebookKit

/// The book's folder and a choice of its chapters.
struct ChapterOptions: ParsableArguments {
  @Argument(help: "The book's folder: the one that holds 'chapters/'.")
  var folder = "."

  @Option(
    help: ArgumentHelp(
      "Only this chapter, by path, name or number; may be given several times.",
      valueName: "chapter"))
  var only: [String] = []

  /// Narrows a book to the chapters that are asked for.
  ///
  /// - Parameter notebook: The book.
  /// - Throws: `ValidationError` for a chapter that is not there, `ToolError` when there is no book.
  func select(in notebook: inout Notebook) throws {
    if only.isEmpty { return }
    do {
      notebook.only = try ChapterSelection(only, among: try notebook.paths()).paths
    } catch let unknown as ChapterSelection.UnknownChapter {
      throw ValidationError("\(unknown)")
    } catch is Diagnostics {
      // What is wrong with the files is found again, and told, by the command.
    }
  }
}

// Writes the chapters' snippets as Swift tests, one function each, for the plug-in of the test target.

import ArgumentParser
import Foundation
import NotebookKit

/// `notebook test-sources`: called by the build, not by people.
struct TestSources: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test-sources", abstract: "Write one Swift test for each snippet.",
    shouldDisplay: false)

  @Argument(help: "The book's folder.")
  var folder: String

  @Argument(help: "The Swift file to write.")
  var output: String

  func run() throws {
    let notebook = Notebook(root: folder, modules: [], products: "")
    let suites = try notebook.chapters().map { path, snippets in suite(path, snippets) }
    let text = "import Testing\n\n" + suites.joined(separator: "\n")
    try Data(text.utf8).write(to: URL(fileURLWithPath: output), options: .atomic)
  }

  private func suite(_ path: String, _ snippets: [SnippetSummary]) -> String {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    let name = identifier(String(file.dropLast(3)))
    let tests = snippets.map { snippet in
      let title = snippet.name.map { "\(path):\(snippet.line) \($0)" } ?? "\(path):\(snippet.line)"
      let function = snippet.name.map(identifier).map { "_\($0)" } ?? ""
      return """
          @Test("\(title)") func line\(snippet.line)\(function)() async throws {
            try await expectNothingWrong(
              in: "\(path)", lines: \(snippet.line)...\(snippet.lastLine))
          }

        """
    }
    let lines = snippets.map { "\($0.line)...\($0.lastLine)" }.joined(separator: ", ")
    return """
      @Suite("\(path)") struct Chapter_\(name) {
        @Test("\(path) text") func text() async throws {
          try await expectNothingWrong(in: "\(path)", outside: [\(lines)])
        }

      \(tests.joined(separator: "\n"))}

      """
  }

  private func identifier(_ text: String) -> String {
    String(text.map { $0.isLetter || $0.isNumber ? $0 : "_" })
  }
}

// A book in a temporary folder, checked and built with the real compiler and the modules of this very build.

import Foundation

@testable import NotebookKit

/// A book made of strings.
struct TemporaryBook: ~Copyable {
  let root: String

  /// Writes the chapters, by file name, into a new folder.
  init(_ chapters: [String: String]) throws {
    root = NSTemporaryDirectory() + "/book-\(UUID().uuidString)"
    try FileManager.default.createDirectory(
      atPath: root + "/chapters", withIntermediateDirectories: true)
    for (name, text) in chapters {
      try Data(text.utf8).write(to: URL(fileURLWithPath: "\(root)/chapters/\(name)"))
    }
  }

  deinit {
    do {
      try FileManager.default.removeItem(atPath: root)
    } catch {
      print("left behind: \(root)")
    }
  }

  var notebook: Notebook {
    Notebook(root: root, modules: ["Recurrent", "RecurrentNotebook"], products: Self.products)
  }

  /// The messages of `notebook check`, as printed.
  func messages() async throws -> String {
    try await notebook.check().findings.map(\.description).joined(separator: "\n\n")
  }

  /// What is in a file of the site.
  func site(_ path: String) throws -> String {
    try String(contentsOfFile: "\(root)/site/\(path)", encoding: .utf8)
  }

  /// The build products that hold the modules: beside the test program.
  ///
  /// The executable takes them as they are, too: a build would wait for the end of the tests.
  static let products: String = {
    let program = Bundle.main.executableURL ?? URL(fileURLWithPath: CommandLine.arguments[0])
    let products = program.resolvingSymlinksInPath().deletingLastPathComponent().path
    setenv("NOTEBOOK_PRODUCTS", products, 1)
    return products
  }()
}

extension String {
  /// The text with every time as none.
  var untimed: String { replacing(/\d+\.\d+ s/, with: "0.0 s") }
}

/// The messages about a book of one chapter, `chapters/01-x.md`.
func messages(about chapter: String) async throws -> String {
  try await TemporaryBook(["01-x.md": chapter]).messages()
}

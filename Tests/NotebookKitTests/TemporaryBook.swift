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
  static let products: String = {
    let program = Bundle.main.executableURL ?? URL(fileURLWithPath: CommandLine.arguments[0])
    return program.resolvingSymlinksInPath().deletingLastPathComponent().path
  }()

  /// The environment for the executable: it takes the products as they are, for a build would wait until the tests end.
  static var environment: [String: String] {
    ProcessInfo.processInfo.environment.merging(["NOTEBOOK_PRODUCTS": products]) { _, new in new }
  }
}

extension String {
  /// The text with every time as none.
  var untimed: String { replacing(/\d+\.\d+ s/, with: "0.0 s") }
}

/// The messages about a book of one chapter, `chapters/01-x.md`.
func messages(about chapter: String) async throws -> String {
  try await TemporaryBook(["01-x.md": chapter]).messages()
}

// A book whose results are kept, what its builds did, and what the book comes to without anything kept.

import Foundation
import Testing

@testable import NotebookKit

/// What one look at a book did and found.
struct Look: Sendable {
  /// What is asked of a book.
  enum Command {
    case build, check
  }

  var report: Report
  var events: [ProgressEvent]

  /// The programs that the compiler had, in the order of their names.
  var compiled: [String] {
    events.compactMap { if case .compiling(let program) = $0 { program } else { nil } }.sorted()
  }

  /// The programs that were run, in the order of their names.
  var ran: [String] {
    let names = events.compactMap {
      if case .running(let program, _) = $0 { program } else { nil }
    }
    return Set(names).sorted()
  }

  /// The programs whose results were kept, in the order of their names.
  var kept: [String] {
    events.compactMap { if case .ended(let program, true, _) = $0 { program } else { nil } }
      .sorted()
  }

  /// What was made and why, a line for each chapter.
  var reasons: [String] { report.reasons.map { "\($0.path): \($0.what): \($0.why)" } }

  /// The findings as printed.
  var messages: String { report.findings.map(\.description).joined(separator: "\n\n") }
}

extension TemporaryBook {
  /// The file that stands for the tool.
  var tool: String { root + "/tool" }

  /// The folder of kept results.
  var kept: String { root + "/.notebook/kept" }

  /// Writes a chapter anew.
  func write(_ text: String, to chapter: String) throws {
    try Data(text.utf8).write(
      to: URL(fileURLWithPath: "\(root)/chapters/\(chapter)"), options: .atomic)
  }

  /// Replaces a text of a chapter that is there.
  func replace(_ old: String, by new: String, in chapter: String) throws {
    let path = "\(root)/chapters/\(chapter)"
    let text = try String(contentsOfFile: path, encoding: .utf8)
    try #require(text.contains(old))
    try write(text.replacing(old, with: new), to: chapter)
  }

  func remove(_ chapter: String) throws {
    try FileManager.default.removeItem(atPath: "\(root)/chapters/\(chapter)")
  }

  /// Looks at the book with results kept, as a tool of these bytes.
  func keeping(
    _ command: Look.Command = .build, tool contents: String = "one", modules: [String] = [],
    products: String = Self.products, _ change: (inout Notebook) -> Void = { _ in }
  ) async throws -> Look {
    try Data(contents.utf8).write(to: URL(fileURLWithPath: tool))
    var notebook = Notebook(root: root, modules: modules, products: products, tool: tool)
    change(&notebook)
    let log = EventLog()
    notebook.progress = { log.append($0) }
    let report =
      switch command {
      case .build: try await notebook.build()
      case .check: try await notebook.check()
      }
    return Look(report: report, events: log.events)
  }

  /// Builds a copy of the chapters with nothing kept.
  func fresh(modules: [String] = [], products: String = Self.products) async throws -> (
    report: Report, site: [String: Data]
  ) {
    let copy = try TemporaryBook([:])
    try FileManager.default.removeItem(atPath: copy.root + "/chapters")
    try FileManager.default.copyItem(
      atPath: root + "/chapters", toPath: copy.root + "/chapters")
    let report = try await Notebook(root: copy.root, modules: modules, products: products).build()
    return (report, try copy.siteFiles())
  }

  /// The files of the site by their path in it; none when there is no site.
  func siteFiles() throws -> [String: Data] { try filesBelow(root + "/site") }
}

/// The files below a folder by their path in it; none when there is no folder.
func filesBelow(_ folder: String) throws -> [String: Data] {
  var files: [String: Data] = [:]
  guard let walk = FileManager.default.enumerator(atPath: folder) else { return [:] }
  for case let path as String in walk {
    var isFolder: ObjCBool = false
    let exists = FileManager.default.fileExists(
      atPath: "\(folder)/\(path)", isDirectory: &isFolder)
    if exists, !isFolder.boolValue {
      files[path] = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(path)"))
    }
  }
  return files
}

/// Whether two sites are the same; if not, which files differ.
func differences(_ one: [String: Data], _ other: [String: Data]) -> [String] {
  Set(one.keys).union(other.keys).filter { one[$0] != other[$0] }.sorted()
}

/// The same numbers in every run of the tests.
struct SeededNumbers: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = state
    bits = (bits ^ bits >> 30) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ bits >> 27) &* 0x94D0_49BB_1331_11EB
    return bits ^ bits >> 31
  }
}

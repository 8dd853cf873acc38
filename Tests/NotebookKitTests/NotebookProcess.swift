// The executable as a process of its own, with a folder for temporary files of its own, that can be interrupted or killed.

import Foundation
import Testing

@testable import NotebookKit

/// A running `notebook`.
struct NotebookProcess {
  private let process = Process()
  private let words: String

  /// Starts the executable with a folder for temporary files, and with the search path of the tests or another.
  init(_ arguments: [String], temporary: String, path: String? = nil) throws {
    words = NSTemporaryDirectory() + "/words-\(UUID().uuidString)"
    try Data().write(to: URL(fileURLWithPath: words))
    var environment = TemporaryBook.environment
    environment["TMPDIR"] = temporary
    if let path { environment["PATH"] = path }
    process.executableURL = URL(fileURLWithPath: "\(TemporaryBook.products)/notebook")
    process.arguments = arguments
    process.environment = environment
    let file = try #require(FileHandle(forWritingAtPath: words))
    process.standardError = file
    process.standardOutput = file
    try process.run()
  }

  /// Whether it has not ended yet.
  var isRunning: Bool { process.isRunning }

  /// Ends it at once, if it has not ended.
  func kill() {
    if process.isRunning { Foundation.kill(process.processIdentifier, SIGKILL) }
  }

  /// Asks it to end, as Ctrl-C does.
  func interrupt() { process.interrupt() }

  /// Waits for its end; the status of one that a signal ended is the signal's number less 256.
  func end() async throws -> (status: Int, text: String) {
    try await eventually("notebook ends") { !process.isRunning }
    process.waitUntilExit()
    let text = try String(contentsOfFile: words, encoding: .utf8)
    try FileManager.default.removeItem(atPath: words)
    let status = Int(process.terminationStatus)
    return (process.terminationReason == .exit ? status : status - 256, text)
  }

  /// Runs the executable to its end.
  static func run(
    _ arguments: [String], temporary: String, path: String? = nil
  ) async throws -> (status: Int, text: String) {
    try await NotebookProcess(arguments, temporary: temporary, path: path).end()
  }

  /// The processes that work in a folder or below it.
  static func working(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: "/proc").filter { number in
      var buffer = [UInt8](repeating: 0, count: 4096)
      let count = readlink("/proc/\(number)/cwd", &buffer, buffer.count)
      return count > 0 && String(decoding: buffer[..<count], as: UTF8.self).hasPrefix(folder)
    }
  }
}

/// Waits until something holds, for as long as any machine may take.
func eventually(
  _ claim: String, _ holds: () async throws -> Bool,
  sourceLocation: Testing.SourceLocation = #_sourceLocation
) async throws {
  let deadline = ContinuousClock.now + .seconds(240)
  while try await !holds() {
    try #require(ContinuousClock.now < deadline, "\(claim)", sourceLocation: sourceLocation)
    try await Task.sleep(for: .milliseconds(5))
  }
}

/// A small book whose site is known for each of its versions.
struct VersionedBook: ~Copyable {
  /// What stands in the chapter: words of its prose and of its program.
  struct Version: Equatable {
    var prose = 1000
    var code = 1000
  }

  let book: TemporaryBook
  /// The folder for temporary files.
  let temporary: TemporaryFolder
  private let first: [String: Data]

  /// Writes the book's first version and builds it.
  init() async throws {
    let book = try TemporaryBook([
      "index.md": "---\ntitle: Versions\nmodules: [SnippetRuntime]\n---\n",
      "01-a.md": Self.text(Version()), "02-b.md": "# B\n\nAlways the same.\n",
    ])
    let temporary = try TemporaryFolder()
    let (status, text) = try await NotebookProcess.run(
      ["build", book.root], temporary: temporary.path)
    try #require(status == 0, "\(text)")
    first = try book.siteFiles()
    self.book = book
    self.temporary = temporary
  }

  private static func text(_ version: Version) -> String {
    "# A\n\nprose\(version.prose)\n\n```swift run\nprint(\"code\(version.code)\")\n```\n"
  }

  /// Writes the chapter.
  func write(_ version: Version) throws { try book.write(Self.text(version), to: "01-a.md") }

  /// The site of a version.
  func site(_ version: Version) -> [String: Data] {
    first.mapValues { data in
      guard let text = String(data: data, encoding: .utf8) else { return data }
      return Data(
        text.replacing("prose1000", with: "prose\(version.prose)")
          .replacing("code1000", with: "code\(version.code)").utf8)
    }
  }

  /// Starts building.
  func start() throws -> NotebookProcess {
    try NotebookProcess(["build", book.root], temporary: temporary.path)
  }

  /// The names in the book's folder.
  var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: book.root).sorted() }
  }

  /// The entries of the store that do not prove themselves.
  var unsoundEntries: [String] {
    get throws {
      let store = Store(folder: book.kept)
      return try FileManager.default.contentsOfDirectory(atPath: book.kept).filter { name in
        if name.hasSuffix(".file") {
          return Digest(ofFile: "\(book.kept)/\(name)").map { "\($0).file" } != name
        }
        let digest = try JSONDecoder().decode([Digest].self, from: Data("[\"\(name)\"]".utf8))[0]
        return store.bytes(digest) == nil
      }
    }
  }
}

// A disk without space: the old site stays whole and the reason is told; results that cannot be kept are only that.

import Foundation
import Testing

@testable import NotebookKit

@Suite("A full disk") struct FullDiskTests {
  @Test(
    "a site that cannot be written is told with status 70, and the old one stays whole",
    .enabled("mounting takes root's rights") { await SmallDisk.canBeMade })
  func site() async throws {
    let disk = try await SmallDisk(size: "64m")
    let temporary = try TemporaryFolder()
    let root = disk.path + "/book"
    let files = FileManager.default
    try files.createDirectory(atPath: root + "/chapters", withIntermediateDirectories: true)
    let chapter = URL(fileURLWithPath: root + "/chapters/01-a.md")
    func text(_ word: String) -> Data {
      Data("# A\n\n```swift run\nprint(\"\(word)\")\n```\n".utf8)
    }
    try Data("---\nmodules: [SnippetRuntime]\n---\n".utf8)
      .write(to: URL(fileURLWithPath: root + "/chapters/index.md"))
    try text("one").write(to: chapter)
    let first = try await NotebookProcess.run(["build", root], temporary: temporary.path)
    try #require(first.status == 0, "\(first.text)")
    let old = try filesBelow(root + "/site")

    try text("two").write(to: chapter)
    try await disk.fill()
    let full = try await NotebookProcess.run(["build", root], temporary: temporary.path)
    #expect(full.status == 70)
    let message = try #require(full.text.split(separator: "\n").last)
    #expect(
      message == "error: '\(root)/site/01-a.html' cannot be written: No space left on device",
      "\(full.text)")
    #expect(try filesBelow(root + "/site") == old)
    #expect(
      try files.contentsOfDirectory(atPath: root).sorted() == [".notebook", "chapters", "site"])
    #expect(try files.contentsOfDirectory(atPath: temporary.path) == [])

    try disk.empty()
    let next = try await NotebookProcess.run(["build", root], temporary: temporary.path)
    #expect(next.status == 0, "\(next.text)")
    #expect(
      try String(contentsOfFile: root + "/site/01-a.html", encoding: .utf8)
        .contains("<samp>two\n</samp>"))
    #expect(try await disk.unmount())
  }

  @Test(
    "results that cannot be kept are told once, and the build succeeds; with space they are kept",
    .enabled("mounting takes root's rights") { await SmallDisk.canBeMade },
    arguments: ["4k", "48k"])
  func store(size: String) async throws {
    let book = try TemporaryBook([
      "index.md": "---\nmodules: [SnippetRuntime]\n---\n",
      "01-a.md": "# A\n\n```swift run\nprint(\"one\")\n```\n",
    ])
    let temporary = try TemporaryFolder()
    let disk = try await SmallDisk(size: size, at: book.root + "/.notebook")
    let full = try await NotebookProcess.run(["build", book.root], temporary: temporary.path)
    #expect(full.status == 0, "\(full.text)")
    let told = full.text.split(separator: "\n").filter { $0.hasPrefix("results are not kept: ") }
    #expect(told.count == 1, "\(full.text)")
    #expect(
      try #require(told.first).wholeMatch(
        of:
          /results are not kept: '.*\/kept\/[0-9a-f]{32}(\.file)?' cannot be written: No space left on device/
      )
        != nil, "\(full.text)")
    #expect(try book.site("01-a.html").contains("<samp>one\n</samp>"))
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: book.kept)
        .filter { $0.contains(".new-") } == [])

    try await disk.resize("64m")
    let roomy = try await NotebookProcess.run(["build", book.root], temporary: temporary.path)
    #expect(roomy.status == 0)
    #expect(!roomy.text.contains("not kept"), "\(roomy.text)")
    let last = try await NotebookProcess.run(["build", book.root], temporary: temporary.path)
    #expect(
      last.text.untimed == """
        2 chapters, 1 snippet, 0 checks: all hold (2 chapters kept, 0.0 s)
        \(book.root)/site is up to date

        """)
    #expect(try await disk.unmount())
  }

  @Test(
    "without space for temporary files the machine fails, and nothing is left there",
    .enabled("mounting takes root's rights") { await SmallDisk.canBeMade },
    arguments: ["4k", "16k", "40k"])
  func temporary(size: String) async throws {
    let book = try TemporaryBook([
      "index.md": "---\nmodules: [SnippetRuntime]\n---\n",
      "01-a.md": "# A\n\n```swift run\nprint(\"one\")\n```\n",
    ])
    let disk = try await SmallDisk(size: size)
    let full = try await NotebookProcess.run(["build", book.root], temporary: disk.path)
    #expect(full.status == 70)
    #expect(full.text.contains("error: "))
    #expect(full.text.contains("No space left on device"), "\(full.text)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: disk.path) == [])
    #expect(!FileManager.default.fileExists(atPath: book.root + "/site"))
    try await disk.resize("64m")
    let roomy = try await NotebookProcess.run(["build", book.root], temporary: disk.path)
    #expect(roomy.status == 0, "\(roomy.text)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: disk.path) == [])
    #expect(try await disk.unmount())
  }
}

/// A file system of a few pages, in memory.
private struct SmallDisk: ~Copyable {
  let path: String
  private let isOwn: Bool

  init(size: String, at place: String? = nil) async throws {
    isOwn = place == nil
    path = place ?? NSTemporaryDirectory() + "/disk-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    let words = try await Self.run(["mount", "-t", "tmpfs", "-o", "size=\(size)", "none", path])
    try #require(words == "", "\(words)")
  }

  /// Whether this machine lets the tests mount.
  static var canBeMade: Bool {
    get async {
      do {
        return try await SmallDisk(size: "4k").unmount()
      } catch {
        return false
      }
    }
  }

  /// Writes until there is no space left.
  func fill() async throws {
    let words = try await Self.run(["dd", "if=/dev/zero", "of=\(path)/filler", "bs=4k"])
    try #require(words.contains("No space left on device"), "\(words)")
  }

  func empty() throws { try FileManager.default.removeItem(atPath: path + "/filler") }

  func resize(_ size: String) async throws {
    let words = try await Self.run(["mount", "-o", "remount,size=\(size)", path])
    try #require(words == "", "\(words)")
  }

  /// Whether it could be taken away.
  func unmount() async throws -> Bool { try await Self.run(["umount", "-l", path]) == "" }

  deinit {
    // After a failed test it is still mounted; mounted or not, nothing else is at its place.
    umount2(path, Int32(MNT_DETACH))
    if isOwn { rmdir(path) }
  }

  private static func run(_ words: [String]) async throws -> String {
    try await Command(
      executable: "/usr/bin/env", arguments: words,
      environment: ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C"], directory: "/"
    ).capture(timeout: .seconds(240)).output
  }
}

// Writing the site: all of it or nothing, and never over what somebody else wrote.

import Foundation
import Testing

@testable import NotebookKit

@Suite("Site") struct SiteTests {
  private let readme = Data(Site.readme.utf8)

  @Test("the files are written, with a note that the folder is ours")
  func writes() async throws {
    let notes = try TemporaryFolder()
    let folder = try TemporaryFolder()
    try await Site(folder: folder.path + "/site", notes: notes.path)
      .write(["index.html": Data("a".utf8), "assets/deep/b.css": Data("b".utf8)])
    #expect(
      folder.files().filter { !$0.value.isEmpty } == [
        "site/README.md": readme, "site/index.html": Data("a".utf8),
        "site/assets/deep/b.css": Data("b".utf8),
      ])
    #expect(FileManager.default.contents(atPath: folder.path + "/site/README.md") == readme)
  }

  @Test("a site is replaced as a whole: stale files go, and nothing is left beside it")
  func replaces() async throws {
    let notes = try TemporaryFolder()
    let folder = try TemporaryFolder()
    let site = Site(folder: folder.path + "/site", notes: notes.path)
    try await site.write(["index.html": Data("old".utf8), "stale.html": Data("old".utf8)])
    try await site.write(["index.html": Data("new".utf8)])
    #expect(
      folder.files().filter { !$0.value.isEmpty }
        == ["site/README.md": readme, "site/index.html": Data("new".utf8)])
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["site"])
  }

  @Test("where folders cannot be exchanged, entries are, and stale ones go")
  func entryByEntry() async throws {
    let notes = try TemporaryFolder()
    let folder = try TemporaryFolder()
    let site = Site(folder: folder.path + "/site", notes: notes.path)
    try await site.write([
      "index.html": Data("old".utf8), "stale.html": Data("old".utf8),
      "assets/old.css": Data("old".utf8),
    ])
    try folder.write(Data("new".utf8), to: "new/index.html")
    try folder.write(Data("new".utf8), to: "new/assets/new.css")
    try site.replaceEntries(by: folder.path + "/new")
    #expect(
      folder.files(in: "site").filter { !$0.value.isEmpty }
        == ["index.html": Data("new".utf8), "assets/new.css": Data("new".utf8)])
  }

  @Test("an empty folder is ours to fill")
  func empty() async throws {
    let notes = try TemporaryFolder()
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(
      atPath: folder.path + "/site", withIntermediateDirectories: false)
    try await Site(folder: folder.path + "/site", notes: notes.path).write([
      "index.html": Data("a".utf8)
    ])
    #expect(
      folder.files(in: "site") == ["README.md": readme, "index.html": Data("a".utf8)])
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["site"])
  }

  @Test(
    "a folder that holds anything else is refused and stays as it is",
    arguments: [
      ["photo.jpg": "mine"], ["README.md": "mine"],
      ["README.md": Site.readme + "and mine", "index.html": "x"],
    ])
  func foreign(files: [String: String]) async throws {
    let notes = try TemporaryFolder()
    let folder = try TemporaryFolder()
    for (name, text) in files { try folder.write(Data(text.utf8), to: "site/\(name)") }
    let error = await #expect(throws: ToolError.self) {
      try await Site(folder: folder.path + "/site", notes: notes.path).write([
        "index.html": Data("a".utf8)
      ])
    }
    #expect(
      error?.description == """
        error: '\(folder.path)/site' holds files that notebook did not write
        help: move them away, or give back the folder's README.md
        """)
    #expect(folder.files(in: "site") == files.mapValues { Data($0.utf8) })
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["site"])
  }

  @Test("a file in the folder's place is refused")
  func file() async throws {
    let notes = try TemporaryFolder()
    let folder = try TemporaryFolder(["site": Data("mine".utf8)])
    let error = await #expect(throws: ToolError.self) {
      try await Site(folder: folder.path + "/site", notes: notes.path).write([:])
    }
    #expect(error?.description == "error: '\(folder.path)/site' is not a folder that can be read")
    #expect(folder.files() == ["site": Data("mine".utf8)])
  }

  @Test("a failed write leaves the old site and no half of a new one")
  func failure() async throws {
    let notes = try TemporaryFolder()
    let folder = try TemporaryFolder()
    let site = Site(folder: folder.path + "/site", notes: notes.path)
    try await site.write(["index.html": Data("old".utf8)])
    // A name cannot be a file and a folder.
    await #expect(throws: ToolError.self) {
      try await site.write(["a": Data("a".utf8), "a/b": Data("b".utf8)])
    }
    #expect(
      folder.files(in: "site") == ["README.md": readme, "index.html": Data("old".utf8)])
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["site"])
  }
}

extension Site {
  /// Writes files that are known, without a key.
  fileprivate func write(_ files: [String: Data]) async throws {
    _ = try await write(
      files.sorted { $0.key < $1.key }.map { path, data in
        SiteFile(path: path, key: nil) { data }
      })
  }
}

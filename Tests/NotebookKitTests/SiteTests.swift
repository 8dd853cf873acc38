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

  @Test("what a killed build left beside the site goes, even when nothing is to be written")
  func leftovers() async throws {
    let notes = try TemporaryFolder()
    let folder = try TemporaryFolder()
    let site = Site(
      folder: folder.path + "/site", notes: notes.path, store: Store(folder: notes.path + "/kept"))
    _ = try await site.write(keyed: ["index.html": "a"])
    try folder.write(Data("half".utf8), to: ".site.new-\(UUID().uuidString)/index.html")
    try folder.write(Data("mine".utf8), to: ".sites/index.html")
    #expect(try await site.write(keyed: ["index.html": "a"]) == false)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        == [".sites", "site"])
  }

  // MARK: - Unchanged files

  @Test(
    "a file with the key it was written with is taken over; its contents are not even asked for")
  func unchanged() async throws {
    let notes = try TemporaryFolder()
    let folder = try TemporaryFolder()
    let site = Site(
      folder: folder.path + "/site", notes: notes.path, store: Store(folder: notes.path + "/kept"))
    #expect(try await site.write(keyed: ["a.html": "1", "b.html": "1"]))
    let stamp = FileStamp(folder.path + "/site/a.html")
    let asset = SiteFile(path: "a.html", key: Digest(of: ["1"])) {
      Issue.record("asked for")
      return Data()
    }
    #expect(try await site.write([asset] + Site.keyed(["b.html": "2"])))
    #expect(FileStamp(folder.path + "/site/a.html") == stamp)
    #expect(folder.files(in: "site")["b.html"] == Data("2".utf8))
    let whole = FileStamp(folder.path + "/site")
    #expect(try await site.write([asset] + Site.keyed(["b.html": "2"])) == false)
    #expect(FileStamp(folder.path + "/site") == whole)
  }

  @Test(
    "a file that somebody has touched, removed or put there is noticed",
    arguments: [
      "echo 3 > site/a.html", "rm site/a.html", "touch site/a.html", "echo x > site/new.html",
      "rm -r site", "mkdir -p site/x && touch site/x/y", "mv site/a.html site/c.html",
    ])
  func touched(command: String) async throws {
    let notes = try TemporaryFolder()
    let folder = try TemporaryFolder()
    let site = Site(
      folder: folder.path + "/site", notes: notes.path, store: Store(folder: notes.path + "/kept"))
    _ = try await site.write(keyed: ["a.html": "1", "b.html": "1"])
    let before = folder.files(in: "site")
    _ = try await Command(
      executable: "/bin/sh", arguments: ["-c", command], environment: ["PATH": "/usr/bin:/bin"],
      directory: folder.path
    ).capture(timeout: .seconds(120))
    #expect(try await site.write(keyed: ["a.html": "1", "b.html": "1"]))
    #expect(folder.files(in: "site") == before)
  }

  @Test("a file that nobody looked at this time is not vouched for")
  func untouchedByUs() async throws {
    let notes = try TemporaryFolder()
    let folder = try TemporaryFolder()
    let site = Site(
      folder: folder.path + "/site", notes: notes.path, store: Store(folder: notes.path + "/kept"))
    _ = try await site.write(keyed: ["a.html": "1", "b.html": "1"])
    try folder.write(Data("somebody's".utf8), to: "site/a.html")
    let left = SiteFile(path: "a.html", key: nil, contents: nil)
    #expect(try await site.write([left] + Site.keyed(["b.html": "2"])))
    #expect(folder.files(in: "site")["a.html"] == Data("somebody's".utf8))
    #expect(try await site.write(keyed: ["a.html": "1", "b.html": "2"]))
    #expect(folder.files(in: "site")["a.html"] == Data("1".utf8))
  }

  @Test("a file that is to stay must be there")
  func missing() async throws {
    let notes = try TemporaryFolder()
    let folder = try TemporaryFolder()
    let error = await #expect(throws: ToolError.self) {
      try await Site(folder: folder.path + "/site", notes: notes.path)
        .write([SiteFile(path: "a.html", key: nil, contents: nil)])
    }
    #expect(
      error?.description == """
        error: there is no '\(folder.path)/site/a.html' yet
        help: build the whole book once, without '--only'
        """)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
  }
}

extension Site {
  /// Files with their text as their key.
  fileprivate static func keyed(_ files: [String: String]) -> [SiteFile] {
    files.sorted { $0.key < $1.key }.map { path, text in
      SiteFile(path: path, key: Digest(of: [text])) { Data(text.utf8) }
    }
  }

  fileprivate func write(keyed files: [String: String]) async throws -> Bool {
    try await write(Self.keyed(files))
  }

  /// Writes files that are known, without a key.
  fileprivate func write(_ files: [String: Data]) async throws {
    _ = try await write(
      files.sorted { $0.key < $1.key }.map { path, data in
        SiteFile(path: path, key: nil) { data }
      })
  }
}

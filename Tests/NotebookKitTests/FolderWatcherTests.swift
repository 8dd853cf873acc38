// Watching folders: what counts as a change, and what is never missed.

import Foundation
import Testing

@testable import NotebookKit

@Suite("Folder watcher") struct FolderWatcherTests {
  @Test("a new file, a save in place, a save by renaming and a removal are changes")
  func saves() async throws {
    let folder = try TemporaryFolder(["chapters/a.md": Data()])
    let chapters = folder.path + "/chapters"
    let watcher = try FolderWatcher([.init(path: chapters, isDeep: false)])
    try folder.write(Data("new".utf8), to: "chapters/b.md")
    #expect(try await watcher.next() == [chapters + "/b.md"])
    let handle = try #require(FileHandle(forWritingAtPath: chapters + "/a.md"))
    try handle.write(contentsOf: Data("text".utf8))
    try handle.close()
    #expect(try await watcher.next() == [chapters + "/a.md"])
    try folder.write(Data("renamed".utf8), to: "other")
    #expect(rename(folder.path + "/other", chapters + "/a.md") == 0)
    #expect(try await watcher.next() == [chapters + "/a.md"])
    #expect(unlink(chapters + "/a.md") == 0)
    #expect(try await watcher.next() == [chapters + "/a.md"])
    #expect(symlink("b.md", chapters + "/link.md") == 0)
    #expect(try await watcher.next() == [chapters + "/link.md"])
  }

  @Test("what happens between two calls is not lost, and comes together")
  func between() async throws {
    let folder = try TemporaryFolder(["c/a.md": Data()])
    let watcher = try FolderWatcher([.init(path: folder.path + "/c", isDeep: false)])
    for name in ["x.md", "y.md", "x.md"] { try folder.write(Data("1".utf8), to: "c/\(name)") }
    #expect(try await watcher.next() == [folder.path + "/c/x.md", folder.path + "/c/y.md"])
  }

  @Test("hidden files, backups, deeper folders and neighbours are no changes")
  func ignored() async throws {
    let folder = try TemporaryFolder(["c/a.md": Data(), "c/deep/b.md": Data()])
    let watcher = try FolderWatcher([.init(path: folder.path + "/c", isDeep: false)])
    for name in ["c/.a.md.swp", "c/a.md~", "c/deep/b.md", "c/new/b.md", "d/a.md", "a.md"] {
      try folder.write(Data("1".utf8), to: name)
    }
    try folder.write(Data("2".utf8), to: "c/a.md")
    #expect(try await watcher.next().filter { !$0.hasSuffix("/c/a.md") } == [])
  }

  @Test("folders in a deep one are watched too, as are those made later")
  func deep() async throws {
    let folder = try TemporaryFolder(["s/one/two/a.swift": Data()])
    let sources = folder.path + "/s"
    let watcher = try FolderWatcher([.init(path: sources, isDeep: true)])
    try folder.write(Data("1".utf8), to: "s/one/two/a.swift")
    #expect(try await watcher.next() == [sources + "/one/two/a.swift"])
    try folder.write(Data("1".utf8), to: "s/three/four/b.swift")
    #expect(try await watcher.next().contains(sources + "/three"))
    try folder.write(Data("2".utf8), to: "s/three/four/b.swift")
    #expect(try await watcher.next() == [sources + "/three/four/b.swift"])
    #expect(rename(sources + "/three", folder.path + "/elsewhere") == 0)
    #expect(try await watcher.next() == [sources + "/three"])
    try folder.write(Data("3".utf8), to: "elsewhere/four/b.swift")
    try folder.write(Data("2".utf8), to: "s/one/two/a.swift")
    #expect(try await watcher.next() == [sources + "/one/two/a.swift"])
  }

  @Test("a folder that vanishes and comes back is watched again")
  func comesBack() async throws {
    let folder = try TemporaryFolder(["c/a.md": Data()])
    let path = folder.path + "/c"
    let watcher = try FolderWatcher([.init(path: path, isDeep: false)])
    #expect(rename(path, folder.path + "/d") == 0)
    #expect(try await watcher.next() == [path])
    try folder.write(Data("1".utf8), to: "d/a.md")
    #expect(mkdir(path, 0o755) == 0)
    #expect(try await watcher.next() == [path])
    try folder.write(Data("1".utf8), to: "c/b.md")
    #expect(try await watcher.next() == [path + "/b.md"])
    try FileManager.default.removeItem(atPath: path)
    #expect(try await watcher.next().contains(path))
  }

  @Test("when the kernel lost count, everything has changed")
  func overflow() async throws {
    let limit = try #require(
      Int(
        String(contentsOfFile: "/proc/sys/fs/inotify/max_queued_events", encoding: .utf8)
          .trimmingCharacters(in: .whitespacesAndNewlines)))
    let folder = try TemporaryFolder(["c/a.md": Data(), "c/b.md": Data()])
    let path = folder.path + "/c"
    let watcher = try FolderWatcher([.init(path: path, isDeep: false)])
    // Equal neighbours count once, so the names take turns. Twice as many as are kept: a process that another test
    // starts may hold the file for a moment, and its closing then comes late.
    for index in 0...2 * limit {
      close(open(path + (index.isMultiple(of: 2) ? "/a.md" : "/b.md"), O_WRONLY))
    }
    #expect(try await watcher.next() == [path, path + "/a.md", path + "/b.md"])
  }

  @Test("a folder whose parent is missing cannot be watched")
  func noParent() throws {
    let error = #expect(throws: ToolError.self) {
      try FolderWatcher([.init(path: "/nonexistent/chapters", isDeep: false)])
    }
    #expect(
      error?.summary == "the folder '/nonexistent' cannot be watched: No such file or directory")
  }

  @Test("waiting ends when its task is cancelled")
  func cancelled() async throws {
    let folder = try TemporaryFolder(["c/a.md": Data()])
    let watcher = try FolderWatcher([.init(path: folder.path + "/c", isDeep: false)])
    let waiting = Task { try await watcher.next() }
    waiting.cancel()
    await #expect(throws: CancellationError.self) { try await waiting.value }
  }
}

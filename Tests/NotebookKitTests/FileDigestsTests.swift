// Digests of files, remembered: a file is hashed once, and again when anything about it changed.

import Foundation
import Testing

@testable import NotebookKit

@Suite("Digests of files") struct FileDigestsTests {
  private let later = time(nil) + 60

  /// The digest of a file and whether the file was hashed for it.
  private func digest(of path: String, _ store: Store?, now: time_t) -> (Digest?, hashed: Bool) {
    var digests = FileDigests(store, now: now)
    let digest = digests.digest(of: path)
    digests.keep()
    return (digest, digests.hashed == [path])
  }

  @Test("a file that was left alone is hashed once")
  func once() throws {
    let folder = try TemporaryFolder(["file": Data("contents".utf8)])
    let store = Store(folder: folder.path + "/kept")
    let expected = Digest(of: Data("contents".utf8))
    #expect(digest(of: folder.path + "/file", store, now: later) == (expected, true))
    #expect(digest(of: folder.path + "/file", store, now: later) == (expected, false))
    #expect(digest(of: folder.path + "/file", nil, now: later) == (expected, true))
  }

  @Test("a change that leaves the size and sets the time back shows")
  func change() throws {
    let folder = try TemporaryFolder(["file": Data("one".utf8)])
    let path = folder.path + "/file"
    let store = Store(folder: folder.path + "/kept")
    _ = digest(of: path, store, now: later)
    var status = stat()
    try #require(stat(path, &status) == 0)
    let file = open(path, O_WRONLY)
    try #require(write(file, "two", 3) == 3)
    try #require(futimens(file, [status.st_atim, status.st_mtim]) == 0)
    close(file)
    #expect(FileStamp(path) == FileStamp(status))
    #expect(digest(of: path, store, now: later) == (Digest(of: Data("two".utf8)), true))
  }

  @Test("what has just been written is hashed again, and only then remembered")
  func fresh() throws {
    let folder = try TemporaryFolder(["file": Data("contents".utf8)])
    let store = Store(folder: folder.path + "/kept")
    let expected = Digest(of: Data("contents".utf8))
    let path = folder.path + "/file"
    #expect(digest(of: path, store, now: time(nil)) == (expected, true))
    #expect(digest(of: path, store, now: later) == (expected, true))
    #expect(digest(of: path, store, now: later) == (expected, false))
  }

  @Test("a file that is missing, or gone, has no digest")
  func missing() throws {
    let folder = try TemporaryFolder(["file": Data("contents".utf8)])
    let store = Store(folder: folder.path + "/kept")
    let path = folder.path + "/file"
    _ = digest(of: path, store, now: later)
    unlink(path)
    #expect(digest(of: path, store, now: later) == (nil, false))
    #expect(digest(of: path, store, now: later) == (nil, false))
  }
}

// Folders: what is in them, and removing them.

import Foundation
import Testing

@testable import NotebookKit

@Suite("FolderEntry") struct FolderEntryTests {
  @Test("entries and files come in the order of their names; a link to a folder is none")
  func entries() throws {
    let folder = try TemporaryFolder(["b/c": Data(), "a": Data(), "b/d/e": Data()])
    try folder.link("link", to: folder.path + "/b")
    #expect(
      FolderEntry.all(in: folder.path) == [
        FolderEntry(name: "a", isFolder: false), FolderEntry(name: "b", isFolder: true),
        FolderEntry(name: "link", isFolder: false),
      ])
    #expect(
      FolderEntry.files(below: folder.path)
        == ["a", "b/c", "b/d/e", "link"].map { "\(folder.path)/\($0)" })
    #expect(FolderEntry.all(in: folder.path + "/missing") == nil)
    #expect(FolderEntry.files(below: folder.path + "/missing") == [])
  }

  @Test("what is removed is gone with all that is in it, and links' targets stay")
  func remove() throws {
    let folder = try TemporaryFolder(["gone/deep/file": Data(), "stays/file": Data()])
    try folder.link("gone/link", to: folder.path + "/stays")
    try folder.link("gone/broken", to: folder.path + "/missing")
    try FolderEntry.remove(folder.path + "/gone")
    #expect(folder.files().keys.sorted() == ["stays/file"])
    try FolderEntry.remove(folder.path + "/gone")
    try FolderEntry.remove(folder.path + "/stays/file")
    #expect(folder.files().isEmpty)
  }

  @Test("what cannot be removed is named")
  func failure() {
    let error = #expect(throws: ToolError.self) { try FolderEntry.remove("/proc/self") }
    #expect(error?.summary == "'/proc/self' cannot be removed: Operation not permitted")
  }
}

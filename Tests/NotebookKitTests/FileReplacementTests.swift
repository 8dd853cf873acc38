// Replacing files: the old contents or the new, and nothing beside them.

import Foundation
import Testing

@testable import NotebookKit

@Suite("Replacing a file") struct FileReplacementTests {
  @Test("the new contents take the place of the old, with the permissions asked for")
  func replaces() throws {
    let folder = try TemporaryFolder(["file": Data("old".utf8)])
    let path = folder.path + "/file"
    try replaceFile(at: path, by: Data("new".utf8), mode: 0o755)
    #expect(folder.files() == ["file": Data("new".utf8)])
    var status = stat()
    try #require(stat(path, &status) == 0)
    #expect(status.st_mode & 0o700 == 0o700)
  }

  @Test("a reader that holds the old file keeps it whole")
  func reader() throws {
    let folder = try TemporaryFolder(["file": Data("old".utf8)])
    let reader = try #require(FileHandle(forReadingAtPath: folder.path + "/file"))
    try replaceFile(at: folder.path + "/file", by: Data("new".utf8))
    #expect(try reader.readToEnd() == Data("old".utf8))
  }

  @Test("a file that cannot be replaced stays, and nothing is left beside it")
  func failure() throws {
    let folder = try TemporaryFolder(["place/file": Data("old".utf8)])
    let error = #expect(throws: ToolError.self) {
      try replaceFile(at: folder.path + "/place", by: Data("new".utf8))
    }
    #expect(error?.description == "error: '\(folder.path)/place' cannot be written: Is a directory")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["place"])
    #expect(folder.files()["place/file"] == Data("old".utf8))
  }

  @Test("a new file does not take the place of another")
  func creation() throws {
    let folder = try TemporaryFolder(["file": Data("old".utf8)])
    let error = #expect(throws: ToolError.self) {
      try createFile(at: folder.path + "/file", holding: Data("new".utf8))
    }
    #expect(error?.description == "error: '\(folder.path)/file' cannot be written: File exists")
    #expect(folder.files() == ["file": Data("old".utf8)])
  }

  @Test("contents of many pages are written whole")
  func large() throws {
    let folder = try TemporaryFolder()
    let contents = Data(repeating: 7, count: 3_000_000) + Data("end".utf8)
    try createFile(at: folder.path + "/file", holding: contents)
    #expect(folder.files() == ["file": contents])
  }
}

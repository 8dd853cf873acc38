// Temporary folders: a build's own while it lives, the next one's to remove when it was killed.

import Foundation
import Testing

@testable import NotebookKit

@Suite("WorkFolder") struct WorkFolderTests {
  private func names(in folder: borrowing TemporaryFolder) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
  }

  @Test("a folder is its owner's alone, and is gone with all that is in it")
  func lifetime() throws {
    let parent = try TemporaryFolder()
    let folder = try WorkFolder.make(in: parent.path)
    var status = stat()
    try #require(stat(folder.path, &status) == 0)
    #expect(status.st_mode & 0o777 == 0o700)
    try parent.write(Data("x".utf8), to: "\(try names(in: parent)[0])/deep/file")
    try folder.remove()
    #expect(try names(in: parent) == [])
  }

  @Test("folders that are in use stay, those of killed builds go")
  func leftovers() throws {
    let parent = try TemporaryFolder()
    let mine = try WorkFolder.make(in: parent.path)
    let dead = "notebook-\(UUID().uuidString)"
    try parent.write(Data(), to: "\(dead)/lock")
    try parent.write(Data("x".utf8), to: "\(dead)/deep/main")
    let other = try WorkFolder.make(in: parent.path)
    WorkFolder.removeLeftovers(in: parent.path)
    #expect(
      Set(try names(in: parent).map { "\(parent.path)/\($0)" }) == [mine.path, other.path])
    try mine.remove()
    try other.remove()
    #expect(try names(in: parent) == [])
  }

  @Test("what a build left that was killed while making or removing it goes after ten minutes")
  func unlocked() throws {
    let parent = try TemporaryFolder()
    let (old, young) = (".notebook-\(UUID().uuidString)", ".notebook-\(UUID().uuidString)")
    for name in [old, young] { try parent.write(Data(), to: "\(name)/lock") }
    var times = [timeval(), timeval()]
    times[0].tv_sec = time(nil) - 700
    times[1].tv_sec = time(nil) - 700
    try #require(utimes("\(parent.path)/\(old)", times) == 0)
    WorkFolder.removeLeftovers(in: parent.path)
    #expect(try names(in: parent) == [young])
  }

  @Test("what only has a name like ours stays")
  func foreign() throws {
    let name = UUID().uuidString
    let parent = try TemporaryFolder([
      "notebook-mine/lock": Data(), "notebook-\(name)/file": Data(), "notebook": Data(),
      "target/lock": Data(),
    ])
    try parent.link("notebook-\(UUID().uuidString)", to: parent.path + "/target")
    let before = try names(in: parent)
    WorkFolder.removeLeftovers(in: parent.path)
    #expect(try names(in: parent) == before)
    #expect(FileManager.default.fileExists(atPath: parent.path + "/target/lock"))
  }

  @Test("a missing folder for temporary files is told")
  func missing() throws {
    let parent = try TemporaryFolder()
    let error = #expect(throws: ToolError.self) {
      try WorkFolder.make(in: parent.path + "/missing")
    }
    #expect(
      try #require(error).description.wholeMatch(
        of: /error: no temporary folder '.*\/missing\/.*': No such file or directory/) != nil)
  }
}

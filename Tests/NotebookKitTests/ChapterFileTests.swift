// Chapters on disk: replaced as a whole, and only when they are what was checked.

import Foundation
import Testing

@testable import NotebookKit

@Suite("Chapter files") struct ChapterFileTests {
  private let old = Array("old".utf8)
  private let new = Array("new, and longer".utf8)

  @Test("a chapter is replaced, and keeps its permissions")
  func replaced() throws {
    let book = try TemporaryBook(["01-a.md": "old"])
    let file = "\(book.root)/chapters/01-a.md"
    #expect(chmod(file, 0o640) == 0)
    #expect(try ChapterFile("chapters/01-a.md", in: book.root).replace(old, by: new))
    #expect(FileManager.default.contents(atPath: file) == Data(new))
    let attributes = try FileManager.default.attributesOfItem(atPath: file)
    #expect(attributes[.posixPermissions] as? Int == 0o640)
    #expect(try Self.names(book.root + "/chapters") == ["01-a.md"])
  }

  @Test("behind a link the file that it leads to is replaced, and the link stays")
  func link() throws {
    let book = try TemporaryBook([:])
    let target = book.root + "/elsewhere.md"
    try Data(old).write(to: URL(fileURLWithPath: target))
    try FileManager.default.createSymbolicLink(
      atPath: book.root + "/chapters/01-a.md", withDestinationPath: "../elsewhere.md")
    #expect(try ChapterFile("chapters/01-a.md", in: book.root).replace(old, by: new))
    #expect(FileManager.default.contents(atPath: target) == Data(new))
    #expect(
      try FileManager.default.destinationOfSymbolicLink(atPath: book.root + "/chapters/01-a.md")
        == "../elsewhere.md")
    #expect(try Self.names(book.root) == ["chapters", "elsewhere.md"])
  }

  @Test("a chapter that is not what was checked is left alone")
  func changed() throws {
    let book = try TemporaryBook(["01-a.md": "older"])
    #expect(try !ChapterFile("chapters/01-a.md", in: book.root).replace(old, by: new))
    #expect(
      FileManager.default.contents(atPath: "\(book.root)/chapters/01-a.md") == Data("older".utf8))
    #expect(try Self.names(book.root + "/chapters") == ["01-a.md"])
    #expect(try !ChapterFile("chapters/02-b.md", in: book.root).replace(old, by: new))
  }

  private static func names(_ folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
  }
}

// Loading a book from a folder: which files are its chapters, and what is wrong with them.

import Foundation
import Testing

@testable import NotebookKit

/// A folder that is gone with the value.
struct TemporaryFolder: ~Copyable {
  let path = NSTemporaryDirectory() + "/folder-\(UUID().uuidString)"

  init(_ files: [String: Data] = [:]) throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    for (name, data) in files { try write(data, to: name) }
  }

  deinit {
    do {
      try FileManager.default.removeItem(atPath: path)
    } catch {
      print("left behind: \(path)")
    }
  }

  func write(_ data: Data, to name: String) throws {
    let file = URL(fileURLWithPath: path).appendingPathComponent(name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: file)
  }

  /// The files below a folder, in order, with their contents.
  func files(in folder: String = "") -> [String: Data] {
    let root = folder.isEmpty ? path : "\(path)/\(folder)"
    let names = (FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String }) ?? []
    var files: [String: Data] = [:]
    for name in names { files[name] = FileManager.default.contents(atPath: "\(root)/\(name)") }
    return files
  }
}

struct EncodingCase: CustomTestStringConvertible {
  var name: String
  var bytes: [UInt8]
  var offset: Int

  var testDescription: String { name }
}

@Suite("Books") struct BookTests {
  private func load(_ files: [String: String]) throws -> Book {
    let folder = try TemporaryFolder(files.mapValues { Data($0.utf8) })
    return try Book.load(from: folder.path)
  }

  private func messages(_ files: [String: Data]) throws -> String? {
    let folder = try TemporaryFolder(files)
    let error = #expect(throws: Diagnostics.self) { try Book.load(from: folder.path) }
    return error?.all.map(\.description).joined(separator: "\n")
  }

  @Test("chapters come in the order of their names, the cover apart")
  func order() throws {
    let book = try load([
      "chapters/10-last.md": "# Last\n", "chapters/02-second.md": "# Second\n",
      "chapters/01-first.md": "# First\n", "chapters/index.md": "---\ntitle: Book\n---\n# Cover\n",
      "chapters/.hidden.md": "no", "chapters/notes.txt": "no", "chapters/03-picture.svg": "no",
      "chapters/deep/04-deep.md": "no", "05-outside.md": "no",
    ])
    #expect(
      book
        == Book(
          configuration: Configuration(title: "Book"),
          cover: Source(path: "chapters/index.md", text: "\n\n\n# Cover\n"),
          chapters: [
            (1, Source(path: "chapters/01-first.md", text: "# First\n")),
            (2, Source(path: "chapters/02-second.md", text: "# Second\n")),
            (10, Source(path: "chapters/10-last.md", text: "# Last\n")),
          ]))
  }

  @Test("a book needs a cover or a chapter")
  func least() throws {
    #expect(
      try load(["chapters/index.md": ""])
        == Book(
          configuration: Configuration(), cover: Source(path: "chapters/index.md", text: ""),
          chapters: []))
    #expect(
      try load(["chapters/1-a.md": ""])
        == Book(
          configuration: Configuration(), cover: nil,
          chapters: [(1, Source(path: "chapters/1-a.md", text: ""))]))
  }

  @Test("a name, a title and a path are read from the file")
  func names() {
    #expect(Chapter(text: "words\n\n## On *δ*\n# Two\n").title == "On δ")
    #expect(Chapter(text: "words\n", path: "chapters/01-first.md").title == "01-first")
    #expect(Chapter(text: "", path: "chapters/01-a.b.md").name == "01-a.b")
  }

  @Test(
    "a name without a number is refused",
    arguments: ["first.md", "1.md", "01.md", "01-.md", "a1-first.md", "-first.md"])
  func wrongName(name: String) throws {
    #expect(
      try messages(["chapters/\(name)": Data(), "chapters/01-good.md": Data()]) == """
        chapters/\(name): error: a chapter's file name begins with its number
        help: rename it, for example to '01-\(name)'
        """)
  }

  @Test("all that is wrong with the files is said at once, in the order of their names")
  func several() throws {
    #expect(
      try messages([
        "chapters/01-a.md": Data([0xFF]), "chapters/b.md": Data(),
        "chapters/index.md": Data("---\ntitel: x\n---\n".utf8),
      ]) == """
        chapters/01-a.md: error: the file is not UTF-8: byte 0 is wrong
        chapters/b.md: error: a chapter's file name begins with its number
        help: rename it, for example to '01-b.md'
        chapters/index.md:2:1: error: unknown key 'titel' in the front matter
        titel: x
        ^~~~~
        help: did you mean 'title'?
        """)
  }

  @Test(
    "the first byte that is not UTF-8 is named",
    arguments: [
      EncodingCase(name: "Latin-1", bytes: Array("na".utf8) + [0xEF, 0x76, 0x65], offset: 2),
      EncodingCase(name: "after wide letters", bytes: Array("äδ日😀".utf8) + [0xC0], offset: 11),
      EncodingCase(
        name: "a cut letter at the end", bytes: Array("a".utf8) + [0xE6, 0x97], offset: 1),
      EncodingCase(name: "a surrogate", bytes: [0xED, 0xA0, 0x80], offset: 0),
      EncodingCase(name: "UTF-16", bytes: [0xFF, 0xFE, 0x23, 0x00], offset: 0),
    ])
  func encoding(_ item: EncodingCase) throws {
    #expect(
      try messages(["chapters/01-a.md": Data(item.bytes)])
        == "chapters/01-a.md: error: the file is not UTF-8: byte \(item.offset) is wrong")
  }

  @Test("Windows line ends are line ends, and stay in the text")
  func windows() throws {
    let book = try load(["chapters/01-a.md": "# A\r\n\r\ntext\r\rend"])
    #expect(book.chapters.first?.source.lines == ["# A", "", "text", "", "end"])
    #expect(book.chapters.first?.source.text == "# A\r\n\r\ntext\r\rend")
  }

  @Test("a byte order mark is not part of the text")
  func byteOrderMark() throws {
    let book = try load([
      "chapters/01-a.md": "\u{FEFF}# A\n", "chapters/index.md": "\u{FEFF}---\ntitle: x\n---\n",
    ])
    #expect(
      book
        == Book(
          configuration: Configuration(title: "x"),
          cover: Source(path: "chapters/index.md", text: "\n\n\n"),
          chapters: [(1, Source(path: "chapters/01-a.md", text: "# A\n"))]))
  }

  @Test("without the folder, or with an empty one, there is no book")
  func noBook() throws {
    let folder = try TemporaryFolder()
    let missing = #expect(throws: ToolError.self) { try Book.load(from: folder.path) }
    #expect(
      missing?.description == """
        error: no chapters: the folder '\(folder.path)/chapters' cannot be read
        help: give the folder that holds 'chapters/', or change into it
        """)
    try folder.write(Data(), to: "chapters/README.txt")
    let empty = #expect(throws: ToolError.self) { try Book.load(from: folder.path) }
    #expect(
      empty?.description == """
        error: no chapters: the folder '\(folder.path)/chapters' holds no '.md' file
        help: write a first one, for example 'chapters/01-first.md'
        """)
  }

  @Test("a chapter that is a folder cannot be read")
  func folderAsChapter() throws {
    #expect(
      try messages(["chapters/01-a.md/x": Data()])
        == "chapters/01-a.md: error: the file cannot be read")
  }
}

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

  /// The path without symbolic links.
  var resolved: String { URL(fileURLWithPath: path).resolvingSymlinksInPath().path }

  /// Puts a symbolic link in the place of whatever is there.
  func link(_ name: String, to destination: String) throws {
    let file = "\(path)/\(name)"
    if FileManager.default.fileExists(atPath: file) {
      try FileManager.default.removeItem(atPath: file)
    }
    try FileManager.default.createSymbolicLink(
      atPath: file, withDestinationPath: destination)
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
  var message: String

  var testDescription: String { name }
}

@Suite("Books") struct BookTests {
  private func load(_ files: [String: String]) throws -> Book {
    let folder = try TemporaryFolder(files.mapValues { Data($0.utf8) })
    return try Book.load(from: folder.path)
  }

  private func messages(_ files: [String: Data]) throws -> String {
    try messages(in: TemporaryFolder(files))
  }

  private func messages(in folder: borrowing TemporaryFolder) throws -> String {
    try Book.load(from: folder.path).findings.map(\.description).joined(separator: "\n")
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

  @Test("what is wrong with the files is said in the order of their names, and the rest is loaded")
  func several() throws {
    let book = try load([
      "chapters/01-a.md": "# A\0", "chapters/02-c.md": "# C\n", "chapters/2-d.md": "# D\n",
      "chapters/b.md": "# B\n", "chapters/index.md": "---\ntitel: x\ntitle: y\n---\n",
    ])
    #expect(
      book.findings.map(\.description).joined(separator: "\n") == """
        chapters/01-a.md:1:4: error: there is a NUL character in the text
        # A␀
           ^
        help: remove it
        chapters/2-d.md: error: chapter 2 is there already: 'chapters/02-c.md'
        help: give it another number
        chapters/b.md: error: a chapter's file name begins with its number
        help: rename it, for example to '01-b.md'
        chapters/index.md:2:1: error: unknown key 'titel' in the front matter
        titel: x
        ^~~~~
        help: did you mean 'title'?
        """)
    #expect(book.configuration == Configuration(title: "y"))
    #expect(book.cover?.text == "\n\n\n\n")
    #expect(book.chapters.map(\.source.text) == ["# A\0", "# C\n", "# D\n"])
  }

  @Test(
    "the first byte that is not UTF-8 is named and shown",
    arguments: [
      EncodingCase(
        name: "Latin-1", bytes: Array("# A\r\n\r\nna".utf8) + [0xEF] + Array("ve\n".utf8),
        message: """
          chapters/01-a.md:3:3: error: the file is not UTF-8: byte 9 is wrong
          na\u{FFFD}ve
            ^
          """),
      EncodingCase(
        name: "after a byte order mark and wide letters",
        bytes: Array("\u{FEFF}äδ日😀".utf8) + [0xC0],
        message: """
          chapters/01-a.md:1:12: error: the file is not UTF-8: byte 14 is wrong
          äδ日😀\u{FFFD}
                ^
          """),
      EncodingCase(
        name: "a cut letter at the end", bytes: Array("a\rb".utf8) + [0xE6, 0x97],
        message: """
          chapters/01-a.md:2:2: error: the file is not UTF-8: byte 3 is wrong
          b\u{FFFD}
           ^
          """),
      EncodingCase(
        name: "a surrogate", bytes: [0xED, 0xA0, 0x80],
        message: """
          chapters/01-a.md:1:1: error: the file is not UTF-8: byte 0 is wrong
          \u{FFFD}\u{FFFD}\u{FFFD}
          ^
          """),
      EncodingCase(
        name: "UTF-16", bytes: [0xFF, 0xFE, 0x23, 0x00],
        message: """
          chapters/01-a.md:1:1: error: the file is not UTF-8: byte 0 is wrong
          \u{FFFD}\u{FFFD}#␀
          ^
          """),
    ])
  func encoding(_ item: EncodingCase) throws {
    #expect(
      try messages(["chapters/01-a.md": Data(item.bytes)])
        == item.message + "\nhelp: save it as UTF-8")
  }

  @Test("a text that is not UTF-8 is loaded with replacement characters")
  func repaired() throws {
    let folder = try TemporaryFolder([
      "chapters/01-a.md": Data(Array("# Na".utf8) + [0xEF] + Array("ve\n\n```swift\n".utf8))
    ])
    let book = try Book.load(from: folder.path)
    #expect(book.chapters.map(\.source.text) == ["# Na\u{FFFD}ve\n\n```swift\n"])
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

  @Test("what is no folder of chapters is refused")
  func noFolder() throws {
    let folder = try TemporaryFolder(["book/chapters": Data(), "elsewhere/01-a.md": Data()])
    func message(_ root: String) -> String? {
      #expect(throws: ToolError.self) { try Book.load(from: root) }?.description
    }
    #expect(
      message(folder.path + "/book") == """
        error: no chapters: '\(folder.path)/book/chapters' is not a folder
        help: give the folder that holds 'chapters/', or change into it
        """)
    #expect(
      message(folder.path + "/book/chapters") == """
        error: no chapters: the folder '\(folder.path)/book/chapters/chapters' cannot be read: \
        not a directory
        help: give the folder that holds 'chapters/', or change into it
        """)
    try folder.link("book/chapters", to: "../elsewhere")
    #expect(
      message(folder.path + "/book") == """
        error: no chapters: '\(folder.path)/book/chapters' is a link that leads out of the book
        help: give the folder that holds '\(folder.resolved)/elsewhere'
        """)
  }

  @Test("what is no file is told apart and never opened")
  func noFile() throws {
    let folder = try TemporaryFolder([
      "chapters/01-a.md/x": Data(), "chapters/index.md/x": Data(), "chapters/07-last.md": Data(),
    ])
    let chapters = folder.path + "/chapters"
    #expect(mkfifo(chapters + "/02-b.md", 0o600) == 0)
    try folder.link("chapters/03-c.md", to: "/dev/null")
    try folder.link("chapters/04-d.md", to: "nothing.md")
    try folder.link("chapters/05-e.md", to: "05-e.md")
    try folder.link("chapters/06-f.md", to: "02-b.md")
    let book = try Book.load(from: folder.path)
    #expect(
      book.findings.map(\.description).joined(separator: "\n") == """
        chapters/01-a.md: error: the chapter is a folder, not a file
        chapters/02-b.md: error: the chapter is a pipe, not a file
        chapters/03-c.md: error: the link leads out of the book, to '/dev/null'
        help: put the text in its place
        chapters/04-d.md: error: the link leads nowhere
        help: put the text in its place
        chapters/05-e.md: error: the link leads to itself
        help: put the text in its place
        chapters/06-f.md: error: the chapter is a pipe, not a file
        chapters/index.md: error: the chapter is a folder, not a file
        """)
    #expect(book.cover == nil)
    #expect(book.chapters.map(\.source.path) == ["chapters/07-last.md"])
  }

  @Test("a name that no message could show is refused")
  func unprintableName() throws {
    let folder = try TemporaryFolder([
      "chapters/01-a\nb.md": Data(), "chapters/02-a\u{1B}b.md": Data(),
      "chapters/03-ä b.md": Data(),
    ])
    let bytes = Array("\(folder.path)/chapters/04-".utf8) + [0xFF] + Array(".md\0".utf8)
    let latin = bytes.map(CChar.init(bitPattern:))
    let file = creat(latin, 0o600)
    #expect(file >= 0)
    close(file)
    defer { unlink(latin) }
    let book = try Book.load(from: folder.path)
    #expect(
      book.findings.map(\.description).joined(separator: "\n") == """
        chapters/01-a␊b.md: error: the file's name is not UTF-8 or holds control characters
        help: rename it
        chapters/02-a␛b.md: error: the file's name is not UTF-8 or holds control characters
        help: rename it
        chapters/04-\u{FFFD}.md: error: the file's name is not UTF-8 or holds control characters
        help: rename it
        """)
    #expect(book.chapters.map(\.source.path) == ["chapters/03-ä b.md"])
  }

  @Test("a link within the book is followed, one out of it is not")
  func links() throws {
    let folder = try TemporaryFolder([
      "book/texts/a.md": Data("# A\n".utf8), "bookmark/b.md": Data("# B\n".utf8),
      "book/chapters/03-c.md": Data("# C\n".utf8),
    ])
    try folder.link("book/chapters/01-a.md", to: "../texts/a.md")
    try folder.link("book/chapters/02-b.md", to: "../../bookmark/b.md")
    try folder.link("root", to: "book")
    for root in ["book", "root"] {
      let book = try Book.load(from: "\(folder.path)/\(root)")
      #expect(book.chapters.map(\.source.text) == ["# A\n", "# C\n"])
      #expect(
        book.findings.map(\.description) == [
          """
          chapters/02-b.md: error: the link leads out of the book, to \
          '\(folder.resolved)/bookmark/b.md'
          help: put the text in its place
          """
        ])
    }
  }

  @Test("a text of 4 MB is read, a longer one is not")
  func size() throws {
    let limit = MarkdownParser.Limit.bytes
    let book = try load([
      "chapters/01-a.md": String(repeating: "a", count: limit),
      "chapters/02-b.md": String(repeating: "a", count: limit + 1),
    ])
    #expect(book.chapters.map(\.source.text.utf8.count) == [limit])
    #expect(
      book.findings.map(\.description)
        == ["chapters/02-b.md: error: the chapter is larger than 4 MB"])
  }

  @Test("a file or folder without permission cannot be read")
  func forbidden() throws {
    let folder = try TemporaryFolder(["chapters/01-a.md": Data()])
    let path = folder.path + "/chapters"
    let chapters = try ChapterFolder(of: folder.path)
    #expect(chmod(path + "/01-a.md", 0) == 0)
    let (text, findings) = try asNobody { chapters.read("01-a.md", as: "chapters/01-a.md") }
    #expect(text == nil)
    #expect(
      findings.map(\.description)
        == ["chapters/01-a.md: error: the file cannot be read: permission denied"])
    #expect(chmod(path, 0) == 0)
    let error = #expect(throws: ToolError.self) { try asNobody { try chapters.names() } }
    #expect(chmod(path, 0o700) == 0)
    #expect(
      error?.description == """
        error: no chapters: the folder '\(path)' cannot be read: permission denied
        help: give the folder that holds 'chapters/', or change into it
        """)
  }

  /// Reads files as a user who is not root, whom nothing is denied; only this thread changes its
  /// user.
  private func asNobody<Result>(_ body: () throws -> Result) throws -> Result {
    #if os(Linux)
      typealias SetUser = @convention(c) (uid_t) -> Int32
      let symbol = try #require(dlsym(nil, "setfsuid"))
      let setUser = unsafeBitCast(symbol, to: SetUser.self)
      let user = uid_t(bitPattern: setUser(geteuid() == 0 ? 65_534 : geteuid()))
      defer { _ = setUser(user) }
    #endif
    return try body()
  }

  @Test("a file that is gone when it is read cannot be read")
  func gone() throws {
    let folder = try TemporaryFolder(["chapters/01-a.md": Data()])
    let chapters = try ChapterFolder(of: folder.path)
    #expect(try chapters.names() == ["01-a.md"])
    try FileManager.default.removeItem(atPath: folder.path + "/chapters/01-a.md")
    let (text, findings) = chapters.read("01-a.md", as: "chapters/01-a.md")
    #expect(text == nil)
    #expect(
      findings.map(\.description) == [
        "chapters/01-a.md: error: the file cannot be read: no such file or directory"
      ])
  }
}

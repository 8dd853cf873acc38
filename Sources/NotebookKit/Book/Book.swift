// Loading: the only reader of chapters. The order of chapters is that of their file names.

/// A chapter: its text and its blocks.
struct Chapter: Equatable, Sendable {
  /// The text.
  var source: Source
  /// The number in the file name; nil for the cover.
  var number: Int?
  /// The blocks.
  var blocks: [Block]

  /// The path relative to the book's folder.
  var path: String { source.path }

  /// The name of the page.
  var name: String { source.pageName }

  /// The text of the first heading, or the file's name.
  var title: String {
    for block in blocks {
      if case .heading(_, let inlines) = block.kind { return plainText(inlines) }
    }
    return name
  }
}

/// The texts of a book, in order.
struct Book: Equatable, Sendable {
  /// What the cover's front matter says.
  var configuration: Configuration
  /// The cover, `chapters/index.md`, when there is one.
  var cover: Source?
  /// The chapters.
  var chapters: [(number: Int, source: Source)]
  /// What is wrong with the files, in the order of their names.
  var findings: [Diagnostic] = []

  static func == (left: Book, right: Book) -> Bool {
    left.configuration == right.configuration && left.cover == right.cover
      && left.chapters.elementsEqual(right.chapters, by: ==) && left.findings == right.findings
  }

  /// Reads `chapters/` in the folder `root`: whatever can be read is loaded, the rest is a finding.
  ///
  /// Throws when there is no folder of chapters, or no chapter in it.
  static func load(from root: String) throws(ToolError) -> Book {
    let folder = try ChapterFolder(of: root)
    var book = Book(configuration: Configuration(), cover: nil, chapters: [])
    let names = try folder.names()
    for name in names { book.load(name, from: folder) }
    if names.isEmpty {
      throw ToolError(
        "no chapters: the folder '\(folder.path)' holds no '.md' file",
        help: "write a first one, for example 'chapters/01-first.md'")
    }
    return book
  }

  private mutating func load(_ name: String, from folder: ChapterFolder) {
    let path = "chapters/\(name)"
    guard name.isPlain else {
      findings.append(
        Diagnostic(
          path: path.replacing("\n", with: "␊"),
          "the file's name is not UTF-8 or holds control characters", help: "rename it"))
      return
    }
    let number = Self.number(of: name)
    guard number != nil || name == "index.md" else {
      findings.append(
        Diagnostic(
          path: path, "a chapter's file name begins with its number",
          help: "rename it, for example to '01-\(name)'"))
      return
    }
    let (text, wrong) = folder.read(name, as: path)
    findings += wrong
    guard let text else { return }
    if let number {
      if let earlier = chapters.first(where: { $0.number == number }) {
        findings.append(
          Diagnostic(
            path: path, "chapter \(number) is there already: '\(earlier.source.path)'",
            help: "give it another number"))
      }
      chapters.append((number, text))
    } else {
      let front = Configuration.read(from: text)
      configuration = front.configuration
      cover = front.rest
      findings += front.findings
    }
  }

  private static func number(of name: String) -> Int? {
    let digits = name.utf8.prefix { (0x30...0x39).contains($0) }
    guard (1...9).contains(digits.count), name.hasSuffix(".md"),
      name.utf8.dropFirst(digits.count).first == UInt8(ascii: "-"),
      name.utf8.count > digits.count + "-.md".utf8.count
    else { return nil }
    return Int(Substring(digits))
  }
}

extension String {
  /// Whether a name can stand in messages and programs; Foundation replaces what is not UTF-8.
  fileprivate var isPlain: Bool {
    unicodeScalars.allSatisfy { $0.properties.generalCategory != .control && $0 != "\u{FFFD}" }
  }
}

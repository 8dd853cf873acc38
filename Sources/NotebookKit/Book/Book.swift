// Loading: the only reader of chapters. The order of chapters is that of their file names.

import Foundation

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

  static func == (left: Book, right: Book) -> Bool {
    left.configuration == right.configuration && left.cover == right.cover
      && left.chapters.elementsEqual(right.chapters, by: ==)
  }

  /// Reads `chapters/` in the folder `root`.
  ///
  /// Throws `ToolError` when the folder cannot be read, and all that is wrong with names, encodings and the front
  /// matter as `Diagnostics`.
  static func load(from root: String) throws -> Book {
    let folder = root + "/chapters"
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: folder)
    } catch {
      throw ToolError(
        "no chapters: the folder '\(folder)' cannot be read",
        help: "give the folder that holds 'chapters/', or change into it")
    }
    var book = Book(configuration: Configuration(), cover: nil, chapters: [])
    var findings: [Diagnostic] = []
    for name in names.sorted() where name.hasSuffix(".md") && !name.hasPrefix(".") {
      let path = "chapters/\(name)"
      do {
        var source = try readSource(folder + "/" + name, as: path)
        if name == "index.md" {
          (book.configuration, source) = try Configuration.read(from: source)
          book.cover = source
        } else if let number = Self.number(of: name) {
          if let earlier = book.chapters.first(where: { $0.number == number }) {
            findings.append(
              Diagnostic(
                path: path, "chapter \(number) is there already: '\(earlier.source.path)'",
                help: "give it another number"))
          }
          book.chapters.append((number, source))
        } else {
          findings.append(
            Diagnostic(
              path: path, "a chapter's file name begins with its number",
              help: "rename it, for example to '01-\(name)'"))
        }
      } catch let wrong as Diagnostics {
        findings += wrong.all
      }
    }
    if !findings.isEmpty { throw Diagnostics(findings) }
    if book.chapters.isEmpty && book.cover == nil {
      throw ToolError(
        "no chapters: the folder '\(folder)' holds no '.md' file",
        help: "write a first one, for example 'chapters/01-first.md'")
    }
    return book
  }

  private static func number(of name: String) -> Int? {
    guard let match = name.wholeMatch(of: /(\d{1,9})-.+\.md/) else { return nil }
    return Int(match.1)
  }

  private static func readSource(_ file: String, as path: String) throws -> Source {
    let data: Data
    do {
      data = try Data(contentsOf: URL(fileURLWithPath: file))
    } catch {
      throw Diagnostics([Diagnostic(path: path, "the file cannot be read")])
    }
    guard let text = String(validating: data, as: UTF8.self) else {
      throw Diagnostics([
        Diagnostic(path: path, "the file is not UTF-8: byte \(invalidOffset(data)) is wrong")
      ])
    }
    // A byte order mark is no text: columns count from the byte after it.
    let mark: Unicode.Scalar = "\u{FEFF}"
    return Source(
      path: path,
      text: text.unicodeScalars.first == mark ? String(text.unicodeScalars.dropFirst()) : text)
  }

  /// The offset of the first byte that is not UTF-8.
  private static func invalidOffset(_ data: Data) -> Int {
    var decoder = UTF8()
    var iterator = data.makeIterator()
    var offset = 0
    while case .scalarValue(let scalar) = decoder.decode(&iterator) {
      offset += UTF8.width(scalar)
    }
    return offset
  }
}

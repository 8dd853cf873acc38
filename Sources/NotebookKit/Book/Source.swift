// A chapter's text and the places in it. Columns count UTF-8 bytes from 1, as compilers do.

/// A place in a text: line and column, both from 1; columns count UTF-8 bytes.
public struct SourceLocation: Comparable, Hashable, Sendable, Codable {
  /// The line, from 1.
  public var line: Int
  /// The column in UTF-8 bytes, from 1.
  public var column: Int

  /// Creates a place.
  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  /// Orders places as they are read: by line, then by column.
  public static func < (left: SourceLocation, right: SourceLocation) -> Bool {
    (left.line, left.column) < (right.line, right.column)
  }
}

/// A stretch of a text from `start` up to, not including, `end`.
public struct SourceRange: Hashable, Sendable, Codable {
  /// The place of the first byte.
  public var start: SourceLocation
  /// The place after the last byte.
  public var end: SourceLocation

  /// Creates a range.
  public init(_ start: SourceLocation, _ end: SourceLocation) {
    self.start = start
    self.end = end
  }

  /// Creates a range on one line.
  public init(line: Int, column: Int, length: Int) {
    self.start = SourceLocation(line: line, column: column)
    self.end = SourceLocation(line: line, column: column + length)
  }
}

/// One text file of the book: its path as messages show it, and its lines.
public struct Source: Equatable, Sendable {
  /// The path relative to the book's folder, such as `chapters/02-lstm.md`.
  public let path: String
  /// The whole text.
  public let text: String
  /// The lines without their line ends; line 1 is `lines[0]`.
  public let lines: [String]

  /// Splits a text into its lines.
  public init(path: String, text: String) {
    self.path = path
    self.text = text
    var text = text
    lines = text.withUTF8 { bytes in
      var lines: [String] = []
      var start = 0
      for index in bytes.indices where bytes[index] == 0x0A || bytes[index] == 0x0D {
        // The line feed of CR LF ends no further line.
        if bytes[index] == 0x0D || index == 0 || bytes[index - 1] != 0x0D {
          let line = UnsafeBufferPointer(rebasing: bytes[start..<index])
          lines.append(String(decoding: line, as: UTF8.self))
        }
        start = index + 1
      }
      if start < bytes.count {
        let line = UnsafeBufferPointer(rebasing: bytes[start...])
        lines.append(String(decoding: line, as: UTF8.self))
      }
      return lines
    }
  }

  /// The file name without its ending: the name of the chapter's page.
  var pageName: String {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    return file.hasSuffix(".md") ? String(file.dropLast(3)) : file
  }

  /// Returns the text of a line, or an empty string when there is no such line.
  public func line(_ number: Int) -> String {
    lines.indices.contains(number - 1) ? lines[number - 1] : ""
  }

  /// Returns the range from a place to the end of its line.
  public func range(from start: SourceLocation) -> SourceRange {
    let length = line(start.line).utf8.count - (start.column - 1)
    return SourceRange(line: start.line, column: start.column, length: max(length, 0))
  }

  /// Returns the range of a whole line without its indentation.
  public func range(ofLine number: Int) -> SourceRange {
    let text = line(number)
    let indentation = text.utf8.prefix { $0 == 0x20 || $0 == 0x09 }.count
    return SourceRange(
      line: number, column: indentation + 1, length: text.utf8.count - indentation)
  }
}

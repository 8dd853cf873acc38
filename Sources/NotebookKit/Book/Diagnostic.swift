// What is wrong, where, and what to do about it: a value, printed in one way everywhere.

/// A finding: one sentence tied to a place in the book.
public struct Diagnostic: Equatable, Sendable, Codable {
  /// How bad a finding is; only errors make a command fail.
  public enum Severity: String, Sendable, Codable {
    /// The book must not be published like this.
    case error
    /// Worth a look.
    case warning
    /// Explains another finding.
    case note
  }

  /// How bad it is.
  public var severity: Severity
  /// The file, as shown to the author.
  public var path: String
  /// The place, when there is one in the file.
  public var range: SourceRange?
  /// One sentence, lower case, without a full stop.
  public var summary: String
  /// The line of text at `range`, shown above the caret.
  public var excerpt: String?
  /// Lines that belong to the message, such as a diff.
  public var details: [String]
  /// Findings that explain this one.
  public var notes: [Diagnostic]
  /// What to do.
  public var help: String?

  /// Creates a finding.
  public init(
    _ severity: Severity = .error, path: String, range: SourceRange? = nil, _ summary: String,
    excerpt: String? = nil, details: [String] = [], notes: [Diagnostic] = [], help: String? = nil
  ) {
    self.severity = severity
    self.path = path
    self.range = range
    self.summary = summary
    self.excerpt = excerpt
    self.details = details
    self.notes = notes
    self.help = help
  }
}

extension Source {
  /// Makes a finding at a place in this text, with the line of that place.
  public func diagnostic(
    _ severity: Diagnostic.Severity = .error, at range: SourceRange, _ summary: String,
    details: [String] = [], notes: [Diagnostic] = [], help: String? = nil
  ) -> Diagnostic {
    Diagnostic(
      severity, path: path, range: range, summary, excerpt: line(range.start.line),
      details: details, notes: notes, help: help)
  }
}

/// Findings that end a stage, all at once.
public struct Diagnostics: Error, Equatable, Sendable {
  /// The findings in the order of the book.
  public var all: [Diagnostic]

  /// Collects findings.
  public init(_ all: [Diagnostic]) { self.all = all }
}

extension Diagnostics: CustomStringConvertible {
  /// The messages as printed, with an empty line between them.
  public var description: String { all.map(\.description).joined(separator: "\n\n") }
}

extension Diagnostic: CustomStringConvertible {
  /// The message as printed: place, severity, sentence, then the line with a caret, details, notes and help.
  public var description: String {
    var place = path
    if let range { place += ":\(range.start.line):\(range.start.column)" }
    var lines = ["\(place): \(severity.rawValue): \(summary)"]
    if let range, let excerpt {
      let (text, place) = Self.cut(excerpt, around: range)
      lines += [text, Self.caret(under: place, in: text)]
    }
    lines += details
    lines += notes.map(\.description)
    if let help { lines.append("help: \(help)") }
    return lines.joined(separator: "\n").visible
  }

  /// Returns a very long line cut to what stands around a place, and the place in it.
  static func cut(_ excerpt: String, around range: SourceRange) -> (String, SourceRange) {
    let bytes = Array(excerpt.utf8)
    guard bytes.count > 400 else { return (excerpt, range) }
    func isBoundary(_ offset: Int) -> Bool { offset == bytes.count || bytes[offset] & 0xC0 != 0x80 }
    let column = min(range.start.column, bytes.count)
    let start = (max(column - 100, 0)...bytes.count).first(where: isBoundary) ?? 0
    let end = (min(start + 300, bytes.count)...bytes.count).first(where: isBoundary) ?? bytes.count
    let before = start > 0 ? "…" : ""
    let shift = start - before.utf8.count
    var place = range
    place.start.column = column - shift
    let last = range.end.line == range.start.line ? min(range.end.column - 1, end) : end
    place.end = SourceLocation(line: range.start.line, column: last - shift + 1)
    let text = String(decoding: bytes[start..<end], as: UTF8.self)
    return (before + text + (end < bytes.count ? "…" : ""), place)
  }

  /// Returns the line that points at `range`: blanks as wide as the text before it, a caret and tildes.
  static func caret(under range: SourceRange, in excerpt: String) -> String {
    let bytes = Array(excerpt.utf8)
    let start = min(max(range.start.column - 1, 0), bytes.count)
    let last = range.end.line == range.start.line ? range.end.column - 1 : bytes.count
    let end = min(max(last, start), bytes.count)
    let blanks = String(decoding: bytes[..<start], as: UTF8.self).map { character in
      character == "\t" ? "\t" : String(repeating: " ", count: character.columns)
    }
    let width = String(decoding: bytes[start..<end], as: UTF8.self)
      .reduce(0) { $0 + $1.columns }
    return blanks.joined() + "^" + String(repeating: "~", count: max(width - 1, 0))
  }
}

extension Character {
  /// How many columns of a terminal the character fills: two for East Asian wide ones and emoji.
  var columns: Int {
    guard let scalar = unicodeScalars.first else { return 0 }
    if scalar.properties.isEmojiPresentation { return 2 }
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
      0xA000...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
      0xFFE0...0xFFE6, 0x20000...0x3FFFD:
      return 2
    default: return 1
    }
  }
}

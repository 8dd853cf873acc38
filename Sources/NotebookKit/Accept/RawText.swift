// A chapter's file byte for byte, in the lines that `Source` counts, so that what is not rewritten stays as it is.

/// Lines to put in the place of others.
struct LineEdit: Equatable, Sendable {
  /// The lines that go, from 1; when empty, the new ones come before its first.
  var lines: Range<Int>
  /// The lines that come, without line ends.
  var replacement: [String]
}

/// The bytes of a chapter's file.
struct RawText: Equatable, Sendable {
  /// A line and how it ends.
  struct Line: Equatable, Sendable {
    /// The bytes before the line end.
    var content: [UInt8]
    /// LF, CRLF or CR; nothing for a last line without one.
    var ending: [UInt8]
  }

  /// The byte order mark, when there is one.
  private(set) var mark: [UInt8] = []
  /// The lines; line 1 is `lines[0]`.
  private(set) var lines: [Line] = []

  /// Splits the bytes of a file.
  init(_ bytes: [UInt8]) {
    let orderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
    if bytes.starts(with: orderMark) { mark = orderMark }
    var start = mark.count
    var index = start
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      guard byte == .newline || byte == .carriageReturn else { continue }
      let end = index - 1
      if byte == .carriageReturn, index < bytes.count, bytes[index] == .newline { index += 1 }
      lines.append(Line(content: Array(bytes[start..<end]), ending: Array(bytes[end..<index])))
      start = index
    }
    if start < bytes.count { lines.append(Line(content: Array(bytes[start...]), ending: [])) }
  }

  /// The bytes of the file.
  var bytes: [UInt8] { mark + lines.flatMap { $0.content + $0.ending } }

  /// The text as a chapter; nil when it is not one, by its encoding or its front matter.
  func source(path: String) -> Source? {
    guard let text = String(validating: bytes.dropFirst(mark.count), as: UTF8.self) else {
      return nil
    }
    let source = Source(path: path, text: text)
    guard path.hasSuffix("/index.md") else { return source }
    let (_, rest, findings) = Configuration.read(from: source)
    return findings.isEmpty ? rest : nil
  }

  /// The text after edits, which are in order and apart; new lines end as the line before them does.
  func applying(_ edits: [LineEdit]) -> RawText {
    var result = self
    for edit in edits.reversed() {
      let ending = lines[..<max(edit.lines.lowerBound - 1, 0)].last { !$0.ending.isEmpty }?.ending
      let new = edit.replacement.map { Line(content: Array($0.utf8), ending: ending ?? [.newline]) }
      result.lines.replaceSubrange(edit.lines.lowerBound - 1..<edit.lines.upperBound - 1, with: new)
    }
    // What was the last line may have become another, and the other way round.
    for index in result.lines.indices.dropLast() where result.lines[index].ending.isEmpty {
      let ending = result.lines[..<index].last { !$0.ending.isEmpty }?.ending
      result.lines[index].ending = ending ?? [.newline]
    }
    if let last = lines.last, last.ending.isEmpty, !result.lines.isEmpty {
      result.lines[result.lines.count - 1].ending = []
    }
    return result
  }
}

extension [LineEdit] {
  /// Where a line that no edit takes away stands after the edits.
  func place(of line: Int) -> Int {
    line
      + filter { $0.lines.upperBound <= line }
      .reduce(0) { $0 + $1.replacement.count - $1.lines.count }
  }
}

extension UInt8 {
  /// CR.
  static let carriageReturn: UInt8 = 0x0D
}

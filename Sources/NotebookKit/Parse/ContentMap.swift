// From a place in the text that cmark parsed to the place in the chapter.

/// The running text of one block, and where each of its bytes stands in the chapter.
struct ContentMap {
  /// One line of the text.
  struct Line {
    /// Where the line begins in the text.
    var start: Int
    /// The place of its first byte in the chapter; the column is below 1 when cmark expanded a tab.
    var place: SourceLocation
    /// The offsets in the text before which the chapter has a backslash more.
    var escapes: [Int] = []
  }

  /// The text.
  let text: [UInt8]
  /// Its lines; never empty.
  let lines: [Line]

  /// Returns the line that holds an offset.
  func line(at offset: Int) -> Int {
    var (low, high) = (0, lines.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if lines[middle].start <= offset { low = middle } else { high = middle }
    }
    return low
  }

  /// Returns the place of a byte.
  func place(_ offset: Int) -> SourceLocation {
    let line = lines[line(at: offset)]
    let escapes = line.escapes.count(below: offset)
    let column = line.place.column + offset - line.start + escapes
    return SourceLocation(line: line.place.line, column: max(column, 1))
  }

  /// Returns the place of a stretch of bytes.
  func range(_ range: Range<Int>) -> SourceRange {
    let start = place(range.lowerBound)
    guard !range.isEmpty else { return SourceRange(start, start) }
    let last = range.upperBound - 1
    var end = place(last)
    let escapes = lines[line(at: last)].escapes
    end.column += escapes.count(below: last + 1) > escapes.count(below: last) ? 2 : 1
    return SourceRange(start, end)
  }

  /// The place of the whole text without white space around it.
  var range: SourceRange {
    let start = text.firstIndex { !$0.isWhitespace } ?? 0
    let end = text.lastIndex { !$0.isWhitespace }.map { $0 + 1 } ?? 0
    return range(start..<max(end, start))
  }

  /// Returns the place where each line of a stretch of text begins.
  func lineStarts(_ range: Range<Int>) -> [SourceLocation] {
    [place(range.lowerBound)] + range.filter { text[$0] == .newline }.map { place($0 + 1) }
  }
}

extension ContentMap {
  /// Maps a text that stands on one line from `place` on.
  init(_ text: [UInt8], at place: SourceLocation, escapes: [Int] = []) {
    self.text = text
    lines = [Line(start: 0, place: place, escapes: escapes)]
  }

  /// Maps a text of several lines of which each is the end of a line of the chapter.
  init(_ text: [UInt8], firstLine: Int, in chapter: ChapterLines) {
    self.text = text
    lines = Self.split(text).enumerated().map { index, range in
      let number = firstLine + index
      return Line(
        start: range.lowerBound,
        place: SourceLocation(
          line: number, column: chapter[number].count - range.count + 1))
    }
  }

  /// Returns the lines of a text, at least one, without their line ends.
  static func split(_ text: [UInt8]) -> [Range<Int>] {
    var lines: [Range<Int>] = []
    var start = 0
    while start < text.count || lines.isEmpty {
      let end = text[start...].firstIndex(of: .newline) ?? text.count
      lines.append(start..<end)
      start = end + 1
    }
    return lines
  }
}

/// The bytes of a chapter's lines, by number.
struct ChapterLines {
  private let lines: [[UInt8]]

  /// Splits a chapter as cmark does; a NUL becomes a replacement character.
  init(_ source: Source) {
    lines = source.lines.map { line in
      line.utf8.contains(0)
        ? line.utf8.flatMap { $0 == 0 ? [0xEF, 0xBF, 0xBD] : [$0] } : Array(line.utf8)
    }
  }

  /// How many lines there are.
  var count: Int { lines.count }

  /// Returns a line, from 1; empty when there is none.
  subscript(number: Int) -> [UInt8] {
    lines.indices.contains(number - 1) ? lines[number - 1] : []
  }

  /// Returns the place after the last byte of a line that is not white space.
  func end(of number: Int) -> SourceLocation {
    let last = self[number].lastIndex { !$0.isWhitespace }
    return SourceLocation(line: number, column: (last ?? -1) + 2)
  }

  /// Whether a line ends with a text; blanks that begin the text may come from a tab.
  func line(_ number: Int, endsWith text: ArraySlice<UInt8>) -> Bool {
    guard number >= 1, number <= count else { return false }
    let text = text.drop { $0.isBlank }
    let line = self[number]
    return line.count >= text.count && line.suffix(text.count).elementsEqual(text)
  }
}

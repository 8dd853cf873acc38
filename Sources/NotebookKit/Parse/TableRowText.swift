// The cells of a table's row as the chapter spells them, cut where cmark cuts them.

/// One line of a table.
struct TableRowText {
  /// A cell and where it stands in the line.
  struct Cell {
    /// The cell between its pipes, from its first byte that is not white space.
    var bounds: Range<Int>
    /// The text that cmark parses: without white space around it, `\|` being `|`.
    var text: [UInt8]
    /// Where the text begins in the line.
    var start: Int
    /// The offsets in the text before which the line has a backslash.
    var escapes: [Int]

    /// Returns where a byte of the text stands in the line.
    func offset(_ offset: Int) -> Int { start + offset + escapes.count(below: offset) }
  }

  /// The line from its first mark on.
  let text: [UInt8]
  /// Its cells.
  let cells: [Cell]

  init(_ text: [UInt8]) {
    self.text = text
    var cells: [Cell] = []
    var offset = Self.endOfPipe(text, 0)
    while offset < text.count {
      let end = Self.endOfCell(text, offset)
      let next = Self.endOfPipe(text, end)
      guard next > offset else { break }
      cells.append(Self.cell(text, offset..<end))
      offset = next
    }
    self.cells = cells
  }

  private static func endOfPipe(_ text: [UInt8], _ start: Int) -> Int {
    guard start < text.count, text[start] == .pipe else { return start }
    return text[(start + 1)...].firstIndex { !$0.isWhitespace } ?? text.count
  }

  private static func endOfCell(_ text: [UInt8], _ start: Int) -> Int {
    text.indices[start...].first { index in
      text[index] == .pipe && !(index > start && text[index - 1] == .backslash)
    } ?? text.count
  }

  private static func cell(_ text: [UInt8], _ bounds: Range<Int>) -> Cell {
    let first = text[bounds].firstIndex { !$0.isWhitespace } ?? bounds.lowerBound
    let last = text[bounds].lastIndex { !$0.isWhitespace }.map { $0 + 1 } ?? first
    var cell = Cell(bounds: bounds, text: [], start: first, escapes: [])
    for index in first..<last {
      if text[index] == .backslash, index + 1 < last, text[index + 1] == .pipe {
        cell.escapes.append(cell.text.count)
      } else {
        cell.text.append(text[index])
      }
    }
    return cell
  }
}

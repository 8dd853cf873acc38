// The rules of dollars, after pandoc's, on the bytes of a text: what is mathematics and what is money.

/// Mathematics in running text, found by its dollars; all ranges are offsets of bytes.
struct DollarMatch: Equatable {
  /// The TeX between the marks.
  var tex: Range<Int>
  /// The offset after the closing mark.
  var end: Int
  /// Whether it is written with two dollars.
  var display: Bool
}

/// Reads mathematics from a text, at a dollar that no backslash escapes.
struct Dollars<Text: RandomAccessCollection> where Text.Element == UInt8, Text.Index == Int {
  let text: Text
  private let backticks: BacktickRuns<Text>

  init(_ text: Text) {
    self.text = text
    backticks = BacktickRuns(in: text)
  }

  /// Returns how many dollars stand together at `start`.
  func run(at start: Int) -> Int {
    text[start...].prefix { $0 == .dollar }.count
  }

  /// Returns how many bytes from `start` on are plain dollars, where no mathematics begins.
  ///
  /// Two marks with nothing between them go together: neither opens anything.
  func plain(at start: Int) -> (count: Int, isEmptyPair: Bool) {
    let count = run(at: start)
    guard count == 2, let close = firstDisplayMark(from: start + 2),
      text[(start + 2)..<close].allSatisfy(\.isBlank)
    else { return (count, false) }
    return (close + 2 - start, true)
  }

  /// Returns the mathematics that begins with the dollar at `start`, if there is any.
  func match(at start: Int) -> DollarMatch? {
    switch run(at: start) {
    case 1 where byte(at: start + 1) == .backtick: quoted(at: start)
    case 1: inline(at: start)
    case 2: displayed(at: start)
    default: nil
    }
  }

  /// `$x$`: no white space inside the dollars, no digit after them, and the first dollar decides.
  private func inline(at start: Int) -> DollarMatch? {
    guard let first = byte(at: start + 1), !first.isWhitespace else { return nil }
    guard let close = firstDollar(from: start + 1), close > start + 1,
      !text[close - 1].isWhitespace, byte(at: close + 1)?.isDigit != true
    else { return nil }
    return DollarMatch(tex: start + 1..<close, end: close + 1, display: false)
  }

  /// `` $`x`$ ``, which other hosts know too.
  private func quoted(at start: Int) -> DollarMatch? {
    var index = start + 2
    while let byte = byte(at: index), byte != .backtick { index += 1 }
    guard byte(at: index) == .backtick, byte(at: index + 1) == .dollar else { return nil }
    return match(start + 2..<index, end: index + 2, display: false)
  }

  /// `$$x$$`.
  private func displayed(at start: Int) -> DollarMatch? {
    guard let close = firstDisplayMark(from: start + 2) else { return nil }
    return match(start + 2..<close, end: close + 2, display: true)
  }

  private func match(_ tex: Range<Int>, end: Int, display: Bool) -> DollarMatch? {
    text[tex].allSatisfy(\.isWhitespace) ? nil : DollarMatch(tex: tex, end: end, display: display)
  }

  /// Returns the offset of the next `$$` that neither a backslash nor a code span protects.
  func firstDisplayMark(from start: Int) -> Int? {
    var index = start
    while let byte = byte(at: index) {
      switch byte {
      case .dollar where self.byte(at: index + 1) == .dollar: return index
      case .backslash: index += 2
      case .backtick: index = endOfCode(at: index)
      default: index += 1
      }
    }
    return nil
  }

  /// Returns the next dollar that no backslash, `\text{…}` or code span protects.
  private func firstDollar(from start: Int) -> Int? {
    var index = start
    while let byte = byte(at: index) {
      switch byte {
      case .dollar: return index
      case .backslash: index = endOfText(at: index) ?? index + 2
      case .backtick: index = endOfCode(at: index)
      default: index += 1
      }
    }
    return nil
  }

  /// Returns the offset after `\text{…}` or `\mbox{…}`, in which dollars are TeX's own.
  private func endOfText(at start: Int) -> Int? {
    let command = text[start...].prefix(6)
    guard command.elementsEqual(#"\text{"#.utf8) || command.elementsEqual(#"\mbox{"#.utf8) else {
      return nil
    }
    var depth = 0
    var index = start + 5
    while index < start + 1_000, let byte = byte(at: index) {
      switch byte {
      case .backslash: index += 1
      case UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "}"):
        depth -= 1
        if depth == 0 { return index + 1 }
      default: break
      }
      index += 1
    }
    return nil
  }

  /// Whether the text ends within `$$`, so that a `$$` on the next line closes it.
  var endsInDisplay: Bool {
    var index = text.startIndex
    while let byte = byte(at: index) {
      switch byte {
      case .backslash: index += 2
      case .backtick: index = endOfCode(at: index)
      case .dollar:
        if let match = match(at: index) {
          index = match.end
        } else {
          let count = run(at: index)
          if count == 2, firstDisplayMark(from: index + 2) == nil { return true }
          index += count
        }
      default: index += 1
      }
    }
    return false
  }

  /// Returns the offset after a code span, or after its opening backticks if nothing closes it.
  private func endOfCode(at start: Int) -> Int {
    let count = text[start...].prefix { $0 == .backtick }.count
    if let close = backticks.first(ofLength: count, from: start + count) { return close + count }
    return start + count
  }

  private func byte(at index: Int) -> UInt8? {
    index < text.endIndex ? text[index] : nil
  }
}

/// The runs of backticks in a text, found when first asked for: a search at each dollar would take
/// too long.
private final class BacktickRuns<Text: RandomAccessCollection>
where Text.Element == UInt8, Text.Index == Int {
  private let text: Text
  /// Where the runs of each length begin, in order.
  private lazy var starts = found()

  init(in text: Text) { self.text = text }

  /// Returns where the next run of a length begins.
  func first(ofLength count: Int, from start: Int) -> Int? {
    guard let starts = starts[count] else { return nil }
    let index = starts.count(below: start)
    return index < starts.count ? starts[index] : nil
  }

  private func found() -> [Int: [Int]] {
    var result: [Int: [Int]] = [:]
    var index = text.startIndex
    while index < text.endIndex {
      let start = index
      while index < text.endIndex, text[index] == .backtick { index += 1 }
      if index > start { result[index - start, default: []].append(start) }
      index += 1
    }
    return result
  }
}

extension [Int] {
  /// Returns how many of these numbers, which are in order, are below a limit.
  func count(below limit: Int) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle] < limit { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

extension UInt8 {
  static let dollar = UInt8(ascii: "$")
  static let backtick = UInt8(ascii: "`")
  static let backslash = UInt8(ascii: "\\")
  static let pipe = UInt8(ascii: "|")
  static let newline = UInt8(ascii: "\n")

  /// Whether the byte is a blank, a tab or a line end.
  var isWhitespace: Bool { self == 0x20 || (0x09...0x0D).contains(self) }
  /// Whether the byte is a blank or a tab.
  var isBlank: Bool { self == 0x20 || self == 0x09 }
  /// Whether the byte is `0` to `9`.
  var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
  /// Whether the byte is `a` to `z` or `A` to `Z`.
  var isLetter: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20) }
}

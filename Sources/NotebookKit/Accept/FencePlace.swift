// Where a fence stands: what each of its lines begins with in the lists and quotations around it, and its marks.

/// The place of a fence in the text of its chapter.
struct FencePlace: Equatable, Sendable {
  /// What a line of the fence begins with: quotation marks and blanks.
  let prefix: String
  /// What a blank line at this place is made of: the prefix without the blanks at its end.
  let blank: String
  /// The opening line from its marks on.
  private let opening: String
  /// Everything before the marks of the opening line.
  private let before: String

  /// Reads the opening line of a fence that begins at `start`.
  init(openingAt start: SourceLocation, in source: Source) {
    let line = source.line(start.line).utf8
    let marks = line.dropFirst(start.column - 1).drop(while: \.isBlank)
    opening = String(Substring(marks))
    before = String(Substring(line[..<marks.startIndex]))
    prefix = Self.continuation(of: before)
    let end = prefix.utf8.lastIndex { !$0.isBlank }.map(prefix.utf8.index(after:))
    blank = String(prefix[..<(end ?? prefix.startIndex)])
  }

  /// The mark, a backtick or a tilde.
  var mark: UInt8 { opening.utf8.first ?? UInt8(ascii: "`") }

  /// How many marks there are.
  var length: Int { opening.utf8.prefix { $0 == mark }.count }

  /// The opening line with more marks.
  func opening(length: Int) -> String {
    before + Self.marks(mark, length) + String(Substring(opening.utf8.dropFirst(self.length)))
  }

  /// A closing line of the fence with that many marks at least.
  func closing(_ line: String, length: Int) -> String {
    let place = line.utf8.firstIndex(of: mark) ?? line.endIndex
    let rest = line.utf8[place...].drop { $0 == mark }
    let own = line.utf8.distance(from: place, to: rest.startIndex)
    return String(line[..<place]) + Self.marks(mark, max(length, own)) + String(Substring(rest))
  }

  /// A line of the fence that holds a line of output.
  func line(_ text: String) -> String { text.isEmpty ? blank : prefix + text }

  /// How many marks a fence needs at least, so that none of the lines ends it.
  static func length(around lines: [String], mark: UInt8) -> Int {
    let longest = lines.map { line in
      let marks = line.utf8.drop(while: \.isBlank).prefix { $0 == mark }
      return marks.isEmpty || !line.utf8[marks.endIndex...].allSatisfy(\.isBlank) ? 0 : marks.count
    }.max()
    return max(3, (longest ?? 0) + 1)
  }

  /// A row of marks.
  static func marks(_ mark: UInt8, _ count: Int) -> String {
    String(decoding: repeatElement(mark, count: count), as: UTF8.self)
  }

  /// What the lines after one that begins with `before` begin with: the marks of list items become blanks, and the
  /// label of a footnote four of them.
  private static func continuation(of before: String) -> String {
    let label = before.firstRange(of: "[^")?.lowerBound ?? before.endIndex
    let kept = before[..<label].unicodeScalars.map { scalar in
      [">", "\t"].contains(scalar) ? String(scalar) : " "
    }
    return kept.joined() + (label == before.endIndex ? "" : "    ")
  }
}

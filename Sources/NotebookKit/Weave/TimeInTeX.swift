// Whether a formula runs through time: then a check of it has to as well.

extension String {
  /// Whether TeX relates one step in time to another.
  ///
  /// It does where an index below or above is a neighbour of `t`, `T`, `\tau`, or of `k` in a formula with one of these,
  /// such as `h_{t-1}` and `h^{(t-1)}`, and where a sum or product runs over `t` or `\tau`, or up to `T` or `t`.
  var runsThroughTime: Bool {
    let tex = TightTeX(self)
    let indices = tex.indices(after: "_") + tex.indices(after: "^")
    let hasTime = indices.contains { index in Self.times.contains { index.hasLetter($0) } }
    let names = Self.times + (hasTime ? ["k"] : [])
    return indices.contains { index in names.contains { index.hasNeighbour(of: $0) } }
      || tex.limits(of: ["\\sum", "\\prod"]).contains { lower, upper in
        lower.hasLetter("t") || lower.hasLetter("\\tau") || upper == "T" || upper.hasLetter("t")
      }
  }

  /// The names of a step in time.
  private static let times = ["t", "T", "\\tau"]
}

extension Substring {
  /// Whether a letter or a command stands here by itself, and not as a part of another command.
  fileprivate func hasLetter(_ name: String) -> Bool { !places(of: name).isEmpty }

  /// Whether a letter or a command stands here with one added or taken away.
  fileprivate func hasNeighbour(of name: String) -> Bool {
    places(of: name).contains { range in
      let rest = self[range.upperBound...]
      return rest.hasPrefix("-1") || rest.hasPrefix("+1")
    }
  }

  /// Where a letter or a command stands: not within a word, nor as the beginning of a longer command.
  private func places(of name: String) -> [Range<Index>] {
    ranges(of: name).filter { range in
      let (before, after) = (self[..<range.lowerBound].last, self[range.upperBound...].first)
      let isWithin = !name.hasPrefix("\\") && (before?.isLetter == true || before == "\\")
      return !isWithin && after?.isLetter != true
    }
  }
}

/// TeX without blanks, but for those that end a command.
private struct TightTeX {
  private let text: String

  init(_ tex: String) {
    let words = tex.split(whereSeparator: \.isWhitespace)
    text = words.reduce(into: "") { text, word in
      if text.last?.isLetter == true, word.first?.isLetter == true { text += " " }
      text += word
    }
  }

  /// The arguments behind a mark, without their braces.
  func indices(after mark: Character) -> [Substring] {
    text.indices.filter { text[$0] == mark }.map { argument(from: text.index(after: $0)).text }
  }

  /// The limits of operators that have a lower one; the upper is empty where there is none.
  func limits(of operators: [String]) -> [(lower: Substring, upper: Substring)] {
    operators.flatMap { name in
      text.ranges(of: name).compactMap { range -> (Substring, Substring)? in
        var (lower, upper): (Substring?, Substring) = (nil, "")
        var place = range.upperBound
        if text[place...].hasPrefix("\\limits") { place = text.index(place, offsetBy: 7) }
        while place < text.endIndex, text[place] == "_" || text[place] == "^" {
          let (argument, end) = argument(from: text.index(after: place))
          if text[place] == "_" { lower = argument } else { upper = argument }
          place = end
        }
        return lower.map { ($0, upper) }
      }
    }
  }

  /// The argument that begins at a place: what braces hold, a command, or a single character; and where it ends.
  private func argument(from start: String.Index) -> (text: Substring, end: String.Index) {
    guard start < text.endIndex else { return (text[start...], start) }
    if text[start] == "\\" {
      let rest = text[text.index(after: start)...].prefix(while: \.isLetter)
      return (text[start..<rest.endIndex], rest.endIndex)
    }
    let next = text.index(after: start)
    if text[start] != "{" { return (text[start..<next], next) }
    var depth = 0
    for index in text[start...].indices {
      if text[index] == "{" { depth += 1 }
      if text[index] == "}" { depth -= 1 }
      if depth == 0 { return (text[next..<index], text.index(after: index)) }
    }
    return (text[next...], text.endIndex)
  }
}

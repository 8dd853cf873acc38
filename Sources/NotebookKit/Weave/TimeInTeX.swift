// Whether a formula runs through time: then a check of it has to as well.

extension String {
  /// Whether TeX relates one step in time to another.
  ///
  /// It does where an index is a neighbour of `t`, `k` or `\tau`, such as `h_{t-1}`, and where a sum or product runs over
  /// `t` or `\tau`, or up to `T` or `t`.
  var runsThroughTime: Bool {
    let tex = TightTeX(self)
    return tex.indices(after: "_").contains(where: Self.isNeighbour)
      || tex.limits(of: ["\\sum", "\\prod"]).contains { lower, upper in
        Self.isTime(lower.prefix { $0 != "=" && $0 != "," }) || upper == "T" || upper.first == "t"
      }
  }

  /// Whether an index has `t`, `k` or `\tau` with one added or taken away.
  private static func isNeighbour(_ index: Substring) -> Bool {
    ["-1", "+1"].contains { step in
      index.ranges(of: step).contains { range in
        let before = index[..<range.lowerBound]
        return before.hasSuffix("\\tau") || before.last == "t" || before.last == "k"
      }
    }
  }

  private static func isTime(_ name: Substring) -> Bool { name == "t" || name == "\\tau" }
}

/// TeX without blanks.
private struct TightTeX {
  private let text: String

  init(_ tex: String) { text = tex.filter { !$0.isWhitespace } }

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

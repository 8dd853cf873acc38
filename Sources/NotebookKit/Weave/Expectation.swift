// Expected and actual output: `...` stands for any lines, and with a tolerance numbers are compared as numbers.

/// The output that a chapter pins below a snippet.
struct Expectation: Equatable, Sendable {
  /// The lines of the fence.
  var lines: [String]
  /// How far numbers may be apart, relative to the larger one (absolute below one).
  var tolerance: Double?
  /// The lines of the chapter that hold them.
  var sourceLines: Range<Int>
  /// The whole fence.
  var range: SourceRange

  /// One line of a difference.
  enum Difference: Equatable, Sendable {
    /// The same in both.
    case same(String)
    /// Pinned, but not printed.
    case missing(String)
    /// Printed, but not pinned.
    case unexpected(String)
  }

  /// Whether there is a `...`, so that the pinned text is not all that was printed.
  var isElided: Bool { lines.contains { Self.isEllipsis($0) } }

  /// Compares with what was printed; nil when it agrees, else the difference line by line, and the index of the
  /// first pinned line that was not met.
  func difference(from output: String) -> (lines: [Difference], firstUnmet: Int)? {
    let actual = Self.lines(of: output)
    // met[j]: whether the pinned lines from i on match the printed lines from j on, for i from the last to the first.
    var met = Array(repeating: false, count: actual.count + 1)
    met[actual.count] = true
    for pinned in lines.reversed() {
      let isEllipsis = Self.isEllipsis(pinned)
      var row = Array(repeating: false, count: actual.count + 1)
      for j in stride(from: actual.count, through: 0, by: -1) {
        row[j] =
          isEllipsis
          ? met[j] || (j < actual.count && row[j + 1])
          : j < actual.count && met[j + 1] && matches(pinned, actual[j])
      }
      met = row
    }
    if met[0] { return nil }
    return align(with: actual)
  }

  /// Splits output into lines; the last line end opens no further line.
  static func lines(of output: String) -> [String] {
    // "\r\n" is one character.
    var lines = output.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
      .map(String.init)
    if lines.last == "" { lines.removeLast() }
    return lines
  }

  /// Whether a pinned line stands for any lines.
  static func isEllipsis(_ line: String) -> Bool {
    line.filter { $0 != " " } == "..."
  }

  private func matches(_ expected: String, _ actual: String) -> Bool {
    if expected == actual { return true }
    guard tolerance != nil else { return false }
    return agree(NumericText(expected), NumericText(actual))
  }

  /// Whether two lines are the same but for numbers within the tolerance.
  func agree(_ a: NumericText, _ b: NumericText) -> Bool {
    guard let tolerance else { return false }
    guard a.texts == b.texts, a.numbers.count == b.numbers.count else { return false }
    return zip(a.numbers, b.numbers).allSatisfy { x, y in
      x == y || x.isNaN && y.isNaN
        || (x - y).isFinite && abs(x - y) <= tolerance * max(1, abs(x), abs(y))
    }
  }

  /// The longest common subsequence, where `...` stands for nothing or for whatever is in the way.
  private func align(with actual: [String]) -> (lines: [Difference], firstUnmet: Int) {
    // Very long outputs are cut, so that a broken loop cannot make the message, or this table, enormous.
    let pinned = Array(lines.prefix(400))
    let printed = Array(actual.prefix(400))
    var length = Array(
      repeating: Array(repeating: 0, count: printed.count + 1), count: pinned.count + 1)
    for i in pinned.indices.reversed() {
      for j in printed.indices.reversed() {
        length[i][j] =
          matches(pinned[i], printed[j])
          ? length[i + 1][j + 1] + 1 : max(length[i + 1][j], length[i][j + 1])
      }
    }
    var result: [Difference] = []
    var firstUnmet: Int?
    var (i, j) = (0, 0)
    while i < pinned.count || j < printed.count {
      if i < pinned.count, Self.isEllipsis(pinned[i]) {
        // Skip what is printed up to the line that the next pinned line matches.
        result.append(.same(pinned[i]))
        i += 1
        let next = i < pinned.count ? pinned[i] : nil
        if let next, let stop = printed[j...].firstIndex(where: { matches(next, $0) }) {
          j = stop
        } else if next == nil {
          j = printed.count
        }
      } else if i < pinned.count, j < printed.count, matches(pinned[i], printed[j]) {
        result.append(.same(printed[j]))
        (i, j) = (i + 1, j + 1)
      } else if i + 1 < pinned.count, j < printed.count, Self.isEllipsis(pinned[i + 1]),
        length[i + 1][j + 1] >= max(length[i + 1][j], length[i][j + 1])
      {
        // Else the dots would hide what was printed in place of this line.
        firstUnmet = firstUnmet ?? i
        result += [.missing(pinned[i]), .unexpected(printed[j])]
        (i, j) = (i + 1, j + 1)
      } else if i < pinned.count, j == printed.count || length[i + 1][j] >= length[i][j + 1] {
        firstUnmet = firstUnmet ?? i
        result.append(.missing(pinned[i]))
        i += 1
      } else {
        firstUnmet = firstUnmet ?? min(i, max(pinned.count - 1, 0))
        result.append(.unexpected(printed[j]))
        j += 1
      }
    }
    return (result, firstUnmet ?? 0)
  }
}

extension Expectation.Difference: CustomStringConvertible {
  /// As in a unified diff.
  var description: String {
    switch self {
    case .same(let line): "  \(line)"
    case .missing(let line): "- \(line)"
    case .unexpected(let line): "+ \(line)"
    }
  }
}

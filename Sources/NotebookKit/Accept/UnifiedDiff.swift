// Unified diffs, as `patch -p0` applies them.

/// The difference between two texts, with three lines of context.
struct UnifiedDiff: Equatable, Sendable, CustomStringConvertible {
  /// The diff as printed; empty when there is no difference.
  let description: String

  private static let context = 3

  /// One line of either text.
  private struct Line {
    var sign: String
    var bytes: [UInt8]
    /// How many lines of the old and of the new text are before it.
    var old: Int
    var new: Int
  }

  /// Compares two texts.
  ///
  /// - Parameters:
  ///   - path: The file's name in the head of the diff.
  ///   - old: The text as it was.
  ///   - new: The text as it is to be.
  init(path: String, from old: [UInt8], to new: [UInt8]) {
    let lines = Self.lines(Self.split(old), Self.split(new))
    let changed = lines.indices.filter { lines[$0].sign != " " }
    var hunks: [Range<Int>] = []
    for index in changed {
      let range =
        max(index - Self.context, 0)..<min(index + Self.context + 1, lines.count)
      if let last = hunks.last, range.lowerBound <= last.upperBound {
        hunks[hunks.count - 1] = last.lowerBound..<range.upperBound
      } else {
        hunks.append(range)
      }
    }
    let text = hunks.map { Self.hunk(lines[$0]) }.joined()
    description = text.isEmpty ? "" : "--- \(path)\n+++ \(path)\n\(text)"
  }

  /// The lines with their line ends.
  private static func split(_ bytes: [UInt8]) -> [[UInt8]] {
    var lines: [[UInt8]] = []
    var start = 0
    for (index, byte) in bytes.enumerated() where byte == .newline {
      lines.append(Array(bytes[start...index]))
      start = index + 1
    }
    if start < bytes.count { lines.append(Array(bytes[start...])) }
    return lines
  }

  private static func lines(_ old: [[UInt8]], _ new: [[UInt8]]) -> [Line] {
    let difference = new.difference(from: old)
    let removed = Set(
      difference.removals.map { change in
        switch change {
        case .insert(let offset, _, _), .remove(let offset, _, _): offset
        }
      })
    let inserted = Set(
      difference.insertions.map { change in
        switch change {
        case .insert(let offset, _, _), .remove(let offset, _, _): offset
        }
      })
    var lines: [Line] = []
    var (i, j) = (0, 0)
    while i < old.count || j < new.count {
      if removed.contains(i) {
        lines.append(Line(sign: "-", bytes: old[i], old: i, new: j))
        i += 1
      } else if inserted.contains(j) {
        lines.append(Line(sign: "+", bytes: new[j], old: i, new: j))
        j += 1
      } else {
        lines.append(Line(sign: " ", bytes: old[i], old: i, new: j))
        (i, j) = (i + 1, j + 1)
      }
    }
    return lines
  }

  private static func hunk(_ lines: ArraySlice<Line>) -> String {
    guard let first = lines.first else { return "" }
    let old = lines.count { $0.sign != "+" }
    let new = lines.count { $0.sign != "-" }
    // An empty range is named by the line before it.
    let head =
      "@@ -\(first.old + (old > 0 ? 1 : 0)),\(old) +\(first.new + (new > 0 ? 1 : 0)),\(new) @@\n"
    return lines.reduce(into: head) { text, line in
      text += line.sign + String(decoding: line.bytes, as: UTF8.self)
      if line.bytes.last != .newline { text += "\n\\ No newline at end of file\n" }
    }
  }
}

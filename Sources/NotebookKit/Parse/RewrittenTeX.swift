// TeX as it is handed to KaTeX, where that is not what the author wrote: every place in it leads back to the author's.

/// A piece of TeX that stands in place of another.
struct TeXEdit: Equatable, Hashable, Sendable {
  /// The UTF-16 offsets of what is replaced; empty where something is only inserted.
  var range: Range<Int>
  /// What stands there instead.
  var text: String
}

/// A formula's TeX with some edits made to it.
struct RewrittenTeX: Equatable, Hashable, Sendable {
  /// What the author wrote.
  let original: String
  /// The edits in order; none begins before another ends.
  let edits: [TeXEdit]

  /// Makes edits, given in any order; of two that overlap the first in the text counts.
  init(_ original: String, _ edits: [TeXEdit] = []) {
    self.original = original
    var end = 0
    self.edits =
      edits.enumerated()
      .sorted { left, right in
        let (a, b) = (left.element.range, right.element.range)
        return (a.lowerBound, a.upperBound, left.offset) < (
          b.lowerBound, b.upperBound, right.offset
        )
      }
      .map(\.element)
      .filter { edit in
        guard edit.range.lowerBound >= end else { return false }
        end = edit.range.upperBound
        return true
      }
  }

  /// What KaTeX reads.
  var text: String {
    let units = Array(original.utf16)
    var result: [UInt16] = []
    var position = 0
    for edit in edits {
      result += units[position..<edit.range.lowerBound]
      result += edit.text.utf16
      position = edit.range.upperBound
    }
    return String(decoding: result + units[position...], as: UTF16.self)
  }

  /// The offset in the original of an offset into the text; in what was put in, where it was put.
  func originalOffset(of offset: Int) -> Int {
    // How far the text is ahead of the original after the edits so far.
    var shift = 0
    for edit in edits {
      let start = edit.range.lowerBound + shift
      if offset < start { break }
      let count = edit.text.utf16.count
      if offset < start + count { return edit.range.lowerBound }
      shift += count - edit.range.count
    }
    return offset - shift
  }
}

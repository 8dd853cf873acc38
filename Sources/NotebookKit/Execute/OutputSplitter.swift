// The output of a program, cut at the borders between snippets and kept up to a limit for each.

import Foundation
import SnippetRuntime

/// Cuts a program's output into that of its snippets as it arrives.
struct OutputSplitter {
  /// How many bytes of one snippet's output are kept.
  static let limit = 1 << 20
  /// How many bytes are kept at least of the end of what was dropped.
  static let tailLimit = 1 << 12

  /// What is kept of one snippet's output.
  struct Part: Equatable {
    var bytes: [UInt8] = []
    var dropped = 0
    /// The end of what was dropped, some KiB: a trap's message, if there was one.
    var tail: [UInt8] = []
  }

  /// The output by the snippet's index; -1 before the first snippet.
  private(set) var parts: [Int: Part] = [:]

  private let opening: [UInt8]
  private var index = -1
  /// Bytes from a NUL on that may become a border.
  private var pending: [UInt8] = []

  /// Creates a splitter for borders made of `word`.
  init(word: String) {
    // "\0word:" without the index and the closing NUL.
    opening = Array("\0\(word):".utf8)
  }

  /// Takes the next bytes.
  mutating func receive(_ bytes: UnsafeRawBufferPointer) {
    var rest = bytes[...]
    while !rest.isEmpty {
      if pending.isEmpty {
        // Borders begin with NUL, which text hardly ever holds: memchr skips the rest fast.
        let start = UnsafeRawBufferPointer(rebasing: rest)
        guard let base = start.baseAddress, let nul = memchr(base, 0, start.count) else {
          keep(start)
          return
        }
        let count = base.distance(to: UnsafeRawPointer(nul))
        keep(UnsafeRawBufferPointer(rebasing: start[..<count]))
        rest = rest.dropFirst(count)
        pending.append(0)
        rest = rest.dropFirst()
      } else if let byte = rest.popFirst() {
        pending.append(byte)
        resolve()
      }
    }
  }

  /// Ends the output: what looked like a border but is none is output.
  mutating func finish() {
    let rest = pending
    pending = []
    keep(rest)
  }

  /// Decides whether the pending bytes are a border, can still become one, or are output.
  private mutating func resolve() {
    let prefix = pending.prefix(opening.count)
    guard opening.starts(with: prefix) else { return release() }
    guard pending.count > opening.count else { return }
    let digits = pending.dropFirst(opening.count)
    if digits.last == 0, let next = Int(String(decoding: digits.dropLast(), as: UTF8.self)) {
      index = next
      pending = []
    } else if digits.count > 20 || digits.contains(where: { !(0x30...0x39).contains($0) }) {
      release()
    }
  }

  /// Gives up on the pending bytes: all but a last NUL, which may open a border itself, are output.
  private mutating func release() {
    let rest = pending
    pending = []
    if rest.count > 1, rest.last == 0 {
      keep(Array(rest.dropLast()))
      pending = [0]
    } else {
      keep(rest)
    }
  }

  private mutating func keep(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { keep($0) }
  }

  private mutating func keep(_ bytes: UnsafeRawBufferPointer) {
    if bytes.isEmpty { return }
    parts[index, default: Part()].keep(bytes)
  }
}

extension OutputSplitter.Part {
  /// Appends up to the limit, and keeps the end of the rest.
  fileprivate mutating func keep(_ new: UnsafeRawBufferPointer) {
    let room = min(OutputSplitter.limit - bytes.count, new.count)
    bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: new[..<room]))
    let excess = UnsafeRawBufferPointer(rebasing: new[room...])
    if excess.isEmpty { return }
    dropped += excess.count
    // Trimmed now and then, so that a loop of short lines costs no more than what it prints.
    tail.append(
      contentsOf: UnsafeRawBufferPointer(rebasing: excess.suffix(OutputSplitter.tailLimit)))
    if tail.count > 4 * OutputSplitter.tailLimit {
      tail.removeFirst(tail.count - OutputSplitter.tailLimit)
    }
  }
}

// The output of a program, cut at the borders between snippets and kept up to a limit for each.

import Foundation
import SnippetRuntime

/// Cuts a program's output into that of its snippets as it arrives.
struct OutputSplitter {
  /// How many bytes a snippet may print.
  static let limit = 1 << 20
  /// How many bytes more are kept, so that the last words of a program that traps are not lost.
  static let lastWords = 1 << 13

  /// The output by the snippet's index; -1 before the first snippet.
  private(set) var parts: [Int: [UInt8]] = [:]
  /// Whether a snippet has printed so much that the program should be stopped.
  private(set) var isFlooded = false

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
    let room = Self.limit + Self.lastWords - (parts[index]?.count ?? 0)
    if bytes.count > room { isFlooded = true }
    parts[index, default: []].append(
      contentsOf: UnsafeRawBufferPointer(rebasing: bytes.prefix(room)))
  }
}

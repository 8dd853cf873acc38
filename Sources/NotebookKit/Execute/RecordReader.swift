// The records of a running program as they arrive: frames of a length and a record.

import SnippetRuntime

/// Reads records from a stream of bytes.
struct RecordReader {
  /// The records so far, each with the index of the snippet that was running.
  private(set) var records: [(snippet: Int, record: Record)] = []
  /// The snippet that began last; -1 before the first.
  private(set) var current = -1
  /// The snippets that ran to their end.
  private(set) var ended: Set<Int> = []
  /// When each snippet began, by the clock of this process.
  private(set) var begins: [Int: ContinuousClock.Instant] = [:]
  /// When each snippet ended, by the clock of this process.
  private(set) var ends: [Int: ContinuousClock.Instant] = [:]
  /// Whether something arrived that is not a record.
  private(set) var isGarbled = false
  /// Whether more arrived than any chapter has to say: a loop that reports.
  var isFlooded: Bool { received > Self.total }

  /// A record larger than this is not one: the largest tables have some thousand entries.
  private static let limit = 1 << 24
  /// How many bytes of records a program may send.
  static let total = 1 << 24

  private var received = 0
  private var pending: [UInt8] = []

  /// Takes the next bytes; true when a snippet began.
  mutating func receive(
    _ bytes: UnsafeRawBufferPointer, at now: ContinuousClock.Instant = .now
  ) -> Bool {
    received += bytes.count
    if isGarbled || isFlooded { return false }
    pending += bytes
    var began = false
    var position = 0
    while pending.count - position >= 8 {
      let length = pending[position..<position + 8].reversed().reduce(UInt64(0)) {
        $0 << 8 | UInt64($1)
      }
      guard length <= UInt64(Self.limit) else {
        isGarbled = true
        return began
      }
      let end = position + 8 + Int(length)
      guard pending.count >= end else { break }
      guard let record = Record(bytes: pending[position + 8..<end]) else {
        isGarbled = true
        return began
      }
      if case .began(let snippet) = record {
        current = snippet
        began = true
        begins[snippet] = begins[snippet] ?? now
      }
      if case .ended(let snippet) = record {
        ended.insert(snippet)
        ends[snippet] = now
      }
      records.append((current, record))
      position = end
    }
    pending.removeFirst(position)
    return began
  }
}

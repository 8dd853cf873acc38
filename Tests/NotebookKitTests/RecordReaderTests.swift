// The records of a program, however the bytes arrive and whatever they are.

import Testing

@testable import NotebookKit
@testable import SnippetRuntime

struct GarbageCase: CustomTestStringConvertible {
  var name: String
  var bytes: [UInt8]
  var isGarbled: Bool

  var testDescription: String { name }
}

/// A length as eight bytes, the lowest first.
private func length(_ count: UInt64) -> [UInt8] {
  (0..<8).map { UInt8(truncatingIfNeeded: count >> (8 * $0)) }
}

private func frame(_ record: Record) -> [UInt8] {
  length(UInt64(record.bytes.count)) + record.bytes
}

extension RecordReader {
  fileprivate mutating func receive(
    _ bytes: [UInt8], at now: ContinuousClock.Instant = .now
  ) -> Bool {
    bytes.withUnsafeBytes { receive($0, at: now) }
  }
}

@Suite("Record reader") struct RecordReaderTests {
  private static let shown = Record.shown(
    name: "W", tables: [Table(rows: 1, columns: 2, values: [1, .nan])])
  private static let check = Record.checked(
    Check(
      claim: "δ", passed: true, relation: .holds, comparisons: [], reason: "", line: 3, column: 7))
  private static let stream: [Record] = [
    .began(snippet: 0), shown, .ended(snippet: 0), .began(snippet: 1), check,
  ]

  @Test("frames are read wherever the chunks are cut")
  func everyCut() {
    let bytes = Self.stream.flatMap(frame)
    for cut in 0...bytes.count {
      var reader = RecordReader()
      let began = [reader.receive(Array(bytes[..<cut])), reader.receive(Array(bytes[cut...]))]
      #expect(began.contains(true), "cut at \(cut)")
      #expect(reader.records.map(\.snippet) == [0, 0, 0, 1, 1], "cut at \(cut)")
      #expect(reader.records.map(\.record.bytes) == Self.stream.map(\.bytes), "cut at \(cut)")
      #expect(reader.current == 1)
      #expect(reader.ended == [0])
      #expect(!reader.isGarbled)
    }
  }

  @Test("a snippet begins and ends when the record of it is whole")
  func times() {
    var reader = RecordReader()
    let start = ContinuousClock.now
    for (index, byte) in Self.stream.flatMap(frame).enumerated() {
      _ = reader.receive([byte], at: start + .seconds(index))
    }
    let ends = Self.stream.indices.map { index in
      start + .seconds(Self.stream[...index].flatMap(frame).count - 1)
    }
    #expect(reader.begins == [0: ends[0], 1: ends[3]])
    #expect(reader.ends == [0: ends[2]])
  }

  @Test("a chunk tells whether a snippet began in it")
  func began() {
    var reader = RecordReader()
    #expect(reader.current == -1)
    let began = Self.stream.map { reader.receive(frame($0)) }
    #expect(began == [true, false, false, true, false])
    let again = reader.receive([])
    #expect(!again)
  }

  @Test("records before the first snippet belong to none")
  func beforeFirst() {
    var reader = RecordReader()
    let began = reader.receive(frame(Self.check))
    #expect(!began)
    #expect(reader.records.map(\.snippet) == [-1])
    #expect(reader.records.map(\.record) == [Self.check])
  }

  @Test(
    "bytes that are no records are noticed, and those before them count",
    arguments: [
      GarbageCase(name: "text", bytes: Array("hello, world".utf8), isGarbled: true),
      GarbageCase(name: "a huge length", bytes: length(.max), isGarbled: true),
      GarbageCase(name: "a length over the limit", bytes: length(1 << 24 + 1), isGarbled: true),
      GarbageCase(name: "a length at the limit", bytes: length(1 << 24), isGarbled: false),
      GarbageCase(name: "no length at all", bytes: length(0), isGarbled: true),
      GarbageCase(name: "an unknown tag", bytes: length(8) + length(9), isGarbled: true),
      GarbageCase(
        name: "a record that is too long", bytes: length(24) + length(0) + length(1) + length(2),
        isGarbled: true),
      GarbageCase(name: "part of a length", bytes: [1, 2, 3], isGarbled: false),
    ])
  func garbage(_ item: GarbageCase) {
    var reader = RecordReader()
    let began = reader.receive(frame(.began(snippet: 4)) + item.bytes)
    #expect(began)
    #expect(reader.isGarbled == item.isGarbled)
    #expect(reader.records.map(\.record) == [.began(snippet: 4)])
    #expect(reader.current == 4)
    if item.isGarbled {
      let again = reader.receive(frame(.began(snippet: 5)))
      #expect(!again)
      #expect(reader.records.count == 1)
    }
  }
}

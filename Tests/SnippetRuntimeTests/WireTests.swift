// Fields as bytes and back.

import Testing

@testable import SnippetRuntime

@Suite("Wire") struct WireTests {
  @Test("what is written is read back, field by field")
  func roundTrip() throws {
    var writer = WireWriter()
    writer.write(-1)
    writer.write(Double.pi)
    writer.write("δₜ")
    writer.write([1.5, .infinity]) { $0.write($1) }
    var reader = WireReader(writer.bytes)
    #expect(try reader.readInt() == -1)
    #expect(try reader.readDouble() == .pi)
    #expect(try reader.readString() == "δₜ")
    #expect(
      try reader.readArray { (wire) throws(WireReader.Damaged) in try wire.readDouble() }
        == [1.5, .infinity])
    #expect(reader.isAtEnd)
  }

  @Test("a count that lies asks for no memory")
  func lyingCount() {
    var writer = WireWriter()
    writer.write(Int.max)
    var reader = WireReader(writer.bytes)
    #expect(throws: WireReader.Damaged.self) {
      try reader.readArray { (wire) throws(WireReader.Damaged) in try wire.readInt() }
    }
    var text = WireReader(writer.bytes)
    #expect(throws: WireReader.Damaged.self) { try text.readString() }
  }
}

// Fields as bytes: 64-bit little-endian numbers, and text and lists behind their length. Without Foundation, whose
// import would cost every snippet program more than its own start.

/// Writes fields one after the other.
struct WireWriter {
  private(set) var bytes: [UInt8] = []

  mutating func write(_ value: Int) {
    let bits = UInt64(bitPattern: Int64(value))
    for shift in stride(from: UInt64(0), to: 64, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: bits >> shift))
    }
  }

  mutating func write(_ value: Double) {
    write(Int(Int64(bitPattern: value.bitPattern)))
  }

  mutating func write(_ text: String) {
    write(text.utf8.count)
    bytes += text.utf8
  }

  mutating func write<Element>(_ list: [Element], each: (inout WireWriter, Element) -> Void) {
    write(list.count)
    for element in list { each(&self, element) }
  }
}

/// Reads fields one after the other; never past the end, whatever the bytes are.
struct WireReader {
  /// The bytes are not what was expected.
  struct Damaged: Error {}

  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: some Sequence<UInt8>) { self.bytes = Array(bytes) }

  var isAtEnd: Bool { position == bytes.count }

  mutating func readInt() throws(Damaged) -> Int {
    guard bytes.count - position >= 8 else { throw Damaged() }
    var bits: UInt64 = 0
    for offset in (0..<8).reversed() { bits = bits << 8 | UInt64(bytes[position + offset]) }
    position += 8
    return Int(Int64(bitPattern: bits))
  }

  mutating func readDouble() throws(Damaged) -> Double {
    Double(bitPattern: UInt64(bitPattern: Int64(try readInt())))
  }

  mutating func readString() throws(Damaged) -> String {
    let count = try readCount(ofSize: 1)
    defer { position += count }
    return String(decoding: bytes[position..<position + count], as: UTF8.self)
  }

  mutating func readArray<Element>(
    _ read: (inout WireReader) throws(Damaged) -> Element
  ) throws(Damaged) -> [Element] {
    // Every element takes at least eight bytes, so a lying count cannot ask for more than there is.
    let count = try readCount(ofSize: 8)
    var list: [Element] = []
    list.reserveCapacity(count)
    for _ in 0..<count { list.append(try read(&self)) }
    return list
  }

  private mutating func readCount(ofSize size: Int) throws(Damaged) -> Int {
    let count = try readInt()
    guard count >= 0, count <= (bytes.count - position) / size else { throw Damaged() }
    return count
  }
}

// Fields as bytes: 64-bit little-endian numbers, and text and lists behind their length. Without Foundation, whose
// import would cost every snippet program more than its own start.

/// Writes fields one after the other.
struct WireWriter {
  private(set) var bytes: [UInt8] = []

  mutating func write(_ value: Int) {
    withUnsafeBytes(of: Int64(value).littleEndian) { bytes.append(contentsOf: $0) }
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
    defer { position += 8 }
    return bytes.withUnsafeBytes {
      Int(Int64(littleEndian: $0.loadUnaligned(fromByteOffset: position, as: Int64.self)))
    }
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

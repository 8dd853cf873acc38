// The central directory of a zip archive: where it is, and its records.

/// Where the end of an archive says its directory is.
struct ZipDirectory {
  let range: Range<Int>
  let count: Int

  /// Finds the record that ends an archive, with nothing behind it but its comment.
  init(end bytes: ArraySlice<UInt8>) throws(FileError) {
    let length = 22
    let earliest = max(0, bytes.count - length - Int(UInt16.max))
    let end = stride(from: bytes.count - length, through: earliest, by: -1).first { index in
      // The first byte alone rules out nearly every place.
      bytes[index] == 0x50
        && bytes.littleEndian(UInt32.self, at: index) == 0x0605_4b50
        && bytes.littleEndian(UInt16.self, at: index + 20) == UInt16(bytes.count - length - index)
    }
    guard let end,
      let disk = bytes.littleEndian(UInt16.self, at: end + 4),
      let directoryDisk = bytes.littleEndian(UInt16.self, at: end + 6),
      let countHere = bytes.littleEndian(UInt16.self, at: end + 8),
      let count = bytes.littleEndian(UInt16.self, at: end + 10),
      let size = bytes.littleEndian(UInt32.self, at: end + 12),
      let offset = bytes.littleEndian(UInt32.self, at: end + 16)
    else { throw FileError("not a zip archive, or its end is missing") }
    if disk != 0 || directoryDisk != 0 || countHere != count {
      throw FileError("archives of several parts are not supported")
    }
    if count == .max || size == .max || offset == .max {
      try self.init(large: bytes, before: end)
    } else {
      try self.init(
        count: UInt64(count), size: UInt64(size), offset: UInt64(offset), end: end)
    }
  }

  /// Reads the longer record of zip64, which a locator directly before the end points to.
  private init(large bytes: ArraySlice<UInt8>, before end: Int) throws(FileError) {
    let locator = end - 20
    guard bytes.littleEndian(UInt32.self, at: locator) == 0x0706_4b50,
      let place = bytes.littleEndian(UInt64.self, at: locator + 8),
      let start = Int(exactly: place), start <= locator - 56,
      bytes.littleEndian(UInt32.self, at: start) == 0x0606_4b50,
      let length = bytes.littleEndian(UInt64.self, at: start + 4),
      length == UInt64(locator - start - 12),
      let count = bytes.littleEndian(UInt64.self, at: start + 32),
      let size = bytes.littleEndian(UInt64.self, at: start + 40),
      let offset = bytes.littleEndian(UInt64.self, at: start + 48)
    else { throw FileError("the end of the zip64 archive is damaged") }
    try self.init(count: count, size: size, offset: offset, end: start)
  }

  /// Checks that the directory fills the bytes up to the end, and can have that many records.
  private init(count: UInt64, size: UInt64, offset: UInt64, end: Int) throws(FileError) {
    let (sum, overflows) = offset.addingReportingOverflow(size)
    if overflows || sum != UInt64(end) {
      throw FileError("the directory does not end where the archive's end begins")
    }
    if count > size / UInt64(ZipRecord.length) {
      throw FileError("a directory of \(size) bytes cannot hold \(count) entries")
    }
    // Both are at most the length of the bytes now.
    self.count = Int(count)
    range = Int(offset)..<end
  }
}

/// One record of the directory.
struct ZipRecord {
  /// The length of a record without name, extra fields and comment.
  static let length = 46
  static let encryptionFlags: UInt16 = 1 << 0 | 1 << 6 | 1 << 13
  /// How hard deflate tried (1, 2), sizes behind the data (3), the name is UTF-8 (11).
  static let knownFlags: UInt16 = 1 << 1 | 1 << 2 | 1 << 3 | 1 << 11

  let name: String
  let flags, method: UInt16
  let checksum: UInt32
  let compressedSize, size, localHeader: Int
  /// Where the next record begins.
  let end: Int

  /// Reads the record at a place.
  init(_ bytes: ArraySlice<UInt8>, at start: Int) throws(FileError) {
    guard bytes.littleEndian(UInt32.self, at: start) == 0x0201_4b50,
      let flags = bytes.littleEndian(UInt16.self, at: start + 8),
      let method = bytes.littleEndian(UInt16.self, at: start + 10),
      let checksum = bytes.littleEndian(UInt32.self, at: start + 16),
      let compressedSize = bytes.littleEndian(UInt32.self, at: start + 20),
      let size = bytes.littleEndian(UInt32.self, at: start + 24),
      let nameLength = bytes.littleEndian(UInt16.self, at: start + 28),
      let extraLength = bytes.littleEndian(UInt16.self, at: start + 30),
      let commentLength = bytes.littleEndian(UInt16.self, at: start + 32),
      let disk = bytes.littleEndian(UInt16.self, at: start + 34),
      let localHeader = bytes.littleEndian(UInt32.self, at: start + 42)
    else { throw FileError("the directory is damaged") }
    let nameEnd = start + Self.length + Int(nameLength)
    let extraEnd = nameEnd + Int(extraLength)
    end = extraEnd + Int(commentLength)
    if end > bytes.endIndex { throw FileError("the directory is damaged") }
    guard let name = String(strictUTF8: bytes[start + Self.length..<nameEnd]) else {
      throw FileError("the name of an entry is not UTF-8")
    }
    if disk != 0 { throw FileError("archives of several parts are not supported") }
    (self.name, self.flags, self.method, self.checksum) = (name, flags, method, checksum)
    var large = try ZipLargeNumbers(extra: bytes[nameEnd..<extraEnd])
    // This order is the format's: the zip64 field has only the numbers that did not fit.
    self.size = try large.number(size)
    self.compressedSize = try large.number(compressedSize)
    self.localHeader = try large.number(localHeader)
  }
}

/// The zip64 field of a record: numbers too large for their own place, one after the other.
private struct ZipLargeNumbers {
  private var rest: ArraySlice<UInt8> = []

  init(extra: ArraySlice<UInt8>) throws(FileError) {
    var position = extra.startIndex
    while position < extra.endIndex {
      guard let kind = extra.littleEndian(UInt16.self, at: position),
        let length = extra.littleEndian(UInt16.self, at: position + 2),
        Int(length) <= extra.endIndex - position - 4
      else { throw FileError("the extra fields of an entry are damaged") }
      position += 4
      if kind == 1 { rest = extra[position..<position + Int(length)] }
      position += Int(length)
    }
  }

  /// A number as it is, or the next one of the field when it is the mark of one that did not fit.
  mutating func number(_ short: UInt32) throws(FileError) -> Int {
    if short != .max { return Int(short) }
    guard let long = rest.littleEndian(UInt64.self, at: rest.startIndex),
      long <= UInt64(Int.max / 2)
    else { throw FileError("a zip64 number of an entry is missing or too large") }
    rest = rest.dropFirst(8)
    return Int(long)
  }
}

// The entries of a zip archive, from its central directory. The format: PKWARE's APPNOTE.TXT, 6.3.

/// Reads a zip archive whose entries are stored or deflated.
struct ZipReader {
  /// One file of an archive.
  struct Entry {
    let name: String
    let isDeflated: Bool
    let checksum: UInt32
    /// The length of the contents.
    let size: Int
    /// Where the local header begins.
    let start: Int
    /// Where the contents are, as they are stored.
    let data: Range<Int>
  }

  private let bytes: ArraySlice<UInt8>
  /// The entries in the order of the central directory.
  let entries: [Entry]

  /// Reads the directory; throws when anything about it is not as it should be.
  init(_ bytes: [UInt8]) throws(FileError) {
    self.bytes = bytes[...]
    let directory = try ZipDirectory(end: bytes[...])
    var entries: [Entry] = []
    var position = directory.range.lowerBound
    for _ in 0..<directory.count {
      let record = try ZipRecord(bytes[..<directory.range.upperBound], at: position)
      position = record.end
      do throws(FileError) {
        entries.append(try Self.entry(record, in: bytes[..<directory.range.lowerBound]))
      } catch {
        throw error.within("entry", record.name)
      }
    }
    if position != directory.range.upperBound {
      throw FileError("the directory is longer than its \(directory.count) entries")
    }
    self.entries = entries
    try checkOverlap()
  }

  /// The contents of an entry, checked against its size and its checksum.
  func contents(of entry: Entry) throws(FileError) -> ArraySlice<UInt8> {
    var contents = bytes[entry.data]
    if entry.isDeflated {
      let (inflated, isComplete) = try Deflate.inflate(contents, limit: entry.size)
      if inflated.count != entry.size || !isComplete {
        throw FileError("the compressed data does not make \(entry.size) bytes")
      }
      contents = inflated[...]
    }
    if Deflate.checksum(contents) != entry.checksum { throw FileError("the checksum is wrong") }
    return contents
  }

  /// At most a number of bytes from the start of an entry, not checked yet.
  func start(of entry: Entry, limit: Int) throws(FileError) -> ArraySlice<UInt8> {
    let stored = bytes[entry.data]
    if !entry.isDeflated { return stored.prefix(limit) }
    return try Deflate.inflate(stored, limit: limit).bytes[...]
  }

  /// The entry that a record of the directory points to, in the bytes before the directory.
  private static func entry(
    _ record: ZipRecord, in bytes: ArraySlice<UInt8>
  ) throws(FileError) -> Entry {
    if record.flags & ZipRecord.encryptionFlags != 0 { throw FileError("it is encrypted") }
    if record.flags & ~ZipRecord.knownFlags != 0 {
      throw FileError("flags \(record.flags) are not supported")
    }
    if record.method != 0 && record.method != 8 {
      throw FileError("compression method \(record.method) is not supported")
    }
    let isDeflated = record.method == 8
    let isPossible =
      isDeflated
      ? record.size / Deflate.mostExpansion <= record.compressedSize
      : record.size == record.compressedSize
    if !isPossible {
      throw FileError("\(record.compressedSize) bytes cannot hold \(record.size)")
    }
    let start = record.localHeader
    guard bytes.littleEndian(UInt32.self, at: start) == 0x0403_4b50,
      let flags = bytes.littleEndian(UInt16.self, at: start + 6),
      let method = bytes.littleEndian(UInt16.self, at: start + 8),
      let nameLength = bytes.littleEndian(UInt16.self, at: start + 26),
      let extraLength = bytes.littleEndian(UInt16.self, at: start + 28)
    else { throw FileError("its local header is missing") }
    let nameEnd = start + 30 + Int(nameLength)
    let dataStart = nameEnd + Int(extraLength)
    if dataStart > bytes.endIndex || bytes.endIndex - dataStart < record.compressedSize {
      throw FileError("its data reaches into the directory")
    }
    if method != record.method || flags != record.flags
      || !bytes[start + 30..<nameEnd].elementsEqual(record.name.utf8)
    {
      throw FileError("its local header contradicts the directory")
    }
    return Entry(
      name: record.name, isDeflated: isDeflated, checksum: record.checksum, size: record.size,
      start: start, data: dataStart..<dataStart + record.compressedSize)
  }

  /// Throws when two entries share bytes: together they could expand without bound.
  private func checkOverlap() throws(FileError) {
    let sorted = entries.sorted { $0.start < $1.start }
    for (entry, next) in zip(sorted, sorted.dropFirst()) where entry.data.upperBound > next.start {
      throw FileError(
        "entries \(FileError.quoted(entry.name)) and \(FileError.quoted(next.name)) overlap")
    }
  }
}

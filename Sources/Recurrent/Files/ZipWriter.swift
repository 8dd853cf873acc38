// A zip archive of stored entries, the same bytes for the same contents: every date is the format's
// first, 1980-01-01.

enum ZipWriter {
  /// The bytes of an archive of named contents, in order.
  ///
  /// - Throws: `FileError` when there is more than the format holds without zip64: 65534 entries,
  ///   names of 65535 bytes, 4 GiB.
  static func bytes(
    of entries: [(name: String, contents: [UInt8])]
  ) throws(FileError) -> [UInt8] {
    if entries.count >= UInt16.max { throw FileError("\(entries.count) entries: at most 65534") }
    var length = 22
    for (name, contents) in entries {
      if name.utf8.count > UInt16.max {
        throw FileError("the name \(FileError.quoted(name)) is too long for a zip archive")
      }
      length += 30 + ZipRecord.length + 2 * name.utf8.count + contents.count
    }
    if length >= UInt32.max { throw FileError("4 GiB or more do not fit into a zip archive") }

    var archive: [UInt8] = []
    archive.reserveCapacity(length)
    var directory: [UInt8] = []
    for (name, contents) in entries {
      let common = common(name, contents)
      directory.append(littleEndian: UInt32(0x0201_4b50))
      directory.append(littleEndian: version)  // made by
      directory += common
      directory += [UInt8](repeating: 0, count: 10)  // comment, disk and attributes: none
      directory.append(littleEndian: UInt32(archive.count))
      directory += name.utf8
      archive.append(littleEndian: UInt32(0x0403_4b50))
      archive += common
      archive += name.utf8
      archive += contents
    }
    let start = archive.count
    archive += directory
    archive.append(littleEndian: UInt32(0x0605_4b50))
    archive += [0, 0, 0, 0]  // disks: only this one
    archive.append(littleEndian: UInt16(entries.count))
    archive.append(littleEndian: UInt16(entries.count))
    archive.append(littleEndian: UInt32(directory.count))
    archive.append(littleEndian: UInt32(start))
    archive += [0, 0]  // comment: none
    return archive
  }

  /// The oldest version of the format that reads this: 2.0.
  private static let version: UInt16 = 20

  /// What an entry's local header and its record in the directory have in common.
  private static func common(_ name: String, _ contents: [UInt8]) -> [UInt8] {
    let isASCII = name.utf8.allSatisfy { $0 < 0x80 }
    var bytes: [UInt8] = []
    bytes.append(littleEndian: version)
    bytes.append(littleEndian: isASCII ? UInt16(0) : 1 << 11)
    bytes.append(littleEndian: UInt16(0))  // stored
    bytes.append(littleEndian: UInt32(0x0021_0000))  // 1980-01-01, 00:00
    bytes.append(littleEndian: Deflate.checksum(contents[...]))
    bytes.append(littleEndian: UInt32(contents.count))
    bytes.append(littleEndian: UInt32(contents.count))
    bytes.append(littleEndian: UInt16(name.utf8.count))
    bytes.append(littleEndian: UInt16(0))  // extra fields: none
    return bytes
  }
}

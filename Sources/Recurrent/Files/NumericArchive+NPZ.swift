// Archives as `.npz` files, which `numpy.savez` writes and `numpy.load` reads: zip archives of `.npy`
// files.

extension NumericArchive {
  /// Reads an archive from the bytes of an `.npz` file.
  ///
  /// Entries may be stored or deflated; the array of the entry `weight.npy` has the name `weight`.
  /// Nothing is allocated that the data does not justify: what an entry expands to is compared with the
  /// shape in its own header first.
  ///
  /// - Throws: `FileError` when the bytes are no zip archive, when it is damaged, and when an entry is
  ///   encrypted, compressed in another way, overlaps another, has the name of another or one that
  ///   leads elsewhere, or is not an array that `NumericArray(npy:)` reads.
  public init(npz bytes: [UInt8]) throws(FileError) {
    self.init()
    let zip = try ZipReader(bytes)
    for entry in zip.entries {
      do throws(FileError) {
        let name = try Self.arrayName(ofEntry: entry.name)
        let header = try NPYHeader(try zip.start(of: entry, limit: NPYHeader.longest))
        try header.check(fileLength: entry.size)
        try add(NumericArray(npy: zip.contents(of: entry)), named: name)
      } catch {
        throw error.within("entry", entry.name)
      }
    }
  }

  /// Reads an archive from an `.npz` file.
  ///
  /// - Throws: `FileError` when the file cannot be read or is not as `init(npz:)` asks.
  public init(contentsOfNPZ path: String) throws(FileError) {
    do throws(FileError) {
      try self.init(npz: RegularFile.read(path))
    } catch {
      throw error.at(path)
    }
  }

  /// The bytes of an `.npz` file: the same archive always makes the same bytes.
  ///
  /// The entries are stored without compression, in the archive's order.
  ///
  /// - Returns: the bytes.
  /// - Throws: `FileError` when there is metadata, when a name would lead elsewhere as a path, and when
  ///   there is more than fits into 65534 entries and 4 GiB.
  public func npzBytes() throws(FileError) -> [UInt8] {
    if !metadata.isEmpty { throw FileError("an .npz file has no place for metadata") }
    var entries: [(name: String, contents: [UInt8])] = []
    for (name, array) in named {
      let entry = name + ".npy"
      do throws(FileError) {
        // What is written can be read: the rules for names are the reader's.
        _ = try Self.arrayName(ofEntry: entry)
      } catch {
        throw error.within("entry", entry)
      }
      entries.append((entry, array.npyBytes()))
    }
    return try ZipWriter.bytes(of: entries)
  }

  /// Writes an `.npz` file, all or nothing: it replaces the file at the path only when it is complete.
  ///
  /// - Throws: `FileError` as `npzBytes()` does, and when the file cannot be written.
  public func write(npz path: String) throws(FileError) {
    do throws(FileError) {
      try RegularFile.write(npzBytes(), to: path)
    } catch {
      throw error.at(path)
    }
  }

  /// The name of an entry's array: without `.npy`.
  ///
  /// A name that would lead out of a folder is refused although nothing is unpacked here: no good file
  /// has one.
  private static func arrayName(ofEntry entry: String) throws(FileError) -> String {
    let bytes = Array(entry.utf8)
    let suffix = Array(".npy".utf8)
    if !bytes.reversed().starts(with: suffix.reversed()) { throw FileError("not an .npy file") }
    let name = bytes.dropLast(suffix.count)
    let parts = name.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    let isPlain = parts.allSatisfy { part in
      !part.isEmpty && !part.elementsEqual(".".utf8) && !part.elementsEqual("..".utf8)
        && !part.contains(0) && !part.contains(UInt8(ascii: "\\"))
    }
    if !isPlain { throw FileError("the name is empty or a path that leads elsewhere") }
    return String(decoding: name, as: UTF8.self)
  }
}

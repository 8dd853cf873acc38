import Testing

@testable import Recurrent

/// An archive of two stored entries, `a.npy` at 0 and `b.npy` at 171, with places to damage.
private struct TwoEntries {
  var bytes: [UInt8]
  let second, directory, secondRecord, end: Int

  init() throws {
    let scalar = NumericArray(scalar: 1).npyBytes()
    bytes = try ZipWriter.bytes(of: [("a.npy", scalar), ("b.npy", scalar)])
    second = 35 + scalar.count
    directory = 2 * second
    secondRecord = directory + 51
    end = secondRecord + 51
  }

  mutating func set<Word: FixedWidthInteger & BitwiseCopyable>(_ index: Int, _ word: Word) {
    var text: [UInt8] = []
    text.append(littleEndian: word)
    bytes.replaceSubrange(index..<index + text.count, with: text)
  }

  var problem: String? {
    RecurrentTests.problem { () throws(FileError) in try NumericArchive(npz: bytes) }
  }
}

@Suite struct ZipReaderTests {
  @Test("the archive that is damaged below is good before")
  func good() throws {
    let archive = try TwoEntries()
    #expect(archive.problem == nil)
    #expect(archive.bytes.count == archive.end + 22)
  }

  @Test("a comment may follow the end, and nothing else")
  func comment() throws {
    var archive = try TwoEntries()
    archive.bytes += [0]
    #expect(archive.problem == "not a zip archive, or its end is missing")
    archive.set(archive.end + 20, UInt16(1))
    #expect(archive.problem == nil)
    archive.bytes.insert(0, at: 0)
    #expect(archive.problem == "the directory does not end where the archive's end begins")
  }

  @Test("the end has to fit the directory")
  func end() throws {
    var archive = try TwoEntries()
    archive.set(archive.end + 8, UInt16(1))
    #expect(archive.problem == "archives of several parts are not supported")
    archive.set(archive.end + 10, UInt16(1))
    #expect(archive.problem == "the directory is longer than its 1 entries")
    archive.set(archive.end + 8, UInt32(0x0003_0003))
    #expect(archive.problem == "a directory of 102 bytes cannot hold 3 entries")
    archive.set(archive.end + 8, UInt32(0x0002_0002))
    archive.set(archive.end + 16, UInt32.max)
    #expect(archive.problem == "the end of the zip64 archive is damaged")
    archive = try TwoEntries()
    archive.set(archive.secondRecord, UInt32(0))
    #expect(archive.problem == "the directory is damaged")
    archive = try TwoEntries()
    archive.set(archive.secondRecord + 34, UInt16(1))
    #expect(archive.problem == "archives of several parts are not supported")
    archive = try TwoEntries()
    archive.set(archive.secondRecord + 46, UInt8(0xff))
    #expect(archive.problem == "the name of an entry is not UTF-8")
  }

  @Test(
    "encrypted entries, unknown flags and methods are refused",
    arguments: [
      (8, 1, "it is encrypted"), (8, 64, "it is encrypted"), (8, 0x2000, "it is encrypted"),
      (8, 32, "flags 32 are not supported"),
      (10, 12, "compression method 12 is not supported"),
      (10, 8, "its local header contradicts the directory"),
      (8, 8, "its local header contradicts the directory"),
      (46, 0x6e63, "its local header contradicts the directory"),
    ])
  func features(_ place: Int, _ value: UInt16, _ expected: String) throws {
    var archive = try TwoEntries()
    archive.set(archive.secondRecord + place, value)
    let name = place == 46 ? "cnnpy" : "b.npy"
    #expect(archive.problem == "entry \"\(name)\": \(expected)")
  }

  @Test("sizes and places that the file does not have are refused")
  func places() throws {
    var archive = try TwoEntries()
    archive.set(archive.secondRecord + 20, UInt32(137))
    #expect(archive.problem == "entry \"b.npy\": 137 bytes cannot hold 136")
    archive.set(archive.secondRecord + 24, UInt32(137))
    #expect(archive.problem == "entry \"b.npy\": its data reaches into the directory")
    archive.set(archive.secondRecord + 24, UInt32.max)
    #expect(archive.problem == "a zip64 number of an entry is missing or too large")
    archive = try TwoEntries()
    archive.set(archive.secondRecord + 42, UInt32(archive.second + 1))
    #expect(archive.problem == "entry \"b.npy\": its local header is missing")
    archive.set(archive.secondRecord + 42, UInt32(archive.bytes.count))
    #expect(archive.problem == "entry \"b.npy\": its local header is missing")
  }

  @Test("entries that share bytes are refused")
  func overlap() throws {
    var archive = try TwoEntries()
    archive.set(archive.secondRecord + 42, UInt32(0))
    archive.set(archive.secondRecord + 46, UInt8(ascii: "a"))
    #expect(archive.problem == "entries \"a.npy\" and \"a.npy\" overlap")
    // The first entry's data is made to reach over the second's.
    archive = try TwoEntries()
    archive.set(archive.directory + 20, UInt32(200))
    archive.set(archive.directory + 24, UInt32(200))
    #expect(archive.problem == "entries \"a.npy\" and \"b.npy\" overlap")
  }

  @Test("a name that is there twice is refused")
  func duplicate() throws {
    let scalar = NumericArray(scalar: 1).npyBytes()
    let bytes = try ZipWriter.bytes(of: [("a.npy", scalar), ("a.npy", scalar)])
    #expect(
      problem { () throws(FileError) in try NumericArchive(npz: bytes) }
        == "entry \"a.npy\": the name \"a\" is there twice")
  }

  @Test("an entry that is no array, or a damaged one, is refused with its name")
  func contents() throws {
    func refusal(_ name: String, _ contents: [UInt8]) throws -> String? {
      let bytes = try ZipWriter.bytes(of: [(name, contents)])
      return problem { () throws(FileError) in try NumericArchive(npz: bytes) }
    }
    let column = NumericArray(.zeros(5, 1)).npyBytes()
    #expect(try refusal("a.txt", column) == "entry \"a.txt\": not an .npy file")
    #expect(try refusal("a.npy", []) == "entry \"a.npy\": not an .npy file")
    #expect(
      try refusal("a.npy", column.dropLast(8))
        == "entry \"a.npy\": 40 bytes expected for 5×1 f8, 32 found")
    var archive = try TwoEntries()
    archive.bytes[archive.second - 1] ^= 1
    #expect(archive.problem == "entry \"a.npy\": the checksum is wrong")
  }

  @Test("a declared size beyond what deflate can reach, or beyond the array's own, is refused")
  func bombs() throws {
    let bytes = try fileBytes("deflated.npz")
    let record = try #require(
      bytes.indices.first { bytes[$0...].starts(with: Array("PK\u{1}\u{2}".utf8)) })
    let compressed = try #require(bytes[...].littleEndian(UInt32.self, at: record + 20))
    func refusal(size: UInt32) -> String? {
      var damaged = bytes
      for byte in 0..<4 { damaged[record + 24 + byte] = UInt8(size >> (8 * byte) & 0xff) }
      return problem { () throws(FileError) in try NumericArchive(npz: damaged) }
    }
    #expect(refusal(size: 1728) == nil)
    #expect(
      refusal(size: 1727) == "entry \"zeros.npy\": 1600 bytes expected for 200 f8, 1599 found")
    #expect(
      refusal(size: 10_000)
        == "entry \"zeros.npy\": 1600 bytes expected for 200 f8, 9872 found")
    let most = compressed * 1032 + 1032
    #expect(
      refusal(size: most) == "entry \"zeros.npy\": \(compressed) bytes cannot hold \(most)")
  }

  @Test("a stream that stops early, goes on or makes another length is refused")
  func streams() throws {
    // zlib.compress(b"abc" * 4, wbits=-15)
    let stream: [UInt8] = [0x4b, 0x4c, 0x4a, 0x4e, 0x84, 0x21, 0x00]
    let text = Array("abcabcabcabc".utf8)
    func inflate(_ bytes: [UInt8], _ limit: Int) throws -> ([UInt8], Bool) {
      let result = try Deflate.inflate(bytes[...], limit: limit)
      return (result.bytes, result.isComplete)
    }
    #expect(try inflate(stream, 12) == (text, true))
    #expect(try inflate(stream, 100) == (text, true))
    #expect(try inflate(stream, 11) == (Array(text.dropLast()), false))
    #expect(try inflate(stream, 0) == ([], false))
    #expect(try inflate(stream + [0], 12) == (text, false))
    for count in stream.indices {
      #expect(
        problem { () throws(FileError) in
          try Deflate.inflate(stream[..<count], limit: 12).bytes
        } == "the compressed data ends too early")
    }
    #expect(
      problem { () throws(FileError) in try Deflate.inflate([0xff], limit: 12).bytes }
        == "the compressed data is damaged")
    #expect(Deflate.checksum(text[...]) == 0x5a6e_2a34)
    #expect(Deflate.checksum([]) == 0)
  }
}

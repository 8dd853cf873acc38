import Testing

@testable import Recurrent

@Suite struct NPZTests {
  static let weights: NumericArchive = [
    "weight_ih_l0": NumericArray(Matrix([[0, 1, 2], [3, 4, 5]])),
    "bias": NumericArray(shape: [2], elements: [0.5, -0.5], elementType: .float32),
  ]
  static let deflated: NumericArchive = [
    "zeros": NumericArray(column: .zeros(200, 1)),
    "weight_ih_l0": NumericArray(Matrix([[0, 1, 2], [3, 4, 5]])),
    "bias": NumericArray(shape: [2], elements: [0.5, -0.5], elementType: .float32),
  ]
  static let zip64: NumericArchive = ["a": NumericArray(column: .column([0, 1, 2]))]

  @Test(
    "what numpy writes is read, in its order: stored, deflated, streamed, zip64",
    arguments: [
      ("stored", weights), ("streamed", weights), ("deflated", deflated), ("zip64", zip64),
    ])
  func numpy(_ name: String, _ expected: NumericArchive) throws {
    let archive = try NumericArchive(npz: fileBytes("\(name).npz"))
    #expect(archive == expected)
    #expect(archive.names == expected.names)
  }

  @Test("an archive is written as stored entries of its arrays' .npy bytes")
  func writing() throws {
    // numpy.load reads these bytes; the checksum is from Python's zlib.crc32.
    let archive: NumericArchive = ["é/b": NumericArray(scalar: 1)]
    let npy = NumericArray(scalar: 1).npyBytes()
    let common: [UInt8] =
      [20, 0, 0, 8, 0, 0, 0, 0, 0x21, 0] + [0x21, 0xfc, 0x50, 0x23]
      + [136, 0, 0, 0, 136, 0, 0, 0, 8, 0, 0, 0]
    let name = Array("é/b.npy".utf8)
    let local = Array("PK\u{3}\u{4}".utf8) + common + name + npy
    let record =
      Array("PK\u{1}\u{2}".utf8) + [20, 0] + common
      + [UInt8](repeating: 0, count: 14) + name
    let end =
      Array("PK\u{5}\u{6}".utf8) + [0, 0, 0, 0, 1, 0, 1, 0, 54, 0, 0, 0, 174, 0, 0, 0, 0, 0]
    #expect(try archive.npzBytes() == local + record + end)
  }

  @Test("what is written is read back, none and many included")
  func roundTrip() throws {
    for archive in [[:], Self.weights, Self.deflated, Self.zip64] {
      #expect(try NumericArchive(npz: archive.npzBytes()) == archive)
    }
  }

  @Test(
    "names that lead elsewhere are neither read nor written",
    arguments: [
      "../a", "/a", "a/../b", "a//b", "a/", ".", "..", "", "a\\b", "a\0b", "./a",
    ])
  func names(_ name: String) throws {
    let expected =
      "entry \(FileError.quoted(name + ".npy")): "
      + "the name is empty or a path that leads elsewhere"
    let archive = try ZipWriter.bytes(of: [(name + ".npy", NumericArray(scalar: 1).npyBytes())])
    #expect(problem { () throws(FileError) in try NumericArchive(npz: archive) } == expected)
    let written: NumericArchive = [name: NumericArray(scalar: 1)]
    #expect(problem { () throws(FileError) in try written.npzBytes() } == expected)
  }

  @Test("names with folders, dots and any script are kept")
  func plainNames() throws {
    let scalar = NumericArray(scalar: 1)
    let archive: NumericArchive = ["a/b..c": scalar, ".d": scalar, "вес": scalar, "e:0": scalar]
    #expect(try NumericArchive(npz: archive.npzBytes()).names == ["a/b..c", ".d", "вес", "e:0"])
  }

  @Test("metadata and sizes beyond the format are refused, not cut")
  func limits() {
    var archive = Self.weights
    archive.metadata = ["format": "pt"]
    #expect(
      problem { () throws(FileError) in try archive.npzBytes() }
        == "an .npz file has no place for metadata")
    func refusal(_ entries: [(String, [UInt8])]) -> String? {
      problem { () throws(FileError) in try ZipWriter.bytes(of: entries) }
    }
    #expect(
      refusal(Array(repeating: ("a", []), count: 65535)) == "65535 entries: at most 65534")
    let long = String(repeating: "a", count: 65536)
    #expect(
      refusal([(long, [])])
        == "the name \(FileError.quoted(long)) is too long for a zip archive")
    let large = [UInt8](repeating: 0, count: 1 << 22)
    #expect(
      refusal(Array(repeating: ("a", large), count: 1 << 10))
        == "4 GiB or more do not fit into a zip archive")
  }

  @Test("every truncation is an error", arguments: ["stored", "deflated", "streamed", "zip64"])
  func truncations(_ name: String) throws {
    for bytes in try fileBytes("\(name).npz").truncations {
      #expect(throws: FileError.self) { try NumericArchive(npz: bytes) }
    }
  }

  @Test(
    "every changed byte is an error or changes nothing",
    arguments: [
      ("stored", weights), ("deflated", deflated), ("streamed", weights), ("zip64", zip64),
    ])
  func flips(_ name: String, _ expected: NumericArchive) throws {
    var errors = 0
    for bytes in try fileBytes("\(name).npz").flips {
      do throws(FileError) {
        let archive = try NumericArchive(npz: bytes)
        #expect(archive == expected)
      } catch {
        #expect(error.path == nil)
        errors += 1
      }
    }
    #expect(errors > 300)
  }
}

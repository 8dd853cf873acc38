import Foundation
import Testing

@testable import Recurrent

@Suite struct RegularFileTests {
  @Test("arrays and archives are written to files and read back")
  func files() throws {
    try withFolder { folder in
      let array = NumericArray(Matrix([[1, 2], [3, 4]]), elementType: .float32)
      try array.write(npy: folder + "/a.npy")
      #expect(try NumericArray(contentsOfNPY: folder + "/a.npy") == array)
      var archive: NumericArchive = ["a": array, "b": NumericArray(scalar: 1)]
      try archive.write(npz: folder + "/a.npz")
      #expect(try NumericArchive(contentsOfNPZ: folder + "/a.npz") == archive)
      archive = ["b": NumericArray(scalar: 1), "a": array]
      archive.metadata = ["format": "pt"]
      try archive.write(safetensors: folder + "/a.safetensors")
      #expect(try NumericArchive(contentsOfSafetensors: folder + "/a.safetensors") == archive)
      let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
      #expect(names == ["a.npy", "a.npz", "a.safetensors"])
    }
  }

  @Test("a file is replaced whole, and left alone when writing fails")
  func replacing() throws {
    try withFolder { folder in
      let path = folder + "/a.npz"
      let archive: NumericArchive = ["a": NumericArray(scalar: 1)]
      let longer: NumericArchive = ["b": NumericArray(column: .zeros(100, 1))]
      try longer.write(npz: path)
      try archive.write(npz: path)
      #expect(try NumericArchive(contentsOfNPZ: path) == archive)
      let bad: NumericArchive = ["../b": NumericArray(scalar: 1)]
      #expect(
        problem { () throws(FileError) in try bad.write(npz: path) }
          == "\(path): entry \"../b.npy\": the name is empty or a path that leads elsewhere")
      #expect(try NumericArchive(contentsOfNPZ: path) == archive)
      try FileManager.default.createDirectory(
        atPath: folder + "/c", withIntermediateDirectories: false)
      #expect(
        problem { () throws(FileError) in try archive.write(npz: folder + "/c") }
          == "\(folder)/c: cannot be replaced: Is a directory")
      let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
      #expect(names == ["a.npz", "c"])
      #expect(
        problem { () throws(FileError) in try archive.write(safetensors: folder + "/d/e") }
          == "\(folder)/d/e: cannot be made: No such file or directory")
    }
  }

  @Test("a file that is replaced hands its mode on, whatever the mask")
  func modes() throws {
    try withFolder { folder in
      func mode(_ path: String) -> mode_t {
        var status = stat()
        return lstat(path, &status) == 0 ? status.st_mode & 0o7777 : 0
      }
      let path = folder + "/a"
      try RegularFile.write([1], to: path)
      let new = mode(path)
      #expect(new & ~0o666 == 0 && new & 0o600 == 0o600)
      for kept in [mode_t(0o600), 0o640, 0o666, 0o751] {
        try #require(chmod(path, kept) == 0)
        try RegularFile.write([2], to: path)
        #expect(mode(path) == kept)
      }
    }
  }

  @Test("what a symbolic link leads to is written, and the link stays")
  func links() throws {
    try withFolder { folder in
      let files = FileManager.default
      try files.createDirectory(atPath: folder + "/b", withIntermediateDirectories: false)
      try RegularFile.write([1], to: folder + "/b/file")
      try #require(chmod(folder + "/b/file", 0o604) == 0)
      let links = [
        ("near", "b/far"), ("b/far", "file"), ("whole", folder + "/b/new"), ("loop", "loop"),
      ]
      for (link, target) in links {
        try files.createSymbolicLink(
          atPath: folder + "/" + link, withDestinationPath: target)
      }
      try RegularFile.write([2], to: folder + "/near")
      #expect(try RegularFile.read(folder + "/b/file") == [2])
      try RegularFile.write([3], to: folder + "/whole")
      #expect(try RegularFile.read(folder + "/b/new") == [3])
      #expect(
        problem { () throws(FileError) in try RegularFile.write([4], to: folder + "/loop") }
          == "cannot be replaced: Too many levels of symbolic links")
      for (link, target) in links {
        #expect(try files.destinationOfSymbolicLink(atPath: folder + "/" + link) == target)
      }
      var status = stat()
      #expect(lstat(folder + "/b/file", &status) == 0 && status.st_mode & 0o777 == 0o604)
      let names = try files.contentsOfDirectory(atPath: folder + "/b").sorted()
      #expect(names == ["far", "file", "new"])
    }
  }

  @Test("nothing but a file is replaced")
  func devices() throws {
    try withFolder { folder in
      let path = folder + "/pipe"
      try #require(mkfifo(path, 0o600) == 0)
      #expect(
        problem { () throws(FileError) in try RegularFile.write([1], to: path) }
          == "not a regular file")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["pipe"])
    }
  }

  @Test("what is not a file to read is refused with its path")
  func refusals() throws {
    try withFolder { folder in
      func refusal(_ path: String) -> String? {
        problem { () throws(FileError) in try NumericArray(contentsOfNPY: path) }
      }
      let path = folder + "/a"
      #expect(refusal(path) == "\(path): cannot be opened: No such file or directory")
      #expect(refusal(folder) == "\(folder): not a regular file")
      #expect(refusal("/dev/zero") == "/dev/zero: not a regular file")
      #expect(refusal("a\0b") == "a\0b: the path has a NUL in it")
      try #require(mkfifo(path, 0o600) == 0)
      #expect(refusal(path) == "\(path): not a regular file")
      // A file with a length and no blocks.
      let sparse = folder + "/sparse"
      try #require(FileManager.default.createFile(atPath: sparse, contents: nil))
      #expect(refusal(sparse) == "\(sparse): not an .npy file")
      try #require(truncate(sparse, 1 << 40) == 0)
      #expect(refusal(sparse) == "\(sparse): 1099511627776 bytes: at most 4294967296 are read")
    }
  }

  @Test("an error names the file and the place in it")
  func places() throws {
    try withFolder { folder in
      let bytes = try ZipWriter.bytes(of: [
        ("a.npy", Array(NumericArray(.zeros(5, 1)).npyBytes().dropLast(8)))
      ])
      let path = folder + "/weights.npz"
      try RegularFile.write(bytes, to: path)
      #expect(
        throws: FileError(
          path: path, problem: "entry \"a.npy\": 40 bytes expected for 5×1 f8, 32 found")
      ) { try NumericArchive(contentsOfNPZ: path) }
      #expect(
        problem { () throws(FileError) in try NumericArchive(contentsOfSafetensors: path) }
          == """
          \(path): not a safetensors file: its first 8 bytes ask for a header of \
          \(0x0000_0014_0403_4b50) bytes, at most 100000000 are allowed
          """)
    }
  }

  @Test("long names are cut in messages and control characters escaped")
  func quoting() {
    #expect(FileError.quoted("a\"\n\u{1b}") == #""a\"\n\u{1B}""#)
    #expect(
      FileError.quoted(String(repeating: "a", count: 81))
        == "\"" + String(repeating: "a", count: 80) + "\"...")
  }
}

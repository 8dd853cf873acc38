// Digests: equal for equal bytes, in every process, and different for lists that only read the same.

import Foundation
import Testing

@testable import NotebookKit

@Suite("Digest") struct DigestTests {
  @Test("the digest is XXH3's of 128 bits, written with all its zeros")
  func value() {
    // The library's own test vector for nothing.
    #expect(Digest(of: [UInt8]()).description == "99aa06d3014798d86001c324468d497f")
    #expect(Digest(of: Array("a".utf8)) != Digest(of: Array("b".utf8)))
    for number in 0..<1000 {
      #expect(Digest(of: Array("\(number)".utf8)).description.utf8.count == 32)
    }
  }

  @Test("lists of fields that join to the same text are different")
  func fields() {
    let lists: [[String]] = [[], [""], ["", ""], ["ab"], ["a", "b"], ["", "ab"], ["ab", ""]]
    #expect(Set(lists.map { Digest(of: $0) }).count == lists.count)
  }

  @Test("a file has the digest of its bytes")
  func file() throws {
    let folder = try TemporaryFolder(["empty": Data(), "some": Data("some".utf8)])
    for name in ["empty", "some"] {
      let path = "\(folder.path)/\(name)"
      #expect(Digest(ofFile: path) == Digest(of: try Data(contentsOf: URL(fileURLWithPath: path))))
    }
  }

  @Test("what is no file has none")
  func noFile() throws {
    let folder = try TemporaryFolder()
    #expect(Digest(ofFile: folder.path) == nil)
    #expect(Digest(ofFile: folder.path + "/missing") == nil)
  }

  @Test("a digest is written as text and read back; anything else is refused")
  func coding() throws {
    let digest = Digest(of: ["a"])
    let data = try JSONEncoder().encode([digest])
    #expect(String(decoding: data, as: UTF8.self) == "[\"\(digest)\"]")
    #expect(try JSONDecoder().decode([Digest].self, from: data) == [digest])
    let digits = digest.description
    for text in ["", String(digits.dropLast()), digits + "0", "g" + digits.dropFirst()] {
      #expect(throws: DecodingError.self) {
        try JSONDecoder().decode([Digest].self, from: Data("[\"\(text)\"]".utf8))
      }
    }
  }
}

// Files that numpy and safetensors wrote (Fixtures/files/make.py), folders to write into, and damage.

import Foundation
import Testing

@testable import Recurrent

/// The path of a recorded file.
func filePath(_ name: String) throws -> String {
  guard
    let url = Bundle.module.url(
      forResource: name, withExtension: nil, subdirectory: "Fixtures/files")
  else { throw MissingFixture(name: name) }
  return url.path
}

/// The bytes of a recorded file.
func fileBytes(_ name: String) throws -> [UInt8] {
  try [UInt8](Data(contentsOf: URL(fileURLWithPath: filePath(name))))
}

/// Runs a test with the path of an empty folder, which is removed afterwards.
func withFolder(_ body: (String) throws -> Void) throws {
  let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("recurrent-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer {
    #expect(throws: Never.self) { try FileManager.default.removeItem(at: folder) }
  }
  try body(folder.path)
}

/// The problem that reading some bytes ends in; nil when it ends well.
func problem(_ read: () throws(FileError) -> some Any) -> String? {
  do throws(FileError) {
    _ = try read()
    return nil
  } catch {
    return error.description
  }
}

/// An `.npy` file of version 1.0 with some text as its header and some bytes behind it.
func npy(_ header: String, _ data: [UInt8] = []) -> [UInt8] {
  var bytes: [UInt8] = [0x93] + "NUMPY".utf8 + [1, 0]
  bytes.append(littleEndian: UInt16(header.utf8.count))
  return bytes + header.utf8 + data
}

/// A safetensors file with some text as its header and some bytes behind it.
func safetensors(_ header: String, _ data: [UInt8] = []) -> [UInt8] {
  var bytes: [UInt8] = []
  bytes.append(littleEndian: UInt64(header.utf8.count))
  return bytes + header.utf8 + data
}

extension [UInt8] {
  /// Every file that is cut off too early.
  var truncations: [[UInt8]] { (0..<count).map { Array(self[..<$0]) } }

  /// Every file with one byte changed: its lowest bit or its highest.
  var flips: [[UInt8]] {
    indices.flatMap { index in
      [UInt8(0x01), 0x80].map { mask in
        var bytes = self
        bytes[index] ^= mask
        return bytes
      }
    }
  }
}

extension NumericArray {
  /// Whether the elements fill the shape and are values of the type, as every array's do.
  var isWhole: Bool {
    get throws(FileError) {
      let count = try ArrayShape.count(shape)
      return count == elements.count
        && elements.allSatisfy { element in
          elementType.value(for: element).map { $0 == element || element.isNaN } ?? false
        }
    }
  }
}

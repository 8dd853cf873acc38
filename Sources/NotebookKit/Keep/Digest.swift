// Digests: 128 bits that stand for contents, the same in every process and on every machine.

import CXXHash
import Foundation

/// The 128-bit XXH3 hash of some bytes.
struct Digest: Hashable, Sendable {
  /// The upper and the lower half.
  let high: UInt64
  let low: UInt64

  /// The digest of bytes.
  init(of bytes: UnsafeRawBufferPointer) {
    let hash = XXH3_128bits(bytes.baseAddress, bytes.count)
    (high, low) = (hash.high64, hash.low64)
  }

  /// The digest of bytes.
  init(of bytes: some ContiguousBytes) { self = bytes.withUnsafeBytes { Digest(of: $0) } }

  /// The digest of fields, each behind its length, so that no two lists are the same bytes.
  init(of fields: [String]) {
    var bytes: [UInt8] = []
    for field in fields {
      withUnsafeBytes(of: UInt64(field.utf8.count).littleEndian) { bytes.append(contentsOf: $0) }
      bytes.append(contentsOf: field.utf8)
    }
    self.init(of: bytes)
  }

  /// The digest of what is in a file; nil when it cannot be read.
  init?(ofFile path: String) {
    // Opening a named pipe must not wait for somebody to write into it.
    let file = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    let count = Int(status.st_size)
    if count == 0 {
      self.init(of: [UInt8]())
      return
    }
    // Mapped: programs and objects are some MB each, and copying them would take longer than hashing.
    guard let start = mmap(nil, count, PROT_READ, MAP_PRIVATE, file, 0), start != MAP_FAILED else {
      return nil
    }
    defer { munmap(start, count) }
    self.init(of: UnsafeRawBufferPointer(start: start, count: count))
  }
}

extension Digest: CustomStringConvertible {
  /// 32 hexadecimal digits.
  var description: String { Self.digits(high) + Self.digits(low) }

  private static func digits(_ number: UInt64) -> String {
    let text = String(number, radix: 16)
    return String(repeating: "0", count: 16 - text.count) + text
  }
}

extension Digest: LosslessStringConvertible {
  /// Reads 32 hexadecimal digits.
  init?(_ text: String) {
    guard text.utf8.count == 32, let high = UInt64(text.prefix(16), radix: 16),
      let low = UInt64(text.suffix(16), radix: 16)
    else { return nil }
    (self.high, self.low) = (high, low)
  }
}

extension Digest: Codable {
  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let digest = Digest(try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a digest")
    }
    self = digest
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

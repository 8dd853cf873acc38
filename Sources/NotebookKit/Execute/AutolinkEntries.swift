// The libraries that objects ask to be linked to. The compiler writes them into a section of each object; reading it here
// takes no process.

import Foundation

/// Reads what the section `.swift1_autolink_entries` of ELF objects says.
enum AutolinkEntries {
  private static let section = Array(".swift1_autolink_entries\0".utf8)

  /// The flags that objects ask for, such as `-lswiftCore`, once each, in order.
  ///
  /// Throws `ToolError` when one of the files cannot be read; one that is no object asks for nothing.
  static func flags(of objects: [String]) throws(ToolError) -> [String] {
    var flags: [String] = []
    var known: Set<String> = []
    for object in objects {
      let data: Data
      do {
        data = try Data(contentsOf: URL(fileURLWithPath: object), options: .alwaysMapped)
      } catch {
        throw ToolError("'\(object)' cannot be read: \(error.localizedDescription)")
      }
      for flag in data.withUnsafeBytes(flags(in:)) where known.insert(flag).inserted {
        flags.append(flag)
      }
    }
    return flags
  }

  /// The flags in one object: texts that end with NUL.
  static func flags(in object: UnsafeRawBufferPointer) -> [String] {
    func number<Value: FixedWidthInteger>(_ type: Value.Type, at offset: Int) -> Int? {
      guard offset >= 0, offset + MemoryLayout<Value>.size <= object.count else { return nil }
      return Int(
        exactly: Value(littleEndian: object.loadUnaligned(fromByteOffset: offset, as: type)))
    }
    // The header of a 64-bit little-endian object, then the table of its sections.
    guard object.starts(with: [0x7F, 0x45, 0x4C, 0x46, 2, 1]),
      let table = number(UInt64.self, at: 0x28), let size = number(UInt16.self, at: 0x3A),
      let count = number(UInt16.self, at: 0x3C), let names = number(UInt16.self, at: 0x3E),
      table <= object.count, let nameTable = number(UInt64.self, at: table + names * size + 0x18),
      nameTable <= object.count
    else { return [] }
    for index in 0..<count {
      let header = table + index * size
      guard let name = number(UInt32.self, at: header),
        let start = number(UInt64.self, at: header + 0x18),
        let length = number(UInt64.self, at: header + 0x20),
        nameTable + name <= object.count, start <= object.count, length <= object.count - start
      else { continue }
      if object[(nameTable + name)...].starts(with: section) {
        return object[start..<start + length].split(separator: 0)
          .map { String(decoding: $0, as: UTF8.self) }
      }
    }
    return []
  }
}

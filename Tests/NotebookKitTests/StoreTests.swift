// The store: what is read is what was kept, or nothing.

import Foundation
import Testing

@testable import NotebookKit

@Suite("Store") struct StoreTests {
  private let key = Digest(of: ["key"])
  private let contents = Data("The contents of an entry.".utf8)

  @Test("bytes are kept until others take their place, and each under its own digest")
  func keeps() throws {
    let folder = try TemporaryFolder()
    let store = Store(folder: folder.path + "/notes/kept")
    #expect(store.bytes(key) == nil)
    store.keep(contents, under: key)
    store.keep(Data(), under: Digest(of: ["other"]))
    #expect(store.bytes(key) == contents)
    store.settle()
    #expect(Store(folder: store.folder).bytes(Digest(of: ["other"])) == Data())
    store.keep(Data("new".utf8), under: key)
    #expect(store.bytes(key) == Data("new".utf8))
    #expect(store.failure == nil)
    // Git ignores it wherever it is.
    #expect(
      Set(folder.files().filter { !$0.value.isEmpty }.keys) == [
        "notes/.gitignore", "notes/kept/\(key)", "notes/kept/\(Digest(of: ["other"]))",
      ])
    #expect(folder.files()["notes/.gitignore"] == Data("*\n".utf8))
  }

  @Test("values come back equal, numbers without a value too; a value of another shape is none")
  func values() throws {
    let folder = try TemporaryFolder()
    let store = Store(folder: folder.path + "/kept")
    store.keep([1.5, .infinity, -.infinity, .nan], under: key)
    let numbers = try #require(store.value([Double].self, key))
    #expect(numbers.prefix(3) == [1.5, .infinity, -.infinity])
    #expect(numbers.count == 4 && numbers[3].isNaN)
    #expect(store.value([String: Int].self, key) == nil)
    #expect(store.failure == nil)
  }

  // MARK: - Damage

  /// A store with one entry, and the entry's file.
  private func entry(in folder: borrowing TemporaryFolder) throws -> (Store, String, Data) {
    let store = Store(folder: folder.path + "/kept")
    store.keep(contents, under: key)
    store.settle()
    let path = "\(store.folder)/\(key)"
    return (store, path, try Data(contentsOf: URL(fileURLWithPath: path)))
  }

  @Test("an entry with any bit turned is none, and goes")
  func flipped() throws {
    let folder = try TemporaryFolder()
    let (store, path, whole) = try entry(in: folder)
    for bit in 0..<whole.count * 8 {
      var damaged = whole
      damaged[bit / 8] ^= 1 << (bit % 8)
      try damaged.write(to: URL(fileURLWithPath: path))
      #expect(store.bytes(key) == nil, "bit \(bit)")
      #expect(!FileManager.default.fileExists(atPath: path), "bit \(bit)")
    }
    try whole.write(to: URL(fileURLWithPath: path))
    #expect(store.bytes(key) == contents)
  }

  @Test("an entry of any other length is none, and goes")
  func truncated() throws {
    let folder = try TemporaryFolder()
    let (store, path, whole) = try entry(in: folder)
    for damaged in (0..<whole.count).map({ whole.prefix($0) }) + [whole + [0], whole + whole] {
      try damaged.write(to: URL(fileURLWithPath: path))
      #expect(store.bytes(key) == nil, "\(damaged.count) bytes")
      #expect(!FileManager.default.fileExists(atPath: path), "\(damaged.count) bytes")
    }
    // A length that no memory could hold.
    try whole.write(to: URL(fileURLWithPath: path))
    try #require(truncate(path, 1 << 42) == 0)
    #expect(store.bytes(key) == nil)
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test("an entry under the name of another is none")
  func swapped() throws {
    let folder = try TemporaryFolder()
    let (store, path, whole) = try entry(in: folder)
    let other = Digest(of: ["other"])
    try whole.write(to: URL(fileURLWithPath: "\(store.folder)/\(other)"))
    #expect(store.bytes(other) == nil)
    #expect(store.bytes(key) == contents)
    #expect(FileManager.default.fileExists(atPath: path))
  }

  @Test(
    "anything else in an entry's place is none, and an entry takes its place",
    arguments: [
      "mkdir '%'", "mkdir '%'; echo x > '%/file'", "mkfifo '%'", "ln -s /dev/zero '%'",
      "ln -s missing '%'", "ln -s '%' '%'", "echo x > '%'; chmod 000 '%'",
    ])
  func foreign(command: String) async throws {
    let folder = try TemporaryFolder()
    let (store, path, _) = try entry(in: folder)
    for isRead in [true, false] {
      try FileManager.default.removeItem(atPath: path)
      let (ending, _) = try await Command(
        executable: "/bin/sh", arguments: ["-c", command.replacing("%", with: path)],
        environment: ["PATH": "/usr/bin:/bin"], directory: folder.path
      ).capture(timeout: .seconds(120))
      try #require(ending.cause == .exited(0))
      if isRead { #expect(store.bytes(key) == nil) }
      store.keep(contents, under: key)
      #expect(store.bytes(key) == contents)
      #expect(store.failure == nil)
    }
  }

  @Test("where nothing can be kept the first reason is told, and nothing is thrown")
  func failure() throws {
    let folder = try TemporaryFolder(["kept": Data("a file".utf8)])
    let store = Store(folder: folder.path + "/kept")
    store.keep(contents, under: key)
    let reason = try #require(store.failure)
    #expect(reason.hasPrefix("'\(folder.path)/kept' cannot be made: "))
    store.keep(Data(count: 1), under: Digest(of: ["other"]))
    #expect(store.failure == reason)
    #expect(store.bytes(key) == nil)
    store.trim()
    #expect(folder.files()["kept"] == Data("a file".utf8))
  }

  @Test("a store that vanishes while it is in use is told, and begins anew")
  func vanished() throws {
    let folder = try TemporaryFolder()
    let (store, _, _) = try entry(in: folder)
    try FileManager.default.removeItem(atPath: store.folder)
    store.trim()
    #expect(try #require(store.failure).hasPrefix("'\(store.folder)' cannot be read: "))
    store.keep(contents, under: key)
    #expect(store.bytes(key) == contents)
  }

  // MARK: - The bound

  /// Makes a file look as if it was used some seconds ago.
  private func age(_ path: String, by seconds: Int) {
    var times = [timeval(), timeval()]
    times[0].tv_sec = time(nil) - seconds
    times[1].tv_sec = time(nil) - seconds
    #expect(utimes(path, times) == 0)
  }

  @Test("over its bound a store forgets what was not used for longest; reading is using")
  func bound() throws {
    let folder = try TemporaryFolder()
    // An entry takes three blocks of 4 KiB.
    let block = Data(repeating: 1, count: 10_000)
    let writer = Store(folder: folder.path + "/kept")
    let keys = (0..<6).map { Digest(of: ["\($0)"]) }
    for (index, key) in keys.enumerated() {
      writer.keep(block, under: key)
      writer.settle()
      age("\(writer.folder)/\(key)", by: 100_000 - 10_000 * index)
    }
    let store = Store(folder: writer.folder, limit: 45_000)
    #expect(store.bytes(keys[0]) == block)
    store.trim()
    #expect(
      keys.allSatisfy { FileManager.default.fileExists(atPath: "\(store.folder)/\($0)") },
      "who has written nothing removes nothing")
    let last = Digest(of: ["last"])
    store.keep(block, under: last)
    store.trim()
    let left = (keys + [last]).filter {
      FileManager.default.fileExists(atPath: "\(store.folder)/\($0)")
    }
    #expect(left == [keys[0], keys[5], last])
    #expect(store.failure == nil)
  }

  @Test("what is written is added to the last count; once a day everything is counted")
  func count() throws {
    let folder = try TemporaryFolder()
    let store = Store(folder: folder.path + "/kept", limit: 45_000)
    /// Writes an entry of three blocks and returns how many bytes the store then takes itself to have.
    func counted(_ name: String) throws -> Int? {
      store.keep(Data(repeating: 1, count: 10_000), under: Digest(of: [name]))
      store.trim()
      let count = String(decoding: try #require(folder.files()["kept.size"]), as: UTF8.self)
      return count.split(separator: " ").first.flatMap { Int($0) }
    }
    #expect(try counted("a") == 3 * 4096)
    // Nobody wrote this, and it is older than everything.
    let foreign = "\(store.folder)/\(Digest(of: ["foreign"]))"
    try Data(repeating: 2, count: 40_960).write(to: URL(fileURLWithPath: foreign))
    age(foreign, by: 9000)
    #expect(try counted("b") == 6 * 4096)
    #expect(FileManager.default.fileExists(atPath: foreign))
    for damaged in [
      "24576 \(time(nil) - 86_401)", "24576 \(time(nil) + 3600)", "", "1 2 3", "-5 1",
    ] {
      try folder.write(Data(damaged.utf8), to: "kept.size")
      #expect(try counted("b") == 6 * 4096)
    }
    #expect(!FileManager.default.fileExists(atPath: foreign))
    #expect(store.failure == nil)
  }

  @Test("what killed writers left goes after ten minutes, what a living one writes stays")
  func leftovers() throws {
    let folder = try TemporaryFolder()
    let (store, path, whole) = try entry(in: folder)
    let (old, young) = ("\(path).new-\(UUID().uuidString)", "\(path).new-\(UUID().uuidString)")
    for new in [old, young] { try whole.write(to: URL(fileURLWithPath: new)) }
    age(old, by: 700)
    store.trim()
    #expect(!FileManager.default.fileExists(atPath: old))
    #expect(FileManager.default.fileExists(atPath: young))
    #expect(store.bytes(key) == contents)
  }

  // MARK: - Two at once

  @Test("two stores in one folder, reading and writing the same entries, see whole ones only")
  func twoAtOnce() async throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/kept"
    let versions = (0..<4).map { Data(repeating: UInt8($0), count: 50_000 * ($0 + 1)) }
    let keys = (0..<3).map { Digest(of: ["\($0)"]) }
    let first = Store(folder: path)
    for key in keys { first.keep(versions[0], under: key) }
    first.settle()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for writer in 0..<4 {
        group.addTask {
          let store = Store(folder: path)
          for round in 0..<50 {
            let key = keys[(round + writer) % keys.count]
            let read = try #require(store.bytes(key))
            #expect(versions.contains(read))
            store.keep(versions[(round * 7 + writer) % versions.count], under: key)
            store.trim()
          }
          #expect(store.failure == nil)
        }
      }
      try await group.waitForAll()
    }
    #expect(
      Set(try FileManager.default.contentsOfDirectory(atPath: path)) == Set(keys.map(\.description))
    )
  }
}

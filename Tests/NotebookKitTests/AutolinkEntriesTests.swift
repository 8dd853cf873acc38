// The libraries that objects ask for: what is read is what the toolchain's own reader says.

import Foundation
import Testing

@testable import NotebookKit

@Suite("Autolink entries") struct AutolinkEntriesTests {
  @Test("they are those of the toolchain's own reader, each once")
  func real() async throws {
    let folder = try TemporaryFolder([
      "a.swift": Data("import Foundation\npublic func a() { print(Date()) }\n".utf8),
      "b.swift": Data("import Dispatch\npublic func b() { print(1) }\n".utf8),
    ])
    for name in ["a", "b"] {
      try await run("swiftc", ["-c", "\(name).swift", "-module-name", name], in: folder.path)
    }
    try await run("swift-autolink-extract", ["a.o", "b.o", "-o", "list"], in: folder.path)
    let list = try String(contentsOfFile: folder.path + "/list", encoding: .utf8)
    let flags = try AutolinkEntries.flags(of: ["\(folder.path)/a.o", "\(folder.path)/b.o"])
    #expect(flags.sorted() == list.split(separator: "\n").map(String.init).sorted())
    #expect(flags.contains("-lFoundation"))
    #expect(flags.contains("-ldispatch"))
  }

  @Test(
    "an object cut off anywhere, or with any byte damaged, asks for something or nothing, and no more"
  )
  func damaged() async throws {
    let folder = try TemporaryFolder(["a.swift": Data("print(1)\n".utf8)])
    try await run("swiftc", ["-c", "a.swift"], in: folder.path)
    let object = try Data(contentsOf: URL(fileURLWithPath: folder.path + "/a.o"))
    var generator = SeededNumbers(seed: 1)
    for _ in 0..<2000 {
      var bytes = object
      // The header and the table of sections at the end say where everything is.
      let place =
        Bool.random(using: &generator)
        ? Int.random(in: 0..<64, using: &generator)
        : object.count - 1 - Int.random(in: 0..<1024, using: &generator)
      bytes[place] = UInt8.random(in: 0...255, using: &generator)
      if Bool.random(using: &generator) {
        bytes = bytes.prefix(Int.random(in: 0...object.count, using: &generator))
      }
      let flags = bytes.withUnsafeBytes(AutolinkEntries.flags(in:))
      #expect(flags.joined().utf8.count <= bytes.count)
    }
  }

  @Test("what is no object asks for nothing, and what is not there is told")
  func others() throws {
    let folder = try TemporaryFolder(["empty": Data(), "text": Data("words\n".utf8)])
    #expect(try AutolinkEntries.flags(of: ["\(folder.path)/empty", "\(folder.path)/text"]) == [])
    let failure = #expect(throws: ToolError.self) {
      try AutolinkEntries.flags(of: ["\(folder.path)/none"])
    }
    #expect(failure?.summary.hasPrefix("'\(folder.path)/none' cannot be read: ") == true)
  }

  private func run(_ tool: String, _ arguments: [String], in folder: String) async throws {
    let (ending, words) = try await Command(
      executable: "/usr/bin/env", arguments: [tool] + arguments,
      environment: ProcessInfo.processInfo.environment, directory: folder
    ).capture(timeout: .seconds(120))
    try #require(ending.cause == .exited(0), "\(words)")
  }
}

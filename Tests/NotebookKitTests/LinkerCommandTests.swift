// How the linker is called: what clang says, with each program's own objects and libraries in their places.

import Foundation
import Testing

@testable import NotebookKit

@Suite("LinkerCommand") struct LinkerCommandTests {
  /// What clang prints, about files that every system has.
  private static let answer = #"""
    clang version 21.0.0
    Target: x86_64-unknown-linux-gnu
     "/bin/sh" "-pie" "-o" "main" "/bin/cat" "notebook-objects" "-L/usr/lib" "notebook-libraries" "-rpath" "\$ORIGIN/.." "a \"b\\"
    """#

  @Test("objects and libraries take their places, and words come out of their quotes")
  func places() throws {
    let command = try #require(LinkerCommand(Self.answer))
    #expect(
      command.arguments(linking: ["main.o", "lib.so"], ["-lm", "-L", "-lc"]) == [
        "-pie", "-o", "main", "/bin/cat", "main.o", "lib.so", "-L/usr/lib", "-lm", "-L", "-lc",
        "-rpath", "$ORIGIN/..", "a \"b\\", "--threads=1",
      ])
    #expect(LinkerCommand(words: command.words) == command)
  }

  @Test("a flag that is for clang to understand is left to it")
  func flags() throws {
    let command = try #require(LinkerCommand(Self.answer))
    #expect(command.arguments(linking: [], ["-lm", "-framework", "A"]) == nil)
  }

  @Test(
    "an answer of another kind, or about files that are not there, is none",
    arguments: [
      "", "error: unknown argument", " \"/bin/sh\" \"notebook-objects\"",
      answer.replacing("/bin/cat", with: "/missing/crt1.o"),
      answer.replacing("notebook-libraries", with: "notebook-objects"), answer + "\nerror: no",
    ])
  func others(_ answer: String) {
    #expect(LinkerCommand(answer) == nil)
  }

  @Test("clang's own words link a program as clang does, and are asked for once")
  func real() async throws {
    let folder = try TemporaryFolder(["a.swift": Data("print(\"linked\")\n".utf8)])
    let toolchain = try Toolchain.find(on: ProcessInfo.processInfo.environment["PATH"] ?? "")
    let direct = try #require(toolchain.direct)
    let store = Store(folder: folder.path + "/kept")
    let key = Digest(of: ["key"])
    let command = try #require(
      try await Linking(with: toolchain, kept: (store, key)).command())
    store.settle()
    #expect(folder.files().keys.filter { $0.hasPrefix("kept/") }.count == 1)
    #expect(try await Linking(with: toolchain, kept: (store, key)).command() == command)

    try await run("swiftc", ["-c", "a.swift", "-module-name", "main", "-o", "main.o"], in: folder)
    let libraries = try AutolinkEntries.flags(of: ["\(folder.path)/main.o"])
    try await run(direct.clang, direct.linking(["main.o"], to: libraries), in: folder)
    #expect(try await run("\(folder.path)/main", [], in: folder) == "linked\n")
    let arguments = try #require(command.arguments(linking: ["main.o"], libraries))
    try FileManager.default.removeItem(atPath: folder.path + "/main")
    try await run(direct.linker, arguments, in: folder)
    #expect(try await run("\(folder.path)/main", [], in: folder) == "linked\n")
  }

  @discardableResult
  private func run(
    _ tool: String, _ arguments: [String], in folder: borrowing TemporaryFolder
  ) async throws -> String {
    let path = folder.path
    let (ending, output) = try await Command(
      tool: "/usr/bin/env", [tool] + arguments, in: path
    ).capture(timeout: .seconds(120))
    #expect(ending.cause == .exited(0), "\(output)")
    return output
  }
}

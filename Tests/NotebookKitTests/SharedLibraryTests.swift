// The library that programs link to: made once, when it is wanted, and kept.

import Foundation
import Testing

@testable import NotebookKit

@Suite("SharedLibrary") struct SharedLibraryTests {
  private func library(
    in folder: String, kept: (store: Store, key: Digest)? = nil
  ) throws -> SharedLibrary {
    SharedLibrary(
      of: try Library(modules: ["SnippetRuntime"], products: TemporaryBook.products), in: folder,
      with: try Toolchain.find(on: ProcessInfo.processInfo.environment["PATH"] ?? ""), kept: kept)
  }

  @Test("it is linked once for all who ask, and kept for the next build")
  func once() async throws {
    let folder = try TemporaryFolder(["one/x": Data(), "two/x": Data(), "three/x": Data()])
    let kept = (store: Store(folder: folder.path + "/kept"), key: Digest(of: ["library"]))
    let first = try library(in: folder.path + "/one", kept: kept)
    await first.begin()
    async let other = first.path()
    let path = try await first.path()
    #expect(try await other == path)
    #expect(path == folder.path + "/one/libChapterLibrary.so")
    #expect(await first.cost > 0)
    let bytes = try Data(contentsOf: URL(fileURLWithPath: path))

    let second = try library(in: folder.path + "/two", kept: kept)
    #expect(try Data(contentsOf: URL(fileURLWithPath: try await second.path())) == bytes)
    #expect(await second.cost == 0)

    // Damaged, it is linked anew.
    let file = "\(kept.store.folder)/\(Digest(of: bytes)).file"
    try #require(truncate(file, off_t(bytes.count / 2)) == 0)
    let third = try library(in: folder.path + "/three", kept: kept)
    #expect(try Data(contentsOf: URL(fileURLWithPath: try await third.path())) == bytes)
    #expect(await third.cost > 0)
    #expect(Digest(ofFile: file) == Digest(of: bytes))
  }

  @Test("a linker that fails is told to all who ask")
  func failure() async throws {
    let folder = try TemporaryFolder()
    let library = try library(in: folder.path + "/missing")
    for _ in 0..<2 {
      await #expect(throws: ToolError.self) { try await library.path() }
    }
  }
}

// What results depend on outside the chapters: the library's interface and code, the tool, the compiler, the sandbox.

import Foundation
import Testing

@testable import NotebookKit

@Suite("Surroundings") struct SurroundingsTests {
  private static let chapters = [
    "01-a.md": "```swift run\nimport Toy\nprint(toy())\n```\n",
    "02-b.md": "```swift run compiles\nimport Toy\nprint(toy())\n```\n",
  ]

  @Test("the library's code changed: programs run again, none is compiled")
  func code() async throws {
    let products = try await ToyProducts("public func toy() -> Int { 1 }")
    let book = try TemporaryBook(Self.chapters)
    let first = try await products.build(book)
    #expect(first.report.findings == [])
    #expect(try book.site("01-a.html").contains("<samp>1\n</samp>"))

    try await products.compile("public func toy() -> Int { 2 }", keepingInterface: true)
    let second = try await products.build(book)
    #expect(second.compiled == [])
    #expect(second.ran == ["chapters/01-a.md"])
    #expect(second.reasons == ["chapters/01-a.md: run: the code of Toy changed"])
    #expect(try book.site("01-a.html").contains("<samp>2\n</samp>"))
  }

  @Test("the library's interface changed: programs are compiled and run again")
  func interface() async throws {
    let products = try await ToyProducts("public func toy() -> Int { 1 }")
    let book = try TemporaryBook(Self.chapters)
    _ = try await products.build(book)
    try await products.compile("public func toy() -> Double { 1 }")
    let second = try await products.build(book)
    #expect(second.compiled == ["chapters/01-a.md", "chapters/02-b.md:1"])
    #expect(second.ran == ["chapters/01-a.md"])
    #expect(
      second.reasons == [
        "chapters/01-a.md: compiled and run: module Toy, the code of Toy changed",
        "chapters/02-b.md: compiled: module Toy changed",
      ])
    #expect(try book.site("01-a.html").contains("<samp>1.0\n</samp>"))
  }

  @Test("the library was built again to the same objects: nothing is made")
  func rebuilt() async throws {
    let products = try await ToyProducts("public func toy() -> Int { 1 }")
    let book = try TemporaryBook(Self.chapters)
    _ = try await products.build(book)
    try await products.compile("public func toy() -> Int { 1 } // A comment.")
    let second = try await products.build(book)
    #expect(second.events == [])
    #expect(second.reasons == [])
    #expect(second.report.isUpToDate)
  }

  @Test("a module that is no more is told; back again, its results are there")
  func missing() async throws {
    let products = try await ToyProducts("public func toy() -> Int { 1 }")
    let book = try TemporaryBook(Self.chapters)
    _ = try await products.build(book)
    let module = products.path + "/Modules/Toy.swiftmodule"
    try FileManager.default.moveItem(atPath: module, toPath: module + ".away")
    let error = await #expect(throws: ToolError.self) { try await products.build(book) }
    #expect(
      error?.summary
        == "the module 'Toy' is not among the build products in '\(URL(fileURLWithPath: products.path).resolvingSymlinksInPath().path)'"
    )
    try FileManager.default.moveItem(atPath: module + ".away", toPath: module)
    #expect(try await products.build(book).events == [])
  }

  @Test("another tool makes everything again")
  func tool() async throws {
    let book = try TemporaryBook([
      "01-a.md": "```swift run\nprint(1)\n```\n", "02-b.md": "# B\n",
    ])
    let first = try await book.keeping()
    #expect(first.compiled == ["chapters/01-a.md"])
    let site = try book.siteFiles()
    let second = try await book.keeping(tool: "two")
    #expect(second.compiled == ["chapters/01-a.md"])
    #expect(
      second.reasons == [
        "chapters/01-a.md: compiled and run: the tool changed",
        "chapters/02-b.md: page made: the tool changed",
      ])
    #expect(try book.siteFiles() == site)
  }

  @Test("a tool that cannot be read is told")
  func noTool() async throws {
    let book = try TemporaryBook(["01-a.md": "# A\n"])
    let notebook = Notebook(
      root: book.root, modules: [], products: TemporaryBook.products, tool: book.tool)
    let error = await #expect(throws: ToolError.self) { try await notebook.check() }
    #expect(error?.summary == "'\(book.tool)' cannot be read: No such file or directory")
  }

  @Test("in the sandbox programs run again, and each way is kept")
  func sandbox() async throws {
    let book = try TemporaryBook(["01-a.md": "```swift run\nprint(1)\n```\n"])
    _ = try await book.keeping()
    let sandboxed = try await book.keeping { $0.sandbox = true }
    #expect(sandboxed.compiled == [])
    #expect(sandboxed.reasons == ["chapters/01-a.md: run: the sandbox changed"])
    #expect(try await book.keeping { $0.sandbox = true }.events == [])
    #expect(try await book.keeping().events == [])
  }

  @Test("a file's stamp is another when the file was written anew, were it with the same bytes")
  func stamp() throws {
    let folder = try TemporaryFolder(["file": Data("a".utf8)])
    let path = folder.path + "/file"
    let stamp = FileStamp(path)
    #expect(stamp.size == 1)
    #expect(FileStamp(path) == stamp)
    try replaceFile(at: path, by: Data("a".utf8))
    #expect(FileStamp(path) != stamp)
    #expect(FileStamp(folder.path + "/missing").size == -1)
  }
}

/// Build products with the snippet runtime of this build and a module of one function.
private struct ToyProducts: ~Copyable {
  let root: String
  /// Three below a folder without sources, as `.build/<triple>/<configuration>` is below a package.
  var path: String { root + "/a/b/c" }

  init(_ code: String) async throws {
    root = NSTemporaryDirectory() + "/toy-\(UUID().uuidString)"
    let files = FileManager.default
    try files.createDirectory(
      atPath: path + "/Modules", withIntermediateDirectories: true)
    for name in ["Modules/SnippetRuntime.swiftmodule", "SnippetRuntime.build"] {
      try files.copyItem(
        atPath: "\(TemporaryBook.products)/\(name)", toPath: "\(path)/\(name)")
    }
    try files.createDirectory(atPath: path + "/Toy.build", withIntermediateDirectories: true)
    try Data(#"{"Toy.swift": {"object": "Toy.swift.o"}}"#.utf8)
      .write(to: URL(fileURLWithPath: path + "/Toy.build/output-file-map.json"))
    try await compile(code)
  }

  deinit {
    do {
      try FileManager.default.removeItem(atPath: root)
    } catch {
      print("left behind: \(root)")
    }
  }

  /// Compiles the module into the products.
  func compile(_ code: String, keepingInterface: Bool = false) async throws {
    try Data(code.utf8).write(to: URL(fileURLWithPath: root + "/Toy.swift"))
    let toolchain = try Toolchain.find(on: ProcessInfo.processInfo.environment["PATH"] ?? "")
    let interface =
      keepingInterface
      ? [] : ["-emit-module", "-emit-module-path", path + "/Modules/Toy.swiftmodule"]
    let (ending, text) = try await Command(
      executable: toolchain.swiftc,
      arguments: interface + [
        "-c", "-parse-as-library", "-module-name", "Toy", "-swift-version", "6", "-Onone",
        "Toy.swift", "-o", path + "/Toy.build/Toy.swift.o",
      ], environment: ProcessInfo.processInfo.environment, directory: root
    ).capture(timeout: .seconds(300))
    try #require(ending.cause == .exited(0), "\(text)")
  }

  func build(_ book: borrowing TemporaryBook) async throws -> Look {
    try await book.keeping(modules: ["Toy"], products: path)
  }
}

// Where the build products of this package are: beside the running program. The modules that chapters import are not
// part of the program, so a build of the program alone leaves them out; then, and when their sources have changed since,
// they are built now.

import Foundation
import NotebookKit

/// The build products of the package that this program was built from.
enum Products {
  /// The modules that chapters import.
  static let modules = ["Recurrent", "RecurrentNotebook"]
  /// The target that builds all of them, and what they are made of.
  private static let target = "RecurrentNotebook"

  /// The file of this program.
  static func program() throws(ToolError) -> URL {
    // The system's word, without links.
    guard let program = realpath("/proc/self/exe", nil) else {
      throw ToolError("this program does not know where it is: \(String(cString: strerror(errno)))")
    }
    defer { free(program) }
    return URL(fileURLWithPath: String(cString: program))
  }

  /// The folder that holds this program, its modules and its objects, those of the sources as they are now.
  ///
  /// The variable `NOTEBOOK_PRODUCTS` names a folder to take as it is.
  static func ofThisProgram() throws(ToolError) -> String {
    if let given = ProcessInfo.processInfo.environment["NOTEBOOK_PRODUCTS"] { return given }
    let products = try program().deletingLastPathComponent()
    // Who may not write there cannot build there.
    guard let package = package(of: products), access(products.path, W_OK) == 0 else {
      return products.path
    }
    // What was built last is written down: SwiftPM leaves the time of an object alone when its bytes stay the same.
    let note = products.appendingPathComponent("chapter-modules.built").path
    let sources = Data(stamps(ofSourcesIn: package).utf8)
    let module = products.appendingPathComponent("Modules/\(target).swiftmodule").path
    if FileManager.default.fileExists(atPath: module),
      FileManager.default.contents(atPath: note) == sources
    {
      return products.path
    }
    try build(package, into: products)
    try replaceFile(at: note, by: sources)
    return products.path
  }

  /// The sources that the modules are made of, with their sizes and times.
  private static func stamps(ofSourcesIn package: String) -> String {
    let folders = FolderEntry.all(in: package + "/Sources") ?? []
    let parts = folders.map(\.name).filter {
      [target, "Recurrent", "SnippetRuntime"].contains($0) || $0.hasPrefix("C")
    }
    let files =
      [package + "/Package.swift"]
      + parts.flatMap { FolderEntry.files(below: "\(package)/Sources/\($0)") }
    return files.map { "\($0) \(FileStamp($0).text)\n" }.joined()
  }

  /// The sources of the modules and the command that builds them; nil when this program is elsewhere than its package.
  static func library() throws(ToolError) -> LibrarySources? {
    let products = try program().deletingLastPathComponent()
    guard let package = package(of: products) else { return nil }
    return LibrarySources(
      folder: package + "/Sources", builtBy: command(building: package, into: products))
  }

  /// The package: `.build/<triple>/<configuration>` is in it.
  private static func package(of products: URL) -> String? {
    let package = products.deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().path
    return FileManager.default.fileExists(atPath: package + "/Package.swift") ? package : nil
  }

  /// What builds the modules in the configuration of this program.
  private static func command(building package: String, into products: URL) -> [String] {
    [
      "swift", "build", "--package-path", package, "--configuration",
      products.lastPathComponent, "--target", target,
    ]
  }

  private static func build(_ package: String, into products: URL) throws(ToolError) {
    Standard.error("building the modules that chapters import, if they have changed")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = command(building: package, into: products)
    process.standardOutput = FileHandle.standardError
    do {
      try process.run()
    } catch {
      throw ToolError("'swift build' cannot be started: \(error.localizedDescription)")
    }
    process.waitUntilExit()
    if process.terminationStatus != 0 {
      throw ToolError("'swift build --target \(target)' failed")
    }
  }
}

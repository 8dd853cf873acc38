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
  private static let parts = modules + ["SnippetRuntime"]

  /// The file of this program.
  static func program() throws(ToolError) -> URL {
    guard let program = Bundle.main.executableURL?.resolvingSymlinksInPath() else {
      throw ToolError("this program does not know where it is")
    }
    return program
  }

  /// The folder that holds this program, its modules and its objects.
  static func ofThisProgram() throws(ToolError) -> String {
    let products = try program().deletingLastPathComponent()
    if isMissing(in: products) || isStale(in: products) { try build(into: products) }
    return products.path
  }

  private static func isMissing(in products: URL) -> Bool {
    let module = products.appendingPathComponent("Modules/\(target).swiftmodule").path
    return !FileManager.default.fileExists(atPath: module)
  }

  /// Whether a source was changed after the objects of its module were made.
  private static func isStale(in products: URL) -> Bool {
    guard let package = package(of: products) else { return false }
    return parts.contains { part in
      let sources = newest(below: "\(package)/Sources/\(part)", ending: ".swift")
      let objects = newest(below: "\(products.path)/\(part).build", ending: ".o")
      guard let sources, let objects else { return false }
      return sources > objects
    }
  }

  /// When the newest of the files below a folder was changed; nil when there are none.
  private static func newest(below folder: String, ending: String) -> Date? {
    FolderEntry.files(below: folder).filter { $0.hasSuffix(ending) }.compactMap { path in
      var status = stat()
      guard stat(path, &status) == 0 else { return nil }
      return Date(
        timeIntervalSince1970: Double(status.st_mtim.tv_sec) + Double(status.st_mtim.tv_nsec) * 1e-9
      )
    }.max()
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

  private static func build(into products: URL) throws(ToolError) {
    guard let package = package(of: products) else { return }
    Standard.error("building the modules that chapters import, which are missing or have changed")
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

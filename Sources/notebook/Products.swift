// Where the build products of this package are: beside the running program. The modules that chapters import are not
// part of the program, so a build of the program alone leaves them out; then they are built now.

import Foundation
import NotebookKit

/// The build products of the package that this program was built from.
enum Products {
  /// The target that builds all modules which chapters import.
  private static let target = "RecurrentNotebook"

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
    let module = products.appendingPathComponent("Modules/\(target).swiftmodule").path
    if !FileManager.default.fileExists(atPath: module) { try build(into: products) }
    return products.path
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
    Standard.error("building the modules that chapters import")
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

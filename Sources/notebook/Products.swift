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

  /// Builds the modules in the configuration of this program: `.build/<triple>/<configuration>` is in the package.
  private static func build(into products: URL) throws(ToolError) {
    let package = products.deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    guard FileManager.default.fileExists(atPath: package.path + "/Package.swift") else { return }
    Standard.error("building the modules that chapters import")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [
      "swift", "build", "--package-path", package.path, "--configuration",
      products.lastPathComponent, "--target", target,
    ]
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

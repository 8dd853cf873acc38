// The copy of the library that has all faults, in a package of its own beside the build of the real
// one: there a second run compiles only what has changed.

import Foundation

/// A package with a faulty copy of the library and the checks.
struct FaultyCopy {
  /// The folder of the package.
  let folder: String
  /// The line of each fault in the library's own source, by number.
  let lines: [Int: Int]

  /// Writes the package.
  ///
  /// - Parameters:
  ///   - root: The folder of the real package.
  ///   - faults: The faults to put in the library.
  /// - Throws: `FaultTestError` for a fault that does not fit, and what reading and writing throws.
  init(of root: String, with faults: [NumberedFault]) throws {
    folder = root + "/.build/faults"
    var files: [String: String] = [:]
    var lines: [Int: Int] = [:]
    for target in ["Recurrent", "FaultChecks", "CVectorMath", "CZlib"] {
      for file in try FaultyCopy.sources(in: "\(root)/Sources/\(target)") {
        let text = try String(contentsOfFile: "\(root)/Sources/\(target)/\(file)", encoding: .utf8)
        let own = target == "Recurrent" ? faults.filter { $0.file == file } : []
        let source = try FaultySource(file, text, with: own)
        lines.merge(source.lines) { $1 }
        files["Sources/\(target)/\(file)"] = source.text
      }
    }
    if let lost = faults.first(where: { lines[$0.number] == nil }) {
      throw FaultTestError("\(lost.formula): there is no \(lost.file)")
    }
    files["Package.swift"] = package
    files["Sources/Recurrent/ActiveFault.swift"] = activeFault
    self.lines = lines
    try write(files)
  }

  /// Builds the package and returns the checks' executable.
  ///
  /// - Throws: `FaultTestError` with the compiler's words when a fault does not compile.
  func build() throws -> String {
    let build = try Child.run(
      "/usr/bin/env",
      ["swift", "build", "--package-path", folder, "--product", "FaultChecks"])
    if build.status != 0 {
      throw FaultTestError("the faulty copy cannot be built\n\(build.output)")
    }
    return folder + "/.build/debug/FaultChecks"
  }

  /// The source files of a target, from its folder on.
  private static func sources(in folder: String) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: folder).filter { path in
      [".swift", ".h", ".modulemap"].contains { path.hasSuffix($0) }
    }.sorted()
  }

  /// Makes the folder have these files and no other sources; leaves alone what is the same.
  private func write(_ files: [String: String]) throws {
    let manager = FileManager.default
    if manager.fileExists(atPath: folder + "/Sources") {
      for file in try FaultyCopy.sources(in: folder + "/Sources")
      where files["Sources/\(file)"] == nil {
        try manager.removeItem(atPath: "\(folder)/Sources/\(file)")
      }
    }
    for (file, text) in files {
      let path = URL(fileURLWithPath: "\(folder)/\(file)")
      if manager.contents(atPath: path.path) == Data(text.utf8) { continue }
      try manager.createDirectory(
        at: path.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: path, options: .atomic)
    }
  }
}

/// The package of the copy.
private let package = """
  // swift-tools-version: 6.2
  import PackageDescription

  let package = Package(
    name: "faults",
    targets: [
      .target(name: "Recurrent", dependencies: ["CVectorMath", "CZlib"]),
      .executableTarget(name: "FaultChecks", dependencies: ["Recurrent"]),
      .systemLibrary(name: "CVectorMath"),
      .systemLibrary(name: "CZlib", pkgConfig: "zlib"),
    ]
  )

  """

/// How the copy knows which fault to have, and says that it was met.
private let activeFault = """
  import Foundation

  private let active =
    ProcessInfo.processInfo.environment["\(FaultRun.variable)"].flatMap { Int($0) } ?? 0

  private let met: Void = FileHandle.standardError.write(Data("\(FaultRun.met)\\n".utf8))

  func faultIsActive(_ number: Int) -> Bool {
    if number != active { return false }
    _ = met
    return true
  }

  """

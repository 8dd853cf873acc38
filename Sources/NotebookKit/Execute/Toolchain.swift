// Where the compiler and the linker are, and how they are called. Calling them directly saves the driver's start and
// planning, a third of the time of a small program; plain swiftc is the way where a piece is missing.

import Foundation

/// The tools that make programs.
struct Toolchain: Sendable {
  /// The pieces for calling the compiler and the linker without the driver.
  struct Direct: Sendable {
    /// The compiler proper.
    var frontend: String
    /// The linker's driver.
    var clang: String
    /// The linker, which the driver finds beside itself.
    var linker: String
    /// The folder of the Swift runtime's libraries.
    var runtimeLibraries: String
    /// The object that registers a program's Swift metadata.
    var registrar: String
    /// The folder of the standard library's macros.
    var plugins: String
    /// The target triple.
    var target: String
  }

  /// The driver.
  var swiftc: String
  /// The pieces for going without it; nil where one is missing.
  var direct: Direct?

  /// Finds the tools on the search path.
  static func find(on path: String) throws(ToolError) -> Toolchain {
    let folders = path.split(separator: ":").map(String.init)
    guard
      let found = folders.map({ $0 + "/swiftc" })
        .first(where: { FileManager.default.isExecutableFile(atPath: $0) })
    else {
      throw ToolError(
        "no Swift compiler: there is no 'swiftc' on the search path",
        help: "install Swift from https://swift.org/install")
    }
    let swiftc = URL(fileURLWithPath: found).resolvingSymlinksInPath().path
    return Toolchain(swiftc: found, direct: direct(besideDriver: swiftc))
  }

  /// The shared library for code highlighting, beside the compiler; nil when it is not there.
  var sourceKit: String? {
    let swiftc = URL(fileURLWithPath: swiftc).resolvingSymlinksInPath()
    let library = swiftc.deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("lib/libsourcekitdInProc.so").path
    return FileManager.default.fileExists(atPath: library) ? library : nil
  }

  private static func direct(besideDriver swiftc: String) -> Direct? {
    #if os(Linux)
      #if arch(x86_64)
        let architecture = "x86_64"
      #elseif arch(arm64)
        let architecture = "aarch64"
      #else
        return nil
      #endif
      let bin = URL(fileURLWithPath: swiftc).deletingLastPathComponent()
      let libraries = bin.deletingLastPathComponent().appendingPathComponent("lib/swift/linux").path
      let direct = Direct(
        frontend: bin.appendingPathComponent("swift-frontend").path,
        clang: bin.appendingPathComponent("clang").path,
        linker: bin.appendingPathComponent("ld.lld").path, runtimeLibraries: libraries,
        registrar: "\(libraries)/\(architecture)/swiftrt.o",
        plugins: bin.deletingLastPathComponent().appendingPathComponent("lib/swift/host/plugins")
          .path,
        target: "\(architecture)-unknown-linux-gnu")
      let needed = [
        direct.frontend, direct.clang, direct.linker, direct.registrar,
      ]
      return needed.allSatisfy { FileManager.default.fileExists(atPath: $0) } ? direct : nil
    #else
      return nil
    #endif
  }
}

extension Command {
  /// A tool of the toolchain at work in a folder, where its temporary files are, too: it may leave some behind.
  init(tool: String, _ arguments: [String], in folder: String) {
    let own = ProcessInfo.processInfo.environment
    self.init(
      executable: tool, arguments: arguments,
      environment: own.merging(["TMPDIR": folder]) { _, ours in ours }, directory: folder)
  }
}

/// The flags that a program is compiled with, whichever way the compiler is called.
///
/// Top-level code of a notebook is used by its functions, so everything is on the main actor; `-Onone` because
/// the time goes into compiling, not into running.
enum CompilerFlags {
  static let common = [
    "-swift-version", "6", "-default-isolation", "MainActor", "-Onone", "-gline-tables-only",
    "-module-name", "main", "-diagnostic-style", "llvm", "-no-color-diagnostics",
  ]
}

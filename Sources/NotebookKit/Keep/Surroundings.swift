// What programs are compiled and run with, part by part: a change of any of these makes kept results stale.

import Foundation

/// Everything outside the chapters that results depend on.
struct Surroundings: Sendable {
  /// What a compilation depends on.
  var compiling: [Key.Part]
  /// What the shared library depends on.
  var linking: [Key.Part]
  /// What a run depends on besides its compilation.
  var running: [Key.Part]

  /// Takes the digests of the library and the tools.
  ///
  /// - Parameters:
  ///   - compiler: The compiler, its flags and the modules.
  ///   - tool: This program's own file.
  ///   - conditions: How programs are run: their environment, and whether they are confined.
  /// - Throws: `ToolError` when one of the files cannot be read.
  init(
    of compiler: ProgramCompiler, tool: Key.Part, conditions: [Key.Part]
  ) throws(ToolError) {
    let library = compiler.library
    let toolchain = Key.Part("the compiler", Digest(of: compiler.toolchain.stamps))
    let modules = try library.moduleParts()
    let objects = try library.objectParts()
    compiling =
      modules + [toolchain, Key.Part("the compiler's flags", Digest(of: compiler.flags)), tool]
    linking = objects + [toolchain, tool]
    // Installing a library for the system writes this anew: what programs load may be another.
    let system = Key.Part(
      "the system's libraries", Digest(of: [FileStamp("/etc/ld.so.cache").text]))
    running = objects + [system] + conditions
  }
}

/// A file's size and time of change: enough to tell whether a tool was replaced.
struct FileStamp: Hashable, Sendable, Codable {
  /// The file's size; -1 when there is none.
  var size = -1
  /// The seconds and nanoseconds of the last change of its contents.
  var seconds = 0, nanoseconds = 0
  /// The file's number in its file system.
  var node: UInt64 = 0

  /// Looks at a file; a link is followed.
  init(_ path: String) {
    var status = stat()
    if stat(path, &status) == 0 { take(status) }
  }

  /// Looks at an open file.
  init(of file: Int32) {
    var status = stat()
    if fstat(file, &status) == 0 { take(status) }
  }

  private mutating func take(_ status: stat) {
    size = Int(status.st_size)
    (seconds, nanoseconds) = (status.st_mtim.tv_sec, status.st_mtim.tv_nsec)
    node = UInt64(status.st_ino)
  }

  /// The stamp as text.
  var text: String { "\(size) \(seconds) \(nanoseconds) \(node)" }
}

extension Toolchain {
  /// The stamps of the tools that make programs, and of the libraries that these need.
  fileprivate var stamps: [String] {
    var files = [swiftc]
    if let direct {
      let bin = URL(fileURLWithPath: direct.clang).deletingLastPathComponent().path
      files += [
        direct.frontend, direct.autolinkExtract, direct.clang, "\(bin)/ld.lld", direct.registrar,
        "\(direct.runtimeLibraries)/libswiftCore.so",
      ]
    }
    return files.flatMap { [$0, FileStamp($0).text] }
  }
}

extension Library {
  /// The interfaces that programs are compiled against.
  fileprivate func moduleParts() throws(ToolError) -> [Key.Part] {
    let folder = products + "/Modules"
    var parts: [Key.Part] = []
    for module in modules {
      parts.append(Key.Part("module \(module)", try digest("\(folder)/\(module).swiftmodule")))
    }
    // What the modules import themselves is among the others.
    let others = Self.files(in: folder) { $0.hasSuffix(".swiftmodule") }
      .filter { file in !modules.contains { file.hasSuffix("/\($0).swiftmodule") } }
    parts.append(Key.Part("other modules", try digest(of: others)))
    let headers = moduleMaps.flatMap { map in
      Self.files(in: URL(fileURLWithPath: map).deletingLastPathComponent().path) { _ in true }
    }
    parts.append(Key.Part("C modules", try digest(of: headers)))
    return parts
  }

  /// The objects that programs are linked to.
  fileprivate func objectParts() throws(ToolError) -> [Key.Part] {
    let (own, other) = try objects()
    var parts: [Key.Part] = []
    for objects in own {
      parts.append(Key.Part("the code of \(objects.target)", try digest(of: objects.files)))
    }
    parts.append(Key.Part("the code of other targets", try digest(of: other.flatMap(\.files))))
    return parts
  }

  private func digest(of files: [String]) throws(ToolError) -> Digest {
    var fields: [String] = []
    for file in files { fields += [file, try digest(file).description] }
    return Digest(of: fields)
  }

  private func digest(_ file: String) throws(ToolError) -> Digest {
    guard let digest = Digest(ofFile: file) else {
      throw ToolError(
        "'\(file)' cannot be read: \(lastSystemError())",
        help: "build the package anew with 'swift build -c release'")
    }
    return digest
  }
}

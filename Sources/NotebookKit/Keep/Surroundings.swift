// What programs are compiled and run with, part by part: a change of any of these makes kept results stale.

import Foundation

/// Everything outside the chapters that results depend on.
struct Surroundings: Sendable {
  /// What a compilation depends on.
  var compiling: [Key.Part]
  /// What the shared library depends on.
  var linking: [Key.Part]
  /// What the ways in which the tools are called depend on.
  var calling: [Key.Part]
  /// What a run depends on besides its compilation.
  var running: [Key.Part]

  /// Takes the digests of the library and the tools.
  ///
  /// - Parameters:
  ///   - compiler: The compiler, its flags and the modules.
  ///   - tool: This program's own file.
  ///   - conditions: How programs are run: their environment, and whether they are confined.
  ///   - digests: The digests of files.
  /// - Throws: `ToolError` when one of the files cannot be read.
  init(
    of compiler: ProgramCompiler, tool: Key.Part, conditions: [Key.Part],
    digests: inout FileDigests
  ) throws(ToolError) {
    let library = compiler.library
    let toolchain = Key.Part("the compiler", Digest(of: compiler.toolchain.stamps))
    let modules = try library.moduleParts(&digests)
    let objects = try library.objectParts(&digests)
    compiling =
      modules + [toolchain, Key.Part("the compiler's flags", Digest(of: compiler.flags)), tool]
    linking = objects + [toolchain, tool]
    calling = [toolchain, tool]
    // Installing a library for the system writes this anew: what programs load may be another.
    let system = Key.Part(
      "the system's libraries", Digest(of: [FileStamp("/etc/ld.so.cache").text]))
    running = objects + [system] + conditions
  }
}

extension Toolchain {
  /// The stamps of the tools that make programs, and of the libraries that these need.
  fileprivate var stamps: [String] {
    var files = [swiftc]
    if let direct {
      files += [
        direct.frontend, direct.clang, direct.linker, direct.registrar,
        "\(direct.runtimeLibraries)/libswiftCore.so",
      ]
    }
    return files.flatMap { [$0, FileStamp($0).text] }
  }
}

extension Library {
  /// The interfaces that programs are compiled against.
  fileprivate func moduleParts(_ digests: inout FileDigests) throws(ToolError) -> [Key.Part] {
    let folder = products + "/Modules"
    var parts: [Key.Part] = []
    for module in modules {
      parts.append(
        Key.Part("module \(module)", try digests.needed("\(folder)/\(module).swiftmodule")))
    }
    let others = related.map { "\(folder)/\($0).swiftmodule" }
    parts.append(Key.Part("other modules", try digests.needed(others)))
    let headers = moduleMaps.flatMap { map in
      FolderEntry.files(below: URL(fileURLWithPath: map).deletingLastPathComponent().path)
    }
    parts.append(Key.Part("C modules", try digests.needed(headers)))
    return parts
  }

  /// The objects that programs are linked to.
  fileprivate func objectParts(_ digests: inout FileDigests) throws(ToolError) -> [Key.Part] {
    let (own, other) = try targets()
    var parts: [Key.Part] = []
    for target in own {
      parts.append(Key.Part("the code of \(target)", try digests.needed(foundObjects(of: target))))
    }
    // Hardly any of them is ever linked: when they were written stands for what they hold.
    let stamps = other.flatMap(foundObjects).flatMap { [$0, FileStamp($0).text] }
    parts.append(Key.Part("the code of other targets", Digest(of: stamps)))
    return parts
  }
}

extension FileDigests {
  /// The digest of files that must be there, and of their names.
  fileprivate mutating func needed(_ files: [String]) throws(ToolError) -> Digest {
    var fields: [String] = []
    for file in files { fields += [file, try needed(file).description] }
    return Digest(of: fields)
  }

  /// The digest of a file that must be there.
  fileprivate mutating func needed(_ file: String) throws(ToolError) -> Digest {
    guard let digest = digest(of: file) else {
      throw ToolError(
        "'\(file)' cannot be read: \(lastSystemError())",
        help: "build the package anew with 'swift build -c release'")
    }
    return digest
  }
}

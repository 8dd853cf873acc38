// How the linker is called. Only clang knows all of it, such as where the C library's start files are; it is asked once for
// each toolchain, because starting it takes a third of the time of linking a program.

import Foundation

/// The arguments that link a program, with places for what differs from one program to the next.
struct LinkerCommand: Equatable, Sendable {
  /// The arguments; two of them are `objects` and `libraries`.
  private(set) var words: [String]

  private static let objects = "notebook-objects"
  private static let libraries = "notebook-libraries"

  /// Takes what clang says that it would do.
  ///
  /// - Parameter answer: What it prints with `-###`: its last line has the command's words in quotes.
  init?(_ answer: String) {
    guard let line = answer.split(separator: "\n").last, line.hasPrefix(" \"") else { return nil }
    // The first is the linker itself.
    words = Array(Self.words(in: line).dropFirst())
    for place in [Self.objects, Self.libraries] where words.count(where: { $0 == place }) != 1 {
      return nil
    }
    if !isUsable { return nil }
  }

  /// Takes words that were kept; nil when they are of no use any more, as when the C library has moved.
  init?(words: [String]) {
    self.words = words
    if !isUsable { return nil }
  }

  private var isUsable: Bool {
    words.allSatisfy { !$0.hasPrefix("/") || access($0, F_OK) == 0 }
  }

  /// The words between quotes, where a backslash stands before a quote and before itself.
  private static func words(in line: Substring) -> [String] {
    var words: [String] = []
    var word: String?
    var isEscaped = false
    for character in line {
      if isEscaped {
        word?.append(character)
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else if character == "\"" {
        if let whole = word { words.append(whole) }
        word = word == nil ? "" : nil
      } else {
        word?.append(character)
      }
    }
    return words
  }

  /// The arguments for one program.
  ///
  /// - Parameters:
  ///   - objects: Its objects, and the libraries that are files.
  ///   - libraries: The flags that its objects ask for.
  /// - Returns: The arguments; nil when one of the flags is for clang to understand.
  func arguments(linking objects: [String], _ libraries: [String]) -> [String]? {
    guard libraries.allSatisfy({ $0.hasPrefix("-l") || $0.hasPrefix("-L") }) else { return nil }
    // One thread: starting others takes longer than the work that they would share.
    return words.flatMap { word -> [String] in
      switch word {
      case Self.objects: objects
      case Self.libraries: libraries
      default: [word]
      }
    } + ["--threads=1"]
  }

  /// The arguments with which clang says how it would link a program.
  static func question(to direct: Toolchain.Direct) -> [String] {
    ["-###"]
      + direct.linking(["-Wl,\(objects)"], to: ["-Wl,\(libraries)"])
  }
}

extension Toolchain.Direct {
  /// The arguments with which clang links a program `main`.
  func linking(_ objects: [String], to libraries: [String]) -> [String] {
    ["-pie", "-fuse-ld=lld", registrar] + objects + ["-L", runtimeLibraries] + libraries
      + [
        "-Wl,-rpath,\(runtimeLibraries)", "-Wl,-rpath,\(SharedLibrary.searchPath)", "-o", "main",
      ]
  }
}

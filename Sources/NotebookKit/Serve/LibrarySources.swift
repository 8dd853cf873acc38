// The library that snippets import, while its author works on it too.

import Foundation

/// The sources of the library that snippets import, and how it is built.
public struct LibrarySources: Sendable {
  /// The folder of the sources.
  var folder: String
  /// Builds the library; returns what the compiler said when that failed.
  var rebuild: @Sendable () async throws -> String?

  /// Describes a library that a function builds.
  init(folder: String, rebuild: @escaping @Sendable () async throws -> String?) {
    self.folder = folder
    self.rebuild = rebuild
  }

  /// Describes a library that a command builds.
  ///
  /// - Parameters:
  ///   - folder: The folder of the sources.
  ///   - command: The command's name and its arguments.
  public init(folder: String, builtBy command: [String]) {
    self.init(folder: folder) {
      let (ending, output) = try await Command(
        executable: "/usr/bin/env", arguments: command,
        environment: ProcessInfo.processInfo.environment, directory: folder
      ).capture(timeout: .seconds(3600), isTrusted: false)
      if ending.cause == .exited(0) { return nil }
      return (["'\(command.joined(separator: " "))' failed"] + Self.messages(in: output))
        .joined(separator: "\n")
    }
  }

  /// The messages of a build without its progress; what it says in two steps is told once.
  private static func messages(in output: String) -> [String] {
    var messages: [String] = []
    for line in output.split(separator: "\n") where !line.isProgress {
      let isContinued = line.first.map { $0.isWhitespace || $0.isNumber } ?? true
      if isContinued, let last = messages.popLast() {
        messages.append("\(last)\n\(line)")
      } else {
        messages.append(String(line))
      }
    }
    var told: Set<String> = []
    return messages.filter { told.insert($0).inserted }
  }
}

extension Substring {
  /// Whether a line says how far a build is: `[3/14] Compiling …`.
  fileprivate var isProgress: Bool {
    hasPrefix("Building for ") || prefixMatch(of: #/\[\d+/\d+\] /#) != nil
  }
}

// Child processes: the build of the faulty copy, and one run of a check for each fault.

import Foundation

/// A child process that has ended.
struct Child {
  /// The exit status, or the number of the signal that ended it.
  let status: Int32
  /// Whether a signal ended it.
  let wasEnded: Bool
  /// What it wrote, to both its streams.
  let output: String

  /// Runs a program to its end.
  ///
  /// - Parameters:
  ///   - program: Its path.
  ///   - arguments: Its arguments.
  ///   - variables: What it has in its environment beside what this process has.
  /// - Returns: How it ended.
  /// - Throws: What starting a process throws.
  static func run(
    _ program: String, _ arguments: [String], with variables: [String: String] = [:]
  ) throws -> Child {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(variables) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return Child(
      status: process.terminationStatus,
      wasEnded: process.terminationReason == .uncaughtSignal,
      output: String(decoding: output, as: UTF8.self))
  }
}

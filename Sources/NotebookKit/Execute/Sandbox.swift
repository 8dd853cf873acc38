// The sandbox around snippet programs, which Debian calls bubblewrap: no network, and nothing to write to but the
// program's own folder.

import Foundation

/// A working bubblewrap.
struct Sandbox: Equatable, Sendable {
  /// The path of `bwrap`.
  let executable: String

  /// Finds the sandbox on the search path and tries it.
  ///
  /// Throws `ToolError` when there is none or the system does not let it work.
  static func find(on path: String) async throws -> Sandbox {
    let candidates = path.split(separator: ":").map { "\($0)/bwrap" }
    guard
      let found = candidates.first(where: { FileManager.default.isExecutableFile(atPath: $0) })
    else {
      throw ToolError(
        "no sandbox: there is no 'bwrap' on the search path", help: "apt-get install bubblewrap")
    }
    let sandbox = Sandbox(executable: found)
    let trial = Command(executable: "/bin/true", arguments: [], environment: [:], directory: "/")
    let (ending, words) = try await sandbox.around(trial, readable: [], writable: [])
      .capture(timeout: .seconds(60))
    guard ending.cause == .exited(0) else {
      throw ToolError(
        "no sandbox: '\(found)' does not work here",
        details: words.split(separator: "\n").map(String.init),
        help: "allow user namespaces on this machine, or go without the sandbox")
    }
    return sandbox
  }

  /// The command that runs a command in the sandbox.
  ///
  /// - Parameters:
  ///   - command: What to run.
  ///   - readable: The folders that it needs although they may lie where the sandbox has its own, as in `/dev/shm`.
  ///   - writable: The files and folders that it can change.
  /// - Returns: The command around it.
  func around(_ command: Command, readable: [String], writable: [String]) -> Command {
    let arguments =
      [
        "--unshare-all", "--die-with-parent", "--cap-drop", "ALL", "--ro-bind", "/", "/",
        "--dev", "/dev", "--proc", "/proc",
      ]
      + readable.flatMap { ["--ro-bind", $0, $0] }
      + writable.flatMap { ["--bind", $0, $0] }
      + ["--chdir", command.directory, "--", command.executable] + command.arguments
    return Command(
      executable: executable, arguments: arguments, environment: command.environment,
      directory: command.directory)
  }
}

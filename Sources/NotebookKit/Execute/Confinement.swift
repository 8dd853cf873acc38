// How a snippet program is run: what it sees of the machine and how much of it it may use.

import CSystem
import Foundation
import SnippetRuntime

extension SwiftcExecutor {
  /// Runs a program that is made.
  ///
  /// - Parameters:
  ///   - program: The program.
  ///   - place: The folder with the executable `main` and the empty folder `cwd` to run it in.
  /// - Returns: What it did, however it ended.
  /// - Throws: `ToolError` when it cannot be started.
  func perform(_ program: Program, in place: String) async throws -> Performance {
    let word = UUID().uuidString
    let folder = "\(place)/cwd"
    let backtrace = "\(place)/backtrace.json"
    var environment = Self.environment(in: folder)
    environment[SessionProtocol.borderVariable] = word
    environment[SessionProtocol.limitsVariable] = limits.text
    environment["SWIFT_BACKTRACE"] = Backtrace.setting(writingTo: backtrace)
    var command = Command(
      executable: "\(place)/main", arguments: [], environment: environment, directory: folder)
    if let sandbox {
      // The sandbox can only open a way to a file that is there.
      try Data().write(to: URL(fileURLWithPath: backtrace))
      command = sandbox.around(
        command, readable: [self.folder], writable: [folder, backtrace])
    }
    let started = try Performance.Started(command)
    var performance = try await onThread { cancellation in
      Performance.of(
        started, snippets: program.snippets, word: word, limits: limits, patience: patience,
        cancellation
      ) { progress(.running(program: program.name, line: $0.id.line)) }
    }
    if case .signalled = performance.ending.cause,
      let data = FileManager.default.contents(atPath: backtrace), !data.isEmpty
    {
      performance.backtrace = Backtrace(json: data)
    }
    return performance
  }

  /// What the results of programs depend on besides the programs.
  ///
  /// - Parameters:
  ///   - limits: How much of the machine they may use.
  ///   - isSandboxed: Whether there is a sandbox around them.
  /// - Returns: Parts of the keys of their results.
  static func conditions(limits: Limits, isSandboxed: Bool) -> [Key.Part] {
    let variables = environment(in: "")
      .sorted { $0.key < $1.key }.flatMap { [$0.key, $0.value] }
    return [
      Key.Part("the environment", Digest(of: variables)), Key.Part("the limits", limits.text),
      Key.Part("the sandbox", isSandboxed ? "bubblewrap" : "none"),
    ]
  }

  /// The variables that programs see, the same on every machine.
  ///
  /// Matrix products have one thread, because chapters run beside each other, and the kernels of one kind of processor
  /// wherever they run: the last digits of a page must depend neither on the machine nor on who builds it.
  static func environment(in folder: String) -> [String: String] {
    var variables = [
      "PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": folder, "TMPDIR": folder,
      "LANG": "C.UTF-8", "TZ": "UTC", "OPENBLAS_NUM_THREADS": "1",
    ]
    if system_has_avx2() != 0 { variables["OPENBLAS_CORETYPE"] = "Haswell" }
    return variables
  }
}

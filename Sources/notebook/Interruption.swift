// Ctrl-C: the work is cancelled, programs are stopped and temporary files removed before the command ends.

import Dispatch
import Foundation

/// Turns signals that end a command into cancellation of its work.
enum Interruption {
  /// Does work that the signals to end a process cancel; a second signal ends it at once.
  static func watching<Result: Sendable>(
    _ work: @escaping @Sendable () async throws -> Result
  ) async throws -> Result {
    let task = Task { try await work() }
    let sources = [SIGINT, SIGTERM, SIGHUP, SIGQUIT].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        if task.isCancelled { _exit(128 + number) }
        task.cancel()
      }
      source.resume()
      return source
    }
    defer { sources.forEach { $0.cancel() } }
    return try await task.value
  }
}

// The start of the engines that live in this process, one at a time: each takes signals for itself.

import Foundation
import Synchronization

/// Starts engines.
enum EngineStart {
  private static let lock = Mutex(())

  /// Starts an engine while no other is being started.
  static func exclusively<Result>(_ start: () -> sending Result) -> sending Result {
    lock.withLock { _ in start() }
  }

  /// Starts an engine that needs none of the signals it takes: whoever had them before has them again.
  ///
  /// sourcekitd takes the signal by which JavaScriptCore's collector stops threads.
  static func withoutSignals<Result>(_ start: () -> sending Result) -> sending Result {
    exclusively {
      let signals = [SIGUSR1, SIGUSR2]
      let handlers = signals.map { signal in
        var handler = sigaction()
        sigaction(signal, nil, &handler)
        return handler
      }
      let result = start()
      for (signal, var handler) in zip(signals, handlers) { sigaction(signal, &handler, nil) }
      return result
    }
  }
}

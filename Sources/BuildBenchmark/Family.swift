// The children that run: an interruption ends them, and no other is started.

import Foundation
import Synchronization

/// The benchmark's living children.
final class Family: Sendable {
  /// Those of this process.
  static let current = Family()

  private let children = Mutex<(running: Set<pid_t>, isOver: Bool)>(([], false))

  /// Starts a child, unless the benchmark is interrupted.
  func add(_ start: () throws -> pid_t) throws -> pid_t {
    try children.withLock { children in
      if children.isOver { throw BenchmarkError("interrupted") }
      let child = try start()
      children.running.insert(child)
      return child
    }
  }

  /// Forgets a child that has ended.
  func remove(_ child: pid_t) { children.withLock { _ = $0.running.remove(child) } }

  /// Asks all children to end.
  func end() {
    children.withLock { children in
      children.isOver = true
      for child in children.running { kill(child, SIGTERM) }
    }
  }
}

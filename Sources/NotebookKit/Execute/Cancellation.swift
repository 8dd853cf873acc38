// A request to stop, seen from a thread that is not a task.

import Synchronization

/// A request to stop.
final class Cancellation: Sendable {
  private let requested = Atomic(false)

  /// Whether the work should stop.
  var isRequested: Bool { requested.load(ordering: .relaxed) }

  /// Asks the work to stop.
  func request() { requested.store(true, ordering: .relaxed) }
}

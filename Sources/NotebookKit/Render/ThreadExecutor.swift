// A thread that runs the jobs of one actor, all of them and nothing else.

import Foundation

/// An executor with a thread of its own that never ends.
final class ThreadExecutor: SerialExecutor, @unchecked Sendable {
  private let condition = NSCondition()
  /// The jobs that wait, guarded by the condition.
  private var jobs: [UnownedJob] = []

  /// Starts the thread.
  init(name: String) {
    let thread = Thread { [self] in
      while true { take().runSynchronously(on: asUnownedSerialExecutor()) }
    }
    thread.name = name
    thread.stackSize = 8 << 20
    thread.start()
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    condition.withLock { jobs.append(job) }
    condition.signal()
  }

  func asUnownedSerialExecutor() -> UnownedSerialExecutor {
    UnownedSerialExecutor(ordinary: self)
  }

  private func take() -> UnownedJob {
    condition.withLock {
      while jobs.isEmpty { condition.wait() }
      return jobs.removeFirst()
    }
  }
}

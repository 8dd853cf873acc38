// Work that blocks, such as waiting for a process, on threads of its own: the few that run tasks are not for waiting.

import Foundation

/// Runs blocking work on a thread of its own, so that waiting for a process blocks no task.
///
/// - Parameter work: Asked to stop when the task is cancelled. It is done in any case, if need be on this thread.
/// - Returns: What the work returns.
/// - Throws: What the work throws, `CancellationError`.
func onThread<Result: Sendable>(
  _ work: @escaping @Sendable (Cancellation) throws -> Result
) async throws -> Result {
  let cancellation = Cancellation()
  let result = try await withTaskCancellationHandler {
    try await withCheckedThrowingContinuation { continuation in
      startThread { continuation.resume(with: Swift.Result { try work(cancellation) }) }
    }
  } onCancel: {
    cancellation.request()
  }
  try Task.checkCancellation()
  return result
}

/// Starts a thread that nobody waits for, at a tenth of the cost of Foundation's; where there is none to be had, the work is
/// done here.
private func startThread(_ work: @escaping @Sendable () -> Void) {
  var attributes = pthread_attr_t()
  pthread_attr_init(&attributes)
  defer { pthread_attr_destroy(&attributes) }
  pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
  let box = Unmanaged.passRetained(ThreadWork(work))
  var thread = pthread_t()
  let status = pthread_create(
    &thread, &attributes,
    { box in
      if let box { Unmanaged<ThreadWork>.fromOpaque(box).takeRetainedValue().run() }
      return nil
    }, box.toOpaque())
  if status != 0 { box.takeRetainedValue().run() }
}

/// What a thread does.
private final class ThreadWork: Sendable {
  let run: @Sendable () -> Void
  init(_ run: @escaping @Sendable () -> Void) { self.run = run }
}

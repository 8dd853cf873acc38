// A connection to a browser: brings one request and takes what is said to it. Whoever is slow at the
// other end holds up a thread that waits for nobody else.

import Foundation

/// A connection to a client, closed when nobody holds it any more.
final class PreviewConnection: Sendable {
  private let descriptor: Int32

  /// How long a client may take for its request, and how long it may take nothing of an answer.
  static let patience = Duration.seconds(60)

  /// Takes over a descriptor that does not block.
  init(_ descriptor: Int32) { self.descriptor = descriptor }

  deinit { close(descriptor) }

  /// Waits for the head of the request.
  ///
  /// - Parameter patience: How long it may take to arrive.
  /// - Returns: The head; nil when the client says nothing or leaves.
  /// - Throws: `RequestHead.Refusal`, `CancellationError`.
  func head(within patience: Duration = patience) async throws -> RequestHead? {
    try await onThread { [descriptor] cancellation in
      let deadline = ContinuousClock.now + patience
      var received: [UInt8] = []
      var buffer = [UInt8](repeating: 0, count: 4096)
      while isReady(descriptor, for: POLLIN, until: deadline, unless: cancellation) {
        let count = recv(descriptor, &buffer, buffer.count, 0)
        if count < 0, errno == EAGAIN || errno == EINTR { continue }
        guard count > 0 else { return nil }
        received += buffer[..<count]
        if let head = try RequestHead.read(received) { return head }
        if .now >= deadline { break }
      }
      // Browsers connect in advance and then may have nothing to ask.
      if received.isEmpty || cancellation.isRequested { return nil }
      throw RequestHead.Refusal.tooSlow
    }
  }

  /// Sends bytes.
  ///
  /// - Returns: Whether the client took them.
  /// - Throws: `CancellationError`.
  func send(_ bytes: [UInt8]) async throws -> Bool {
    try await onThread { [self] cancellation in send(bytes, cancellation) }
  }

  /// Sends the last bytes and waits for the client to have them.
  ///
  /// - Throws: `CancellationError`.
  func finish(sending bytes: [UInt8]) async throws {
    try await onThread { [self] cancellation in
      guard send(bytes, cancellation) else { return }
      shutdown(descriptor, Int32(SHUT_WR))
      // To close while there is something to read would take back what was sent last.
      let deadline = ContinuousClock.now + Self.patience
      var buffer = [UInt8](repeating: 0, count: 1 << 16)
      while isReady(descriptor, for: POLLIN, until: deadline, unless: cancellation) {
        let count = recv(descriptor, &buffer, buffer.count, 0)
        if count == 0 || count < 0 && errno != EAGAIN && errno != EINTR { return }
        if .now >= deadline { return }
      }
    }
  }

  private func send(_ bytes: [UInt8], _ cancellation: Cancellation) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        Foundation.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      if count >= 0 {
        rest = rest.dropFirst(count)
      } else if errno == EAGAIN {
        let deadline = ContinuousClock.now + Self.patience
        guard isReady(descriptor, for: POLLOUT, until: deadline, unless: cancellation) else {
          return false
        }
      } else if errno != EINTR {
        return false
      }
    }
    return true
  }
}

/// Waits until something can be done with a descriptor.
///
/// - Parameters:
///   - descriptor: The descriptor.
///   - events: What is to be done, as `poll` names it.
///   - deadline: When to give up; nil for never.
///   - cancellation: A request to give up at once.
/// - Returns: Whether it can be done, or at least be tried and fail.
func isReady(
  _ descriptor: Int32, for events: Int32, until deadline: ContinuousClock.Instant? = nil,
  unless cancellation: Cancellation
) -> Bool {
  var request = pollfd(fd: descriptor, events: Int16(events), revents: 0)
  while !cancellation.isRequested {
    if poll(&request, 1, 100) > 0 { return true }
    if let deadline, .now >= deadline { return false }
  }
  return false
}

// Where browsers find the preview: a socket that only this computer reaches.

import CSystem
import Foundation

/// A socket on 127.0.0.1 that clients connect to, closed when nobody holds it any more.
final class PreviewListener: Sendable {
  /// The port in use.
  let port: Int
  private let descriptor: Int32

  private static let flags = SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue

  /// Listens.
  ///
  /// - Parameter port: The port; 0 lets the system pick a free one.
  /// - Throws: `ToolError` when the port cannot be had.
  init(port: UInt16) throws(ToolError) {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | Self.flags), 0)
    var yes: Int32 = 1
    let size = socklen_t(MemoryLayout<Int32>.size)
    // What an earlier run has left to the system to close does not matter.
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, size)
    // Clients' sockets inherit it: an event does not wait for the last one to be confirmed.
    setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, size)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    let isListening = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        return bind(descriptor, $0, size) == 0 && listen(descriptor, SOMAXCONN) == 0
          && getsockname(descriptor, $0, &size) == 0
      }
    }
    guard isListening else {
      let summary =
        errno == EADDRINUSE
        ? "the port \(port) is in use"
        : "the preview cannot listen on port \(port): \(lastSystemError())"
      close(descriptor)
      throw ToolError(
        summary, help: "choose another with '--port', or let '--port 0' pick a free one")
    }
    self.descriptor = descriptor
    self.port = Int(UInt16(bigEndian: address.sin_port))
  }

  deinit { close(descriptor) }

  /// Waits for the next client.
  ///
  /// - Returns: The connection to it.
  /// - Throws: `ToolError` when there will be none any more, `CancellationError`.
  func next() async throws -> PreviewConnection {
    try await onThread { [self] cancellation in
      while isReady(descriptor, for: POLLIN, unless: cancellation) {
        let client = accept4(descriptor, nil, nil, Int32(Self.flags))
        if client >= 0 { return PreviewConnection(client) }
        switch errno {
        case EBADF, EINVAL, ENOTSOCK, EOPNOTSUPP:
          throw ToolError("the preview's server ended: \(lastSystemError())")
        case EMFILE, ENFILE, ENOBUFS, ENOMEM:
          // The client waits until others have left.
          usleep(100_000)
        default:
          // It left before it was seen.
          continue
        }
      }
      throw CancellationError()
    }
  }
}

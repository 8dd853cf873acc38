// A connection to a server on this computer, byte for byte: what a browser would tidy up is sent as it is.

import Foundation

@testable import NotebookKit

/// A connection to 127.0.0.1.
final class RawConnection: Sendable {
  private let descriptor: Int32

  /// Connects.
  init(port: Int) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    // A server that says nothing for so long is broken.
    var patience = timeval(tv_sec: 600, tv_usec: 0)
    setsockopt(
      descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    let status = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard status == 0 else { throw ToolError("no connection: \(lastSystemError())") }
  }

  deinit { close(descriptor) }

  /// Sends text.
  func send(_ text: String) throws {
    let bytes = Array(text.utf8)
    guard Foundation.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else {
      throw ToolError("nothing can be sent: \(lastSystemError())")
    }
  }

  /// Reads until the text has arrived, or to the end when there is none.
  func read(until end: String? = nil) async throws -> String {
    try await onThread { [self] _ in
      var received: [UInt8] = []
      var buffer = [UInt8](repeating: 0, count: 4096)
      while true {
        var text: String { String(decoding: received, as: UTF8.self) }
        if let end, text.contains(end) { return text }
        let count = Foundation.read(descriptor, &buffer, buffer.count)
        if count < 0 { throw ToolError("nothing came after '\(text)': \(lastSystemError())") }
        if count == 0 { return text }
        received += buffer[..<count]
      }
    }
  }

  /// Asks for something and returns the whole answer.
  static func answer(
    to target: String, method: String = "GET", host: String? = nil, port: Int
  ) async throws -> String {
    let connection = try RawConnection(port: port)
    try connection.send(
      """
      \(method) \(target) HTTP/1.1\r
      Host: \(host ?? "127.0.0.1:\(port)")\r
      Connection: close\r
      \r

      """)
    return try await connection.read()
  }

  /// Waits for events about a page as its script does: first asks for the page.
  static func listening(to page: String, port: Int) async throws -> RawConnection {
    let html = try await answer(to: "/\(page).html", port: port)
    let revision = html.firstMatch(of: /data-revision="([^"]*)"/).map { String($0.output.1) } ?? ""
    return try listening(to: page, revision: revision, port: port)
  }

  /// Waits for events about a page of which one has a certain revision.
  static func listening(to page: String, revision: String, port: Int) throws -> RawConnection {
    let connection = try RawConnection(port: port)
    try connection.send(
      "GET /events?page=\(page)&revision=\(revision) HTTP/1.1\r\nHost: localhost:\(port)\r\n\r\n")
    return connection
  }
}

/// Waits until something is so.
func eventually(_ isSo: () async throws -> Bool) async throws {
  let deadline = ContinuousClock.now + .seconds(120)
  while try await !isSo() {
    guard .now < deadline else { throw ToolError("it never came to be") }
    try await Task.sleep(for: .milliseconds(10))
  }
}

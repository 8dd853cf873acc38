// As much of HTTP as a browser needs for a page that waits for its own change.

import Foundation

/// A connection to a server on this machine.
final class Connection {
  private let socket: Int32

  /// Connects, and asks for a path.
  ///
  /// - Parameters:
  ///   - path: The path and the query.
  ///   - port: The server's port.
  /// - Throws: `BenchmarkError` when nobody listens.
  init(asking path: String, port: UInt16) throws {
    socket = Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    let connected = withUnsafePointer(to: address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    // A server that says nothing for a minute is not waited for.
    var limit = timeval(tv_sec: 60, tv_usec: 0)
    setsockopt(
      socket, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    let request = Array(
      "GET \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nConnection: close\r\n\r\n".utf8)
    guard connected == 0, send(socket, request, request.count, Int32(MSG_NOSIGNAL)) == request.count
    else { throw BenchmarkError("the server does not listen: \(String(cString: strerror(errno)))") }
  }

  deinit { close(socket) }

  /// The next bytes; nil at the end.
  func next() throws -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    let count = recv(socket, &bytes, bytes.count, 0)
    if count < 0 {
      throw BenchmarkError("the server says nothing: \(String(cString: strerror(errno)))")
    }
    return count == 0 ? nil : Array(bytes.prefix(count))
  }

  /// Reads until some words have come; what came behind them is lost.
  ///
  /// - Throws: `BenchmarkError` when the answer ends before.
  func skip(past words: String) throws {
    var text = ""
    while !text.contains(words) {
      guard let bytes = try next() else { throw BenchmarkError("the server sent no '\(words)'") }
      text += String(decoding: bytes, as: UTF8.self)
    }
  }

  /// The whole answer, its head included.
  static func answer(to path: String, port: UInt16) throws -> String {
    let connection = try Connection(asking: path, port: port)
    var bytes: [UInt8] = []
    while let more = try connection.next() { bytes += more }
    return String(decoding: bytes, as: UTF8.self)
  }
}

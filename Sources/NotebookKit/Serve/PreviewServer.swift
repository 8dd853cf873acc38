// HTTP for the preview: this computer only, known names only, and a stream of events for each page that is open.

import Foundation
import Synchronization

/// Serves editions on 127.0.0.1.
final class PreviewServer: Sendable {
  private let port: UInt16
  private let heartbeat: Duration
  private let answers: Mutex<PreviewAnswers>
  /// The port in use; 0 until the server listens.
  let boundPort = Atomic<Int>(0)
  /// The connections that wait for their page to change.
  let events = PreviewEvents()

  /// Prepares a server.
  ///
  /// - Parameters:
  ///   - port: The port to listen on; 0 lets the system pick a free one.
  ///   - heartbeat: How often waiting connections are written to, so that dead ones are noticed.
  ///   - run: A name of this run that no other has: pages from another run are loaded again.
  init(port: UInt16, heartbeat: Duration = .seconds(10), run: String = UUID().uuidString) {
    self.port = port
    self.heartbeat = heartbeat
    answers = Mutex(PreviewAnswers(run: run))
  }

  /// Shows an edition from now on and tells the pages that are open.
  func show(_ edition: Edition) {
    let answers = answers.withLock { answers in
      answers.show(edition)
      return answers
    }
    events.announce { answers.isStale($0, revision: $1) }
  }

  /// Listens, does the work, and closes every connection when it has ended or the task is cancelled.
  ///
  /// - Parameter work: What to do while the server listens on the given port.
  /// - Throws: `ToolError` when the port cannot be had, and what `work` throws.
  func run(while work: @escaping @Sendable (_ port: Int) async throws -> Void) async throws {
    let listener = try PreviewListener(port: port)
    boundPort.store(listener.port, ordering: .relaxed)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { [self] in
        try await withThrowingDiscardingTaskGroup { connections in
          while true {
            let connection = try await listener.next()
            connections.addTask { [self] in try await serve(connection) }
          }
        }
      }
      group.addTask { try await work(listener.port) }
      group.addTask { [self] in
        while true {
          try await Task.sleep(for: heartbeat)
          events.beat()
        }
      }
      defer { group.cancelAll() }
      try await group.next()
    }
  }

  // MARK: Requests

  /// Answers one request; for the next a browser connects again.
  private func serve(_ connection: PreviewConnection) async throws {
    do {
      guard let head = try await connection.head() else { return }
      let isHead = head.method == "HEAD"
      guard isHead || head.method == "GET" else {
        let refusal = Self.refusal(405, "Only GET and HEAD are answered here.")
        let bytes = Self.bytes(refusal, isHead: false, fields: ["Allow: GET, HEAD"])
        return try await connection.finish(sending: bytes)
      }
      guard isOwn(head.fields["host"] ?? "") else {
        // A page elsewhere may have its name lead here: it must not read the book.
        let refusal = Self.refusal(403, "This preview is for this computer only.")
        return try await connection.finish(sending: Self.bytes(refusal, isHead: isHead))
      }
      if head.path == "/events" {
        try await sendEvents(for: head, to: connection)
      } else {
        let answer = await answers.withLock { $0 }.answer(to: head.path)
        try await connection.finish(sending: Self.bytes(answer, isHead: isHead))
      }
    } catch let refusal as RequestHead.Refusal {
      let answer = Self.refusal(refusal.rawValue, "This is no request that a browser makes.")
      try await connection.finish(sending: Self.bytes(answer, isHead: false))
    }
  }

  /// Tells a browser of changes until it leaves; what it missed until now it is told at once.
  private func sendEvents(for head: RequestHead, to connection: PreviewConnection) async throws {
    let start = Self.head(status: 200, type: "text/event-stream", length: nil)
    if head.method == "HEAD" { return try await connection.finish(sending: start) }
    guard try await connection.send(start) else { return }
    let query = head.query
    let messages = events.listen(page: query["page"] ?? "", revision: query["revision"] ?? "")
    let answers = answers.withLock { $0 }
    events.announce { answers.isStale($0, revision: $1) }
    for await message in messages {
      guard try await connection.send(message) else { return }
    }
    try await connection.finish(sending: [])
  }

  /// Whether a request was meant for this server, by the name that its browser knows it under.
  private func isOwn(_ host: String) -> Bool {
    let port = boundPort.load(ordering: .relaxed)
    return ["127.0.0.1", "localhost", "[::1]"].contains { name in
      let host = host.lowercased()
      return host == name || host == "\(name):\(port)"
    }
  }

  // MARK: Answers

  /// An answer as it is sent.
  private static func bytes(
    _ answer: PreviewAnswer, isHead: Bool, fields: [String] = []
  ) -> [UInt8] {
    let head = head(
      status: answer.status, type: answer.type, length: answer.body.count, fields: fields)
    return isHead ? head : head + answer.body
  }

  /// The head of an answer; the body of one without a length ends with the connection.
  private static func head(
    status: Int, type: String, length: Int?, fields: [String] = []
  ) -> [UInt8] {
    let lines =
      ["HTTP/1.1 \(status) \(phrases[status] ?? "Unknown")"] + fields
      + ["Cache-Control: no-store", "Connection: close"]
      + (length.map { ["Content-Length: \($0)"] } ?? [])
      + ["Content-Type: \(type)", "X-Content-Type-Options: nosniff", "", ""]
    return Array(lines.joined(separator: "\r\n").utf8)
  }

  private static let phrases = [
    200: "OK", 400: "Bad Request", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed",
    408: "Request Timeout", 431: "Request Header Fields Too Large", 500: "Internal Server Error",
    503: "Service Unavailable",
  ]

  private static func refusal(_ status: Int, _ sentence: String) -> PreviewAnswer {
    PreviewAnswer(status, "<!DOCTYPE html>\n<title>Refused</title>\n<p>\(sentence)</p>\n")
  }
}

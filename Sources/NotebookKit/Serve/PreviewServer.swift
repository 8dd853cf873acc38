// HTTP for the preview: this computer only, known names only, and a stream of events for each page that is open.

import FlyingFox
import FlyingSocks
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
    let server = HTTPServer(
      config: .init(
        address: try .inet(ip4: "127.0.0.1", port: port), pool: HTTPServer.defaultPool(),
        logger: .disabled),
      handler: ClosureHTTPHandler { [self] request in await respond(to: request) })
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { [port] in
        do {
          try await server.run()
        } catch let failure as SocketError {
          // Its sockets close under it when the work has ended.
          try Task.checkCancellation()
          throw ToolError(failure, port: port)
        }
      }
      group.addTask { [self] in
        try await server.waitUntilListening(timeout: 60)
        guard case .ip4(_, let port) = await server.listeningAddress else {
          throw ToolError("the preview has no address")
        }
        boundPort.store(Int(port), ordering: .relaxed)
        try await work(Int(port))
      }
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

  private func respond(to request: HTTPRequest) async -> HTTPResponse {
    let isHead = request.method == .HEAD
    guard isHead || request.method == .GET else {
      return response(
        PreviewAnswer(405, Self.refusal("Only GET and HEAD are answered here.")), isHead: false,
        besides: [HTTPHeader("Allow"): "GET, HEAD"])
    }
    guard isOwn(request.headers[.host] ?? "") else {
      // A page elsewhere may have its name lead here: it must not read the book.
      return response(
        PreviewAnswer(403, Self.refusal("This preview is for this computer only.")), isHead: isHead)
    }
    if request.target.path() == "/events" {
      return isHead
        ? HTTPResponse(statusCode: .ok, headers: Self.headers(type: "text/event-stream"))
        : HTTPResponse(
          statusCode: .ok, headers: Self.headers(type: "text/event-stream"),
          body: HTTPBodySequence(from: listen(request)))
    }
    let path = request.target.path()
    return response(await answers.withLock { $0 }.answer(to: path), isHead: isHead)
  }

  /// Adds the browser to those that are told of changes; what it missed until now it is told at once.
  private func listen(_ request: HTTPRequest) -> EventBytes {
    func value(_ name: String) -> String { request.query.first { $0.name == name }?.value ?? "" }
    let bytes = events.listen(page: value("page"), revision: value("revision"))
    let answers = answers.withLock { $0 }
    events.announce { answers.isStale($0, revision: $1) }
    return bytes
  }

  /// Whether a request was meant for this server, by the name that its browser knows it under.
  private func isOwn(_ host: String) -> Bool {
    let port = boundPort.load(ordering: .relaxed)
    return ["127.0.0.1", "localhost", "[::1]"].contains { name in
      let host = host.lowercased()
      return host == name || host == "\(name):\(port)"
    }
  }

  private func response(
    _ answer: PreviewAnswer, isHead: Bool, besides others: [HTTPHeader: String] = [:]
  ) -> HTTPResponse {
    var headers = Self.headers(type: answer.type)
    headers[.contentLength] = String(answer.body.count)
    for (name, value) in others { headers[name] = value }
    let body =
      isHead
      ? HTTPBodySequence()
      : HTTPBodySequence(data: answer.body, suggestedBufferSize: max(answer.body.count, 1))
    return HTTPResponse(statusCode: .init(answer), headers: headers, body: body)
  }

  private static func headers(type: String) -> HTTPHeaders {
    [
      .contentType: type, .cacheControl: "no-store",
      HTTPHeader("X-Content-Type-Options"): "nosniff",
    ]
  }

  private static func refusal(_ sentence: String) -> HTML {
    "<!DOCTYPE html>\n<title>Refused</title>\n<p>\(sentence)</p>\n"
  }
}

extension HTTPStatusCode {
  /// The status of an answer with its phrase.
  fileprivate init(_ answer: PreviewAnswer) {
    switch answer.status {
    case 200: self = .ok
    case 403: self = .forbidden
    case 405: self = .methodNotAllowed
    case 500: self = .internalServerError
    case 503: self = .serviceUnavailable
    default: self = .notFound
    }
  }
}

extension ToolError {
  /// Why a port cannot be listened on.
  fileprivate init(_ failure: SocketError, port: UInt16) {
    switch failure {
    case .failed(_, EADDRINUSE, _):
      self.init(
        "the port \(port) is in use",
        help: "choose another with '--port', or let '--port 0' pick a free one")
    case .failed(_, _, let message):
      self.init(
        "the preview cannot listen on port \(port): \(message)",
        help: "choose another with '--port', or let '--port 0' pick a free one")
    case .blocked, .disconnected, .unsupportedAddress, .timeout:
      self.init("the preview's server ended: \(failure.localizedDescription)")
    }
  }
}

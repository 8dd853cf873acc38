// The preview's server by itself: what it answers, to whom, and who is told when a page changes.

import Foundation
import Synchronization
import Testing

@testable import NotebookKit

@Suite("Preview server") struct PreviewServerTests {
  private func edition(_ text: String, problems: [String] = []) -> Edition {
    let document = Document(head: "<body>\n", body: HTML(raw: text))
    return Edition(
      pages: ["a": .init(document: document, errors: 0), "ä b": .init(document: "B", errors: 2)],
      problems: problems)
  }

  @Test("a page is sent with the preview's additions, and nobody keeps it")
  func page() async throws {
    let server = PreviewServer(port: 0, run: "run")
    server.show(edition("A"))
    try await server.run { port in
      let answer = try await RawConnection.answer(to: "/a.html?x=1", port: port)
      #expect(
        answer == """
          HTTP/1.1 200 OK\r
          Cache-Control: no-store\r
          Connection: close\r
          Content-Length: 89\r
          Content-Type: text/html; charset=utf-8\r
          X-Content-Type-Options: nosniff\r
          \r
          <body>
          <script src="/notebook-preview.js" data-page="a" data-revision="run.1"></script>
          A
          """)
      let other = try await RawConnection.answer(to: "/%C3%A4%20b.html", port: port)
      #expect(
        other.hasSuffix(
          """
          <body>
          <script src="/notebook-preview.js" data-page="ä b" data-revision="run.1"></script>
          <a class="preview-badge" href="#page:problem">2 errors</a>
          B
          """))
    }
  }

  @Test("HEAD has the headers of GET and no body; other methods are refused")
  func methods() async throws {
    let server = PreviewServer(port: 0)
    server.show(edition("A"))
    try await server.run { port in
      let whole = try await RawConnection.answer(to: "/a.html", port: port)
      let head = try await RawConnection.answer(to: "/a.html", method: "HEAD", port: port)
      #expect(head.hasSuffix("\r\n\r\n"))
      #expect(whole.hasPrefix(head))
      for method in ["POST", "PUT", "DELETE", "OPTIONS"] {
        let answer = try await RawConnection.answer(to: "/a.html", method: method, port: port)
        #expect(answer.hasPrefix("HTTP/1.1 405 Method Not Allowed\r\nAllow: GET, HEAD\r\n"))
      }
    }
  }

  @Test(
    "only names of the edition are found",
    arguments: [
      "/../x", "/%2e%2e/x", "/..%2fx", "//", "//a.html", "/./a.html", "/x/../a.html", "/a.html/",
      "/a.html%00", "/%00", "/a\\b", "/..\\x", "/%5c", "/%252e%252e/a.html", "/%", "/%ff",
      "/a", "/A.html", "/assets", "/assets/", "/assets/../assets/style.css",
      "/assets/%2e%2e/a.html", "http://127.0.0.1/a.html", "a.html", "*", "/etc/passwd",
      "/../../../../etc/passwd", "/README.md",
    ])
  func paths(path: String) async throws {
    let server = PreviewServer(port: 0)
    server.show(edition("A"))
    try await server.run { port in
      let answer = try await RawConnection.answer(to: path, port: port)
      #expect(answer.hasPrefix("HTTP/1.1 404 Not Found\r\nCache-Control: no-store\r\n"))
      #expect(answer.contains("<h1>No such page</h1>"))
    }
  }

  @Test("files have the types that browsers insist on")
  func types() async {
    var answers = PreviewAnswers(run: "run")
    var edition = edition("A")
    let types = [
      "x.css": "text/css; charset=utf-8", "x.js": "text/javascript; charset=utf-8",
      "fonts/x.woff2": "font/woff2", "x.svg": "image/svg+xml", "x.png": "image/png",
      "x.json": "application/json", "x": "application/octet-stream",
    ]
    for name in types.keys {
      let data = Data(name.utf8)
      edition.assets["assets/" + name] = SiteFile(path: name, key: Digest(of: data)) { data }
    }
    answers.show(edition)
    for (name, type) in types {
      let answer = await answers.answer(to: "/assets/" + name)
      #expect(answer.type == type)
      #expect(answer.body == Data(name.utf8))
    }
  }

  @Test("names that lead here from elsewhere are refused")
  func hosts() async throws {
    let server = PreviewServer(port: 0)
    server.show(edition("A"))
    try await server.run { port in
      for host in [
        "127.0.0.1", "localhost", "[::1]", "127.0.0.1:\(port)", "LOCALHOST:\(port)",
        "[::1]:\(port)",
      ] {
        let answer = try await RawConnection.answer(to: "/a.html", host: host, port: port)
        #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
      }
      for host in [
        "", "evil.example", "evil.example:\(port)", "127.0.0.1:1", "localhost.evil.example",
        "127.0.0.1.evil.example:\(port)", "127.0.0.1:\(port)@evil.example", "0.0.0.0:\(port)",
      ] {
        for target in ["/a.html", "/events?page=a&revision=", "/notebook-preview.js"] {
          let answer = try await RawConnection.answer(to: target, host: host, port: port)
          #expect(answer.hasPrefix("HTTP/1.1 403 Forbidden\r\n"))
        }
      }
    }
  }

  @Test("before the first edition every page says that it is being built")
  func waiting() async {
    let answers = PreviewAnswers(run: "run")
    #expect(await answers.answer(to: "/").status == 503)
    #expect(await answers.answer(to: "/01-a.html").status == 503)
    #expect(await answers.answer(to: "/assets/style.css").status == 200)
    #expect(!answers.isStale("index", revision: "earlier.7"))
  }

  @Test("a book without pages is a banner, and what is wrong with the book stands on every page")
  func banner() async {
    var answers = PreviewAnswers(run: "run")
    answers.show(Edition(problems: ["error: a < b"]))
    let banner = """
      <section class="preview-banner" id="page:banner" aria-label="What is wrong with the book">
      <pre class="problem" tabindex="0">error: a &lt; b</pre>
      </section>
      """
    let nothing = await answers.answer(to: "/")
    #expect(nothing.status == 503)
    #expect(String(decoding: nothing.body, as: UTF8.self).contains(banner))
    answers.show(edition("A", problems: ["error: a < b"]))
    #expect(
      String(decoding: await answers.answer(to: "/%C3%A4%20b.html").body, as: UTF8.self) == """
        <body>
        <script src="/notebook-preview.js" data-page="ä b" data-revision="run.2"></script>
        \(banner)
        <a class="preview-badge" href="#page:banner">3 errors</a>
        B
        """)
  }

  @Test("a page is stale when it changed, appeared or went, or comes from another run")
  func stale() {
    var answers = PreviewAnswers(run: "run")
    answers.show(edition("A"))
    #expect(!answers.isStale("a", revision: "run.1"))
    #expect(answers.isStale("a", revision: "other.1"))
    #expect(!answers.isStale("new", revision: "run.0"))
    answers.show(edition("A"))
    #expect(!answers.isStale("a", revision: "run.1"))
    answers.show(edition("A2"))
    #expect(answers.isStale("a", revision: "run.1"))
    #expect(!answers.isStale("ä b", revision: "run.1"))
    answers.show(edition("A2", problems: ["error: x"]))
    #expect(answers.isStale("ä b", revision: "run.1"))
    answers.show(Edition(pages: ["new": .init(document: "N", errors: 0)]))
    #expect(answers.isStale("new", revision: "run.0"))
    #expect(answers.isStale("a", revision: "run.3"))
  }

  @Test("those whose page changed are told, once; those who missed it are told when they ask")
  func events() async throws {
    let server = PreviewServer(port: 0, heartbeat: .milliseconds(20), run: "run")
    server.show(edition("A"))
    try await server.run { port in
      let changed = try await RawConnection.listening(to: "a", port: port)
      let other = try await RawConnection.listening(to: "%C3%A4%20b", port: port)
      try await eventually { server.events.revisions == ["run.1", "run.1"] }
      server.show(edition("A2"))
      let late = try RawConnection.listening(to: "a", revision: "run.1", port: port)
      let event = "event: reload\ndata: a\n\n"
      let toLate = try await late.read(until: event)
      #expect(toLate.contains("Content-Type: text/event-stream\r\n"))
      #expect(toLate.contains("retry: 500\n\n"))
      let told = try await changed.read(until: event)
      #expect(told.matches(of: /event: reload/).count == 1)
      server.show(edition("A3"))
      // Two beats later nothing else has come.
      for _ in 0..<2 {
        #expect(try await !changed.read(until: ":\n\n").contains("event:"))
        #expect(try await !other.read(until: ":\n\n").contains("event:"))
      }
    }
  }

  @Test("a connection that its browser left is forgotten, and the end closes the others")
  func connections() async throws {
    let server = PreviewServer(port: 0, heartbeat: .milliseconds(20), run: "run")
    server.show(edition("A"))
    let kept = try await withThrowingTaskGroup(of: RawConnection?.self) { group in
      let (kept, channel) = AsyncStream<RawConnection>.makeStream()
      group.addTask {
        try await server.run { port in
          for _ in 0..<20 {
            let left = try await RawConnection.listening(to: "a", port: port)
            _ = try await left.read(until: "retry")
          }
          let kept = try await RawConnection.listening(to: "a", port: port)
          _ = try await kept.read(until: "retry")
          channel.yield(kept)
          try await eventually { server.events.revisions.count == 1 }
        }
        return nil
      }
      group.addTask { await kept.first { _ in true } }
      return try await group.reduce(nil) { $0 ?? $1 }
    }
    // To read on would fail if the connection were cut or still open.
    #expect(try await kept?.read().replacing(":\n\n", with: "") == "")
  }

  @Test("what no browser sends is refused, and the refusal arrives whatever is sent after it")
  func refusals() async throws {
    let server = PreviewServer(port: 0)
    server.show(edition("A"))
    try await server.run { port in
      for (text, status) in [
        ("\u{16}\u{3}\u{1}", "400 Bad Request"), ("hello\r\n\r\n", "400 Bad Request"),
        ("GET /" + String(repeating: "a", count: 1 << 19), "431 Request Header Fields Too Large"),
        (
          "POST / HTTP/1.1\r\n\r\n" + String(repeating: "a", count: 1 << 19),
          "405 Method Not Allowed"
        ),
      ] {
        let connection = try RawConnection(port: port)
        try connection.send(text)
        let answer = try await connection.read()
        #expect(answer.hasPrefix("HTTP/1.1 \(status)\r\n"))
        #expect(answer.hasSuffix("</p>\n"))
      }
    }
  }

  @Test("HTTP/1.0 is answered, pages and events")
  func oldClient() async throws {
    let server = PreviewServer(port: 0, heartbeat: .milliseconds(20))
    server.show(edition("A"))
    try await server.run { port in
      let page = try RawConnection(port: port)
      try page.send("GET /a.html HTTP/1.0\r\nhost: localhost\r\n\r\n")
      let answer = try await page.read()
      #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
      #expect(answer.hasSuffix("</script>\nA"))
      let events = try RawConnection(port: port)
      try events.send("GET /events?page=a HTTP/1.0\r\nhost: localhost\r\n\r\n")
      let start = "nosniff\r\n\r\nretry: 500\n\nevent: reload\ndata: a\n\n"
      _ = try await events.read(until: start)
    }
  }

  @Test("a request of which the rest does not come is given up, and who says nothing is left")
  func slow() async throws {
    let listener = try PreviewListener(port: 0)
    let begun = try RawConnection(port: listener.port)
    try begun.send("GET / HTTP/1.1\r\nHo")
    let toBegun = try await listener.next()
    await #expect(throws: RequestHead.Refusal.tooSlow) {
      try await toBegun.head(within: .milliseconds(1))
    }
    let silent = try RawConnection(port: listener.port)
    let toSilent = try await listener.next()
    #expect(try await toSilent.head(within: .milliseconds(1)) == nil)
    withExtendedLifetime(silent) {}
  }

  @Test("clients that dawdle keep nobody waiting, and are answered when they go on")
  func dawdlers() async throws {
    let server = PreviewServer(port: 0)
    let text = String(repeating: "A", count: 1 << 23)
    server.show(edition(text))
    try await server.run { port in
      let silent = try (0..<50).map { _ in try RawConnection(port: port) }
      let begun = try (0..<50).map { _ in
        let connection = try RawConnection(port: port)
        try connection.send("GET /a.html HT")
        return connection
      }
      let filled = try (0..<3).map { _ in
        let connection = try RawConnection(port: port)
        try connection.send("GET /a.html HTTP/1.1\r\nHost: localhost\r\n\r\n")
        return connection
      }
      let answer = try await RawConnection.answer(to: "/a.html", method: "HEAD", port: port)
      #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
      for connection in [begun[0], begun[49]] {
        try connection.send("TP/1.1\r\nHost: localhost\r\n\r\n")
        #expect(try await connection.read().hasSuffix("</script>\n\(text)"))
      }
      #expect(try await filled[0].read().hasSuffix("</script>\n\(text)"))
      withExtendedLifetime((silent, begun, filled)) {}
    }
  }

  @Test("programs that are started have none of its sockets")
  func descriptors() async throws {
    let server = PreviewServer(port: 0)
    server.show(edition("A"))
    try await server.run { port in
      let events = try await RawConnection.listening(to: "a", port: port)
      _ = try await events.read(until: "retry")
      var open: [String] = []
      for name in try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd") {
        var address = sockaddr_in()
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        guard let number = Int32(name) else { continue }
        let status = withUnsafeMutablePointer(to: &address) {
          $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(number, $0, &size) }
        }
        guard status == 0, address.sin_family == sa_family_t(AF_INET),
          UInt16(bigEndian: address.sin_port) == UInt16(port)
        else { continue }
        open.append(fcntl(number, F_GETFD) & FD_CLOEXEC == 0 ? "kept" : "closed")
      }
      #expect(open.count >= 2)
      #expect(Set(open) == ["closed"])
    }
  }

  @Test("a port that is in use is told with its number")
  func busy() async throws {
    let server = PreviewServer(port: 0)
    try await server.run { port in
      let error = await #expect(throws: ToolError.self) {
        try await PreviewServer(port: UInt16(port)).run { _ in }
      }
      #expect(
        error?.description == """
          error: the port \(port) is in use
          help: choose another with '--port', or let '--port 0' pick a free one
          """)
    }
  }

  @Test(
    "a browser loads a page again when it changed, and when the server came back",
    .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/chromium")))
  func browser() async throws {
    let profile = try TemporaryFolder()
    let first = PreviewServer(port: 0, heartbeat: .milliseconds(50), run: "one")
    let (ports, channel) = AsyncStream<Int>.makeStream()
    let folder = profile.path
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        for await port in ports {
          _ = try await Command(
            executable: "/usr/bin/chromium",
            arguments: [
              "--headless", "--no-sandbox", "--disable-gpu", "--user-data-dir=\(folder)",
              "--remote-debugging-port=0", "http://127.0.0.1:\(port)/a.html",
            ], environment: ProcessInfo.processInfo.environment, directory: folder
          ).capture(timeout: .seconds(300), isTrusted: false)
          throw ToolError("the browser ended")
        }
      }
      group.addTask {
        let html = "<!DOCTYPE html>\n<title>x</title>\n<body>\n"
        @Sendable func page(_ text: String) -> Edition {
          let document = Document(head: HTML(raw: html), body: HTML(raw: text))
          return Edition(pages: ["a": .init(document: document, errors: 0)])
        }
        first.show(page("A"))
        try await first.run { port in
          channel.yield(port)
          try await eventually { first.events.revisions == ["one.1"] }
          first.show(page("B"))
          try await eventually { first.events.revisions == ["one.2"] }
        }
        let port = UInt16(first.boundPort.load(ordering: .relaxed))
        let second = PreviewServer(port: port, heartbeat: .milliseconds(50), run: "two")
        second.show(page("C"))
        // Another test may have been given the port meanwhile.
        try await eventually {
          do {
            try await second.run { _ in
              try await eventually { second.events.revisions == ["two.1"] }
            }
            return true
          } catch let error as ToolError where error.summary == "the port \(port) is in use" {
            return false
          }
        }
      }
      defer { group.cancelAll() }
      _ = try await group.next()
    }
  }
}

extension Document: ExpressibleByStringLiteral {
  /// A page that is nothing but text.
  public init(stringLiteral text: String) {
    self.init(head: "<body>\n", body: HTML(raw: text))
  }
}

extension Edition.Page {
  /// A page that is made already.
  fileprivate init(document: Document, errors: Int) {
    self.init(digest: Digest(of: [document.html.text]), errors: errors) { document }
  }
}

// The head of a request as the preview's server reads it.

import Testing

@testable import NotebookKit

@Suite("Request head") struct RequestHeadTests {
  /// What a client sent and what it is refused with; nil when more is waited for.
  struct Case: CustomTestStringConvertible {
    var text: String
    var refusal: RequestHead.Refusal?

    init(_ text: String, _ refusal: RequestHead.Refusal?) {
      self.text = text
      self.refusal = refusal
    }

    var testDescription: String { "\(text.prefix(40).debugDescription), \(text.utf8.count) bytes" }
  }

  @Test("a head is a method, a target and fields, whose names have no case")
  func whole() throws {
    let text = """
      GET /%C3%A4.html?page=%C3%A4+b&revision=x%3D1&flag&page=c%2Bd HTTP/1.1\r
      HOST: localhost:8080\r
      accept:text/html\r
      Accept: \t */* \r
      X-Empty:\r
      \r
      the body: not looked at\u{0}
      """
    let head = try #require(try RequestHead.read(Array(text.utf8)))
    #expect(head.method == "GET")
    #expect(head.target == "/%C3%A4.html?page=%C3%A4+b&revision=x%3D1&flag&page=c%2Bd")
    #expect(head.path == "/%C3%A4.html")
    #expect(head.query == ["page": "c+d", "revision": "x=1", "flag": ""])
    #expect(
      head.fields == ["host": "localhost:8080", "accept": "text/html, */*", "x-empty": ""])
  }

  @Test("a parameter is decoded as a form's, and is empty when it cannot be")
  func query() throws {
    let text = "GET /events?page=%C3%A4+b&revision=%ff&=&&x=a=b?c HTTP/1.0\r\n\r\n"
    let head = try #require(try RequestHead.read(Array(text.utf8)))
    #expect(head.query == ["page": "ä b", "revision": "", "": "", "x": "a=b?c"])
    #expect(head.fields == [:])
  }

  @Test(
    "what can become a head is waited for, what cannot is refused at once",
    arguments: [
      Case("", nil),
      Case("GE", nil),
      Case("GET / HTTP/1.1\r", nil),
      Case("GET / HTTP/1.1\r\nHost: localhost\r\n", nil),
      Case("GET / HTTP/1.1\r\nHost: localhost\r\n\r", nil),
      // A browser that expects TLS.
      Case("\u{16}\u{3}\u{1}", .malformed),
      Case("\r\n", .malformed),
      Case("GET / HTTP/1.1\n", .malformed),
      Case("GET / HTTP/1.1\rHost", .malformed),
      Case("hello\r\n", .malformed),
      Case("GET /\r\n", .malformed),
      Case("GET  HTTP/1.1\r\n", .malformed),
      Case(" GET / HTTP/1.1\r\n", .malformed),
      Case("GET  / HTTP/1.1\r\n", .malformed),
      Case("GET /a b HTTP/1.1\r\n", .malformed),
      Case("GET\t/ HTTP/1.1\r\n", .malformed),
      Case("G(T / HTTP/1.1\r\n", .malformed),
      Case("PRI * HTTP/2.0\r\n", .malformed),
      Case("GET / http/1.1\r\n", .malformed),
      Case("GET /\u{0} HTTP/1.1", .malformed),
      Case("GET / HTTP/1.1\r\nHost\r\n", .malformed),
      Case("GET / HTTP/1.1\r\n: localhost\r\n", .malformed),
      Case("GET / HTTP/1.1\r\nHost : localhost\r\n", .malformed),
      Case("GET / HTTP/1.1\r\nHost: local\r\n host\r\n", .malformed),
      Case("GET / HTTP/1.1\r\nHost: local\u{7F}host", .malformed),
      Case("GET /" + String(repeating: "a", count: RequestHead.limit - 6), nil),
      Case("GET /" + String(repeating: "a", count: RequestHead.limit - 5), .tooLong),
      Case(
        "GET / HTTP/1.1\r\nX: " + String(repeating: "a", count: RequestHead.limit) + "\r\n\r\n",
        .tooLong),
    ])
  func parts(sent: Case) {
    do throws(RequestHead.Refusal) {
      #expect(try RequestHead.read(Array(sent.text.utf8)) == nil)
      #expect(sent.refusal == nil)
    } catch {
      #expect(error == sent.refusal)
    }
  }

  @Test("the longest head is read, whatever follows it")
  func longest() throws {
    let start = "GET / HTTP/1.1\r\nX: "
    let count = RequestHead.limit - start.utf8.count - 4
    let text = start + String(repeating: "a", count: count) + "\r\n\r\n"
    for rest in ["", String(repeating: "b", count: RequestHead.limit)] {
      let head = try #require(try RequestHead.read(Array((text + rest).utf8)))
      #expect(head.fields["x"]?.utf8.count == count)
    }
  }
}

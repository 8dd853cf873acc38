import Testing

@testable import NotebookKit

@Suite struct HTMLTests {
  @Test("text is escaped once, HTML never")
  func escaping() {
    #expect(
      HTML(escaping: "<a href=\"x\">&amp; 'é'").text == "&lt;a href=&quot;x&quot;&gt;&amp;amp; 'é'")
    #expect(HTML(raw: "<b>&amp;</b>").text == "<b>&amp;</b>")
    #expect(HTML(escaping: "").text.isEmpty)
    #expect(HTML(escaping: "a\0b").text == "a␀b")
    #expect(HTML(escaping: "a\u{301}<\u{338}").text == "a\u{301}&lt;\u{338}")
  }

  @Test("interpolated text is escaped, interpolated HTML is not")
  func interpolation() {
    let name = "<x & \"y\">"
    let bold: HTML = "<b>\(name)</b>"
    #expect(bold.text == "<b>&lt;x &amp; &quot;y&quot;&gt;</b>")
    let outer: HTML = "<p title=\"\(name)\">\(bold) \(42)</p>"
    #expect(
      outer.text == "<p title=\"&lt;x &amp; &quot;y&quot;&gt;\">\(bold.text) 42</p>")
    #expect(HTML("\(name.dropFirst())").text == "x &amp; &quot;y&quot;&gt;")
  }

  @Test("pieces are put together in order")
  func joining() {
    var html: HTML = "<i>"
    html.append(escaping: "a<b")
    html.append(raw: "</i>")
    html.append("<hr>")
    html.append(escapingURL: "/a b")
    #expect(html.text == "<i>a&lt;b</i><hr>/a%20b")
    #expect((HTML(raw: "<a>") + HTML(escaping: "&")).text == "<a>&amp;")
    #expect([HTML(raw: "1"), HTML(raw: "2")].joined(separator: ", ").text == "1, 2")
    #expect([HTML]().joined().text.isEmpty)
  }

  @Test("addresses keep what has a meaning in them and escape the rest")
  func addresses() {
    func escaped(_ address: String) -> String { HTML(escapingURL: address).text }
    #expect(
      escaped("http://a.b:8/c_d~e/?f=g&h=%20#i!*(),;@+$-.")
        == "http://a.b:8/c_d~e/?f=g&amp;h=%20#i!*(),;@+$-.")
    #expect(escaped("a b\"c'd<e>") == "a%20b%22c&#x27;d%3Ce%3E")
    #expect(escaped("é漢\u{1F600}") == "%C3%A9%E6%BC%A2%F0%9F%98%80")
    #expect(escaped("[]{}|\\^`\u{7F}\n") == "%5B%5D%7B%7D%7C%5C%5E%60%7F%0A")
  }

  @Test("every ASCII character in an address is escaped as cmark-gfm escapes it")
  func everyCharacter() {
    for value in UInt8(0x21)..<0x7F where !"<>\\&".utf8.contains(value) {
      let character = String(UnicodeScalar(value))
      let markdown = "[a](</x\(character)y>)"
      let html = "<p><a href=\"\(HTML(escapingURL: "/x\(character)y").text)\">a</a></p>\n"
      #expect(renderedByCMark(markdown) == html)
    }
  }
}

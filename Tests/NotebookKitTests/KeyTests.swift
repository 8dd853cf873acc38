// Keys: every part counts, and what has changed is told by name.

import Foundation
import Testing

@testable import NotebookKit

@Suite("Key") struct KeyTests {
  private let key = Key(
    kind: "page", parts: [Key.Part("the text", "a"), Key.Part("the tool", "b", "c")])

  @Test("a key is another when its kind, a part's name, its contents or their order is another")
  func digest() {
    let others = [
      Key(kind: "body", parts: key.parts), Key(kind: "page", parts: key.parts.reversed()),
      Key(kind: "page", parts: [key.parts[0]]),
      Key(kind: "page", parts: [key.parts[0], Key.Part("a tool", "b", "c")]),
      Key(kind: "page", parts: [key.parts[0], Key.Part("the tool", "bc")]),
    ]
    #expect(Set((others + [key]).map(\.digest)).count == others.count + 1)
    #expect(Key(kind: "page", parts: key.parts).digest == key.digest)
  }

  @Test("changes are parts that differ, that are new and that are gone, in order and once each")
  func changes() {
    let earlier = Key(
      kind: "page",
      parts: [
        Key.Part("the text", "a"), Key.Part("the tool", "b"), Key.Part("module M", "m"),
      ])
    let now = Key(
      kind: "page",
      parts: [
        Key.Part("the text", "a"), Key.Part("the tool", "c"), Key.Part("module N", "m"),
        Key.Part("the tool", "c"),
      ])
    #expect(now.changes(since: earlier) == ["the tool", "module N", "module M"])
    #expect(now.changes(since: now) == [])
  }

  @Test("a kept key comes back; half a part is none")
  func kept() throws {
    let data = try JSONEncoder().encode(key)
    #expect(try JSONDecoder().decode(Key.self, from: data) == key)
    #expect(throws: DecodingError.self) {
      _ = try JSONDecoder().decode(Key.self, from: Data(#"["page", "the text"]"#.utf8))
    }
  }
}

// "Did you mean": which word is offered, and when none is.

import Testing

@testable import NotebookKit

struct SpellingCase: CustomTestStringConvertible {
  var word: String
  var candidates: [String]
  var nearest: String?

  var testDescription: String { "'\(word)' among \(candidates)" }
}

@Suite("Spelling") struct SpellingTests {
  static let modes = ["compiles", "fails", "folded", "hidden", "traps"]

  @Test(
    "the nearest word is offered when it is near enough",
    arguments: [
      SpellingCase(word: "hiden", candidates: modes, nearest: "hidden"),
      SpellingCase(word: "hiddden", candidates: modes, nearest: "hidden"),
      SpellingCase(word: "hodden", candidates: modes, nearest: "hidden"),
      SpellingCase(word: "fodled", candidates: modes, nearest: "folded"),
      SpellingCase(word: "fails", candidates: modes, nearest: "fails"),
      SpellingCase(word: "Fails", candidates: modes, nearest: "fails"),
      SpellingCase(word: "fials", candidates: modes, nearest: "fails"),
      SpellingCase(word: "banana", candidates: modes, nearest: nil),
      SpellingCase(
        word: "gradient-W", candidates: ["gradient-U", "gradient-w"], nearest: "gradient-w"),
      SpellingCase(word: "gate-fotget", candidates: ["gate-forget"], nearest: "gate-forget"),
      SpellingCase(word: "größe", candidates: ["grösse", "große"], nearest: "große"),
    ])
  func offered(_ item: SpellingCase) {
    #expect(nearest(to: item.word, among: item.candidates) == item.nearest)
  }

  @Test(
    "half of the shorter word may be wrong, at least one letter",
    arguments: [
      SpellingCase(word: "abcd", candidates: ["abxy"], nearest: "abxy"),
      SpellingCase(word: "abcd", candidates: ["axyz"], nearest: nil),
      SpellingCase(word: "abc", candidates: ["abx"], nearest: "abx"),
      SpellingCase(word: "abc", candidates: ["axy"], nearest: nil),
      SpellingCase(word: "a", candidates: ["b"], nearest: "b"),
      SpellingCase(word: "ab", candidates: ["abcd"], nearest: nil),
      SpellingCase(word: "ab", candidates: ["ba"], nearest: "ba"),
    ])
  func limit(_ item: SpellingCase) {
    #expect(nearest(to: item.word, among: item.candidates) == item.nearest)
  }

  @Test("of words equally near the first in the alphabet is offered, whatever their order")
  func ties() {
    #expect(nearest(to: "cat", among: ["rat", "bat", "hat"]) == "bat")
    #expect(nearest(to: "cat", among: ["hat", "bat", "rat"]) == "bat")
  }

  @Test("nothing is offered when there are no words")
  func none() {
    #expect(nearest(to: "run", among: []) == nil)
  }
}

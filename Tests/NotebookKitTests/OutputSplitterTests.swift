// The output of a program cut into that of its snippets, however the bytes arrive.

import SnippetRuntime
import Testing

@testable import NotebookKit

struct FalseBorderCase: CustomTestStringConvertible {
  var output: String
  /// What the snippet before the output says, all of it unless a border is in it.
  var parts: [Int: String]

  var testDescription: String { output.debugDescription }
}

@Suite("Output splitter") struct OutputSplitterTests {
  private func split(_ chunks: [[UInt8]]) -> [Int: [UInt8]] {
    var splitter = OutputSplitter(word: "word")
    for chunk in chunks { chunk.withUnsafeBytes { splitter.receive($0) } }
    splitter.finish()
    return splitter.parts
  }

  private func part(_ text: String) -> [UInt8] { Array(text.utf8) }

  private func border(_ index: Int) -> String {
    SessionProtocol.border("word", before: index)
  }

  @Test("borders are cut across chunks at every byte")
  func everyCut() {
    let bytes = Array("start\(border(0))a\0b\n\(border(1))\(border(12))ä".utf8)
    let expected = [-1: part("start"), 0: part("a\0b\n"), 12: part("ä")]
    #expect(split([bytes]) == expected)
    for cut in 0...bytes.count {
      #expect(split([Array(bytes[..<cut]), Array(bytes[cut...])]) == expected, "cut at \(cut)")
    }
    #expect(split(bytes.map { [$0] }) == expected)
  }

  @Test("no output leaves no parts, and output before the first border is kept apart")
  func beforeFirst() {
    #expect(split([]) == [:])
    #expect(split([[]]) == [:])
    #expect(split([Array("a".utf8), Array("b".utf8)]) == [-1: part("ab")])
    #expect(split([Array(border(0).utf8)]) == [:])
  }

  @Test("a border may come again, and the output goes on where it was")
  func again() {
    let text = "\(border(0))a\(border(1))b\(border(0))c"
    #expect(split([Array(text.utf8)]) == [0: part("ac"), 1: part("b")])
  }

  @Test(
    "what only looks like a border is output",
    arguments: [
      FalseBorderCase(output: "a\0b\0\0c\0", parts: [-1: "a\0b\0\0c\0"]),
      FalseBorderCase(output: "\0word:x\0", parts: [-1: "\0word:x\0"]),
      FalseBorderCase(output: "\0word:\0", parts: [-1: "\0word:\0"]),
      FalseBorderCase(output: "\0word:-1\0", parts: [-1: "\0word:-1\0"]),
      FalseBorderCase(output: "\0word:+1\0", parts: [-1: "\0word:+1\0"]),
      FalseBorderCase(output: "\0word:1", parts: [-1: "\0word:1"]),
      FalseBorderCase(output: "\0word:1 \0", parts: [-1: "\0word:1 \0"]),
      FalseBorderCase(output: "\0wor", parts: [-1: "\0wor"]),
      FalseBorderCase(output: "\0Word:1\0", parts: [-1: "\0Word:1\0"]),
      FalseBorderCase(output: "word:1\0", parts: [-1: "word:1\0"]),
      FalseBorderCase(
        output: "\0word:99999999999999999999\0", parts: [-1: "\0word:99999999999999999999\0"]),
      FalseBorderCase(
        output: "\0word:000000000000000000000001\0",
        parts: [-1: "\0word:000000000000000000000001\0"]),
      FalseBorderCase(output: "\0\0word:1\0a", parts: [-1: "\0", 1: "a"]),
      FalseBorderCase(output: "\0wo\0word:1\0a", parts: [-1: "\0wo", 1: "a"]),
      FalseBorderCase(output: "\0word:\0word:1\0a", parts: [-1: "\0word:", 1: "a"]),
      FalseBorderCase(output: "\0word:1\0word:2\0a", parts: [1: "word:2\0a"]),
    ])
  func falseBorders(_ item: FalseBorderCase) {
    let bytes = Array(item.output.utf8)
    #expect(split([bytes]) == item.parts.mapValues(part))
    #expect(split(bytes.map { [$0] }) == item.parts.mapValues(part))
  }

  @Test("a mebibyte of each snippet's output is kept with some last words, and more is a flood")
  func limit() {
    let most = [UInt8](repeating: 0x61, count: OutputSplitter.limit + OutputSplitter.lastWords)
    var splitter = OutputSplitter(word: "word")
    for chunk in [Array(border(0).utf8), most, Array(border(1).utf8), most] {
      chunk.withUnsafeBytes { splitter.receive($0) }
    }
    #expect(splitter.parts == [0: most, 1: most])
    #expect(!splitter.isFlooded)
    Array("bc\(border(2))d".utf8).withUnsafeBytes { splitter.receive($0) }
    #expect(splitter.parts == [0: most, 1: most, 2: part("d")])
    #expect(splitter.isFlooded)
    #expect(OutputSplitter.limit == 1_048_576)
  }
}

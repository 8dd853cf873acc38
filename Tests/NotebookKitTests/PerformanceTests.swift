// What the snippets of a program did that ended before its first one.

import Foundation
import Testing

@testable import NotebookKit

@Suite("Performance") struct PerformanceTests {
  private static func runs(_ cause: Ending.Cause, output: String) -> [Run] {
    let source = Source(
      path: "chapters/01-x.md", text: "```swift run\na()\n```\n\n```swift run\nb()\n```\n")
    let chapter = Chapter(source: source, number: 1, blocks: MarkdownParser.parse(source).blocks)
    let program = Plan(chapter, modules: []).programs[0]
    var splitter = OutputSplitter(word: "word")
    Array(output.utf8).withUnsafeBytes { splitter.receive($0) }
    splitter.finish()
    let performance = Performance(
      output: splitter, records: RecordReader(), ending: Ending(cause: cause, cpu: 0))
    return program.snippets.indices.map { performance.run(ofSnippet: $0, in: program) }
  }

  @Test("a program that cannot begin says so in its own words")
  func noBeginning() {
    #expect(
      Self.runs(.exited(127), output: "main: error while loading\n\nlibrary.so\n").map(\.outcome)
        == [.unmade(["main: error while loading", "library.so"]), .notReached])
  }

  @Test("a program that ends silently before its first snippet is the first one's error")
  func silent() {
    #expect(Self.runs(.exited(0), output: "").map(\.outcome) == [.exited(0), .notReached])
    #expect(
      Self.runs(.signalled(SIGKILL), output: "x").map(\.outcome)
        == [.killed("signal 9 (killed)"), .notReached])
  }

  @Test("the limit that the supervisor met is told with its value")
  func limit() {
    #expect(
      Self.runs(.exceeded(.memory), output: "").map(\.outcome)
        == [.exceeded(.memory(2 << 30)), .notReached])
  }
}

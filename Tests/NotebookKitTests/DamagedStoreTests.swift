// A real store with damage of any kind in any of its entries: the book comes out as before, and nobody is told of an error.

import Foundation
import Testing

@testable import NotebookKit

@Suite("A damaged store") struct DamagedStoreTests {
  private static let chapters = [
    "index.md": "# Cover\n",
    "01-a.md": """
    # A

    ```math id=energy
    E
    ```

    ```swift run
    func f() { let unused = 1 }
    print("one")
    check("two", 2.0, equals: 2.0)
    ```

    """,
    "02-b.md": "# B\n\nSee [](#energy).\n\n```swift run compiles\nprint(1)\n```\n",
  ]

  /// What a build came to, and what it must come to again.
  private struct Outcome: Equatable {
    var messages: String
    var snippets: [[String]]
    var site: [String: Data]

    init(_ look: Look, _ book: borrowing TemporaryBook) throws {
      messages = look.messages
      // All of the report but times.
      snippets = look.report.chapters.map { chapter in
        [chapter.path, chapter.title] + chapter.snippets.map { "\($0.outcome) \($0.checks)" }
      }
      site = try book.siteFiles()
    }
  }

  private func entries(of book: borrowing TemporaryBook) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: book.kept).sorted()
      .map { "\(book.kept)/\($0)" }
  }

  private static func damage(_ path: String, _ numbers: inout SeededNumbers) throws {
    var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    let place = Int.random(in: 0..<bytes.count, using: &numbers)
    switch Int.random(in: 0..<3, using: &numbers) {
    case 0: bytes[place] ^= 1 << Int.random(in: 0..<8, using: &numbers)
    case 1: bytes = bytes.prefix(place)
    default: bytes += bytes.prefix(place)
    }
    try bytes.write(to: URL(fileURLWithPath: path))
  }

  @Test("each entry damaged in turn, and removed, and replaced by something else")
  func each() async throws {
    var numbers = SeededNumbers(seed: 1)
    let book = try TemporaryBook(Self.chapters)
    let expected = try Outcome(try await book.keeping(), book)
    #expect(expected.messages.contains("never used"))
    let names = try entries(of: book)
    // Facts, verdict, page, history and pieces for each chapter, the programs, the library and the site's list.
    #expect(names.count >= 16)
    for (index, path) in names.enumerated() {
      switch index % 4 {
      case 0:
        try FileManager.default.removeItem(atPath: path)
        try FileManager.default.createDirectory(
          atPath: path, withIntermediateDirectories: false)
      case 1:
        try FileManager.default.removeItem(atPath: path)
        try #require(mkfifo(path, 0o600) == 0)
      default: try Self.damage(path, &numbers)
      }
      // Without the site all that pages are made of is needed.
      try FileManager.default.removeItem(atPath: book.root + "/site")
      let look = try await book.keeping()
      #expect(try Outcome(look, book) == expected, "\(path)")
      #expect(look.report.storeFailure == nil, "\(path)")
    }
    #expect(try await book.keeping().report.isUpToDate)
  }

  @Test("any of the entries damaged together, or with each other's contents")
  func together() async throws {
    var numbers = SeededNumbers(seed: 2)
    let book = try TemporaryBook(Self.chapters)
    let expected = try Outcome(try await book.keeping(), book)
    for round in 0..<6 {
      let names = try entries(of: book)
      if round % 3 == 2 {
        let contents = try names.map { try Data(contentsOf: URL(fileURLWithPath: $0)) }
        for (name, data) in zip(names, contents.shuffled(using: &numbers)) {
          try data.write(to: URL(fileURLWithPath: name))
        }
      } else {
        for name in names where Bool.random(using: &numbers) {
          try Self.damage(name, &numbers)
        }
      }
      if round.isMultiple(of: 2) {
        try FileManager.default.removeItem(atPath: book.root + "/site")
      }
      let look = try await book.keeping()
      #expect(try Outcome(look, book) == expected, "round \(round)")
      #expect(look.report.storeFailure == nil, "round \(round)")
    }
    // What was damaged is sound again.
    let last = try await book.keeping()
    #expect(last.events == [])
    #expect(last.report.isUpToDate)
  }
}

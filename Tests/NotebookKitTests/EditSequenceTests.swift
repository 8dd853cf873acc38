// Any sequence of edits: with results kept, the site and the findings are those of a build that keeps nothing.

import Foundation
import Testing

@testable import NotebookKit

@Suite("Edits") struct EditSequenceTests {
  @Test("after any edit the site and the findings are those of a fresh build", arguments: [1, 6])
  func anySequence(seed: UInt64) async throws {
    var numbers = SeededNumbers(seed: seed)
    var draft = Draft()
    let book = try TemporaryBook(draft.files)
    var told: [String] = []
    for step in 0..<8 {
      if step > 0 { told.append(draft.edit(&numbers)) }
      let files = draft.files
      for name in try FileManager.default.contentsOfDirectory(atPath: book.root + "/chapters")
      where files[name] == nil { try book.remove(name) }
      for (name, text) in files { try book.write(text, to: name) }

      let kept = try await book.keeping()
      let fresh = try await book.fresh()
      let edits = "seed \(seed), after \(told)"
      #expect(
        kept.messages == fresh.report.findings.map(\.description).joined(separator: "\n\n"),
        "\(edits)")
      #expect(kept.report.failed == fresh.report.failed, "\(edits)")
      #expect(kept.report.storeFailure == nil, "\(edits)")
      if !kept.report.failed {
        #expect(differences(try book.siteFiles(), fresh.site) == [], "\(edits)")
      }
    }
    #expect(told.count == 7)
  }
}

/// A book that is being written.
private struct Draft {
  struct Chapter {
    var number: Int
    var title: String
    var prose: [String]
    var value: Int
    var equation: String?
    var link: String?
  }

  var title = "A draft"
  var chapters = [
    Chapter(number: 1, title: "One", prose: ["Some."], value: 1, equation: "alpha"),
    Chapter(number: 2, title: "Two", prose: [], value: 2, link: "alpha"),
  ]

  /// The chapters by file name.
  var files: [String: String] {
    var files = ["index.md": "---\ntitle: \(title)\n---\n\n# \(title)\n"]
    for chapter in chapters {
      let equation = chapter.equation.map { "```math id=\($0)\n\($0.count)\n```\n\n" } ?? ""
      let link = chapter.link.map { "See [](#\($0)).\n\n" } ?? ""
      files["0\(chapter.number)-c.md"] = """
        # \(chapter.title)

        \(chapter.prose.joined(separator: "\n\n"))

        \(equation)\(link)```swift run
        func unused() { let value = \(chapter.value) }
        print(\(chapter.value))
        check("small", \(chapter.value) < 90)
        ```

        """
    }
    return files
  }

  /// Makes an edit and says which.
  mutating func edit(_ numbers: inout SeededNumbers) -> String {
    let index = chapters.indices.randomElement(using: &numbers) ?? 0
    let value = Int.random(in: 1...99, using: &numbers)
    switch Int.random(in: 0..<10, using: &numbers) {
    case 0, 1:
      chapters[index].prose.append("More $x_{\(value)}$ and `code`.")
      return "prose in \(index)"
    case 2:
      chapters[index].prose = []
      return "no prose in \(index)"
    case 3:
      chapters[index].value = value
      return "snippet \(value) in \(index)"
    case 4:
      chapters[index].title = "Title \(value)"
      return "title of \(index)"
    case 5, 9:
      chapters[index].equation = chapters[index].equation == nil ? "beta\(value)" : nil
      return "equation in \(index)"
    case 6:
      chapters[index].link = chapters.compactMap(\.equation).randomElement(using: &numbers)
      return "link in \(index)"
    case 7 where chapters.count > 1:
      chapters.remove(at: index)
      return "chapter \(index) removed"
    default:
      let used = Set(chapters.map(\.number))
      guard let number = (1...3).first(where: { !used.contains($0) }) else {
        title = "Title \(value)"
        return "the book's title"
      }
      chapters.append(
        Chapter(number: number, title: "New \(value)", prose: [], value: value, link: "alpha"))
      chapters.sort { $0.number < $1.number }
      return "chapter \(number) added"
    }
  }
}

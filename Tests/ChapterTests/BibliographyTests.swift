// The bibliography: it has every work that a chapter refers to, and says that the chapter does.

import Foundation
import Testing

@Suite("The bibliography") struct BibliographyTests {
  /// The titles of the works in the list of references of a chapter: what is quoted, else what is in italics.
  static func titles(in chapter: String) -> [String] {
    guard let list = chapter.split(separator: "\n## References\n").dropFirst().first else {
      return []
    }
    let items = list.split(separator: "\n- ").map { item in
      item.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
        .joined(separator: " ")
    }
    return items.compactMap { item in
      item.firstMatch(of: /"([^"]+)"/).map { String($0.output.1) }
        ?? item.firstMatch(of: /\*([^*]+)\*/).map { String($0.output.1) }
    }
  }

  @Test("titles are what is quoted, else what is in italics")
  func reading() {
    let chapter = """
      # X

      ## References

      - A. Author, "A title
        in two lines", *Journal* 1 (1990).
      - B. Author, *A book* (1991).
      """
    #expect(Self.titles(in: chapter) == ["A title in two lines", "A book"])
  }

  @Test("every work that a chapter refers to stands there with the chapter")
  func complete() throws {
    let folder = "\(Chapters.root)/chapters"
    let text = try String(contentsOfFile: "\(folder)/25-bibliography.md", encoding: .utf8)
    let entries = text.split(separator: "\n- ").map { entry in
      entry.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
        .joined(separator: " ")
    }
    var works = 0
    for file in try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    where file.hasSuffix(".md") && !file.hasPrefix("25") {
      let chapter = try String(contentsOfFile: "\(folder)/\(file)", encoding: .utf8)
      for title in Self.titles(in: chapter) {
        works += 1
        let found = entries.filter { $0.lowercased().contains(title.lowercased()) }
        let isSource = found.contains { $0.hasPrefix("Article") || $0.hasPrefix("The textbook") }
        if found.isEmpty {
          Issue.record("\(file): \(title)")
        } else if !isSource, !found.contains(where: { $0.contains("(#\(file.dropLast(3)))") }) {
          Issue.record("\(file) is not named at \(title)")
        }
      }
    }
    #expect(works > 50)
  }
}

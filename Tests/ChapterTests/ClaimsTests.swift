// The table of claims: no row is missing, and each verdict rests on a snippet that ran.

import Foundation
import NotebookKit
import Testing

@Suite("The table of claims") struct ClaimsTests {
  private static let path = "chapters/24-claims.md"

  /// A row of the table: its claim, and the names that its last cell links to.
  struct Row: Equatable {
    var number: String
    var verdict: String
    var links: [String]
  }

  /// The rows `| 1.3 | claim | verdict | [](#name) |` of a chapter.
  static func rows(of text: String) -> [Row] {
    text.split(separator: "\n").compactMap { line in
      let cells = line.split(separator: "|").map {
        $0.trimmingCharacters(in: .whitespaces)
      }
      guard cells.count == 4, cells[0].wholeMatch(of: /[1-5N]\.[0-9]+/) != nil else { return nil }
      return Row(
        number: cells[0], verdict: cells[2],
        links: cells[3].matches(of: /\]\(#([^)]+)\)/).map { String($0.output.1) })
    }
  }

  private static func table() throws -> [Row] {
    rows(of: try String(contentsOfFile: "\(Chapters.root)/\(path)", encoding: .utf8))
  }

  @Test("every claim of every source has its row, in order, with the verdict that was found")
  func complete() throws {
    let rows = try Self.table().map { "\($0.number) \($0.verdict)" }
    #expect(rows == Claim.all.map { "\($0.number) \($0.verdict)" })
  }

  @Test("every verdict leads to a snippet that ran and came out so")
  func settled() async throws {
    let evidence = try await Evidence.ofBook()
    for row in try Self.table() {
      let found = row.links.map { evidence.kinds[$0] ?? [] }
      for (link, kinds) in zip(row.links, found) where kinds.isEmpty {
        Issue.record("\(row.number): nothing that ran has the name '\(link)'")
      }
      let kinds = found.reduce(into: Set<Evidence.Kind>()) { $0.formUnion($1) }
      let isSettled =
        switch row.verdict {
        case "right": kinds.contains(.holds)
        case "partly": kinds.contains(.fails) && kinds.contains(.holds)
        case "missing", "harmless": !kinds.isEmpty
        default: kinds.contains(.fails)
        }
      if !isSettled { Issue.record("\(row.number): '\(row.verdict)' rests on \(kinds)") }
    }
  }
}

/// What the names of the book stand for, by what their snippets did.
private struct Evidence {
  /// What a name shows.
  enum Kind: String {
    /// Something that holds: a verified equation, a check that passed.
    case holds
    /// Something that fails: a refuted equation, a trap, a difference that was checked, a mutant that was rejected.
    case fails
  }

  /// What each name shows.
  private(set) var kinds: [String: Set<Kind>] = [:]

  /// Gathers what all chapters show.
  static func ofBook() async throws -> Evidence {
    var evidence = Evidence()
    let folder = URL(fileURLWithPath: "\(Chapters.root)/chapters")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    for file in files where file.hasSuffix(".md") && file != "index.md" {
      let report = try await Chapters.shared.report(of: "chapters/\(file)")
      for snippet in report.chapters.flatMap(\.snippets) { evidence.add(snippet) }
    }
    return evidence
  }

  private mutating func add(_ snippet: SnippetReport) {
    guard snippet.isAsIntended, snippet.outcome != "not reached" else { return }
    var own: Set<Kind> = []
    if ["run traps", "run fails"].contains(snippet.mode) { own.insert(.fails) }
    for check in snippet.checks where check.passed {
      // A condition may state either, and its words say which.
      if check.relation != "different" { own.insert(.holds) }
      if check.relation != "equal" { own.insert(.fails) }
    }
    for found in snippet.verifications where found.passed {
      let kind: Kind = found.isRefutation ? .fails : .holds
      own.insert(kind)
      kinds[found.equation, default: []].insert(kind)
    }
    if let name = snippet.name { kinds[name, default: []].formUnion(own) }
  }
}

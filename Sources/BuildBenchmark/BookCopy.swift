// The book that is measured: a copy of the chapters, changed as an author would and saved as an
// editor does.

import Foundation

/// A copy of a book's chapters.
final class BookCopy {
  /// The folder that holds `chapters/`.
  let folder: String
  /// The texts as copied, by file name.
  let texts: [String: String]
  private var edits = 0

  /// How many files the book has.
  var count: Int { texts.count }

  /// Copies the chapters of a book into a folder.
  init(of book: String, in folder: String) throws {
    self.folder = folder
    try FileManager.default.createDirectory(
      atPath: folder + "/chapters", withIntermediateDirectories: true)
    var texts: [String: String] = [:]
    for name in try FileManager.default.contentsOfDirectory(atPath: book + "/chapters")
    where name.hasSuffix(".md") {
      texts[name] = try String(contentsOfFile: "\(book)/chapters/\(name)", encoding: .utf8)
    }
    self.texts = texts
    for (name, text) in texts { try save(text, as: name) }
  }

  /// The names of the chapters that run snippets, in order.
  var chaptersWithSnippets: [String] {
    texts.filter { !Self.snippetEnds(in: Self.lines($0.value)).isEmpty }.keys.sorted()
  }

  /// The name of the longest chapter.
  var longest: String {
    texts.max { ($0.value.utf8.count, $1.key) < ($1.value.utf8.count, $0.key) }?.key ?? ""
  }

  /// Replaces a chapter in one step.
  func save(_ text: String, as name: String) throws {
    let new = folder + "/saved"
    try text.write(toFile: new, atomically: false, encoding: .utf8)
    guard rename(new, "\(folder)/chapters/\(name)") == 0 else {
      throw BenchmarkError("'\(name)' cannot be saved: \(String(cString: strerror(errno)))")
    }
  }
}

/// A changed chapter, not saved yet.
struct Edit {
  /// The chapter's file.
  var name: String
  /// Its new text.
  var text: String
  /// What stands on the new page and on no other.
  var mark: String
}

extension BookCopy {
  /// Another sentence in the middle of a chapter; every line stays where it is.
  func sentence(in name: String) throws -> Edit {
    try prose(in: name) { line, mark in [mark + " " + line] }
  }

  /// Another paragraph in the middle of a chapter; everything below it moves.
  func paragraph(in name: String) throws -> Edit {
    try prose(in: name) { line, mark in [mark, "", line] }
  }

  /// Another statement in the middle one of a chapter's snippets.
  func statement(in name: String) throws -> Edit {
    var lines = Self.lines(texts[name] ?? "")
    let ends = Self.snippetEnds(in: lines)
    if ends.isEmpty { throw BenchmarkError("'\(name)' has no snippet to change") }
    edits += 1
    let mark = "edit \(edits) of a benchmark"
    lines.insert("_ = \(edits)  // \(mark)", at: ends[ends.count / 2])
    return Edit(name: name, text: lines.joined(separator: "\n"), mark: mark)
  }

  private func prose(in name: String, _ change: (String, String) -> [String]) throws -> Edit {
    var lines = Self.lines(texts[name] ?? "")
    guard
      let place = Self.paragraphs(in: lines).min(by: {
        abs($0 - lines.count / 2) < abs($1 - lines.count / 2)
      })
    else { throw BenchmarkError("'\(name)' has no paragraph to change") }
    edits += 1
    let mark = "This is edit \(edits) of a benchmark."
    lines.replaceSubrange(place...place, with: change(lines[place], mark))
    return Edit(name: name, text: lines.joined(separator: "\n"), mark: mark)
  }

  private static func lines(_ text: String) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  /// The first lines of paragraphs, counted from 0.
  private static func paragraphs(in lines: [String]) -> [Int] {
    var fence: Substring?
    return lines.indices.filter { index in
      let marker = lines[index].prefix { $0 == "`" || $0 == "$" }
      if marker.count >= 2 {
        if fence == nil { fence = marker } else if fence == marker { fence = nil }
      }
      return fence == nil && index > 0 && lines[index - 1].isEmpty
        && lines[index].first?.isLetter == true
    }
  }

  /// The closing lines of snippets that simply run, counted from 0.
  private static func snippetEnds(in lines: [String]) -> [Int] {
    let others: Set = ["traps", "fails", "compiles", "refuted", "scoped"]
    return lines.indices.compactMap { index in
      let words = lines[index].split(separator: " ").map(String.init)
      guard words.first == "```swift", words.dropFirst().first == "run",
        others.isDisjoint(with: words)
      else { return nil }
      return lines[index...].firstIndex(of: "```")
    }
  }
}

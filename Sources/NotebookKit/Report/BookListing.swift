// What is in a book, for people and for programs, without running any of it.

import Foundation

/// The chapters of a book with their snippets and equations.
public struct BookListing: Codable, Equatable, Sendable {
  /// The chapters in order, the cover first.
  public var chapters: [ChapterListing]

  /// The listing as one JSON object, the keys sorted; what has no value is left out.
  public func json() throws(ToolError) -> Data { try NotebookKit.json(self) }
}

/// A chapter with its snippets and equations.
public struct ChapterListing: Codable, Equatable, Sendable {
  /// The path, such as `chapters/03-lstm.md`.
  public var path: String
  /// The text of the first heading, or the file's name.
  public var title: String
  /// The snippets in the order of the chapter.
  public var snippets: [SnippetListing]
  /// The equations with names in the order of the chapter.
  public var equations: [EquationListing]
}

/// A snippet.
public struct SnippetListing: Codable, Equatable, Sendable {
  /// The line of the opening fence.
  public var line: Int
  /// The last line that belongs to the snippet, its pinned output included.
  public var lastLine: Int
  /// The name given by `id=`.
  public var name: String?
  /// The words that make the fence a snippet, such as `run hidden`.
  public var mode: String
  /// The first line of the code that is not empty.
  public var code: String
}

/// An equation with a name.
public struct EquationListing: Codable, Equatable, Sendable {
  /// The line that names it: of the opening fence, or of a `\label`.
  public var line: Int
  /// The name given by `id=` or `\label`.
  public var name: String
  /// The number on the page.
  public var number: String
}

extension ChapterListing {
  /// Lists a planned chapter.
  init(_ chapter: Chapter, _ plan: Plan, numbers: [String: String]) {
    path = chapter.path
    title = chapter.title
    snippets = plan.snippets.sorted { $0.key < $1.key }.map { line, snippet in
      let code = snippet.fence.text.split(whereSeparator: \.isNewline)
        .map { $0.trimmingCharacters(in: .whitespaces) }.first { !$0.isEmpty }
      return SnippetListing(
        line: line, lastLine: snippet.summary.lastLine, name: snippet.options.name,
        mode: snippet.mode.words, code: code ?? "")
    }
    let names = plan.equations.sorted { $0.key < $1.key }.flatMap(\.value.names)
    equations = names.compactMap { name in
      numbers[name.name].map {
        EquationListing(line: name.range.start.line, name: name.name, number: $0)
      }
    }
  }
}

extension BookListing: CustomStringConvertible {
  private typealias Row = (line: Int, cells: [String])

  /// The listing as people read it: a line for each chapter, then one for each snippet and equation.
  public var description: String {
    let tables = chapters.map { chapter in
      (chapter: chapter, rows: Self.rows(of: chapter))
    }
    let rows = tables.flatMap(\.rows)
    let widths = (0..<3).map { column in
      rows.map { $0.cells[column].count }.max() ?? 0
    }
    return tables.map { chapter, rows in
      let lines = rows.map { row in
        let padded = zip(row.cells, widths).map { cell, width in
          cell + String(repeating: " ", count: width - cell.count)
        }
        let line = "  " + (padded + row.cells.dropFirst(3)).joined(separator: "  ")
        return String(line.reversed().drop { $0 == " " }.reversed())
      }
      return (["\(chapter.path)  \(chapter.title)".visible] + lines).map { $0 + "\n" }.joined()
    }.joined()
  }

  private static func rows(of chapter: ChapterListing) -> [Row] {
    let snippets = chapter.snippets.map { snippet -> Row in
      let code = snippet.code.count > 40 ? snippet.code.prefix(39) + "…" : snippet.code[...]
      return (
        snippet.line,
        [
          "\(chapter.path):\(snippet.line)", snippet.mode, snippet.name ?? "", String(code).visible,
        ]
      )
    }
    let equations = chapter.equations.map { equation -> Row in
      (
        equation.line,
        ["\(chapter.path):\(equation.line)", "equation \(equation.number)", equation.name]
      )
    }
    return (snippets + equations).sorted { $0.line < $1.line }
  }
}

// What is in a book, for people and for programs, without running any of it.

import Foundation

/// The chapters of a book with their snippets, equations and figures.
public struct BookListing: Codable, Equatable, Sendable {
  /// The chapters in order, the cover first.
  public var chapters: [ChapterListing]

  /// The listing as one JSON object, the keys sorted; what has no value is left out.
  public func json() throws(ToolError) -> Data { try NotebookKit.json(self) }
}

/// A chapter with its snippets, equations and figures.
public struct ChapterListing: Codable, Equatable, Sendable {
  /// The path, such as `chapters/03-lstm.md`.
  public var path: String
  /// The text of the first heading, or the file's name.
  public var title: String
  /// The snippets in the order of the chapter.
  public var snippets: [SnippetListing]
  /// The equations with names in the order of the chapter.
  public var equations: [EquationListing]
  /// The figures in the order of the chapter.
  public var figures: [FigureListing]
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
  /// How many wrong versions of it the checks were given, and how many they rejected.
  public struct Mutants: Codable, Equatable, Sendable {
    /// How many were written by the author.
    public var own: Int
    /// How many were tried, those that are made from the claimed value among them.
    public var tried: Int
    /// How many were rejected.
    public var rejected: Int
  }

  /// The line that names it: of the opening fence, or of a `\label`.
  public var line: Int
  /// The name given by `id=` or `\label`.
  public var name: String
  /// The number on the page.
  public var number: String
  /// What its checks come to: `verified`, `refuted` (its formula is wrong, as the book says) or `unchecked`, which a
  /// formula with a check that fails is too.
  public var status: String
  /// The error of the witness that leaves the least margin; nil when nothing was compared.
  public var worst: Double?
  /// What that witness allows.
  public var tolerance: Double?
  /// What the formula was held against.
  public var witnesses: [VerificationReport.WitnessReport]
  /// The wrong versions.
  public var mutants: Mutants
  /// The snippet that made the check: its name, or its chapter and line such as `02-bptt.md:118`; nil for none.
  public var snippet: String?
}

/// A figure.
public struct FigureListing: Codable, Equatable, Sendable {
  /// The line of the call that draws it.
  public var line: Int
  /// The name given to `plot`.
  public var name: String
  /// The number on the page.
  public var number: String
}

extension ChapterListing {
  /// Lists a planned chapter.
  init(_ chapter: Chapter, _ plan: Plan, _ ledger: Ledger) {
    path = chapter.path
    title = chapter.title
    snippets = plan.snippets.sorted { $0.key < $1.key }.map { line, snippet in
      let code = snippet.fence.text.split(whereSeparator: \.isNewline)
        .map { $0.trimmingCharacters(in: .whitespaces) }.first { !$0.isEmpty }
      return SnippetListing(
        line: line, lastLine: snippet.summary.lastLine, name: snippet.options.name,
        mode: snippet.mode.words, code: code ?? "")
    }
    equations = ledger.entries(on: chapter.name).map(EquationListing.init)
    figures = plan.figures.enumerated().map { index, figure in
      FigureListing(
        line: figure.range.start.line, name: figure.name,
        number: References.number(index + 1, in: chapter.number))
    }
  }
}

extension EquationListing {
  /// Takes what the ledger knows.
  init(_ entry: Ledger.Entry) {
    let decisive = entry.decisive
    line = entry.line
    name = entry.name
    number = entry.number
    let isKnown = entry.status == .verified || entry.status == .refuted
    status = (isKnown ? entry.status : .unchecked).rawValue
    worst = decisive?.witness.worst
    tolerance = decisive?.witness.tolerance
    witnesses = entry.witnesses
    mutants = Mutants(
      own: entry.mutants.own, tried: entry.mutants.tried, rejected: entry.mutants.rejected)
    snippet = decisive?.evidence.snippet ?? entry.evidence.first?.snippet
  }

  /// The status and the decisive numbers, for people.
  fileprivate var words: String {
    let isFailed = status == EquationStatus.unchecked.rawValue && snippet != nil
    var parts = [isFailed ? EquationStatus.failed.words : status]
    if let worst, let tolerance, status != EquationStatus.refuted.rawValue {
      parts.append("worst error \(worst.short) of \(tolerance.short)")
    }
    if mutants.tried > 0 {
      parts.append("\(mutants.rejected) of \(mutants.tried) mutants rejected")
    }
    return parts.joined(separator: ", ")
  }
}

extension BookListing: CustomStringConvertible {
  private typealias Row = (line: Int, cells: [String])

  /// The listing as people read it: a line for each chapter, then one for each snippet, equation and figure.
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
        [
          "\(chapter.path):\(equation.line)", "equation \(equation.number)", equation.name,
          equation.words,
        ]
      )
    }
    let figures = chapter.figures.map { figure -> Row in
      (
        figure.line,
        ["\(chapter.path):\(figure.line)", "figure \(figure.number)", figure.name, ""]
      )
    }
    return (snippets + equations + figures).sorted { $0.line < $1.line }
  }
}

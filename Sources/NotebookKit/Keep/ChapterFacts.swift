// What the rest of the book needs to know of a chapter: short, and kept, so that a chapter that has not changed is not
// even parsed.

/// A chapter's names, links and programs.
struct ChapterFacts: Equatable, Sendable, Codable {
  /// A name and the line that gives it.
  struct Name: Equatable, Sendable, Codable {
    var line: Int
    var name: String
  }

  /// The plain text of the first heading, or the file's name.
  var title: String
  /// The named equations in order.
  var equations: [Name]
  /// The named snippets in order.
  var snippets: [Name]
  /// The names that the chapter's links lead to, once each, in order.
  var links: [String]
  /// The chapter's programs.
  var programs: [ProgramIdentity]

  /// Gathers the facts of a parsed and planned chapter.
  init(_ chapter: Chapter, _ plan: Plan) {
    title = chapter.title
    equations = plan.equations.sorted { $0.key < $1.key }.compactMap { line, name in
      name.map { Name(line: line, name: $0) }
    }
    snippets = plan.snippets.sorted { $0.key < $1.key }.compactMap { line, snippet in
      snippet.options.name.map { Name(line: line, name: $0) }
    }
    links = chapter.linkedNames
    programs = plan.programs.map(ProgramIdentity.init)
  }
}

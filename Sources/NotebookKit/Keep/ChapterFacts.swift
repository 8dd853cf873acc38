// What the rest of the book needs to know of a chapter: short, and kept, so that a chapter that has not changed is not
// even parsed.

/// A chapter's names, links and programs.
struct ChapterFacts: Equatable, Sendable {
  /// A name and the line that gives it.
  struct Name: Equatable, Sendable {
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

// Plain lists, because facts are read before anything else can begin, and records take the decoder several times as long.
extension ChapterFacts: Codable {
  init(from decoder: any Decoder) throws {
    var container = try decoder.unkeyedContainer()
    func names() throws -> [Name] {
      let names = try container.decode([String].self)
      let lines = try container.decode([Int].self)
      guard names.count == lines.count else {
        throw DecodingError.dataCorruptedError(
          in: container, debugDescription: "not as many names as lines")
      }
      return zip(lines, names).map { Name(line: $0, name: $1) }
    }
    title = try container.decode(String.self)
    equations = try names()
    snippets = try names()
    links = try container.decode([String].self)
    let digests = try container.decode([Digest].self)
    let areRun = try container.decode([Bool].self)
    guard digests.count == areRun.count else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "not as many programs as purposes")
    }
    programs = zip(digests, areRun).map { ProgramIdentity(digest: $0, isRun: $1) }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.unkeyedContainer()
    try container.encode(title)
    for names in [equations, snippets] {
      try container.encode(names.map(\.name))
      try container.encode(names.map(\.line))
    }
    try container.encode(links)
    try container.encode(programs.map(\.digest))
    try container.encode(programs.map(\.isRun))
  }
}

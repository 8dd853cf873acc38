// The book's configuration: the YAML front matter of `chapters/index.md`, and nothing else.

import Yams

/// What the cover's front matter says about the book.
struct Configuration: Equatable, Sendable {
  /// The book's title; the cover's first heading when it is not given.
  var title: String?
  /// Who wrote it.
  var authors: [String] = []
  /// The language of the text, as in HTML's `lang`.
  var language = "en"
  /// The licence, shown at the foot of each page.
  var licence: String?
  /// The address of the book's sources.
  var repository: String?
  /// The modules that snippets import; those of the tool when it is not given.
  var modules: [String]?
  /// Where the front matter names the modules.
  var moduleMentions: [Mention] = []
  /// Whether snippets run in a sandbox.
  var sandbox = false

  private static let keys = [
    "title", "authors", "language", "licence", "repository", "modules", "sandbox",
  ]

  /// Reads the front matter.
  ///
  /// - Parameter source: The cover.
  /// - Returns: The configuration, the cover with the lines of its front matter blank, so that
  ///   those after it keep their numbers, and what is wrong.
  static func read(
    from source: Source
  ) -> (configuration: Configuration, rest: Source, findings: [Diagnostic]) {
    guard source.line(1) == "---" else { return (Configuration(), source, []) }
    guard let end = source.lines.dropFirst().firstIndex(of: "---") else {
      let finding = source.diagnostic(
        at: source.range(ofLine: 1), "the front matter has no end",
        help: "end it with a line of '---'")
      return (Configuration(), source, [finding])
    }
    let yaml = source.lines[1..<end].joined(separator: "\n")
    let blanked =
      Array(repeating: "", count: end + 1) + source.lines[(end + 1)...]
    var reader = Reader(source: source)
    let configuration = reader.configuration(yaml)
    let rest = Source(path: source.path, text: blanked.joined(separator: "\n") + "\n")
    return (configuration, rest, reader.findings)
  }

  /// Reads the values and collects what is wrong with them.
  private struct Reader {
    let source: Source
    var findings: [Diagnostic] = []

    mutating func configuration(_ yaml: String) -> Configuration {
      var configuration = Configuration()
      do {
        // Every value is read as the text that stands there: rules for dates and numbers are not wanted.
        guard let root = try Yams.compose(yaml: yaml, .basic) else { return configuration }
        guard let mapping = root.mapping else {
          report(root.mark, "the front matter is not a list of 'key: value'")
          return configuration
        }
        for (key, value) in mapping {
          switch key.string ?? "" {
          case "title": configuration.title = string(value)
          case "authors": configuration.authors = strings(value)
          case "language": configuration.language = string(value) ?? "en"
          case "licence": configuration.licence = string(value)
          case "repository": configuration.repository = address(value)
          case "modules":
            configuration.modules = strings(value)
            configuration.moduleMentions = mentions(value)
          case "sandbox": configuration.sandbox = truth(value)
          case let other:
            report(
              key.mark, "unknown key '\(other)' in the front matter",
              help: nearest(to: other, among: Configuration.keys).map { "did you mean '\($0)'?" }
                ?? "allowed here: \(Configuration.keys.joined(separator: ", "))")
          }
        }
      } catch let YamlError.scanner(_, problem, mark, _) {
        report(mark, notYAML(problem))
      } catch let YamlError.parser(_, problem, mark, _) {
        report(mark, notYAML(problem))
      } catch let YamlError.composer(_, problem, mark, _) {
        report(mark, notYAML(problem))
      } catch let YamlError.reader(problem, offset, character, _) {
        // A NUL is a finding of the text already.
        if character != 0 { report(at: place(offset: offset ?? 0, in: yaml), notYAML(problem)) }
      } catch let YamlError.duplicatedKeysInMapping(keys, context) {
        for key in keys.sorted() { report(context.mark, "the key '\(key)' is given twice") }
      } catch {
        report(nil, notYAML("\(error)"))
      }
      return configuration
    }

    private mutating func address(_ node: Node) -> String? {
      guard let text = string(node) else { return nil }
      if text.hasPrefix("https://") || text.hasPrefix("http://") { return text }
      report(
        node.mark, "'\(text)' is not an address", help: "write it with 'https://' at the beginning")
      return nil
    }

    private mutating func truth(_ node: Node) -> Bool {
      if let text = node.scalar?.string, ["true", "false"].contains(text) { return text == "true" }
      report(node.mark, "expected 'true' or 'false'")
      return false
    }

    private mutating func string(_ node: Node) -> String? {
      if let scalar = node.scalar, !scalar.string.isEmpty { return scalar.string }
      report(node.mark, "expected text")
      return nil
    }

    private mutating func strings(_ node: Node) -> [String] {
      if let sequence = node.sequence { return sequence.compactMap { string($0) } }
      return string(node).map { [$0] } ?? []
    }

    private func mentions(_ node: Node) -> [Mention] {
      (node.sequence.map(Array.init) ?? [node]).compactMap { item in
        guard let scalar = item.scalar, !scalar.string.isEmpty else { return nil }
        let place = place(item.mark)
        let text = source.line(place.line)
        let isQuoted = text.utf8.dropFirst(place.column - 1).first.map { "'\"".utf8.contains($0) }
        let length = scalar.string.utf8.count + (isQuoted == true ? 2 : 0)
        return Mention(
          name: scalar.string,
          range: SourceRange(line: place.line, column: place.column, length: length), line: text)
      }
    }

    /// Yams counts the lines of the YAML from 1, but the chapter has `---` before them, and columns
    /// in scalars.
    private func place(_ mark: Mark?) -> SourceLocation {
      guard let mark else { return .start }
      let before = source.line(mark.line + 1).unicodeScalars.prefix(mark.column - 1)
      let wide = before.reduce(0) { $0 + UTF8.width($1) - 1 }
      return SourceLocation(line: mark.line + 1, column: mark.column + wide)
    }

    private func place(offset: Int, in yaml: String) -> SourceLocation {
      let before = yaml.utf8.prefix(offset)
      return SourceLocation(
        line: before.count { $0 == 0x0A } + 2,
        column: before.reversed().prefix { $0 != 0x0A }.count + 1)
    }

    private func notYAML(_ problem: String) -> String {
      problem.hasPrefix("Maximum nesting level")
        ? "the front matter is nested too deep" : "the front matter is not YAML: \(problem)"
    }

    private mutating func report(_ mark: Mark?, _ summary: String, help: String? = nil) {
      report(at: place(mark), summary, help: help)
    }

    private mutating func report(
      at place: SourceLocation, _ summary: String, help: String? = nil
    ) {
      let length = source.line(place.line).utf8.dropFirst(place.column - 1)
        .prefix { $0 != 0x3A }.count
      findings.append(
        source.diagnostic(
          at: SourceRange(line: place.line, column: place.column, length: max(length, 1)), summary,
          help: help))
    }
  }
}

// MARK: - Modules

extension Configuration {
  /// A name in the front matter and its place.
  struct Mention: Equatable, Sendable {
    /// The name.
    var name: String
    /// Where it stands.
    var range: SourceRange
    /// The line that it stands on, which the cover's text has no more.
    var line: String
  }

  /// Returns a finding for each module of the front matter that is not among those that can be
  /// imported.
  func unknownModules(among available: [String]) -> [Diagnostic] {
    moduleMentions.filter { !available.contains($0.name) }.map { mention in
      Diagnostic(
        path: "chapters/index.md", range: mention.range, "unknown module '\(mention.name)'",
        excerpt: mention.line,
        help: nearest(to: mention.name, among: available).map { "did you mean '\($0)'?" }
          ?? "name a target of the package, and build it with 'swift build -c release'")
    }
  }
}

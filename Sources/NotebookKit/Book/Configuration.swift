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
  /// Whether snippets run in a sandbox.
  var sandbox = false

  private static let keys = [
    "title", "authors", "language", "licence", "repository", "modules", "sandbox",
  ]

  /// Reads the front matter, and blanks its lines so that those after it keep their numbers.
  static func read(from source: Source) throws(Diagnostics) -> (Configuration, Source) {
    guard source.line(1) == "---" else { return (Configuration(), source) }
    guard let end = source.lines.dropFirst().firstIndex(of: "---") else {
      throw Diagnostics([
        source.diagnostic(
          at: source.range(ofLine: 1), "the front matter has no end",
          help: "end it with a line of '---'")
      ])
    }
    let yaml = source.lines[1..<end].joined(separator: "\n")
    let blanked =
      Array(repeating: "", count: end + 1) + source.lines[(end + 1)...]
    var reader = Reader(source: source)
    let configuration = reader.configuration(yaml)
    if !reader.findings.isEmpty { throw Diagnostics(reader.findings) }
    return (
      configuration, Source(path: source.path, text: blanked.joined(separator: "\n") + "\n")
    )
  }

  /// Reads the values and collects what is wrong with them.
  private struct Reader {
    let source: Source
    var findings: [Diagnostic] = []

    mutating func configuration(_ yaml: String) -> Configuration {
      var configuration = Configuration()
      do {
        guard let root = try Yams.compose(yaml: yaml) else { return configuration }
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
          case "modules": configuration.modules = strings(value)
          case "sandbox": configuration.sandbox = truth(value)
          case let other:
            report(
              key.mark, "unknown key '\(other)' in the front matter",
              help: nearest(to: other, among: Configuration.keys).map { "did you mean '\($0)'?" }
                ?? "allowed here: \(Configuration.keys.joined(separator: ", "))")
          }
        }
      } catch let YamlError.scanner(_, problem, mark, _) {
        report(mark, "the front matter is not YAML: \(problem)")
      } catch let YamlError.parser(_, problem, mark, _) {
        report(mark, "the front matter is not YAML: \(problem)")
      } catch let YamlError.duplicatedKeysInMapping(keys, context) {
        for key in keys.sorted() { report(context.mark, "the key '\(key)' is given twice") }
      } catch {
        report(nil, "the front matter is not YAML: \(error)")
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

    /// Yams counts the lines of the YAML from 1; the chapter has `---` before them.
    private mutating func report(_ mark: Mark?, _ summary: String, help: String? = nil) {
      let line = (mark?.line ?? 0) + 1
      let column = mark?.column ?? 1
      let length = source.line(line).utf8.dropFirst(column - 1).prefix { $0 != 0x3A }.count
      findings.append(
        source.diagnostic(
          at: SourceRange(line: line, column: column, length: max(length, 1)), summary, help: help))
    }
  }
}

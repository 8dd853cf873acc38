// The report as JUnit XML, which continuous integration shows as tests: a suite a chapter, a test a snippet.

import Foundation

extension Report {
  /// The report as JUnit XML.
  ///
  /// Each chapter has one test for its text and one for each snippet, which fails with the errors in its lines.
  public var junit: String {
    let known = Set(chapters.map(\.path))
    let others = findings.map(\.path).filter { !known.contains($0) }
    let suites =
      others.uniqued.map { suite(path: $0, snippets: []) }
      + chapters.map { suite(path: $0.path, snippets: $0.snippets) }
    return XMLElement(
      "testsuites",
      [("name", title ?? "notebook")] + counts(suites.flatMap(\.cases))
        + [("time", seconds.inMilliseconds)],
      suites.map { suite in
        let time = suite.cases.reduce(0) { $0 + $1.seconds }
        return XMLElement(
          "testsuite",
          [("name", suite.path)] + counts(suite.cases)
            + [("time", time.inMilliseconds), ("file", suite.path)],
          suite.cases.map { $0.element(in: suite.path) })
      }
    ).document
  }

  private func suite(path: String, snippets: [SnippetReport]) -> (path: String, cases: [Case]) {
    let found = findings(in: path)
    func isInside(_ finding: Diagnostic, _ snippet: SnippetReport) -> Bool {
      guard let line = finding.range?.start.line else { return false }
      return (snippet.line...max(snippet.line, snippet.lastLine)).contains(line)
    }
    let text = Case(
      name: "\(path) text", line: 1, seconds: 0, isSkipped: false,
      findings: found.filter { finding in !snippets.contains { isInside(finding, $0) } })
    return (
      path,
      [text]
        + snippets.map { snippet in
          Case(
            name: "\(path):\(snippet.line)" + (snippet.name.map { " \($0)" } ?? ""),
            line: snippet.line, seconds: snippet.seconds ?? 0, isSkipped: snippet.isUnreached,
            findings: found.filter { isInside($0, snippet) })
        }
    )
  }

  private func counts(_ cases: [Case]) -> [(String, String)] {
    [
      ("tests", "\(cases.count)"), ("failures", "\(cases.count { !$0.errors.isEmpty })"),
      ("errors", "0"), ("skipped", "\(cases.count { $0.errors.isEmpty && $0.isSkipped })"),
    ]
  }
}

/// A test as JUnit sees it.
private struct Case {
  var name: String
  var line: Int
  var seconds: Double
  var isSkipped: Bool
  var findings: [Diagnostic]

  var errors: [Diagnostic] { findings.filter { $0.severity == .error } }

  func element(in path: String) -> XMLElement {
    var results: [XMLElement] = []
    if let first = errors.first {
      let more = errors.count == 1 ? "" : " (and \(errors.count - 1) more)"
      results.append(
        XMLElement(
          "failure", [("message", first.summary + more), ("type", "error")],
          text: Diagnostics(errors).description))
    } else if isSkipped {
      results.append(XMLElement("skipped", [("message", "not reached")]))
    }
    let rest = findings.filter { $0.severity != .error }
    if !rest.isEmpty {
      results.append(XMLElement("system-out", [], text: Diagnostics(rest).description))
    }
    let className = path.hasSuffix(".md") ? String(path.dropLast(3)) : path
    return XMLElement(
      "testcase",
      [
        ("name", name), ("classname", className.replacing("/", with: ".")), ("file", path),
        ("line", "\(line)"), ("time", seconds.inMilliseconds),
      ], results)
  }
}

/// An element with either text or elements in it.
private struct XMLElement {
  var name: String
  var attributes: [(String, String)]
  var text: String?
  var children: [XMLElement]

  init(
    _ name: String, _ attributes: [(String, String)], _ children: [XMLElement] = [],
    text: String? = nil
  ) {
    self.name = name
    self.attributes = attributes
    self.children = children
    self.text = text
  }

  var document: String {
    (["<?xml version=\"1.0\" encoding=\"UTF-8\"?>"] + lines).joined(separator: "\n") + "\n"
  }

  private var lines: [String] {
    let start = "<" + name + attributes.map { " \($0)=\"\($1.inXMLAttribute)\"" }.joined()
    if let text { return [start + ">\(text.inXML)</\(name)>"] }
    if children.isEmpty { return [start + "/>"] }
    return [start + ">"] + children.flatMap(\.lines) + ["</\(name)>"]
  }
}

extension String {
  /// Escaped for the text of an element; what XML does not allow is replaced.
  fileprivate var inXML: String {
    var escaped = ""
    for scalar in visible.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\u{FFFE}", "\u{FFFF}": escaped += "\u{FFFD}"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }

  /// Escaped for the value of an attribute, where a reader would take line ends and tabs for blanks.
  fileprivate var inXMLAttribute: String {
    inXML.replacing("\"", with: "&quot;").replacing("\n", with: "&#10;")
      .replacing("\t", with: "&#9;")
  }
}

extension Double {
  fileprivate var inMilliseconds: String { String(format: "%.3f", self) }
}

extension [String] {
  /// The elements in order, each once.
  fileprivate var uniqued: [String] {
    var seen: Set<String> = []
    return filter { seen.insert($0).inserted }
  }
}

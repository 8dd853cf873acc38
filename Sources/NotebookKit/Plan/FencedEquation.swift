// A `math` fence: its formula, and the names that the fence and the rows in it have.

/// What an author shows in place of a number.
struct EquationTag: Equatable, Sendable {
  /// The text.
  var text: String
  /// Whether it is shown as it is, without parentheses.
  var isBare: Bool

  /// The tag as it is shown.
  var shown: String { isBare ? text : "(\(text))" }
}

/// A name that a fence gives to an equation.
struct EquationName: Equatable, Sendable {
  /// The name.
  var name: String
  /// Where it is given: the opening line of the fence, or the `\label`.
  var range: SourceRange
  /// The row that it names, from 1; nil for the fence as a whole.
  var row: Int?
  /// What is shown in place of its number.
  var tag: EquationTag?
}

/// A `math` fence.
struct FencedEquation: Equatable, Sendable {
  /// The formula as written.
  let formula: Formula
  /// Its rows.
  let rows: AlignedRows
  /// The names in the order of the text: that of the fence as a whole, or those of its rows.
  let names: [EquationName]
  /// Whether a snippet of the chapter derives it line by line, so that its rows are marked.
  var isDerived = false

  /// Reads a fence; what is wrong with its names is added to `findings`.
  init(
    _ fence: Fence, at range: SourceRange, id: String?, in source: Source,
    _ findings: inout [Diagnostic]
  ) {
    let formula = Formula(fence, at: range)
    let rows = AlignedRows(formula.tex)
    var reader = NameReader(formula, in: source)
    let place = source.range(from: range.start)
    names =
      rows.areNumbered(besides: id)
      ? reader.rowNames(rows) : reader.wholeName(rows, id: id, at: place)
    (self.formula, self.rows) = (formula, rows)
    findings += reader.findings
  }

  /// How many rows it has; a formula that is no block has one.
  var rowCount: Int { max(rows.rows.count, 1) }

  /// Whether a number or a tag stands beside it or its rows.
  var isNumbered: Bool {
    !names.isEmpty || !rows.whole.tags.isEmpty || rows.rows.contains { !$0.marks.tags.isEmpty }
  }
}

extension AlignedRows {
  /// Whether rows are numbered one by one, and not the fence as a whole.
  func areNumbered(besides id: String?) -> Bool {
    id == nil && whole.labels.isEmpty && whole.tags.isEmpty
  }

  /// The tag of the whole; that of an only row is as good.
  var wholeTag: TeXCommand? {
    whole.tags.first ?? (rows.count == 1 ? rows.first?.marks.tags.first : nil)
  }
}

/// Reads the names and tags of a fence and collects what is wrong with them.
private struct NameReader {
  let formula: Formula
  let source: Source
  let units: [UInt16]
  var findings: [Diagnostic] = []

  init(_ formula: Formula, in source: Source) {
    (self.formula, self.source, units) = (formula, source, Array(formula.tex.utf16))
  }

  mutating func rowNames(_ rows: AlignedRows) -> [EquationName] {
    var names: [EquationName] = []
    for (index, row) in rows.rows.enumerated() {
      for label in row.marks.labels.dropFirst() { report(label, "the row has a name already") }
      for tag in row.marks.tags.dropFirst() { report(tag, "the row has a tag already") }
      guard let label = row.marks.labels.first else { continue }
      names += name(label, row: index + 1, tag: row.marks.tags.first)
    }
    return names
  }

  mutating func wholeName(_ rows: AlignedRows, id: String?, at place: SourceRange) -> [EquationName]
  {
    for label in rows.whole.labels.dropFirst(id == nil ? 1 : 0) {
      report(label, "the equation has a name already")
    }
    for tag in rows.whole.tags.dropFirst() { report(tag, "the equation has a tag already") }
    let tags = rows.rows.flatMap(\.marks.tags).filter { $0 != rows.wholeTag }
    for command in rows.rows.flatMap(\.marks.labels) + tags {
      report(
        command, "the equation is numbered as a whole, so its rows are not",
        help: #"remove this, or what numbers the whole: 'id=', or '\label' or '\tag' behind '\end'"#
      )
    }
    if let id { return [EquationName(name: id, range: place, tag: rows.wholeTag.map { tag($0) })] }
    return rows.whole.labels.first.map { name($0, row: nil, tag: rows.wholeTag) } ?? []
  }

  private mutating func name(
    _ label: TeXCommand, row: Int?, tag command: TeXCommand?
  ) -> [EquationName] {
    let name = text(label.argument)
    guard FenceRole.isName(name) else {
      let words = name.split { !FenceRole.isName(String($0)) }
      let example = words.isEmpty ? "" : ", such as '\(words.joined(separator: "-"))'"
      report(
        label, "'\(name)' is not a name", help: "use letters, digits, '-', '_' and '.'" + example)
      return []
    }
    return [
      EquationName(name: name, range: place(label.range), row: row, tag: command.map { tag($0) })
    ]
  }

  /// The tag of a named equation, which links repeat.
  private mutating func tag(_ command: TeXCommand) -> EquationTag {
    let words = text(command.argument)
    if words.isEmpty || words.contains(where: { #"\${}%~^_&#"#.contains($0) }) {
      report(
        command, "the tag of a named equation is not plain text",
        help: #"links repeat it: write it without '$', '\' and braces"#)
    }
    return EquationTag(text: words, isBare: command.isStarred)
  }

  private func text(_ range: Range<Int>) -> String {
    String(decoding: units[range], as: UTF16.self)
  }

  private func place(_ range: Range<Int>) -> SourceRange {
    SourceRange(
      formula.location(atUTF16: range.lowerBound), formula.location(atUTF16: range.upperBound))
  }

  private mutating func report(_ command: TeXCommand, _ summary: String, help: String? = nil) {
    findings.append(source.diagnostic(at: place(command.range), summary, help: help))
  }
}

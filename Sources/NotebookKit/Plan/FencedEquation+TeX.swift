// A `math` fence as KaTeX is to read it: names become numbers at their rows, derived rows are marked, and a row can stand
// alone.

extension FencedEquation {
  /// The number that stands beside the fence as a whole; nil when it has none, or a tag of its own.
  func number(in numbers: [String: String]) -> String? {
    guard let name = names.first, name.row == nil, name.tag == nil else { return nil }
    return numbers[name.name]
  }

  /// The edits that make the TeX what KaTeX can read.
  func edits(numbers: [String: String]) -> [TeXEdit] {
    let areNumbered = names.first?.row != nil || isTaggedByRows
    return labelEdits(numbers) + (areNumbered ? punctuationEdits : [])
      + environmentEdits(numbered: areNumbered) + (isDerived ? markEdits : [])
  }

  /// The TeX of what a name stands for, without any number: the whole, or one row.
  func tex(of name: EquationName) -> String {
    guard let index = name.row.map({ $0 - 1 }), rows.rows.indices.contains(index) else {
      let marks = [rows.whole] + rows.rows.map(\.marks)
      return RewrittenTeX(
        formula.tex, marks.flatMap(\.removals) + environmentEdits(numbered: false)
      ).text
    }
    let row = rows.rows[index]
    let units = Array(formula.tex.utf16)
    // What stands before and behind the row goes too.
    let edits = [
      TeXEdit(range: 0..<row.range.lowerBound, text: ""),
      TeXEdit(range: row.range.upperBound..<units.count, text: ""),
    ]
    // An empty group leaves the space around a relation as the division of cells does.
    let dividers = row.dividers.map { TeXEdit(range: $0..<$0 + 1, text: "{}") }
    return RewrittenTeX(formula.tex, edits + dividers + row.marks.removals).text
  }

  /// Whether a row has a tag that is not the whole's.
  private var isTaggedByRows: Bool {
    rows.areNumbered(besides: wholeName) && rows.rows.contains { !$0.marks.tags.isEmpty }
  }

  /// The name of the fence as a whole.
  private var wholeName: String? { names.first.flatMap { $0.row == nil ? $0.name : nil } }

  /// Labels become tags or go.
  private func labelEdits(_ numbers: [String: String]) -> [TeXEdit] {
    let areNumbered = rows.areNumbered(besides: wholeName)
    let named = Dictionary(names.map { ($0.row ?? 0, $0) }) { first, _ in first }
    var edits = rows.whole.removals(keeping: rows.whole.tags.first)
    for (index, row) in rows.rows.enumerated() {
      let tag = areNumbered ? row.marks.tags.first : rows.wholeTag
      let number = named[index + 1].flatMap { $0.tag == nil ? numbers[$0.name] : nil }
      edits += row.marks.removals(keeping: tag).map { edit in
        guard let number, edit.range == row.marks.labels.first?.range else { return edit }
        return TeXEdit(range: edit.range, text: "\\tag{\(number)}")
      }
    }
    return edits
  }

  /// KaTeX sets the numbers of rows only when the environment is all there is: punctuation behind it goes to its last row.
  private var punctuationEdits: [TeXEdit] {
    guard let range = rows.environment?.punctuation, !range.isEmpty, let last = rows.rows.last
    else { return [] }
    let text = String(decoding: Array(formula.tex.utf16)[range], as: UTF16.self)
    let end = last.range.upperBound
    return [TeXEdit(range: end..<end, text: text), TeXEdit(range: range, text: " ")]
  }

  /// Rows that nobody named have no numbers, which `align` would count by itself.
  private func environmentEdits(numbered: Bool) -> [TeXEdit] {
    guard let environment = rows.environment,
      let name = AlignedRows.environments[environment.name], name != environment.name,
      numbered || name == environment.name + "*"
    else { return [] }
    return [environment.opening, environment.closing].map { TeXEdit(range: $0, text: name) }
  }

  /// Marks at the ends of rows: in a column of their own where rows have columns, but no set number of them.
  private var markEdits: [TeXEdit] {
    let mark = { (row: Int) in "\\htmlData{step=\(row)}{\\checkmark}" }
    guard let environment = rows.environment else {
      return [TeXEdit(range: end..<end, text: "\\quad" + mark(1))]
    }
    let hasColumns = ["align", "align*", "aligned"].contains(environment.name)
    let columns = rows.rows.map { $0.dividers.count + 1 }.max() ?? 1
    return rows.rows.enumerated().filter { !$0.element.range.isEmpty }.map { index, row in
      let dividers = hasColumns ? String(repeating: "&", count: columns - row.dividers.count) : ""
      // Before a left-aligned column there is no space.
      let space = hasColumns && columns % 2 == 0 ? "" : "\\quad"
      let end = row.range.upperBound
      return TeXEdit(range: end..<end, text: dividers + space + mark(index + 1))
    }
  }

  /// Behind the last token, so that no comment swallows what is put there.
  private var end: Int { TeXToken.all(in: formula.tex).last?.range.upperBound ?? 0 }
}

extension AlignedRows.Marks {
  /// The edits that take away everything that numbers.
  fileprivate var removals: [TeXEdit] { removals(keeping: nil) }

  /// The edits that take away everything that numbers but one tag; a blank keeps the commands around it apart.
  fileprivate func removals(keeping tag: TeXCommand?) -> [TeXEdit] {
    (labels + tags.filter { $0 != tag }).map { TeXEdit(range: $0.range, text: " ") }
      + suppressions.map { TeXEdit(range: $0, text: " ") }
  }
}

// The value tree as an outline of lines, one a block, row or piece of text, with its place.

@testable import NotebookKit

/// Parses Markdown and returns the outline of its blocks.
func outline(of text: String) -> String {
  MarkdownParser.parse(Source(path: "text.md", text: text)).blocks
    .flatMap { $0.outline }.joined(separator: "\n")
}

extension SourceLocation {
  fileprivate var short: String { "\(line):\(column)" }
}

extension SourceRange {
  fileprivate var short: String { "\(start.short)-\(end.short)" }
}

extension [String] {
  fileprivate var indented: [String] { map { "  " + $0 } }
}

extension Formula {
  fileprivate var short: String {
    "\(display ? "display" : "formula") \(tex.debugDescription) at "
      + lineStarts.map(\.short).joined(separator: " ")
  }
}

extension Block {
  fileprivate var outline: [String] {
    switch kind {
    case .heading(let level, let content):
      ["heading \(level) \(range.short)"] + content.flatMap(\.outline).indented
    case .paragraph(let content):
      ["paragraph \(range.short)"] + content.flatMap(\.outline).indented
    case .quote(let blocks): ["quote \(range.short)"] + blocks.flatMap(\.outline).indented
    case .list(let start, let tight, let items):
      ["list\(start.map { " from \($0)" } ?? "") \(tight ? "tight" : "loose") \(range.short)"]
        + items.flatMap(\.outline).indented
    case .code(let fence): ["code \(range.short)"] + fence.outline.indented
    case .mathematics(let formula): ["mathematics \(range.short)", "  " + formula.short]
    case .html(let text): ["html \(range.short) \(text.debugDescription)"]
    case .thematicBreak: ["break \(range.short)"]
    case .table(let alignments, let rows):
      ["table \(alignments.map(\.rawValue).joined(separator: " ")) \(range.short)"]
        + rows.flatMap(\.outline).indented
    case .footnote(let note):
      ["footnote \(note.number) \(note.label) of \(note.references) \(range.short)"]
        + note.blocks.flatMap(\.outline).indented
    }
  }
}

extension Fence {
  fileprivate var outline: [String] {
    let state = closed ? "closed" : "open"
    return ["\(info?.debugDescription ?? "indented") lines \(lines) margins \(margins) \(state)"]
      + (text.isEmpty ? [] : [text.debugDescription])
  }
}

extension ListItem {
  fileprivate var outline: [String] {
    let state = checked.map { $0 ? " done" : " open" } ?? ""
    return ["item\(state) \(range.short)"] + blocks.flatMap(\.outline).indented
  }
}

extension TableRow {
  fileprivate var outline: [String] {
    ["\(isHeader ? "head" : "row") \(range.short)"]
      + cells.flatMap { ["cell \($0.range.short)"] + $0.content.flatMap(\.outline).indented }
      .indented
  }
}

extension Inline {
  fileprivate var outline: [String] {
    switch self {
    case .text(let text): [text.debugDescription]
    case .softBreak: ["soft break"]
    case .lineBreak: ["line break"]
    case .code(let text): ["code \(text.debugDescription)"]
    case .html(let text): ["html \(text.debugDescription)"]
    case .emphasis(let content): ["emphasis"] + content.flatMap(\.outline).indented
    case .strong(let content): ["strong"] + content.flatMap(\.outline).indented
    case .strikethrough(let content): ["strikethrough"] + content.flatMap(\.outline).indented
    case .link(let destination, let title, let content, let range):
      ["link \(range.short) \(destination)\(title.isEmpty ? "" : " '\(title)'")"]
        + content.flatMap(\.outline).indented
    case .image(let source, let title, let content, let range):
      ["image \(range.short) \(source)\(title.isEmpty ? "" : " '\(title)'")"]
        + content.flatMap(\.outline).indented
    case .mathematics(let formula): [formula.short]
    case .footnoteReference(let label, let number, let occurrence):
      ["footnote \(label) \(number).\(occurrence)"]
    }
  }
}

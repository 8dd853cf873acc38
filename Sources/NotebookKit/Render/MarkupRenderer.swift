// The value tree to HTML, byte for byte as cmark-gfm renders it, but for what the caller replaces.

/// Renders blocks as cmark-gfm does with raw HTML, footnotes and all its extensions.
struct MarkupRenderer {
  /// Returns what stands in place of a block; nil means the default.
  var block: (Block) -> HTML? = { _ in nil }
  /// Renders mathematics; the default shows the TeX between dollars.
  var formula: (Formula) -> HTML = { formula in
    let mark = formula.display ? "$$" : "$"
    return HTML(escaping: mark + formula.tex + mark)
  }
  /// Returns the name under which a heading can be linked; nil means none.
  var headingID: (Block) -> String? = { _ in nil }
  /// Returns what a link to an address shows of what stands there; nil means nothing.
  var peek: (String) -> HTML? = { _ in nil }
  /// Returns what follows a block that is in no other.
  var after: (Block) -> HTML = { _ in HTML() }

  /// Renders blocks; the footnotes among them become one section.
  func html(_ blocks: [Block]) -> HTML {
    var writer = Writer(renderer: self)
    for block in blocks {
      writer.write(block)
      // A footnote has what follows it in its item of the list.
      if case .footnote = block.kind { continue }
      writer.html.append(after(block))
    }
    writer.endFootnotes()
    return writer.html
  }

  /// Renders running text.
  func html(_ inlines: [Inline]) -> HTML {
    var writer = Writer(renderer: self)
    writer.write(inlines)
    return writer.html
  }
}

// MARK: - Blocks

private struct Writer {
  let renderer: MarkupRenderer
  var html = HTML()
  var hasFootnotes = false

  init(renderer: MarkupRenderer) { self.renderer = renderer }

  /// Starts a new line unless at the start of one.
  mutating func startLine() {
    if let last = html.text.utf8.last, last != 0x0A { html.append(raw: "\n") }
  }

  mutating func write(_ blocks: [Block]) {
    for block in blocks { write(block) }
  }

  /// Writes a block; in a tight list paragraphs go without their tags.
  mutating func write(_ block: Block, tight: Bool = false) {
    if let replacement = renderer.block(block) {
      startLine()
      html.append(replacement)
      startLine()
      return
    }
    switch block.kind {
    case .heading(let level, let content):
      startLine()
      html.append(raw: "<h\(level)")
      if let id = renderer.headingID(block) { html.append(" id=\"\(id)\"") }
      html.append(raw: ">")
      write(content)
      html.append(raw: "</h\(level)>\n")
    case .paragraph(let content): write(paragraph: content, tight: tight)
    case .quote(let blocks):
      startLine()
      html.append(raw: "<blockquote>\n")
      write(blocks)
      startLine()
      html.append(raw: "</blockquote>\n")
    case .list(let start, let tight, let items): write(list: items, start: start, tight: tight)
    case .code(let fence): write(fence)
    case .mathematics(let formula):
      startLine()
      html.append(renderer.formula(formula))
      startLine()
    case .html(let text):
      startLine()
      html.append(raw: TagFilter.filterBlock(text))
      startLine()
    case .thematicBreak:
      startLine()
      html.append(raw: "<hr />\n")
    case .table(let alignments, let rows): write(table: rows, alignments: alignments)
    case .footnote(let footnote): write(footnote, of: block)
    }
  }

  mutating func write(paragraph content: [Inline], tight: Bool, backLinks: Footnote? = nil) {
    guard !tight else { return write(content) }
    startLine()
    html.append(raw: "<p>")
    write(content)
    if let backLinks {
      html.append(raw: " ")
      write(backLinksOf: backLinks)
    }
    html.append(raw: "</p>\n")
  }

  mutating func write(list items: [ListItem], start: Int?, tight: Bool) {
    startLine()
    switch start {
    case nil: html.append(raw: "<ul>\n")
    case 1: html.append(raw: "<ol>\n")
    case let start?: html.append(raw: "<ol start=\"\(start)\">\n")
    }
    for item in items {
      startLine()
      html.append(raw: "<li>")
      switch item.checked {
      case nil: break
      case true?:
        html.append(raw: "<input type=\"checkbox\" checked=\"\" disabled=\"\" /> ")
      case false?: html.append(raw: "<input type=\"checkbox\" disabled=\"\" /> ")
      }
      for block in item.blocks { write(block, tight: tight) }
      html.append(raw: "</li>\n")
    }
    html.append(raw: start == nil ? "</ul>\n" : "</ol>\n")
  }

  mutating func write(_ fence: Fence) {
    startLine()
    if let language = fence.language {
      html.append("<pre><code class=\"language-\(language)\">")
    } else {
      html.append(raw: "<pre><code>")
    }
    html.append(escaping: fence.text)
    html.append(raw: "</code></pre>\n")
  }

  mutating func write(table rows: [TableRow], alignments: [Alignment]) {
    startLine()
    html.append(raw: "<table>")
    var inBody = false
    for row in rows {
      startLine()
      if row.isHeader {
        html.append(raw: "<thead>\n")
      } else if !inBody {
        html.append(raw: "<tbody>\n")
        inBody = true
      }
      html.append(raw: "<tr>")
      for (cell, alignment) in zip(row.cells, alignments) {
        startLine()
        html.append(raw: row.isHeader ? "<th" : "<td")
        if alignment != .none { html.append(" align=\"\(alignment.rawValue)\"") }
        html.append(raw: ">")
        write(cell.content)
        html.append(raw: row.isHeader ? "</th>" : "</td>")
      }
      startLine()
      html.append(raw: row.isHeader ? "</tr>\n</thead>" : "</tr>")
    }
    if inBody {
      startLine()
      html.append(raw: "</tbody>\n")
    }
    startLine()
    html.append(raw: "</table>\n")
  }
}

// MARK: - Footnotes

extension Writer {
  mutating func write(_ footnote: Footnote, of block: Block) {
    if !hasFootnotes {
      html.append(raw: "<section class=\"footnotes\" data-footnotes>\n<ol>\n")
      hasFootnotes = true
    }
    html.append("<li id=\"fn-\(HTML(escapingURL: footnote.label))\">\n")
    var linked = false
    for (index, block) in footnote.blocks.enumerated() {
      if index == footnote.blocks.count - 1, case .paragraph(let content) = block.kind,
        renderer.block(block) == nil
      {
        write(paragraph: content, tight: false, backLinks: footnote)
        linked = true
      } else {
        write(block)
      }
    }
    if !linked {
      write(backLinksOf: footnote)
      html.append(raw: "\n")
    }
    html.append(renderer.after(block))
    html.append(raw: "</li>\n")
  }

  mutating func write(backLinksOf footnote: Footnote) {
    let label = HTML(escapingURL: footnote.label)
    let attributes: HTML =
      "class=\"footnote-backref\" data-footnote-backref aria-label=\"Back to content\""
    html.append("<a href=\"#fnref-\(label)\" \(attributes)>↩</a>")
    for number in 2..<max(footnote.references + 1, 2) {
      html.append(
        """
         <a href="#fnref-\(label)-\(number)" \(attributes)>↩<sup class="footnote-ref">\(number)</sup></a>
        """)
    }
  }

  mutating func endFootnotes() {
    if hasFootnotes { html.append(raw: "</ol>\n</section>\n") }
  }
}

// MARK: - Running text

extension Writer {
  mutating func write(_ inlines: [Inline]) {
    for inline in inlines { write(inline) }
  }

  mutating func write(_ inline: Inline) {
    switch inline {
    case .text(let text): html.append(escaping: text)
    case .softBreak: html.append(raw: "\n")
    case .lineBreak: html.append(raw: "<br />\n")
    case .code(let text): html.append("<code>\(text)</code>")
    case .html(let text): html.append(raw: TagFilter.filterTag(text))
    case .emphasis(let content): write(content, in: "em")
    case .strong(let content): write(content, in: "strong")
    case .strikethrough(let content): write(content, in: "del")
    case .link(let destination, let title, let content, _):
      let peek = renderer.peek(destination)
      if peek != nil { html.append(raw: "<span class=\"reference\">") }
      html.append("<a href=\"\(HTML(escapingURL: destination))")
      if !title.isEmpty { html.append("\" title=\"\(title)") }
      html.append(raw: "\">")
      write(content)
      html.append(raw: "</a>")
      if let peek {
        html.append("<span class=\"peek\" aria-hidden=\"true\">\(peek)</span></span>")
      }
    case .image(let source, let title, let content, _):
      html.append("<img src=\"\(HTML(escapingURL: source))\" alt=\"\(alternative(content))")
      if !title.isEmpty { html.append("\" title=\"\(title)") }
      html.append(raw: "\" />")
    case .mathematics(let formula): html.append(renderer.formula(formula))
    case .footnoteReference(let label, let number, let occurrence):
      let label = HTML(escapingURL: label)
      let suffix = occurrence > 1 ? "-\(occurrence)" : ""
      html.append(
        """
        <sup class="footnote-ref"><a href="#fn-\(label)" id="fnref-\(label)\(suffix)" \
        data-footnote-ref>\(number)</a></sup>
        """)
    }
  }

  mutating func write(_ content: [Inline], in tag: String) {
    html.append(raw: "<\(tag)>")
    write(content)
    html.append(raw: "</\(tag)>")
  }

  /// Returns the text alternative of a picture; unlike `plainText` it keeps raw HTML, as cmark does.
  func alternative(_ content: [Inline]) -> String {
    content.map { inline in
      if case .html(let text) = inline { return text }
      switch inline {
      case .emphasis(let content), .strong(let content), .strikethrough(let content),
        .link(_, _, let content, _), .image(_, _, let content, _):
        return alternative(content)
      default: return plainText([inline])
      }
    }.joined()
  }
}

extension Fence {
  /// The first word of the info string; nil when there is none.
  fileprivate var language: String? {
    guard let info, !info.isEmpty else { return nil }
    let word = info.utf8.prefix { !($0 == 0x20 || (0x09...0x0D).contains($0)) }
    return String(decoding: word, as: UTF8.self)
  }
}

// MARK: - Raw HTML

/// GFM's tag filter: tags that change how the rest of a page is read are shown instead.
private enum TagFilter {
  static let names = [
    "title", "textarea", "style", "xmp", "iframe", "noembed", "noframes", "script", "plaintext",
  ].map { Array($0.utf8) }

  /// Disarms the tags in a block of HTML.
  static func filterBlock(_ text: String) -> String {
    let bytes = Array(text.utf8)
    guard bytes.indices.contains(where: { isFiltered(bytes[$0...]) }) else { return text }
    var result: [UInt8] = []
    for (index, byte) in bytes.enumerated() {
      if isFiltered(bytes[index...]) { result += "&lt;".utf8 } else { result.append(byte) }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// Disarms one tag of running text.
  static func filterTag(_ text: String) -> String {
    isFiltered(Array(text.utf8)[...])
      ? "&lt;" + String(decoding: text.utf8.dropFirst(), as: UTF8.self) : text
  }

  /// Whether the text begins with a filtered tag.
  static func isFiltered(_ text: ArraySlice<UInt8>) -> Bool {
    guard text.count >= 3, text.first == UInt8(ascii: "<") else { return false }
    var rest = text.dropFirst()
    if rest.first == UInt8(ascii: "/") { rest = rest.dropFirst() }
    return names.contains { name in
      guard rest.count > name.count,
        zip(rest, name).allSatisfy({ $0 | 0x20 == $1 && $0 & 0x40 != 0 })
      else { return false }
      let after = rest.dropFirst(name.count)
      switch after.first {
      case UInt8(ascii: ">"), 0x20, 0x09, 0x0A, 0x0B, 0x0C, 0x0D: return true
      case UInt8(ascii: "/"): return after.dropFirst().first == UInt8(ascii: ">")
      default: return false
      }
    }
  }
}

// A node of cmark's tree, read only: the one place that knows cmark's names for things.

import CMarkGFM

/// A node of the tree that cmark made; valid as long as that tree.
struct CMarkNode: Hashable {
  private let pointer: OpaquePointer

  init(_ pointer: OpaquePointer) { self.pointer = pointer }

  /// The kinds of node.
  enum Kind {
    case heading(level: Int), paragraph, quote, list(start: Int?, tight: Bool)
    case item(checked: Bool?), code, htmlBlock, thematicBreak, mathematics(Int)
    case table([Alignment]), tableRow(isHeader: Bool), tableCell, footnote, document
    case text, softBreak, lineBreak, codeSpan, html, emphasis, strong, strikethrough, link, image
    case formula(Int), footnoteReference
  }

  var kind: Kind {
    switch cmark_node_get_type(pointer) {
    case CMARK_NODE_HEADING: .heading(level: Int(cmark_node_get_heading_level(pointer)))
    case CMARK_NODE_PARAGRAPH: .paragraph
    case CMARK_NODE_BLOCK_QUOTE: .quote
    case CMARK_NODE_LIST:
      .list(
        start: cmark_node_get_list_type(pointer) == CMARK_ORDERED_LIST
          ? Int(cmark_node_get_list_start(pointer)) : nil,
        tight: cmark_node_get_list_tight(pointer) != 0)
    case CMARK_NODE_ITEM:
      .item(
        checked: typeName == "tasklist"
          ? cmark_gfm_extensions_get_tasklist_item_checked(pointer) : nil)
    case CMARK_NODE_CODE_BLOCK: .code
    case CMARK_NODE_HTML_BLOCK: .htmlBlock
    case CMARK_NODE_THEMATIC_BREAK: number.map(Kind.mathematics) ?? .thematicBreak
    case CMARK_NODE_FOOTNOTE_DEFINITION: .footnote
    case CMARK_NODE_TEXT: .text
    case CMARK_NODE_SOFTBREAK: .softBreak
    case CMARK_NODE_LINEBREAK: .lineBreak
    case CMARK_NODE_CODE: number.map(Kind.formula) ?? .codeSpan
    case CMARK_NODE_HTML_INLINE: .html
    case CMARK_NODE_EMPH: .emphasis
    case CMARK_NODE_STRONG: .strong
    case CMARK_NODE_LINK: .link
    case CMARK_NODE_IMAGE: .image
    case CMARK_NODE_FOOTNOTE_REFERENCE: .footnoteReference
    default: extensionKind
    }
  }

  /// Nodes of extensions are told apart by the names of their types.
  private var extensionKind: Kind {
    switch typeName {
    case "table": .table(alignments)
    case "table_header": .tableRow(isHeader: true)
    case "table_row": .tableRow(isHeader: false)
    case "table_cell": .tableCell
    case "strikethrough": .strikethrough
    default: .document
    }
  }

  private var typeName: String { String(cString: cmark_node_get_type_string(pointer)) }

  private var alignments: [Alignment] {
    guard let letters = cmark_gfm_extensions_get_table_alignments(pointer) else { return [] }
    return (0..<Int(cmark_gfm_extensions_get_table_columns(pointer))).map { column in
      switch letters[column] {
      case UInt8(ascii: "l"): .left
      case UInt8(ascii: "c"): .center
      case UInt8(ascii: "r"): .right
      default: .none
      }
    }
  }

  // MARK: Neighbours

  var parent: CMarkNode? { cmark_node_parent(pointer).map(CMarkNode.init) }
  var next: CMarkNode? { cmark_node_next(pointer).map(CMarkNode.init) }
  var firstChild: CMarkNode? { cmark_node_first_child(pointer).map(CMarkNode.init) }
  var children: [CMarkNode] {
    var result: [CMarkNode] = []
    var child = firstChild
    while let node = child {
      result.append(node)
      child = node.next
    }
    return result
  }

  // MARK: Places, as cmark counts them

  var startLine: Int { Int(cmark_node_get_start_line(pointer)) }
  var startColumn: Int { Int(cmark_node_get_start_column(pointer)) }
  var endLine: Int { Int(cmark_node_get_end_line(pointer)) }
  var endColumn: Int { Int(cmark_node_get_end_column(pointer)) }

  // MARK: Texts

  /// The text that the children were parsed from.
  ///
  /// Without children, as in an empty heading, cmark leaves its memory as it found it.
  var content: [UInt8] {
    firstChild == nil ? [] : Array(string(cmark_node_get_string_content(pointer)).utf8)
  }
  var literal: String { string(cmark_node_get_literal(pointer)) }
  var url: String { string(cmark_node_get_url(pointer)) }
  var title: String { string(cmark_node_get_title(pointer)) }

  /// The index that the mathematics extension gave to this node.
  var number: Int? { cmark_node_get_user_data(pointer).map { Int(bitPattern: $0) - 1 } }

  /// For a code block: its info string and its opening fence; nil when it is indented.
  var fence: (info: String, mark: UInt8, length: Int)? {
    var length: Int32 = 0
    var offset: Int32 = 0
    var mark: CChar = 0
    guard cmark_node_get_fenced(pointer, &length, &offset, &mark) != 0 else { return nil }
    return (string(cmark_node_get_fence_info(pointer)), UInt8(bitPattern: mark), Int(length))
  }

  private func string(_ text: UnsafePointer<CChar>?) -> String {
    text.map(String.init(cString:)) ?? ""
  }
}

// MARK: - Footnotes

extension CMarkNode {
  /// For a reference: the label of its footnote, and which reference to it this is, from 1.
  ///
  /// cmark keeps both to itself but prints them.
  var footnoteReference: (label: String, occurrence: Int) {
    let html = printed(cmark_render_html(pointer, CMARK_OPT_UNSAFE, nil))
    let names = html.split(separator: "\"", omittingEmptySubsequences: false)
    let anchor = names.count > 3 ? names[3].dropFirst("#fn-".count) : ""
    let id = names.count > 5 ? names[5].dropFirst("fnref-".count) : ""
    return (footnoteLabel, Int(id.dropFirst(anchor.count + 1)) ?? 1)
  }

  /// For a definition: its label and how many references lead to it.
  ///
  /// Its children are freed on the way.
  func takeFootnote() -> (label: String, references: Int) {
    while let child = cmark_node_first_child(pointer) { cmark_node_free(child) }
    let html = printed(cmark_render_html(pointer, CMARK_OPT_UNSAFE, nil))
    return (footnoteLabel, html.ranges(of: "\" class=\"footnote-backref\"").count)
  }

  private var footnoteLabel: String {
    let markdown = printed(cmark_render_commonmark(pointer, CMARK_OPT_DEFAULT, 0))
    let label = markdown.utf8.dropFirst("[^".count).prefix { $0 != UInt8(ascii: "]") }
    return String(decoding: label, as: UTF8.self)
  }

  private func printed(_ text: UnsafeMutablePointer<CChar>?) -> String {
    guard let text else { return "" }
    defer { cmark_get_default_mem_allocator().pointee.free(text) }
    return String(cString: text)
  }
}

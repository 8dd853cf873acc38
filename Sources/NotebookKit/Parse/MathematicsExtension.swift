// Mathematics for cmark-gfm: a syntax extension whose callbacks are Swift. It must be attached before tables.

import CMarkGFM
import Foundation

/// What the extension met in one text; nodes refer to it by number.
final class FoundMathematics {
  /// A formula in running text; offsets count bytes of its block's content.
  struct Inline {
    var match: DollarMatch
  }

  /// A `$$` block, line by line.
  struct Display {
    var opening: SourceRange
    var lines: [(tex: [UInt8], start: SourceLocation)] = []
    var closed = false
  }

  /// A dollar that is text though it stands alone.
  struct LoneDollar: Equatable {
    var offset: Int
    var length: Int
  }

  var inlines: [Inline] = []
  var displays: [Display] = []
  var loneDollars: [CMarkNode: [LoneDollar]] = [:]

  /// The text being read, so that what is counted in it is counted once.
  fileprivate var current: (node: CMarkNode, dollars: Dollars<NulTerminated>)?
}

/// The extension object of one parse; free it after the tree.
struct MathematicsExtension {
  let pointer: OpaquePointer

  init?(collectingInto found: FoundMathematics) {
    guard let pointer = cmark_syntax_extension_new("mathematics") else { return nil }
    self.pointer = pointer
    cmark_syntax_extension_set_private(pointer, Unmanaged.passUnretained(found).toOpaque(), nil)
    let dollar = UnsafeMutableRawPointer(bitPattern: UInt(UInt8.dollar))
    cmark_syntax_extension_set_special_inline_chars(
      pointer, cmark_llist_append(cmark_get_default_mem_allocator(), nil, dollar))
    cmark_syntax_extension_set_match_inline_func(pointer, matchInline)
    cmark_syntax_extension_set_open_block_func(pointer, openBlock)
    cmark_syntax_extension_set_match_block_func(pointer, continueBlock)
    cmark_syntax_extension_set_can_contain_func(pointer) { _, _, _ in 0 }
  }

  func free() {
    cmark_syntax_extension_free(cmark_get_default_mem_allocator(), pointer)
  }
}

private func found(by this: OpaquePointer?) -> FoundMathematics? {
  cmark_syntax_extension_get_private(this).map {
    Unmanaged<FoundMathematics>.fromOpaque($0).takeUnretainedValue()
  }
}

// MARK: - In running text

/// Reads mathematics at a dollar.
///
/// The node is code that carries its number: tables drop nodes of new types.
private let matchInline: cmark_match_inline_func = { this, _, parent, character, inlines in
  guard character == .dollar, let found = found(by: this), let parent,
    let content = cmark_node_get_string_content(parent)
  else { return nil }
  let node = CMarkNode(parent)
  let dollars =
    found.current.flatMap { $0.node == node ? $0.dollars : nil } ?? Dollars(NulTerminated(content))
  found.current = (node, dollars)
  let start = Int(cmark_inline_parser_get_offset(inlines))
  if let match = dollars.match(at: start), let formula = cmark_node_new(CMARK_NODE_CODE) {
    found.inlines.append(.init(match: match))
    cmark_node_set_user_data(formula, UnsafeMutableRawPointer(bitPattern: found.inlines.count))
    cmark_inline_parser_set_offset(inlines, Int32(match.end))
    return formula
  }
  let (count, isEmptyPair) = dollars.plain(at: start)
  guard let plain = cmark_node_new(CMARK_NODE_TEXT) else { return nil }
  if !isEmptyPair {
    found.loneDollars[node, default: []].append(.init(offset: start, length: count))
  }
  let bytes = dollars.text[start..<start + count]
  cmark_node_set_literal(plain, String(decoding: bytes, as: UTF8.self))
  cmark_inline_parser_set_offset(inlines, Int32(start + count))
  return plain
}

// MARK: - Blocks

/// Opens a block at a line that begins with `$$` and has no second `$$`.
private let openBlock: cmark_open_block_func = { this, indented, parser, parent, input, length in
  guard indented == 0, let found = found(by: this), let parser, let parent, let input else {
    return nil
  }
  let line = UnsafeBufferPointer(start: input, count: Int(length)).trimmingLineEnd
  let start = Int(cmark_parser_get_first_nonspace(parser))
  let dollars = Dollars(line)
  guard start < line.endIndex, line[start] == .dollar, dollars.run(at: start) == 2,
    dollars.firstDisplayMark(from: start + 2) == nil
  else { return nil }
  if cmark_node_get_type(parent) == CMARK_NODE_PARAGRAPH,
    let content = cmark_node_get_string_content(parent),
    Dollars(NulTerminated(content)).endsInDisplay
  {
    return nil
  }
  guard
    let block = cmark_parser_add_child(
      parser, parent, CMARK_NODE_THEMATIC_BREAK, Int32(start + 1))
  else { return nil }
  // A thematic break is the one leaf that never makes the list around it loose.
  cmark_node_set_syntax_extension(block, this)
  let number = Int(cmark_parser_get_line_number(parser))
  var display = FoundMathematics.Display(
    opening: SourceRange(line: number, column: start + 1, length: 2))
  let rest = line[(start + 2)...]
  if !rest.allSatisfy(\.isWhitespace) {
    display.lines.append((Array(rest), SourceLocation(line: number, column: start + 3)))
  }
  found.displays.append(display)
  cmark_node_set_user_data(block, UnsafeMutableRawPointer(bitPattern: found.displays.count))
  consumeLine(parser, input, length)
  return block
}

/// Takes one more line into an open block, or ends it.
private let continueBlock: cmark_match_block_func = { this, parser, input, length, node in
  guard let found = found(by: this), let parser, let input, let node,
    let index = CMarkNode(node).number, !found.displays[index].closed
  else { return 0 }
  let line = UnsafeBufferPointer(start: input, count: Int(length)).trimmingLineEnd
  let start = min(Int(cmark_parser_get_offset(parser)), line.endIndex)
  let place = SourceLocation(
    line: Int(cmark_parser_get_line_number(parser)), column: start + 1)
  var tex = line[start...]
  if let mark = tex.closingDisplayMark {
    found.displays[index].closed = true
    tex = tex[..<mark]
    if tex.allSatisfy(\.isWhitespace) { tex = tex[..<start] }
  }
  if !found.displays[index].closed || !tex.isEmpty {
    found.displays[index].lines.append((Array(tex), place))
  }
  consumeLine(parser, input, length)
  return 1
}

private func consumeLine(
  _ parser: OpaquePointer, _ input: UnsafeMutablePointer<UInt8>, _ length: Int32
) {
  input.withMemoryRebound(to: CChar.self, capacity: Int(length)) {
    cmark_parser_advance_offset(parser, $0, length - 1 - cmark_parser_get_offset(parser), 0)
  }
}

extension UnsafeBufferPointer<UInt8> {
  fileprivate var trimmingLineEnd: Slice<UnsafeBufferPointer<UInt8>> {
    prefix { $0 != 0x0A && $0 != 0x0D }
  }
}

extension Slice<UnsafeBufferPointer<UInt8>> {
  /// Where the `$$` stands that ends the line, if it ends so and no backslash escapes it.
  fileprivate var closingDisplayMark: Int? {
    guard let end = lastIndex(where: { !$0.isWhitespace }), end > startIndex,
      self[end] == .dollar, self[end - 1] == .dollar
    else { return nil }
    let backslashes = self[..<(end - 1)].reversed().prefix { $0 == .backslash }.count
    return backslashes.isMultiple(of: 2) ? end - 1 : nil
  }
}

/// The bytes of a C string; they stay valid only during a callback.
private struct NulTerminated: RandomAccessCollection {
  let bytes: UnsafeBufferPointer<UInt8>

  init(_ text: UnsafePointer<CChar>) {
    let raw = UnsafeRawPointer(text).assumingMemoryBound(to: UInt8.self)
    bytes = UnsafeBufferPointer(start: raw, count: strlen(text))
  }

  var startIndex: Int { 0 }
  var endIndex: Int { bytes.count }
  subscript(index: Int) -> UInt8 { bytes[index] }
}

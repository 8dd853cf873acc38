// The marks of symbols in KaTeX's HTML: spans that say which symbol they enclose, and change nothing else.

extension HTML {
  /// This formula with the marks that the same formula has where it was set with marks; nil when those would change how
  /// it looks.
  ///
  /// Without the marks the result is this formula byte for byte; the TeX that is kept for copying stays without them.
  func marked(as marked: HTML) -> HTML? {
    guard let plain = SetFormula(text), let other = SetFormula(marked.text),
      plain.mathML == other.mathML
    else { return nil }
    var marking = Marking(plain: plain.pieces, marked: other.pieces)
    guard let pieces = marking.result() else { return nil }
    return HTML(raw: plain.mathML + plain.annotation + pieces)
  }

  /// The HTML with each symbol's meaning and shape in place of its mark.
  func explaining(_ table: SymbolTable) -> HTML {
    if table.symbols.isEmpty { return self }
    var html = HTML()
    var rest = text[...]
    while let mark = rest.utf8.firstRange(of: Piece.mark.utf8) {
      html.append(raw: String(rest[..<mark.lowerBound]))
      let digits = rest[mark.upperBound...].prefix { $0 != "\"" }
      if let index = Int(digits), table.symbols.indices.contains(index) {
        html.append(" title=\"\(table.symbols[index].title)\"")
      }
      rest = rest[digits.endIndex...].dropFirst()
    }
    html.append(raw: String(rest))
    return html
  }
}

/// What KaTeX makes of a formula: MathML, the TeX that this keeps, and HTML.
private struct SetFormula {
  var mathML: String
  var annotation: String
  var pieces: [Piece]

  init?(_ text: String) {
    // Byte by byte: going by characters would take longer than KaTeX does.
    guard let start = text.utf8.firstRange(of: "<annotation".utf8),
      let end = text.utf8[start.upperBound...].firstRange(of: "</annotation>".utf8)
    else { return nil }
    mathML = String(text[..<start.lowerBound])
    annotation = String(text[start.lowerBound..<end.lowerBound])
    pieces = text.utf8[end.lowerBound...].split(separator: UInt8(ascii: "<")).map {
      Piece(Substring($0))
    }
  }
}

/// A tag and the text that follows it.
private struct Piece: Equatable {
  var tag: Substring
  var text: Substring

  /// What the attribute of a mark begins with; in text its quotation mark would be escaped.
  static let mark = " data-symbol=\""

  init(_ piece: Substring) {
    let end = piece.utf8.firstIndex(of: UInt8(ascii: ">")) ?? piece.endIndex
    tag = piece[..<end]
    text = Substring(piece.utf8[end...].dropFirst())
  }

  var html: String { "<\(tag)>\(text)" }
  var opens: Bool { tag.hasPrefix("span") }
  var closes: Bool { tag == "/span" }
  var isMark: Bool { opens && tag.utf8.firstRange(of: Self.mark.utf8) != nil }
  /// The tag without its style.
  var kind: Substring {
    tag.utf8.firstRange(of: " style=".utf8).map { tag[..<$0.lowerBound] } ?? tag
  }
}

/// Walks through a formula without marks and the same with marks, and puts the marks into the former.
private struct Marking {
  let plain: [Piece]
  let marked: [Piece]
  private var i = 0
  private var j = 0
  private var html = ""
  /// For each open span of the marked formula whether it is a mark.
  private var open: [Bool] = []

  init(plain: [Piece], marked: [Piece]) { (self.plain, self.marked) = (plain, marked) }

  /// The HTML with marks; nil when the formulas differ in more than those.
  mutating func result() -> String? {
    while j < marked.count {
      let piece = marked[j]
      if takeLetters() { continue }
      let isMark = piece.isMark || piece.closes && open.last == true
      if isMark, !piece.text.isEmpty { return nil }
      if piece.opens { open.append(isMark) }
      if piece.closes { open.removeLast(open.isEmpty ? 0 : 1) }
      html += piece.html
      j += 1
      if isMark { continue }
      guard i < plain.count, plain[i] == piece else { return nil }
      i += 1
    }
    return i == plain.count ? html : nil
  }

  /// Takes neighbouring letters that KaTeX sets in one span where no mark is between them: the marks go into that span.
  private mutating func takeLetters() -> Bool {
    guard i + 1 < plain.count, plain[i + 1].closes, !plain[i].text.isEmpty else { return false }
    let whole = plain[i]
    var rest = whole.text
    var letters = ""
    var next = j
    var last = whole.tag
    while !rest.isEmpty {
      let mark = next < marked.count && marked[next].isMark ? marked[next] : nil
      if mark != nil { next += 1 }
      guard next + (mark == nil ? 1 : 2) < marked.count, marked[next].kind == whole.kind,
        !marked[next].text.isEmpty, rest.hasPrefix(marked[next].text),
        marked[next].text != whole.text, marked[next + 1].closes, marked[next + 1].text.isEmpty,
        mark == nil || marked[next + 2].closes && marked[next + 2].text.isEmpty
      else { return false }
      letters += (mark?.html ?? "") + marked[next].text + (mark == nil ? "" : "</span>")
      last = marked[next].tag
      rest = rest.dropFirst(marked[next].text.count)
      next += mark == nil ? 2 : 3
    }
    guard last == whole.tag else { return false }
    html += "<\(whole.tag)>\(letters)\(plain[i + 1].html)"
    i += 2
    j = next
    return true
  }
}

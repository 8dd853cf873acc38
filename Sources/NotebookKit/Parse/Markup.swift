// The value tree of a chapter: what cmark-gfm parsed, with places, and no pointer into it.

/// A block of a chapter and the place it came from.
public struct Block: Equatable, Sendable {
  /// What the block is.
  public var kind: Kind
  /// Where the block stands in the chapter.
  public var range: SourceRange

  /// Creates a block.
  public init(_ kind: Kind, _ range: SourceRange) {
    self.kind = kind
    self.range = range
  }

  /// The kinds of block that GFM has, and mathematics.
  public indirect enum Kind: Equatable, Sendable {
    /// A heading of level 1 to 6.
    case heading(level: Int, [Inline])
    /// A paragraph; in a tight list it is rendered without its tags.
    case paragraph([Inline])
    /// A block quotation.
    case quote([Block])
    /// A list; `start` is set when it is ordered.
    case list(start: Int?, tight: Bool, items: [ListItem])
    /// A code block: indented, or fenced with its info string.
    case code(Fence)
    /// Displayed mathematics between `$$` lines.
    case mathematics(Formula)
    /// Raw HTML.
    case html(String)
    /// A thematic break.
    case thematicBreak
    /// A table; the first row is the header.
    case table(alignments: [Alignment], rows: [TableRow])
    /// A footnote's text; the index is its number, the count how often it is referred to.
    case footnote(Footnote)
  }
}

/// An item of a list.
public struct ListItem: Equatable, Sendable {
  /// For an item of a task list: whether it is checked.
  public var checked: Bool?
  /// What the item holds.
  public var blocks: [Block]
  /// Where it stands.
  public var range: SourceRange
}

/// The alignment of a table's column.
public enum Alignment: String, Sendable {
  /// The column states none.
  case none
  /// Aligned by the colon on the left, both sides or the right.
  case left, center, right
}

/// A row of a table.
public struct TableRow: Equatable, Sendable {
  /// Whether it is the header.
  public var isHeader: Bool
  /// The cells from left to right.
  public var cells: [TableCell]
  /// Where it stands.
  public var range: SourceRange
}

/// A cell of a table.
public struct TableCell: Equatable, Sendable {
  /// The text.
  public var content: [Inline]
  /// Where it stands.
  public var range: SourceRange
}

/// A footnote's text and how it is numbered.
public struct Footnote: Equatable, Sendable {
  /// The label, as its definition spells it.
  public var label: String
  /// The number, from 1, in the order of the first references.
  public var number: Int
  /// How many references lead here.
  public var references: Int
  /// The text.
  public var blocks: [Block]
}

/// A code block: its info string and its text.
public struct Fence: Equatable, Sendable {
  /// The text after the opening backticks or tildes, entities and escapes resolved; nil for an indented block.
  public var info: String?
  /// The code, each line with its line end.
  public var text: String
  /// The lines of the chapter between the fences, empty when there is none.
  public var lines: Range<Int>
  /// How many bytes of each line stand before the code: indentation and the marks of lists and quotations.
  public var margins: [Int]
  /// Whether a closing fence ends it; an indented block needs none.
  public var closed: Bool
}

/// A piece of TeX.
public struct Formula: Equatable, Hashable, Sendable {
  /// The TeX between the delimiters.
  public var tex: String
  /// Whether it is displayed on lines of its own.
  public var display: Bool
  /// Where each line of the TeX begins in the chapter.
  public var lineStarts: [SourceLocation]
}

/// A piece of running text.
public indirect enum Inline: Equatable, Sendable {
  /// Plain text.
  case text(String)
  /// A line end inside a paragraph.
  case softBreak
  /// A hard line break.
  case lineBreak
  /// Code.
  case code(String)
  /// Raw HTML.
  case html(String)
  /// Emphasis.
  case emphasis([Inline])
  /// Strong emphasis.
  case strong([Inline])
  /// Text struck through.
  case strikethrough([Inline])
  /// A link with where it leads, its title and its place.
  case link(destination: String, title: String, [Inline], SourceRange)
  /// A picture with its address, title, alternative text and place.
  case image(source: String, title: String, [Inline], SourceRange)
  /// Mathematics.
  case mathematics(Formula)
  /// A reference to a footnote: its label and number, and which reference to it this is, from 1.
  case footnoteReference(label: String, number: Int, occurrence: Int)
}

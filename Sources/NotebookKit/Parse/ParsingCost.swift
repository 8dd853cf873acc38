// What makes cmark slow, counted before it reads a text: its time grows with the square of these.
// The counts are those of lines and of stretches of text between blank lines, so that a text is
// never refused for its length alone.

/// Counts line by line what cmark's time and memory grow with, up to the first line that is too
/// much.
struct ParsingCost {
  /// How much is borne: for a megabyte of the worst text, one or two seconds.
  private enum Limit {
    static let tableColumns = 200
    static let tableCells = 500_000
    static let rowCells = 1_000
    static let addressBytes = 1 << 27
    static let openers = 1_000
    static let pairs = 1 << 27
    static let headBytes = 1 << 23
    static let displayBytes = 1 << 25
    static let copiedBytes = 1 << 26
  }

  /// What the stretch of text since the last blank line holds.
  private struct Stretch {
    var bytes = 0
    /// The most cells that one line of it can be cut into.
    var cells = 0
    /// The columns of the table that a line may have begun.
    var columns = 0
    var openers = 0
    var brackets = 0
    var marks = 0
  }

  private var stretch = Stretch()
  private var cells = 0
  private var pairs = 0
  private var addressBytes = 0
  private var headBytes = 0
  private var displayBytes = 0
  private var brackets = 0
  private var definition = 0
  private var longestDefinition = 0

  /// Counts a line; returns why the text is too much for cmark, if it is.
  mutating func add(_ line: String) -> String? {
    let line = LineCounts(line)
    guard !line.isBlank else {
      pairs += stretch.brackets * stretch.marks
      stretch = Stretch()
      definition = 0
      return nil
    }
    return excess(ofAddresses: line) ?? excess(ofTables: line) ?? excess(ofMarks: line)
      ?? excess(ofDefinitions: line)
  }

  /// Each is followed to the end of its line, though it may be no address; cmark gives up on `@`
  /// after a thousand.
  private mutating func excess(ofAddresses line: LineCounts) -> String? {
    addressBytes += (line.hosts + min(line.ats, 1_000)) * line.bytes
    return addressBytes > Limit.addressBytes
      ? "there are too many '@' or 'www.' on one line" : nil
  }

  /// The text is searched for the head of a table at each line like the one under a head, and for
  /// an open `$$` at each line that begins with `$$`; a table's rows are filled up to its columns.
  private mutating func excess(ofTables line: LineCounts) -> String? {
    stretch.cells = max(stretch.cells, line.pipes)
    if line.isDelimiter {
      if line.columns > Limit.tableColumns {
        return "the table has more than \(Limit.tableColumns) columns"
      }
      stretch.columns = max(stretch.columns, line.columns)
      headBytes += stretch.bytes
      if headBytes > Limit.headBytes {
        return "there are too many lines like the one under the head of a table in one paragraph"
      }
    } else {
      cells += stretch.columns
      if cells > Limit.tableCells { return "there are more than \(Limit.tableCells) table cells" }
    }
    if stretch.columns > 0, stretch.cells > Limit.rowCells {
      return "the row of a table has more than \(Limit.rowCells) cells"
    }
    if line.opensDisplay {
      displayBytes += stretch.bytes
      if displayBytes > Limit.displayBytes {
        return "there are too many lines that begin with '$$' in one paragraph"
      }
    }
    stretch.bytes += line.bytes
    return nil
  }

  /// The end of an unfinished tag is looked for to the end of the paragraph, and at each link the
  /// marks of emphasis before it are gone through.
  private mutating func excess(ofMarks line: LineCounts) -> String? {
    stretch.openers += line.openers
    if stretch.openers > Limit.openers {
      return "the paragraph has more than \(Limit.openers) unfinished HTML tags"
    }
    stretch.brackets += line.brackets
    stretch.marks += line.marks
    if pairs + stretch.brackets * stretch.marks > Limit.pairs {
      return "there are too many links and marks of emphasis in one paragraph"
    }
    return nil
  }

  /// The address and title of a definition are copied to each link that uses it.
  private mutating func excess(ofDefinitions line: LineCounts) -> String? {
    if line.isDefinition { definition = 0 }
    if line.isDefinition || definition > 0 { definition += line.bytes }
    longestDefinition = max(longestDefinition, definition)
    brackets += line.brackets
    return brackets * longestDefinition > Limit.copiedBytes
      ? "the definition of a link is too long for the number of links" : nil
  }
}

/// The counts of one line.
private struct LineCounts {
  /// Its length with its line end.
  var bytes = 0
  /// How often `@`, `www.`, `|`, `]`, and `<?` or `<!` occur.
  var (ats, hosts, pipes, brackets, openers) = (0, 0, 0, 0, 0)
  /// How many runs of `*`, `_` or `~` there are.
  var marks = 0
  /// Whether nothing stands on it but marks of quotations.
  var isBlank = true
  /// Whether it can be the line under a table's head, and for how many columns.
  var isDelimiter = false
  var columns = 0
  /// Whether it begins with `$$`.
  var opensDisplay = false
  /// Whether it can begin the definition of a link.
  var isDefinition = false

  init(_ line: String) {
    var line = line
    line.withUTF8 { count($0) }
  }

  private mutating func count(_ line: UnsafeBufferPointer<UInt8>) {
    bytes = line.count + 1
    guard let first = line.firstIndex(where: { !$0.isBlank && $0 != UInt8(ascii: ">") }) else {
      return
    }
    isBlank = false
    opensDisplay = line[first...].starts(with: "$$".utf8)
    var hasDefinition = false
    var isDashed = true
    var inColumn = false
    var previous: UInt8 = 0
    for (index, byte) in line.enumerated() {
      switch byte {
      case .pipe: (pipes, inColumn) = (pipes + 1, false)
      case UInt8(ascii: "-"):
        if !inColumn { columns += 1 }
        inColumn = true
      case UInt8(ascii: ":"):
        if previous == UInt8(ascii: "]") { hasDefinition = true }
      case 0x20, 0x09, UInt8(ascii: ">"): break
      default:
        isDashed = false
        switch byte {
        case UInt8(ascii: "@"): ats += 1
        case UInt8(ascii: "]"): brackets += 1
        case UInt8(ascii: "w"):
          if line[index...].starts(with: "www.".utf8) { hosts += 1 }
        case UInt8(ascii: "?"), UInt8(ascii: "!"):
          if previous == UInt8(ascii: "<") { openers += 1 }
        case UInt8(ascii: "*"), UInt8(ascii: "_"), UInt8(ascii: "~"):
          if previous != byte { marks += 1 }
        default: break
        }
      }
      previous = byte
    }
    // A line of dashes alone is a heading's or a break.
    isDelimiter = isDashed && columns > 0 && (pipes > 0 || line.contains(UInt8(ascii: ":")))
    let text = line.dropFirst(first).drop { !Self.isText($0) }
    isDefinition = hasDefinition && text.starts(with: "[".utf8) && !text.starts(with: "[^".utf8)
  }

  /// Whether a byte is neither a blank nor the mark of a list or quotation.
  private static func isText(_ byte: UInt8) -> Bool {
    !byte.isBlank && !byte.isDigit && !">-+*.)".utf8.contains(byte)
  }
}

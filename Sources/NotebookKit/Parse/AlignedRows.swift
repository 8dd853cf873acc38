// The rows of the block that a `math` fence holds, and the names and tags in it: what can be numbered line by line.

/// A command of TeX with one argument in braces; offsets count UTF-16 units.
struct TeXCommand: Equatable, Sendable {
  /// From the backslash to the closing brace.
  var range: Range<Int>
  /// What stands between the braces; empty where there are none.
  var argument: Range<Int>
  /// Whether a star follows the command's name.
  var isStarred = false
}

/// The rows of a formula and what numbers them.
struct AlignedRows: Equatable, Sendable {
  /// An environment whose rows can be numbered.
  struct Environment: Equatable, Sendable {
    /// The name, such as `aligned`.
    var name: String
    /// Where the name stands behind `\begin`.
    var opening: Range<Int>
    /// Where the name stands behind `\end`.
    var closing: Range<Int>
    /// The full stop or comma behind the environment; empty where there is none.
    var punctuation: Range<Int>
  }

  /// What numbers a row, or a formula as a whole.
  struct Marks: Equatable, Sendable {
    /// The names given by `\label`.
    var labels: [TeXCommand] = []
    /// The tags.
    var tags: [TeXCommand] = []
    /// `\notag` and `\nonumber`.
    var suppressions: [Range<Int>] = []
  }

  /// A row.
  struct Row: Equatable, Sendable {
    /// From its first token to its last.
    var range: Range<Int>
    /// Where its cells are divided.
    var dividers: [Int] = []
    /// What numbers it.
    var marks = Marks()
  }

  /// The environment, when it is all that the formula holds.
  private(set) var environment: Environment?
  /// The environment's rows.
  private(set) var rows: [Row] = []
  /// What numbers the formula as a whole.
  private(set) var whole = Marks()

  /// The environments whose rows can be numbered, each with the one in which KaTeX numbers rows one by one.
  static let environments = [
    "align": "align*", "align*": "align*", "aligned": "align*", "split": "align*",
    "alignat": "alignat*", "alignat*": "alignat*", "alignedat": "alignat*",
    "gather": "gather*", "gather*": "gather*", "gathered": "gather*",
    "equation": "equation*", "equation*": "equation*",
  ]

  /// Reads a formula; where braces or environments do not match, which KaTeX refuses, there is nothing to number.
  init(_ tex: String) {
    var reader = Reader(tex)
    guard reader.read() else { return }
    whole = reader.whole
    if let environment = reader.environment, reader.isAlone {
      (self.environment, rows) = (environment, reader.rows)
    }
  }
}

/// Reads a formula token by token.
private struct Reader {
  let tokens: [TeXToken]
  /// The index of the next token.
  private var next = 0
  private(set) var environment: AlignedRows.Environment?
  private(set) var rows: [AlignedRows.Row] = []
  private(set) var whole = AlignedRows.Marks()
  /// Whether nothing but punctuation stands beside the environment.
  private(set) var isAlone = true

  /// The row that is read.
  private var row: AlignedRows.Row?
  /// What is open: braces, and environments by name.
  private var open: [String] = []
  /// Whether the first environment is open, or something in it.
  private var isWithin = false

  init(_ tex: String) { tokens = TeXToken.all(in: tex) }

  /// Reads to the end; answers whether everything that opens is closed.
  mutating func read() -> Bool {
    while next < tokens.count {
      let token = tokens[next]
      next += 1
      let isTop = open.isEmpty
      let isInRow = isWithin && open.count == 1
      switch token.text {
      case #"\begin"#: begin(token)
      case #"\end"#:
        if !end(token) { return false }
      case "{":
        take(token.range)
        open.append("{")
      case "}":
        guard open.popLast() == "{" else { return false }
        take(token.range)
      case #"\\"# where isInRow, #"\cr"# where isInRow:
        endRow(at: token.range.lowerBound)
        skipSize(after: token)
      case "&" where isInRow:
        take(token.range)
        row?.dividers.append(token.range.lowerBound)
      case #"\label"# where isTop || isInRow:
        let command = command(token)
        mark(command.range) { $0.labels.append(command) }
      case #"\tag"# where isTop || isInRow:
        let command = command(token)
        mark(command.range) { $0.tags.append(command) }
      case #"\notag"# where isInRow, #"\nonumber"# where isInRow:
        mark(token.range) { $0.suppressions.append(token.range) }
      case ".", ",", ";", #"\,"#, #"\;"#, #"\ "#, "~":
        if isTop, environment != nil, isAlone { punctuate(token.range) } else { take(token.range) }
      default: take(token.range)
      }
    }
    return open.isEmpty
  }

  private mutating func begin(_ token: TeXToken) {
    let start = token.range.lowerBound
    let (name, range) = argument()
    if open.isEmpty, isAlone, environment == nil, AlignedRows.environments[name] != nil {
      environment = AlignedRows.Environment(
        name: name, opening: range, closing: range, punctuation: range.upperBound..<range.upperBound
      )
      isWithin = true
      // How many columns.
      if ["alignat", "alignat*", "alignedat"].contains(name) { _ = argument() }
    } else {
      take(start..<end(ofTokenBefore: next))
    }
    open.append(name)
  }

  /// Ends an environment; answers whether it is the one that is open.
  private mutating func end(_ token: TeXToken) -> Bool {
    let start = token.range.lowerBound
    let (name, range) = argument()
    guard open.popLast() == name else { return false }
    guard isWithin, open.isEmpty else {
      take(start..<end(ofTokenBefore: next))
      return true
    }
    // KaTeX has no row behind the last line end.
    if let row { rows.append(row) }
    row = nil
    isWithin = false
    let end = end(ofTokenBefore: next)
    environment?.closing = range
    environment?.punctuation = end..<end
    return true
  }

  private mutating func endRow(at offset: Int) {
    rows.append(row ?? AlignedRows.Row(range: offset..<offset))
    row = nil
  }

  /// Skips the space between rows in brackets directly behind a line end.
  private mutating func skipSize(after token: TeXToken) {
    guard next < tokens.count, tokens[next].text == "[",
      tokens[next].range.lowerBound == token.range.upperBound,
      let close = tokens[next...].prefix(16).firstIndex(where: { $0.text == "]" })
    else { return }
    next = close + 1
  }

  /// Takes a token into the row; beside the environment it stands in the way of numbering rows.
  private mutating func take(_ range: Range<Int>) {
    guard isWithin else {
      if open.isEmpty { isAlone = false }
      return
    }
    row = AlignedRows.Row(
      range: (row?.range.lowerBound ?? range.lowerBound)..<range.upperBound,
      dividers: row?.dividers ?? [], marks: row?.marks ?? AlignedRows.Marks())
  }

  private mutating func mark(_ range: Range<Int>, _ change: (inout AlignedRows.Marks) -> Void) {
    if isWithin {
      take(range)
      if var marks = row?.marks {
        change(&marks)
        row?.marks = marks
      }
    } else {
      change(&whole)
    }
  }

  private mutating func punctuate(_ range: Range<Int>) {
    guard let punctuation = environment?.punctuation else { return }
    let start = punctuation.isEmpty ? range.lowerBound : punctuation.lowerBound
    environment?.punctuation = start..<range.upperBound
  }

  /// Reads the argument in braces that comes next; empty where there is none.
  private mutating func argument() -> (text: String, range: Range<Int>) {
    let end = end(ofTokenBefore: next)
    guard next < tokens.count, tokens[next].text == "{" else { return ("", end..<end) }
    var depth = 0
    for index in tokens[next...].indices {
      switch tokens[index].text {
      case "{": depth += 1
      case "}": depth -= 1
      default: break
      }
      guard depth == 0 else { continue }
      let inside = tokens[(next + 1)..<index]
      let range = tokens[next].range.upperBound..<tokens[index].range.lowerBound
      next = index + 1
      return (inside.map(\.text).joined(), range)
    }
    // Nothing more can be read.
    open.append("{")
    next = tokens.count
    return ("", end..<end)
  }

  private mutating func command(_ token: TeXToken) -> TeXCommand {
    let isStarred = next < tokens.count && tokens[next].text == "*"
    if isStarred { next += 1 }
    let (_, argument) = argument()
    let end = end(ofTokenBefore: next)
    return TeXCommand(
      range: token.range.lowerBound..<end, argument: argument, isStarred: isStarred)
  }

  private func end(ofTokenBefore index: Int) -> Int {
    index > 0 ? tokens[index - 1].range.upperBound : 0
  }
}

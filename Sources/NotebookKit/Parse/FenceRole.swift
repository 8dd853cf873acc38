// What a fence is for: the words after its backticks, read from the chapter's own line so that a wrong word has a
// place. This is the whole set of words; the README's table lists the same.

/// What a fenced block is for.
enum FenceRole: Equatable, Sendable {
  /// Shown as it is; Swift is highlighted.
  case plain
  /// Compiled, and mostly run.
  case snippet(SnippetOptions)
  /// The expected output of the snippet above it.
  case output(tolerance: Double?)
  /// A displayed equation, numbered when it has a name.
  case mathematics(name: String?)
  /// The symbols of the chapter: shown as a table, and in every formula on hover.
  case symbols
}

/// How a snippet is run and shown.
struct SnippetOptions: Equatable, Sendable {
  /// How it is run and shown.
  var mode: Mode
  /// The stable name given by `id=`.
  var name: String?
  /// The seconds that it may take.
  var timeout: Double

  /// The seconds that a snippet may take when it does not say.
  static let defaultTimeout = 10.0
}

/// How a snippet is run and shown.
enum Mode: Equatable, Sendable {
  /// Compiled and run in the chapter's program.
  case run(Visibility)
  /// Compiled, never run.
  case compiles
  /// Must be rejected by the compiler.
  case fails
  /// Must stop with a trap.
  case traps
  /// Run in the chapter's program; its formulas must turn out wrong.
  case refuted

  /// How a snippet that runs is shown.
  enum Visibility: String, Sendable {
    /// Code and output.
    case shown
    /// Neither, unless an output is pinned.
    case hidden
    /// Code behind a disclosure, and output.
    case folded
  }

  /// The words that choose a mode after `run`.
  static let words: [String: Mode] = [
    "hidden": .run(.hidden), "folded": .run(.folded), "compiles": .compiles, "fails": .fails,
    "traps": .traps, "refuted": .refuted,
  ]
}

/// A word of an info string and its place.
private struct Word {
  var text: String
  var range: SourceRange

  /// For `key=value`: the key, and the value with its place.
  var assignment: (key: String, value: Word)? {
    guard let equals = text.firstIndex(of: "=") else { return nil }
    let value = String(text[text.index(after: equals)...])
    let offset = text[...equals].utf8.count
    let start = range.start.column + offset
    return (
      String(text[..<equals]),
      Word(
        text: value,
        range: SourceRange(line: range.start.line, column: start, length: value.utf8.count))
    )
  }
}

extension FenceRole {
  /// Whether a text is a name: letters, digits, `-`, `_` and `.`, so that it can stand in links, tests and file names.
  static func isName(_ text: String) -> Bool {
    !text.isEmpty
      && text.unicodeScalars.allSatisfy {
        $0.properties.isAlphabetic || ("0"..."9").contains($0) || "-_.".unicodeScalars.contains($0)
      }
  }

  /// Reads the words of a fence that begins at `range`; wrong ones are added to `findings`.
  static func read(_ fence: Fence, at range: SourceRange, in source: Source) -> (
    role: FenceRole, findings: [Diagnostic]
  ) {
    guard fence.info != nil else { return (.plain, []) }
    var words = words(ofLineAt: range.start, in: source)[...]
    guard let language = words.popFirst() else { return (.plain, []) }
    var reader = Reader(source: source, language: language)
    switch language.text {
    case "swift":
      guard let run = words.popFirst() else { return (.plain, []) }
      if run.text != "run" {
        reader.unknown(run, allowed: ["run"])
        return (.plain, reader.findings)
      }
      let options = reader.snippetOptions(words)
      return (.snippet(options), reader.findings)
    case "output": return (.output(tolerance: reader.tolerance(words)), reader.findings)
    case "math": return (.mathematics(name: reader.equationName(words)), reader.findings)
    case "symbols":
      reader.refuse(words)
      return (.symbols, reader.findings)
    default:
      let known = ["swift", "output", "math", "symbols"]
      // A language we do not know is none of our business, unless our own words follow it or it is one of ours
      // with a letter wrong.
      let isOurs = words.contains { word in
        word.text == "run" || word.text.hasPrefix("id=") || word.text.hasPrefix("tolerance=")
      }
      let isNearly = known.contains { word in
        editDistance(language.text, word) == 1
          || language.text.hasPrefix(word)
            && !language.text.dropFirst(word.count).allSatisfy(\.isLetter)
      }
      if isOurs || isNearly { reader.unknown(language, allowed: known) }
      return (.plain, reader.findings)
    }
  }

  /// Splits the opening line of a fence, from its backticks on, into words.
  private static func words(ofLineAt start: SourceLocation, in source: Source) -> [Word] {
    let bytes = Array(source.line(start.line).utf8)
    var index = min(start.column - 1, bytes.count)
    while index < bytes.count, [0x20, 0x09].contains(bytes[index]) { index += 1 }
    let marks = "`~".utf8
    while index < bytes.count, marks.contains(bytes[index]) { index += 1 }
    var words: [Word] = []
    while index < bytes.count {
      if bytes[index] == 0x20 || bytes[index] == 0x09 {
        index += 1
        continue
      }
      let first = index
      while index < bytes.count, bytes[index] != 0x20, bytes[index] != 0x09 { index += 1 }
      words.append(
        Word(
          text: String(decoding: bytes[first..<index], as: UTF8.self),
          range: SourceRange(line: start.line, column: first + 1, length: index - first)))
    }
    return words
  }
}

/// Reads the words after the language and collects what is wrong with them.
private struct Reader {
  let source: Source
  let language: Word
  var findings: [Diagnostic] = []

  mutating func snippetOptions(_ words: ArraySlice<Word>) -> SnippetOptions {
    var options = SnippetOptions(
      mode: .run(.shown), name: nil, timeout: SnippetOptions.defaultTimeout)
    var modeWord: Word?
    var seen: Set<String> = []
    for word in words {
      if let mode = Mode.words[word.text] {
        if let earlier = modeWord {
          report(
            word.range, "'\(word.text)' cannot follow '\(earlier.text)'",
            help: "a snippet has one of: \(Mode.words.keys.sorted().joined(separator: ", "))")
        }
        modeWord = word
        options.mode = mode
      } else if let (key, value) = word.assignment, ["id", "timeout"].contains(key) {
        if !seen.insert(key).inserted { report(word.range, "'\(key)=' is given twice") }
        if key == "id" {
          options.name = name(value)
        } else if let seconds = Double(value.text), seconds > 0, seconds <= 3600 {
          options.timeout = seconds
        } else {
          report(
            value.range, "'\(value.text)' is not a number of seconds between 0 and 3600",
            help: "write for example 'timeout=20'")
        }
      } else {
        unknown(word, allowed: Mode.words.keys.sorted() + ["id=", "timeout="])
      }
    }
    if [.compiles, .fails].contains(options.mode), seen.contains("timeout"),
      let word = words.first(where: { $0.text.hasPrefix("timeout=") })
    {
      report(word.range, "a snippet that is never run has no timeout")
    }
    return options
  }

  mutating func tolerance(_ words: ArraySlice<Word>) -> Double? {
    var tolerance: Double?
    var seen: Set<String> = []
    for word in words {
      if let (key, value) = word.assignment, key == "tolerance" {
        if !seen.insert(key).inserted { report(word.range, "'\(key)=' is given twice") }
        if let number = Double(value.text), number >= 0, number.isFinite {
          tolerance = number
        } else {
          report(
            value.range, "'\(value.text)' is not a tolerance",
            help: "write for example 'tolerance=1e-9'")
        }
      } else {
        unknown(word, allowed: ["tolerance="])
      }
    }
    return tolerance
  }

  mutating func equationName(_ words: ArraySlice<Word>) -> String? {
    var result: String?
    var seen: Set<String> = []
    for word in words {
      if let (key, value) = word.assignment, key == "id" {
        if !seen.insert(key).inserted { report(word.range, "'\(key)=' is given twice") }
        result = name(value)
      } else {
        unknown(word, allowed: ["id="])
      }
    }
    return result
  }

  mutating func refuse(_ words: ArraySlice<Word>) {
    for word in words {
      report(
        word.range, "unknown fence word '\(word.text)'", help: "nothing follows '\(language.text)'")
    }
  }

  private mutating func name(_ word: Word) -> String? {
    if !FenceRole.isName(word.text) {
      report(
        word.range, "'\(word.text)' is not a name", help: "use letters, digits, '-', '_' and '.'")
      return nil
    }
    return word.text
  }

  mutating func unknown(_ word: Word, allowed: [String]) {
    // `timout=20` is compared by its key, so that the value does not count as distance.
    let key = word.assignment.map { $0.key + "=" } ?? word.text
    let suggestion =
      nearest(to: key, among: allowed).map { "did you mean '\($0)'?" }
      ?? "allowed here: \(allowed.joined(separator: ", "))"
    report(word.range, "unknown fence word '\(word.text)'", help: suggestion)
  }

  private mutating func report(_ range: SourceRange, _ summary: String, help: String? = nil) {
    findings.append(source.diagnostic(at: range, summary, help: help))
  }
}

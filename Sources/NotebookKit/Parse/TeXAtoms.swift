// The atoms of a formula: what stands for something, such as `h_{t-1}` or `\hat y^2`, and where.

/// A symbol with its scripts, each in a spelling that does not depend on blanks and needless braces.
struct TeXAtom: Hashable, Sendable {
  /// What has the scripts.
  var base: String
  /// What stands below, if anything.
  var lower: String?
  /// What stands above, primes included, if anything.
  var upper: String?

  /// Whether the base is a letter, perhaps under an accent or in a font of its own.
  var isLetter: Bool {
    guard let first = base.split(separator: " ").first else { return false }
    return first.count == 1 && first.allSatisfy(\.isLetter)
      || TeXCommands.letters.contains("\(first)")
  }

  /// The atoms of a formula with their UTF-16 offsets, those within others too; each is a whole that braces can enclose.
  ///
  /// A formula that defines commands, or is nested deeper than any that is read by people, has none.
  static func all(in tex: String) -> [(atom: TeXAtom, range: Range<Int>)] {
    let tokens = TeXToken.all(in: tex)
    if tokens.contains(where: { TeXCommands.definitions.contains($0.text) }) { return [] }
    var scanner = AtomScanner(tokens)
    scanner.scan()
    return scanner.isTooDeep ? [] : scanner.atoms
  }

  /// Reads TeX that is nothing but one atom.
  init?(only tex: String) {
    guard let (atom, range) = Self.all(in: tex).max(by: { $0.range.count < $1.range.count }),
      let first = TeXToken.all(in: tex).first, let last = TeXToken.all(in: tex).last,
      range == first.range.lowerBound..<last.range.upperBound
    else { return nil }
    self = atom
  }

  /// Describes an atom by its spellings.
  init(base: String, lower: String? = nil, upper: String? = nil) {
    (self.base, self.lower, self.upper) = (base, lower, upper)
  }
}

/// Walks through tokens as KaTeX's parser does.
private struct AtomScanner {
  let tokens: [TeXToken]
  var atoms: [(atom: TeXAtom, range: Range<Int>)] = []
  /// Whether the formula is nested too deep to be read to its end.
  private(set) var isTooDeep = false
  private var index = 0
  private var depth = 0
  /// Whether what is read is not mathematics, in another font, or no whole.
  private var isHidden = false

  init(_ tokens: [TeXToken]) { self.tokens = tokens }

  private var current: String? { index < tokens.count ? tokens[index].text : nil }

  mutating func scan() {
    while index < tokens.count {
      expression()
      // A brace too many is KaTeX's to report.
      index += 1
    }
  }

  /// Reads up to the end of the group.
  private mutating func expression() {
    let wasHidden = isHidden
    while let text = current, text != "}" { atom() }
    isHidden = wasHidden
  }

  private mutating func atom() {
    let first = index
    if !["_", "^", "'"].contains(current) { nucleus() }
    var atom = TeXAtom(base: tokens[first..<index].spelling)
    scripts: while let text = current {
      switch text {
      case "_":
        index += 1
        atom.lower = (atom.lower ?? "") + script()
      case "^":
        index += 1
        atom.upper = (atom.upper ?? "") + script()
      case "'":
        index += 1
        atom.upper = (atom.upper ?? "") + text
      case "\\limits", "\\nolimits": index += 1
      default: break scripts
      }
    }
    if !isHidden, !isTooDeep, !atom.base.isEmpty {
      let last = tokens[min(index, tokens.count) - 1]
      atoms.append((atom, tokens[first].range.lowerBound..<last.range.upperBound))
    }
  }

  /// Reads what can have scripts: a token, a group, or a command with what it takes.
  private mutating func nucleus() {
    let text = tokens[index].text
    if text == "{" { return group(hidden: isSingle) }
    index += 1
    if TeXCommands.switches.contains(text) { isHidden = true }
    if current == "*", ["\\operatorname", "\\tag", "\\hspace", "\\vspace"].contains(text) {
      index += 1
    }
    if text == "\\\\" { return brackets(after: tokens[index - 1].range.upperBound) }
    let environment = text == "\\begin" ? groupText : nil
    for argument in TeXCommands.arguments[text] ?? [] { read(argument) }
    if let environment, TeXCommands.environmentsWithColumns.contains(environment) { read(.other) }
  }

  /// Reads a script and returns its spelling.
  ///
  /// A single token can have no braces around it, and letters side by side, as in `W_{ih}`, are a name or indices.
  private mutating func script() -> String {
    guard let text = current, text != "}" else { return "" }
    let first = index
    if text == "{" {
      group(hidden: isWord)
      let end = index > first + 1 && tokens[index - 1].text == "}" ? index - 1 : index
      return tokens[first + 1..<max(end, first + 1)].spelling
    }
    nested(hidden: true) { $0.nucleus() }
    return tokens[first..<min(index, tokens.count)].spelling
  }

  private mutating func read(_ argument: TeXArgument) {
    switch argument {
    case .mathematics:
      if current == "{" { group(hidden: false) } else { skipToken() }
    case .other:
      if current == "{" { group(hidden: true) } else { skipToken() }
    case .optional: brackets(after: nil)
    case .length:
      if current == "{" { return group(hidden: true) }
      while let text = current, text.allSatisfy({ "+-.0123456789".contains($0) }) { index += 1 }
      for _ in 0..<2 where current?.first?.isLetter == true { index += 1 }
    }
  }

  private mutating func skipToken() {
    if let text = current, text != "}" { index += 1 }
  }

  /// Reads a group from its opening brace on.
  private mutating func group(hidden: Bool) {
    index += 1
    nested(hidden: hidden) { $0.expression() }
    if current == "}" { index += 1 }
  }

  /// Skips brackets, if there are any; where an offset is given they must stand there.
  private mutating func brackets(after offset: Int?) {
    guard current == "[", offset == nil || tokens[index].range.lowerBound == offset else { return }
    nested(hidden: true) { scanner in
      while let text = scanner.current, text != "]", text != "}" { scanner.atom() }
    }
    if current == "]" { index += 1 }
  }

  private mutating func nested(hidden: Bool, _ read: (inout AtomScanner) -> Void) {
    let wasHidden = isHidden
    isHidden = isHidden || hidden
    depth += 1
    if depth > 100 {
      isTooDeep = true
      index = tokens.count
    } else {
      read(&self)
    }
    depth -= 1
    isHidden = wasHidden
  }

  /// Whether the group that begins here holds one token or letters alone.
  private var isWord: Bool {
    var end = index + 1
    while end < tokens.count, tokens[end].text.allSatisfy(\.isLetter) { end += 1 }
    return isSingle || end < tokens.count && tokens[end].text == "}"
  }

  /// Whether the group that begins here holds one token.
  private var isSingle: Bool {
    index + 2 < tokens.count && tokens[index + 2].text == "}" && tokens[index + 1].text != "{"
  }

  /// The text of the group that begins here.
  private var groupText: String {
    tokens[min(index + 1, tokens.count)...].prefix { $0.text != "}" }.map(\.text).joined()
  }
}

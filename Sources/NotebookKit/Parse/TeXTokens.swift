// TeX as tokens with their places: what reading a formula without typesetting it begins with.

/// A token of TeX: a command, or one character.
struct TeXToken: Equatable, Sendable {
  /// The token as written, such as `\frac`, `{` or `x`.
  var text: String
  /// Its UTF-16 offsets.
  var range: Range<Int>

  /// Whether it is a command.
  var isCommand: Bool { text.first == "\\" && text.count > 1 }

  /// The tokens of a formula, without blanks and comments.
  static func all(in tex: String) -> [TeXToken] {
    var tokens: [TeXToken] = []
    var rest = Substring(tex)
    var offset = 0
    while let first = rest.first {
      let length = length(ofTokenAt: rest, first)
      let text = String(rest.prefix(length))
      let end = offset + text.utf16.count
      if first != "%", !first.isWhitespace {
        tokens.append(TeXToken(text: text, range: offset..<end))
      }
      rest = rest.dropFirst(length)
      offset = end
    }
    return tokens
  }

  /// How many characters a token, a blank or a comment has.
  private static func length(ofTokenAt rest: Substring, _ first: Character) -> Int {
    switch first {
    case "%": rest.prefix { !$0.isNewline }.count
    case "\\": 1 + max(rest.dropFirst().prefix(while: isInCommands).count, rest.count > 1 ? 1 : 0)
    default: 1
    }
  }

  private static func isInCommands(_ character: Character) -> Bool {
    character.isASCII && character.isLetter || character == "@"
  }
}

extension Collection<TeXToken> {
  /// The tokens in a spelling that does not depend on blanks, nor on braces around a single token; of more than
  /// anything is called by, the first ones.
  var spelling: String {
    var words: [String] = []
    var rest = prefix(64)
    while let token = rest.popFirst() {
      if token.text == "{", let only = rest.first, only.text != "}", only.text != "{",
        rest.dropFirst().first?.text == "}"
      {
        words.append(only.text)
        rest = rest.dropFirst(2)
      } else {
        words.append(token.text)
      }
    }
    return words.joined(separator: " ")
  }
}

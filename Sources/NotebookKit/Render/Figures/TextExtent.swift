// How much room words take in a picture: the fonts of readers differ, so the estimate is generous.

/// Estimates of text in the picture's own font size.
enum TextExtent {
  /// The height of a line of text.
  static let line = 17.0

  /// How wide a text is about.
  static func width(_ text: some StringProtocol) -> Double {
    text.reduce(0) { $0 + width($1) }
  }

  private static func width(_ character: Character) -> Double {
    if "iljtfrI.,:;'|!()[] ".contains(character) { return 4 }
    if "mwMW@—…".contains(character) { return 10.5 }
    if character.isUppercase { return 8.8 }
    return character.isASCII ? 6.9 : 8.4
  }

  /// The text, cut so that it is about as wide as this.
  static func cut(_ text: String, to limit: Double) -> String {
    if width(text) <= limit { return text }
    var room = limit - width("…")
    let kept = text.prefix { character in
      room -= width(character)
      return room >= 0
    }
    return kept + "…"
  }
}

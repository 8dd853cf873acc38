// Lines as texts and numbers in turn. Scanned by hand: making a regular expression takes longer than all lines of a chapter.

/// A line split into its numbers and the text between them.
struct NumericText: Equatable {
  /// The text before, between and after the numbers: one more than there are numbers.
  private(set) var texts: [String] = []
  /// The numbers: decimal ones, with or without a point and an exponent, `nan` and `inf`.
  private(set) var numbers: [Double] = []

  /// Splits a line.
  ///
  /// A digit inside a name, as in `h1` or `dW2`, is part of the name.
  init(_ line: String) {
    let bytes = Array(line.utf8)
    var position = 0
    var start = 0
    while start < bytes.count {
      guard let end = bytes.endOfNumber(from: start) else {
        start += 1
        continue
      }
      if !bytes.endsName(before: start),
        let number = Double(String(decoding: bytes[start..<end], as: UTF8.self))
      {
        texts.append(String(decoding: bytes[position..<start], as: UTF8.self))
        numbers.append(number)
        position = end
      }
      start = end
    }
    texts.append(String(decoding: bytes[position...], as: UTF8.self))
  }
}

extension [UInt8] {
  /// Where the number that begins at a place ends; nil when none begins there.
  fileprivate func endOfNumber(from start: Int) -> Int? {
    let digits = isOne(of: "+-", at: start) ? start + 1 : start
    return endOfDecimal(from: digits) ?? endOfWord(from: digits, isSigned: digits > start)
  }

  private func endOfDecimal(from start: Int) -> Int? {
    var end = endOfDigits(from: start)
    let isPointed = isOne(of: ".", at: end)
    let last = isPointed ? endOfDigits(from: end + 1) : end
    // A point needs a digit on one side.
    guard end > start || last > end + 1 else { return nil }
    end = last
    if isOne(of: "eE", at: end) {
      let exponent = isOne(of: "+-", at: end + 1) ? end + 2 : end + 1
      let last = endOfDigits(from: exponent)
      if last > exponent { end = last }
    }
    return end
  }

  private func endOfWord(from start: Int, isSigned: Bool) -> Int? {
    let end = start + 3
    guard end <= count,
      self[start..<end].elementsEqual("nan".utf8)
        || self[start..<end].elementsEqual("inf".utf8)
    else { return nil }
    if !isSigned, isWord(before: start) { return nil }
    return isWord(from: end) ? nil : end
  }

  private func endOfDigits(from start: Int) -> Int {
    var end = start
    while isOne(of: "0123456789", at: end) { end += 1 }
    return end
  }

  private func isOne(of characters: StaticString, at place: Int) -> Bool {
    guard indices.contains(place) else { return false }
    return characters.withUTF8Buffer { $0.contains(self[place]) }
  }

  /// Whether a letter or a line is what stands before a place.
  fileprivate func endsName(before place: Int) -> Bool {
    character(before: place).map { $0.isLetter || $0 == "_" } ?? false
  }

  private func isWord(before place: Int) -> Bool {
    character(before: place).map(\.isWord) ?? false
  }

  private func isWord(from place: Int) -> Bool {
    String(decoding: self[place...].prefix(32), as: UTF8.self).first.map(\.isWord) ?? false
  }

  /// The character that ends at a place, with its accents.
  private func character(before place: Int) -> Character? {
    if place == 0 { return nil }
    if self[place - 1] < 0x80 { return Character(Unicode.Scalar(self[place - 1])) }
    return String(decoding: self[..<place].suffix(32), as: UTF8.self).last
  }
}

extension Character {
  fileprivate var isWord: Bool { isLetter || isNumber || self == "_" }
}

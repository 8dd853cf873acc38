// A walk over the text in a file's header. What two grammars share is here: the header of `.npy` is a
// Python literal, that of safetensors is JSON.

/// Reads tokens one after the other; never past the end, whatever the bytes are.
struct TextScanner {
  private let bytes: ArraySlice<UInt8>
  private var index: Int

  /// Starts at the first of some bytes.
  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    index = bytes.startIndex
  }

  /// The next byte; nil at the end.
  var next: UInt8? { index < bytes.endIndex ? bytes[index] : nil }

  /// An error at the place that was reached.
  func error(_ problem: String) -> FileError {
    FileError("header, byte \(index - bytes.startIndex): \(problem)")
  }

  /// Takes the next byte.
  mutating func take() throws(FileError) -> UInt8 {
    guard let byte = next else { throw error("the header ends too early") }
    index += 1
    return byte
  }

  /// Takes a character when it comes next.
  mutating func accept(_ character: Unicode.Scalar) -> Bool {
    if next != UInt8(ascii: character) { return false }
    index += 1
    return true
  }

  /// Takes a character that has to come next.
  mutating func expect(_ character: Unicode.Scalar) throws(FileError) {
    if !accept(character) { throw error("'\(character)' expected") }
  }

  /// Takes white space, as much as there is.
  mutating func skipSpace() {
    while accept(" ") || accept("\n") || accept("\t") || accept("\r") {}
  }

  /// Takes a separator in a list that has begun: whether another element follows.
  ///
  /// The list ends at the closing character.
  mutating func another(
    before closing: Unicode.Scalar, isFirst: Bool, allowsTrailingComma: Bool = false
  ) throws(FileError) -> Bool {
    skipSpace()
    if isFirst { return !accept(closing) }
    if accept(closing) { return false }
    if !accept(",") { throw error("',' or '\(closing)' expected") }
    skipSpace()
    return !(allowsTrailingComma && accept(closing))
  }

  /// Takes a number without sign, point, exponent and needless zeros.
  mutating func integer() throws(FileError) -> Int {
    guard let first = next, isDigit(first) else { throw error("an integer expected") }
    var value = 0
    while let byte = next, isDigit(byte) {
      let (tenfold, overflows) = value.multipliedReportingOverflow(by: 10)
      let (sum, overflowsToo) = tenfold.addingReportingOverflow(Int(byte - UInt8(ascii: "0")))
      if overflows || overflowsToo { throw error("the integer is too large") }
      value = sum
      index += 1
      if first == UInt8(ascii: "0") { break }
    }
    if let byte = next, isDigit(byte) { throw error("an integer does not begin with 0") }
    return value
  }

  /// Takes white space, after which nothing may be left.
  mutating func expectEnd() throws(FileError) {
    skipSpace()
    if next != nil { throw error("nothing more expected") }
  }

  private func isDigit(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
  }
}

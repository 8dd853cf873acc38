// Calls that name something with a literal: found in a snippet's text, without a parser.

/// A call whose first argument is a plain literal.
struct NamingCall: Equatable {
  /// The literal.
  var name: String
  /// Where the function's name begins, in bytes.
  var offset: Int

  /// The calls of functions in the order of the text, those in comments too.
  static func all(in code: String, of functions: [String]) -> [NamingCall] {
    let bytes = Array(code.utf8)
    let words = functions.map { Array($0.utf8) }
    var calls: [NamingCall] = []
    var index = 0
    while let open = bytes[index...].firstIndex(of: UInt8(ascii: "(")) {
      index = open + 1
      let before = bytes[..<open].trimmingBlanks
      let called = words.first { word in
        before.hasSuffix(word) && before.dropLast(word.count).last.map(\.isPartOfName) != true
      }
      guard let called else { continue }
      let argument = bytes[index...].drop { [0x20, 0x09, 0x0A].contains($0) }
      guard argument.first == UInt8(ascii: "\"") else { continue }
      let literal = argument.dropFirst().prefix { $0 != UInt8(ascii: "\"") && $0 != 0x0A }
      guard bytes[literal.endIndex...].first == UInt8(ascii: "\""), !literal.isEmpty,
        !literal.contains(UInt8(ascii: "\\"))
      else { continue }
      calls.append(
        NamingCall(
          name: String(decoding: literal, as: UTF8.self), offset: before.endIndex - called.count))
    }
    return calls
  }
}

extension ArraySlice<UInt8> {
  /// Without blanks at the end.
  fileprivate var trimmingBlanks: ArraySlice<UInt8> {
    dropLast(reversed().prefix { $0 == 0x20 || $0 == 0x09 }.count)
  }

  fileprivate func hasSuffix(_ word: [UInt8]) -> Bool { suffix(word.count).elementsEqual(word) }
}

extension UInt8 {
  /// Whether the byte can stand in a name of Swift; every byte beyond ASCII counts.
  fileprivate var isPartOfName: Bool {
    self >= 0x80 || self == UInt8(ascii: "_") || (0x30...0x39).contains(self)
      || (0x41...0x5A).contains(self) || (0x61...0x7A).contains(self)
  }
}

// The part of JSON that a safetensors header needs: strings and objects, strictly by RFC 8259. The
// header's own grammar says how deep it goes, so nothing here calls itself.

extension TextScanner {
  /// Takes an object: the closure is called with each key and takes the value.
  ///
  /// White space around the value need not be taken by it.
  mutating func jsonObject(
    _ member: (_ key: String, inout TextScanner) throws(FileError) -> Void
  ) throws(FileError) {
    try expect("{")
    var isFirst = true
    while try another(before: "}", isFirst: isFirst) {
      isFirst = false
      let key = try jsonString()
      skipSpace()
      try expect(":")
      skipSpace()
      try member(key, &self)
    }
  }

  /// Takes an array of integers that are not negative, not longer than a shape may be.
  mutating func jsonIntegers() throws(FileError) -> [Int] {
    try expect("[")
    var integers: [Int] = []
    while try another(before: "]", isFirst: integers.isEmpty) {
      if integers.count == ArrayShape.mostAxes {
        throw error("at most \(ArrayShape.mostAxes) integers expected")
      }
      integers.append(try integer())
    }
    return integers
  }

  /// Takes a string, its escapes replaced by what they stand for.
  mutating func jsonString() throws(FileError) -> String {
    if next != UInt8(ascii: "\"") { throw error("a string expected") }
    _ = try take()
    var text: [UInt8] = []
    while true {
      let byte = try take()
      switch byte {
      case UInt8(ascii: "\""):
        guard let string = String(strictUTF8: text) else { throw error("the string is not UTF-8") }
        return string
      case UInt8(ascii: "\\"): text += try escape().utf8
      case 0..<0x20: throw error("a control character in a string")
      default: text.append(byte)
      }
    }
  }

  /// Takes what follows a backslash.
  private mutating func escape() throws(FileError) -> String {
    switch Unicode.Scalar(try take()) {
    case "\"": return "\""
    case "\\": return "\\"
    case "/": return "/"
    case "b": return "\u{8}"
    case "f": return "\u{c}"
    case "n": return "\n"
    case "r": return "\r"
    case "t": return "\t"
    case "u": return try String(Character(scalar()))
    default: throw error("unknown escape in a string")
    }
  }

  /// Takes the digits of a `\u` escape, and the second escape of a pair of surrogates.
  private mutating func scalar() throws(FileError) -> Unicode.Scalar {
    let first = try hexadecimal()
    var value = first
    if (0xd800..<0xdc00).contains(first) {
      try expect("\\")
      try expect("u")
      let second = try hexadecimal()
      if !(0xdc00..<0xe000).contains(second) { throw error("half a pair of surrogates") }
      value = 0x10000 + (first - 0xd800) << 10 + (second - 0xdc00)
    }
    guard let scalar = Unicode.Scalar(value) else { throw error("half a pair of surrogates") }
    return scalar
  }

  private mutating func hexadecimal() throws(FileError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      let digit = Character(Unicode.Scalar(try take()))
      // The byte is one scalar, so a digit of another script cannot be meant.
      guard digit.isASCII, let number = digit.hexDigitValue else {
        throw error("four hexadecimal digits expected")
      }
      value = value << 4 | UInt32(number)
    }
    return value
  }
}

extension String {
  /// The string as JSON, escaped where JSON demands it and nowhere else.
  var json: String {
    var text = "\""
    for scalar in unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\u{8}": text += "\\b"
      case "\u{c}": text += "\\f"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case "\0"..<" ":
        text += "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text + "\""
  }
}

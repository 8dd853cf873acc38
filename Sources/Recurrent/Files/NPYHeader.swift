// The start of a `.npy` file: a magic string, a version, a length, and a dictionary written as a
// Python literal. The format: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html

/// What the start of a `.npy` file says about the elements behind it.
struct NPYHeader {
  let shape: [Int]
  let elementType: ElementType
  let isBigEndian: Bool
  /// Whether the elements are in column-major order, the first axis fastest.
  let isFortranOrder: Bool
  /// The number of bytes before the first element.
  let length: Int
  /// The number of elements.
  let count: Int

  private static let magic: [UInt8] = [0x93] + "NUMPY".utf8
  /// The longest dictionary that numpy reads from a file it is not told to trust.
  private static let longestDictionary = 10_000
  /// The longest header there can be, all told.
  static let longest = magic.count + 2 + 4 + longestDictionary

  /// Reads the header at the start of some bytes; what follows it is not looked at.
  init(_ bytes: ArraySlice<UInt8>) throws(FileError) {
    let start = bytes.startIndex
    if !bytes.starts(with: Self.magic) { throw FileError("not an .npy file") }
    guard let major = bytes.littleEndian(UInt8.self, at: start + 6),
      let minor = bytes.littleEndian(UInt8.self, at: start + 7)
    else { throw FileError("the header ends too early") }
    if !(1...3).contains(major) || minor != 0 {
      throw FileError("version \(major).\(minor) of .npy: 1.0, 2.0 and 3.0 are known")
    }
    let textStart = start + (major == 1 ? 10 : 12)
    let textLength =
      major == 1
      ? bytes.littleEndian(UInt16.self, at: start + 8).map { Int($0) }
      : bytes.littleEndian(UInt32.self, at: start + 8).map { Int($0) }
    guard let textLength else { throw FileError("the header ends too early") }
    if textLength > Self.longestDictionary {
      throw FileError("a header of \(textLength) bytes: at most \(Self.longestDictionary)")
    }
    if bytes.endIndex - textStart < textLength { throw FileError("the header ends too early") }
    length = textStart - start + textLength
    var scanner = TextScanner(bytes[textStart..<textStart + textLength])
    let fields = try scanner.npyFields()
    (shape, isFortranOrder) = (fields.shape, fields.fortranOrder)
    (elementType, isBigEndian) = try Self.elementType(fields.description)
    count = try ArrayShape.count(shape)
  }

  /// Throws unless a number of bytes, header included, is what the header asks for.
  func check(fileLength: Int) throws(FileError) {
    let expected = count * elementType.size
    if fileLength - length == expected { return }
    throw FileError(
      "\(expected) bytes expected for \(ArrayShape.text(shape)) "
        + "\(elementType.numpyName.dropFirst()), \(fileLength - length) found")
  }

  /// The header that `numpy.save` writes in front of row-major elements.
  ///
  /// Always version 1.0: a shape of 64 axes does not fill the 65535 bytes that it allows.
  static func bytes(shape: [Int], elementType: ElementType) -> [UInt8] {
    let sizes = shape.map { "\($0)" }
    let tuple = sizes.count == 1 ? "(\(sizes[0]),)" : "(\(sizes.joined(separator: ", ")))"
    var text =
      "{'descr': '\(elementType.numpyName)', 'fortran_order': False, 'shape': \(tuple), }"
    // numpy leaves room for the first axis to grow to 21 digits in place.
    if let first = sizes.first { text += String(repeating: " ", count: 21 - first.count) }
    // To the next multiple of 64 with the newline; a whole block of spaces where none is needed.
    let unaligned = magic.count + 4 + text.utf8.count + 1
    text += String(repeating: " ", count: 64 - unaligned % 64) + "\n"
    var bytes = magic + [1, 0]
    bytes.append(littleEndian: UInt16(text.utf8.count))
    return bytes + text.utf8
  }

  private static func elementType(
    _ description: String
  ) throws(FileError) -> (ElementType, isBigEndian: Bool) {
    for type in ElementType.allCases where type != .bfloat16 {
      let name = type.numpyName
      // A single byte has no order, yet a file may give it one.
      let orders: [Character] = type.size == 1 ? ["|", "<", ">"] : ["<", ">"]
      if let order = description.first, orders.contains(order),
        description.dropFirst() == name.dropFirst()
      {
        return (type, order == ">")
      }
    }
    if description.dropFirst().first == "O" {
      throw FileError("elements are Python objects, which would have to be run to be read")
    }
    throw FileError("element type \(FileError.quoted(description)) is not supported")
  }
}

extension ElementType {
  /// The name that numpy writes; `bfloat16`, which it does not know, has the name of `float32`.
  fileprivate var numpyName: String {
    switch self {
    case .float64: "<f8"
    case .float32, .bfloat16: "<f4"
    case .float16: "<f2"
    case .int64: "<i8"
    case .int32: "<i4"
    case .int16: "<i2"
    case .int8: "|i1"
    case .uint64: "<u8"
    case .uint32: "<u4"
    case .uint16: "<u2"
    case .uint8: "|u1"
    case .bool: "|b1"
    }
  }
}

// MARK: - The dictionary

extension TextScanner {
  /// Takes the dictionary, to the end of the text: three keys, each once, in any order.
  fileprivate mutating func npyFields() throws(FileError) -> (
    description: String, fortranOrder: Bool, shape: [Int]
  ) {
    var description: String?
    var fortranOrder: Bool?
    var shape: [Int]?
    skipSpace()
    try expect("{")
    var isFirst = true
    while try another(before: "}", isFirst: isFirst, allowsTrailingComma: true) {
      isFirst = false
      let key = try pythonString()
      skipSpace()
      try expect(":")
      skipSpace()
      switch key {
      case "descr" where description == nil:
        if next == UInt8(ascii: "[") || next == UInt8(ascii: "(") {
          throw error("structured elements are not supported")
        }
        description = try pythonString()
      case "fortran_order" where fortranOrder == nil: fortranOrder = try pythonBool()
      case "shape" where shape == nil: shape = try pythonTuple()
      case "descr", "fortran_order", "shape":
        throw error("the key \(FileError.quoted(key)) is there twice")
      default: throw error("the key \(FileError.quoted(key)) is not one of an .npy file")
      }
    }
    try expectEnd()
    guard let description else { throw error("the key \"descr\" is missing") }
    guard let fortranOrder else { throw error("the key \"fortran_order\" is missing") }
    guard let shape else { throw error("the key \"shape\" is missing") }
    return (description, fortranOrder, shape)
  }

  /// Takes a string of printable ASCII in either quotes, without escapes: numpy writes no other.
  private mutating func pythonString() throws(FileError) -> String {
    let isDouble = next == UInt8(ascii: "\"")
    if !isDouble && next != UInt8(ascii: "'") { throw error("a string expected") }
    let quote = try take()
    var text: [UInt8] = []
    while true {
      let byte = try take()
      if byte == quote { return String(decoding: text, as: UTF8.self) }
      if byte < 0x20 || byte > 0x7e || byte == UInt8(ascii: "\\") {
        throw error("a string of plain characters expected")
      }
      text.append(byte)
    }
  }

  private mutating func pythonBool() throws(FileError) -> Bool {
    let word = next == UInt8(ascii: "T") ? "True" : "False"
    for character in word.unicodeScalars where !accept(character) {
      throw error("True or False expected")
    }
    return word == "True"
  }

  /// Takes a tuple of integers: `()`, `(2,)`, `(2, 3)`; in Python `(2)` is no tuple.
  private mutating func pythonTuple() throws(FileError) -> [Int] {
    try expect("(")
    var sizes: [Int] = []
    var commas = 0
    skipSpace()
    while !accept(")") {
      if sizes.count != commas { throw error("',' or ')' expected") }
      sizes.append(try integer())
      skipSpace()
      if accept(",") { commas += 1 }
      skipSpace()
    }
    if sizes.count == 1 && commas == 0 { throw error("a shape is a tuple") }
    return sizes
  }
}

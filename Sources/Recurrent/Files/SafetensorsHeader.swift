// The start of a safetensors file: a length and a JSON object that says where each tensor's bytes are.
// The format: https://github.com/huggingface/safetensors#format

/// What a safetensors file says about its tensors.
struct SafetensorsHeader {
  /// The place of one tensor, counted from the end of the header.
  struct Tensor {
    let name: String
    let elementType: ElementType
    let shape: [Int]
    let start, end: Int
  }

  /// The tensors in the order of the header.
  let tensors: [Tensor]
  let metadata: [String: String]
  /// The number of bytes before the first tensor.
  let length: Int

  /// The longest header that the reference reads.
  private static let longest = 100_000_000
  private static let metadataKey = "__metadata__"

  /// Reads the header of a whole file; throws unless the tensors fill the rest of it.
  init(_ bytes: ArraySlice<UInt8>) throws(FileError) {
    guard let textLength = bytes.littleEndian(UInt64.self, at: bytes.startIndex) else {
      throw FileError("not a safetensors file: the length of the header is missing")
    }
    if textLength > UInt64(Self.longest) {
      throw FileError(
        "not a safetensors file: its first 8 bytes ask for a header of \(textLength) bytes, "
          + "at most \(Self.longest) are allowed")
    }
    if textLength > UInt64(bytes.count - 8) {
      throw FileError("a header of \(textLength) bytes in a file of \(bytes.count)")
    }
    length = 8 + Int(textLength)
    var tensors: [Tensor] = []
    var metadata: [String: String]?
    var scanner = TextScanner(bytes.prefix(length).dropFirst(8))
    try scanner.jsonObject { (name, scanner) throws(FileError) in
      if name == Self.metadataKey {
        if metadata != nil { throw scanner.error("the key \"__metadata__\" is there twice") }
        metadata = try scanner.safetensorsMetadata()
      } else {
        do throws(FileError) {
          tensors.append(try scanner.safetensorsTensor(name))
        } catch {
          throw error.within("tensor", name)
        }
      }
    }
    try scanner.expectEnd()
    self.tensors = tensors
    self.metadata = metadata ?? [:]
    try check(bufferLength: bytes.count - length)
  }

  /// Throws unless every tensor has the bytes that its shape asks for, and all of them together
  /// fill the buffer without a gap and without sharing any.
  private func check(bufferLength: Int) throws(FileError) {
    var end = 0
    for tensor in tensors.sorted(by: { ($0.start, $0.end) < ($1.start, $1.end) }) {
      do throws(FileError) {
        // A start beyond the end is as wrong as one that leaves a gap, and this finds both.
        if tensor.start != end || tensor.end < tensor.start {
          throw FileError(
            "offsets \(tensor.start) to \(tensor.end) do not follow on byte \(end) of the buffer")
        }
        let expected = try ArrayShape.count(tensor.shape) * tensor.elementType.size
        if tensor.end - tensor.start != expected {
          throw FileError(
            "\(expected) bytes expected for \(ArrayShape.text(tensor.shape)) "
              + "\(tensor.elementType.safetensorsName), \(tensor.end - tensor.start) found")
        }
      } catch {
        throw error.within("tensor", tensor.name)
      }
      end = tensor.end
    }
    if end != bufferLength {
      throw FileError("\(end) bytes of tensors expected after the header, \(bufferLength) found")
    }
  }

  /// The header of tensors one after the other, in order, as the reference writes it.
  ///
  /// - Throws: `FileError` when a tensor has the name of the metadata, or the header gets too long.
  static func bytes(
    of tensors: [(name: String, array: NumericArray)], metadata: [String: String]
  ) throws(FileError) -> [UInt8] {
    var members: [String] = []
    if !metadata.isEmpty {
      let entries = metadata.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      let list = entries.map { "\($0.key.json):\($0.value.json)" }.joined(separator: ",")
      members.append("\(metadataKey.json):{\(list)}")
    }
    var start = 0
    for (name, array) in tensors {
      if name == metadataKey { throw FileError("no tensor can have the name \"\(metadataKey)\"") }
      let end = start + array.elements.count * array.elementType.size
      let shape = array.shape.map { "\($0)" }.joined(separator: ",")
      members.append(
        "\(name.json):{\"dtype\":\"\(array.elementType.safetensorsName)\","
          + "\"shape\":[\(shape)],\"data_offsets\":[\(start),\(end)]}")
      start = end
    }
    var text = Array("{\(members.joined(separator: ","))}".utf8)
    text += [UInt8](repeating: UInt8(ascii: " "), count: (8 - text.count % 8) % 8)
    if text.count > longest {
      throw FileError("a header of \(text.count) bytes: at most \(longest)")
    }
    var bytes: [UInt8] = []
    bytes.append(littleEndian: UInt64(text.count))
    return bytes + text
  }
}

extension ElementType {
  /// The types in the order in which the reference writes tensors: by alignment, the largest first.
  static let safetensorsOrder: [ElementType] = [
    .uint64, .int64, .float64, .float32, .uint32, .int32, .bfloat16, .float16, .uint16, .int16,
    .int8, .uint8, .bool,
  ]

  fileprivate var safetensorsName: String {
    switch self {
    case .float64: "F64"
    case .float32: "F32"
    case .float16: "F16"
    case .bfloat16: "BF16"
    case .int64: "I64"
    case .int32: "I32"
    case .int16: "I16"
    case .int8: "I8"
    case .uint64: "U64"
    case .uint32: "U32"
    case .uint16: "U16"
    case .uint8: "U8"
    case .bool: "BOOL"
    }
  }
}

// MARK: - The JSON

extension TextScanner {
  /// Takes an object of strings.
  fileprivate mutating func safetensorsMetadata() throws(FileError) -> [String: String] {
    var metadata: [String: String] = [:]
    try jsonObject { (key, scanner) throws(FileError) in
      let value = try scanner.jsonString()
      if metadata.updateValue(value, forKey: key) != nil {
        throw scanner.error("the key \(FileError.quoted(key)) is there twice")
      }
    }
    return metadata
  }

  /// Takes the object of one tensor: three keys, each once, in any order.
  fileprivate mutating func safetensorsTensor(
    _ name: String
  ) throws(FileError) -> SafetensorsHeader.Tensor {
    var elementType: ElementType?
    var shape: [Int]?
    var offsets: [Int]?
    try jsonObject { (key, scanner) throws(FileError) in
      switch key {
      case "dtype" where elementType == nil:
        let text = try scanner.jsonString()
        elementType = ElementType.allCases.first { $0.safetensorsName == text }
        if elementType == nil {
          throw scanner.error("element type \(FileError.quoted(text)) is not supported")
        }
      case "shape" where shape == nil: shape = try scanner.jsonIntegers()
      case "data_offsets" where offsets == nil: offsets = try scanner.jsonIntegers()
      case "dtype", "shape", "data_offsets":
        throw scanner.error("the key \(FileError.quoted(key)) is there twice")
      default: throw scanner.error("the key \(FileError.quoted(key)) is not one of a tensor")
      }
    }
    guard let elementType else { throw error("the key \"dtype\" is missing") }
    guard let shape else { throw error("the key \"shape\" is missing") }
    guard let offsets else { throw error("the key \"data_offsets\" is missing") }
    if offsets.count != 2 { throw error("\"data_offsets\" are two integers") }
    return SafetensorsHeader.Tensor(
      name: name, elementType: elementType, shape: shape, start: offsets[0], end: offsets[1])
  }
}

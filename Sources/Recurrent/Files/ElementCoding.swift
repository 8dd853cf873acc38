// Between the bytes of a file and elements.

extension ElementType {
  /// The elements that some bytes hold one after the other; a rest shorter than an element is left.
  ///
  /// - Throws: `FileError` for an integer that no `Double` is, and for a truth value other than 0 and 1.
  func decode(_ bytes: ArraySlice<UInt8>, bigEndian: Bool) throws(FileError) -> [Double] {
    func integers<Word: FixedWidthInteger & BitwiseCopyable>(
      _ type: Word.Type
    ) throws(FileError) -> [Double] {
      var result: [Double] = []
      result.reserveCapacity(bytes.count / size)
      for word in words(bytes, as: type, bigEndian: bigEndian) {
        guard let number = Double(exactly: word) else {
          throw FileError("element \(result.count): \(word) has no exact Double")
        }
        result.append(number)
      }
      return result
    }
    func numbers(_ format: FloatFormat) -> [Double] {
      format.fractionBits == FloatFormat.float32.fractionBits
        ? words(bytes, as: UInt32.self, bigEndian: bigEndian).map(format.number)
        : words(bytes, as: UInt16.self, bigEndian: bigEndian).map { format.number(UInt32($0)) }
    }
    switch self {
    case .float64:
      return words(bytes, as: UInt64.self, bigEndian: bigEndian).map { Double(bitPattern: $0) }
    case .float32: return numbers(.float32)
    case .float16: return numbers(.float16)
    case .bfloat16: return numbers(.bfloat16)
    case .int64: return try integers(Int64.self)
    case .int32: return try integers(Int32.self)
    case .int16: return try integers(Int16.self)
    case .int8: return try integers(Int8.self)
    case .uint64: return try integers(UInt64.self)
    case .uint32: return try integers(UInt32.self)
    case .uint16: return try integers(UInt16.self)
    case .uint8: return try integers(UInt8.self)
    case .bool:
      if let index = bytes.firstIndex(where: { $0 > 1 }) {
        throw FileError(
          "element \(index - bytes.startIndex): the truth value is \(bytes[index]), not 0 or 1")
      }
      return bytes.map { Double($0) }
    }
  }

  /// Appends elements, each a value of this type, in little-endian order.
  func encode(_ elements: [Double], to bytes: inout [UInt8]) {
    bytes.reserveCapacity(bytes.count + elements.count * size)
    func integers<Word: FixedWidthInteger & BitwiseCopyable>(_ type: Word.Type) {
      for element in elements { bytes.append(littleEndian: Word(element)) }
    }
    func halves(_ format: FloatFormat) {
      for element in elements { bytes.append(littleEndian: UInt16(format.bits(element))) }
    }
    switch self {
    case .float64:
      for element in elements { bytes.append(littleEndian: element.bitPattern) }
    case .float32:
      for element in elements { bytes.append(littleEndian: FloatFormat.float32.bits(element)) }
    case .float16: halves(.float16)
    case .bfloat16: halves(.bfloat16)
    case .int64: integers(Int64.self)
    case .int32: integers(Int32.self)
    case .int16: integers(Int16.self)
    case .int8: integers(Int8.self)
    case .uint64: integers(UInt64.self)
    case .uint32: integers(UInt32.self)
    case .uint16: integers(UInt16.self)
    case .uint8, .bool: integers(UInt8.self)
    }
  }

  /// Bytes as integers of the machine's own byte order.
  private func words<Word: FixedWidthInteger & BitwiseCopyable>(
    _ bytes: ArraySlice<UInt8>, as type: Word.Type, bigEndian: Bool
  ) -> [Word] {
    bytes.withUnsafeBytes { buffer in
      (0..<buffer.count / MemoryLayout<Word>.size).map { index in
        let word = buffer.loadUnaligned(
          fromByteOffset: index * MemoryLayout<Word>.size, as: Word.self)
        return bigEndian ? Word(bigEndian: word) : Word(littleEndian: word)
      }
    }
  }
}

// Integers in byte strings: little-endian, as zip, npy and safetensors keep theirs.

extension ArraySlice<UInt8> {
  /// The integer that starts at an index of the slice; nil unless all of it is inside.
  func littleEndian<Word: FixedWidthInteger>(_ type: Word.Type, at index: Int) -> Word? {
    let size = MemoryLayout<Word>.size
    guard index >= startIndex, index <= endIndex, endIndex - index >= size else { return nil }
    var word: Word = 0
    for place in stride(from: index + size - 1, through: index, by: -1) {
      word = word << 8 | Word(self[place])
    }
    return word
  }
}

extension [UInt8] {
  /// Appends an integer, the lowest byte first.
  mutating func append<Word: FixedWidthInteger & BitwiseCopyable>(littleEndian word: Word) {
    // The bytes of a little-endian integer are in memory as they go into the file.
    Swift.withUnsafeBytes(of: word.littleEndian) { append(contentsOf: $0) }
  }
}

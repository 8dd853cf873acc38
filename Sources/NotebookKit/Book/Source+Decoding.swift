// From the bytes of a file to a text: a byte order mark goes, and what is no text has a place.

extension Source {
  /// Reads UTF-8; the first byte that is wrong, or else the first NUL, is a finding.
  ///
  /// - Parameters:
  ///   - bytes: The whole file.
  ///   - path: The path that messages show.
  /// - Returns: The text, in which every wrong byte is a replacement character, and the finding.
  static func decoding(_ bytes: [UInt8], path: String) -> (source: Source, finding: Diagnostic?) {
    // Columns count from the byte after a byte order mark.
    let mark = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let bytes = bytes[mark...]
    guard let text = String(validating: bytes, as: UTF8.self) else {
      let source = Source(path: path, text: String(decoding: bytes, as: UTF8.self))
      let offset = bytes.firstInvalid
      return (
        source,
        source.diagnostic(
          at: bytes.place(of: offset), "the file is not UTF-8: byte \(offset) is wrong",
          help: "save it as UTF-8")
      )
    }
    let source = Source(path: path, text: text)
    if let offset = bytes.firstIndex(of: 0) {
      return (
        source,
        source.diagnostic(
          at: bytes.place(of: offset), "there is a NUL character in the text", help: "remove it")
      )
    }
    return (source, nil)
  }
}

extension ArraySlice<UInt8> {
  /// The index of the first byte that is not UTF-8, or the end.
  fileprivate var firstInvalid: Int {
    var decoder = UTF8()
    var iterator = makeIterator()
    var offset = startIndex
    while case .scalarValue(let scalar) = decoder.decode(&iterator) {
      offset += UTF8.width(scalar)
    }
    return offset
  }

  /// The place of a byte.
  fileprivate func place(of offset: Int) -> SourceRange {
    var (line, start) = (1, startIndex)
    for index in startIndex..<offset {
      let isEnd = self[index] == 0x0A || self[index] == 0x0D && self[index + 1] != 0x0A
      if isEnd { (line, start) = (line + 1, index + 1) }
    }
    return SourceRange(line: line, column: offset - start + 1, length: 1)
  }
}

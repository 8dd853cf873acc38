// Text from files: refused, not mended, when its bytes are not text.

extension String {
  /// The text that some bytes are in UTF-8; nil when they are not UTF-8.
  init?(strictUTF8 bytes: some Collection<UInt8>) {
    self.init(decoding: bytes, as: UTF8.self)
    // Decoding replaces what is wrong, after which the bytes are no longer the same.
    if !utf8.elementsEqual(bytes) { return nil }
  }
}

// The only file that calls zlib: decompression and the checksum of zip archives.

internal import CZlib

enum Deflate {
  /// Deflate's best: 258 bytes from two bits.
  static let mostExpansion = 1032

  /// Decompresses a raw deflate stream as far as a number of bytes.
  ///
  /// The result grows as data arrives, so it is never larger than what the stream really holds.
  ///
  /// - Returns: at most `limit` bytes, and whether the stream ended there with its own last byte.
  /// - Throws: `FileError` when the stream is damaged or stops in the middle.
  static func inflate(
    _ bytes: ArraySlice<UInt8>, limit: Int
  ) throws(FileError) -> (bytes: [UInt8], isComplete: Bool) {
    // Not a variable: zlib refuses a stream that is not where it was.
    let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    stream.initialize(to: z_stream())
    defer { stream.deallocate() }
    // Negative: without the header and the checksum of a zlib stream.
    let windowBits = -MAX_WBITS
    let code = inflateInit2_(
      stream, windowBits, zlibVersion(), Int32(MemoryLayout<z_stream>.size))
    if code != Z_OK { throw FileError("zlib cannot start (\(code))") }
    defer { inflateEnd(stream) }
    var output: [UInt8] = []
    // One byte more than wanted, so that a stream that goes on is told from one that ends.
    var chunk = [UInt8](repeating: 0, count: min(limit + 1, 1 << 16))
    var position = bytes.startIndex
    while true {
      let input = bytes[position...].prefix(1 << 20)
      let room = min(chunk.count, limit + 1 - output.count)
      let (code, used, made) = step(stream, from: input, into: &chunk, room: room)
      position += used
      output += chunk[..<made]
      if output.count > limit { return (Array(output.prefix(limit)), false) }
      switch code {
      case Z_STREAM_END: return (output, position == bytes.endIndex)
      case Z_OK where used > 0 || made > 0: continue
      case Z_OK, Z_BUF_ERROR: throw FileError("the compressed data ends too early")
      case Z_MEM_ERROR: throw FileError("zlib has no memory")
      default: throw FileError("the compressed data is damaged")
      }
    }
  }

  /// The CRC-32 of some bytes, as zip uses it.
  static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    bytes.withUnsafeBufferPointer { buffer in
      UInt32(truncatingIfNeeded: crc32_z(0, buffer.baseAddress, buffer.count))
    }
  }

  /// Goes on with a stream: zlib's answer, the bytes it took and the bytes it made.
  private static func step(
    _ stream: UnsafeMutablePointer<z_stream>, from input: ArraySlice<UInt8>,
    into chunk: inout [UInt8], room: Int
  ) -> (code: Int32, used: Int, made: Int) {
    input.withUnsafeBufferPointer { source in
      chunk.withUnsafeMutableBufferPointer { target in
        // zlib does not write to its input; its C type only lacks the `const`.
        stream.pointee.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
        stream.pointee.avail_in = UInt32(source.count)
        stream.pointee.next_out = target.baseAddress
        stream.pointee.avail_out = UInt32(room)
        let code = CZlib.inflate(stream, Z_NO_FLUSH)
        return (
          code, source.count - Int(stream.pointee.avail_in), room - Int(stream.pointee.avail_out)
        )
      }
    }
  }
}

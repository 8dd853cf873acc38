// Archives as safetensors files, in which models are published.

extension NumericArchive {
  /// Reads an archive from the bytes of a safetensors file.
  ///
  /// The element types F64, F32, F16, BF16, I8 to I64, U8 to U64 and BOOL are read; the names are in the
  /// order of the header.
  ///
  /// - Throws: `FileError` when the header is not the JSON that the format asks for, when a name is there
  ///   twice, when the tensors do not fill the file exactly, for any other element type, and for
  ///   integers that no `Double` is.
  public init(safetensors bytes: [UInt8]) throws(FileError) {
    self.init()
    let header = try SafetensorsHeader(bytes[...])
    metadata = header.metadata
    let buffer = bytes.dropFirst(header.length)
    for tensor in header.tensors {
      let array: NumericArray
      do throws(FileError) {
        let data = buffer.dropFirst(tensor.start).prefix(tensor.end - tensor.start)
        let elements = try tensor.elementType.decode(data, bigEndian: false)
        array = NumericArray(
          checkedShape: tensor.shape, elements: elements, elementType: tensor.elementType)
      } catch {
        throw error.within("tensor", tensor.name)
      }
      try add(array, named: tensor.name)
    }
  }

  /// Reads an archive from a safetensors file.
  ///
  /// - Throws: `FileError` when the file cannot be read or is not as `init(safetensors:)` asks.
  public init(contentsOfSafetensors path: String) throws(FileError) {
    do throws(FileError) {
      try self.init(safetensors: RegularFile.read(path))
    } catch {
      throw error.at(path)
    }
  }

  /// The bytes of a safetensors file: the same archive always makes the same bytes.
  ///
  /// The tensors are in the order of the reference implementation, so the bytes are its bytes: by
  /// element type, U64, I64, F64, F32, U32, I32, BF16, F16, U16, I16, I8, U8, BOOL, then by name. The
  /// metadata is in the order of its keys.
  ///
  /// - Returns: the bytes.
  /// - Throws: `FileError` when an array has the name `__metadata__`, and when the header gets longer
  ///   than 100 MB.
  public func safetensorsBytes() throws(FileError) -> [UInt8] {
    let tensors = ElementType.safetensorsOrder.flatMap { type in
      named.filter { $0.array.elementType == type }
        .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }
    var bytes = try SafetensorsHeader.bytes(of: tensors, metadata: metadata)
    for tensor in tensors { tensor.array.elementType.encode(tensor.array.elements, to: &bytes) }
    return bytes
  }

  /// Writes a safetensors file, all or nothing: it replaces the file only when it is complete.
  ///
  /// - Throws: `FileError` as `safetensorsBytes()` does, and when the file cannot be written.
  public func write(safetensors path: String) throws(FileError) {
    do throws(FileError) {
      try RegularFile.write(safetensorsBytes(), to: path)
    } catch {
      throw error.at(path)
    }
  }
}

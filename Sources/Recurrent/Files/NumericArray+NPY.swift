// Arrays as `.npy` files, which `numpy.save` writes and `numpy.load` reads.

extension NumericArray {
  /// Reads an array from the bytes of an `.npy` file of version 1.0, 2.0 or 3.0.
  ///
  /// Floating-point numbers of 2, 4 and 8 bytes, integers of 1 to 8 bytes and truth values are read, in
  /// either byte order; elements in Fortran order are brought into row-major order.
  ///
  /// - Throws: `FileError` when the bytes are anything else, among it Python objects and structured
  ///   elements, bytes that are missing or left over, and integers that no `Double` is.
  public init(npy bytes: [UInt8]) throws(FileError) { try self.init(npy: bytes[...]) }

  /// Reads an array from an `.npy` file.
  ///
  /// - Throws: `FileError` when the file cannot be read or is not as `init(npy:)` asks.
  public init(contentsOfNPY path: String) throws(FileError) {
    do throws(FileError) {
      try self.init(npy: RegularFile.read(path))
    } catch {
      throw error.at(path)
    }
  }

  /// The bytes of an `.npy` file: those that `numpy.save` writes for the same array in row-major order.
  ///
  /// numpy has no `bfloat16`; such elements are written as `float32`, which has the same values.
  public func npyBytes() -> [UInt8] {
    var bytes = NPYHeader.bytes(shape: shape, elementType: elementType)
    (elementType == .bfloat16 ? .float32 : elementType).encode(elements, to: &bytes)
    return bytes
  }

  /// Writes an `.npy` file, all or nothing: it replaces the file at the path only when it is complete.
  ///
  /// - Throws: `FileError` when the file cannot be written.
  public func write(npy path: String) throws(FileError) {
    do throws(FileError) {
      try RegularFile.write(npyBytes(), to: path)
    } catch {
      throw error.at(path)
    }
  }

  init(npy bytes: ArraySlice<UInt8>) throws(FileError) {
    let header = try NPYHeader(bytes)
    try header.check(fileLength: bytes.count)
    let elements = try header.elementType.decode(
      bytes.dropFirst(header.length), bigEndian: header.isBigEndian)
    self.init(
      checkedShape: header.shape,
      elements: header.isFortranOrder
        ? Self.rowMajor(fromColumnMajor: elements, shape: header.shape) : elements,
      elementType: header.elementType)
  }

  /// Elements whose first axis runs fastest, in the order in which the last one does.
  private static func rowMajor(fromColumnMajor elements: [Double], shape: [Int]) -> [Double] {
    guard let last = shape.last, shape.count > 1, !elements.isEmpty else { return elements }
    // How far apart two neighbours along each axis are.
    var strides = [1]
    for size in shape.dropLast() { strides.append(strides[strides.count - 1] * size) }
    var result: [Double] = []
    result.reserveCapacity(elements.count)
    var place = Array(repeating: 0, count: shape.count - 1)
    var offset = 0
    while true {
      for index in 0..<last { result.append(elements[offset + index * strides[shape.count - 1]]) }
      var axis = place.count - 1
      while axis >= 0, place[axis] == shape[axis] - 1 {
        offset -= place[axis] * strides[axis]
        place[axis] = 0
        axis -= 1
      }
      if axis < 0 { return result }
      place[axis] += 1
      offset += strides[axis]
    }
  }
}

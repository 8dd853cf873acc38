// The types that numbers have in files. In memory every number is a Double; the type is kept so that
// a file can be written as it was read.

/// The type of an array's elements in a file.
public enum ElementType: Equatable, Sendable, CaseIterable {
  /// A binary floating-point number of IEEE 754 with 64 bits.
  case float64
  /// A binary floating-point number of IEEE 754 with 32 bits.
  case float32
  /// A binary floating-point number of IEEE 754 with 16 bits.
  case float16
  /// The upper half of a `float32`: 8 bits of exponent and 7 of fraction.
  case bfloat16
  /// A signed integer with 64 bits.
  case int64
  /// A signed integer with 32 bits.
  case int32
  /// A signed integer with 16 bits.
  case int16
  /// A signed integer with 8 bits.
  case int8
  /// An unsigned integer with 64 bits.
  case uint64
  /// An unsigned integer with 32 bits.
  case uint32
  /// An unsigned integer with 16 bits.
  case uint16
  /// An unsigned integer with 8 bits.
  case uint8
  /// A truth value in one byte: 0 or 1.
  case bool

  /// The number of bytes of one element.
  public var size: Int {
    switch self {
    case .float64, .int64, .uint64: 8
    case .float32, .int32, .uint32: 4
    case .float16, .bfloat16, .int16, .uint16: 2
    case .int8, .uint8, .bool: 1
    }
  }

  /// The value of this type that stands for a number.
  ///
  /// Floating-point types round to the nearest value, to the even one of two, and to infinity beyond
  /// the largest, as numpy's `astype` does. Integers and truth values are not rounded: nil when the
  /// type does not have the number.
  public func value(for number: Double) -> Double? {
    func integer<Integer: FixedWidthInteger>(_ type: Integer.Type) -> Double? {
      // By way of the integer, so that a negative zero becomes the zero that can be written.
      Integer(exactly: number).map { Double($0) }
    }
    switch self {
    case .float64: return number
    case .float32: return FloatFormat.float32.rounded(number)
    case .float16: return FloatFormat.float16.rounded(number)
    case .bfloat16: return FloatFormat.bfloat16.rounded(number)
    case .int64: return integer(Int64.self)
    case .int32: return integer(Int32.self)
    case .int16: return integer(Int16.self)
    case .int8: return integer(Int8.self)
    case .uint64: return integer(UInt64.self)
    case .uint32: return integer(UInt32.self)
    case .uint16: return integer(UInt16.self)
    case .uint8: return integer(UInt8.self)
    case .bool: return number == 0 ? 0 : number == 1 ? 1 : nil
    }
  }
}

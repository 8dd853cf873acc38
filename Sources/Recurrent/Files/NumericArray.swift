// The value that a numeric file holds: numbers in a box of any number of axes. It only carries
// numbers between files and matrices; nothing is computed with it.

/// An array of numbers with any number of axes, as `.npy` and safetensors files hold it.
///
/// The elements are in row-major order: the last axis runs fastest. They are `Double`s, each of them
/// a value of the element type, so that writing loses nothing. No axis at all makes a scalar; an axis
/// may be zero. Two arrays are equal when their shapes, types and elements are; a NaN equals nothing.
public struct NumericArray: Equatable, Sendable {
  /// The size of each axis, the slowest first.
  public let shape: [Int]
  /// The elements in row-major order.
  public let elements: [Double]
  /// The type that the elements have in a file.
  public let elementType: ElementType

  /// Makes an array from its elements in row-major order.
  ///
  /// Elements of a floating-point type are rounded to it. Traps when the number of elements is not the
  /// product of the shape, when an integer type does not have an element, with more than 64
  /// axes, and when the sizes other than zero multiply to more than memory holds, or to more than
  /// 2²⁰ in an array without elements.
  public init(shape: [Int], elements: [Double], elementType: ElementType = .float64) {
    do throws(FileError) {
      let count = try ArrayShape.count(shape)
      if elements.count != count {
        trap("NumericArray: \(elements.count) elements do not fill \(ArrayShape.text(shape))")
      }
    } catch {
      trap("NumericArray: \(error.problem)")
    }
    self.shape = shape
    self.elementType = elementType
    if elementType == .float64 {
      self.elements = elements
    } else {
      self.elements = elements.map { number in
        guard let value = elementType.value(for: number) else {
          trap("NumericArray: \(number) is not a value of \(elementType)")
        }
        return value
      }
    }
  }

  /// Makes an array around elements that were read as the type.
  init(checkedShape shape: [Int], elements: [Double], elementType: ElementType) {
    self.shape = shape
    self.elements = elements
    self.elementType = elementType
  }
}

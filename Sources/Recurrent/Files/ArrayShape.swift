// Which shapes an array may have. A shape comes from a file, so nothing is allocated on its word
// before it has passed here.

enum ArrayShape {
  /// As many axes as numpy allows.
  static let mostAxes = 64
  /// How many steps or rows an array without elements may claim: there is nothing to justify more.
  static let mostWithoutElements = 1 << 20

  /// The number of elements of a shape; throws when no array can have the shape.
  ///
  /// The product over the axes that are not zero has to stay in bounds too, as numpy demands, so
  /// that no code that walks over one axis before it meets a zero can be sent away for long.
  static func count(_ shape: [Int]) throws(FileError) -> Int {
    if shape.count > mostAxes { throw FileError("\(shape.count) axes: at most \(mostAxes)") }
    var product = 1
    for size in shape where size != 0 {
      if size < 0 { throw FileError("shape \(text(shape)) has a negative size") }
      let (next, isTooLarge) = product.multipliedReportingOverflow(by: size)
      // Every element needs the eight bytes of a Double.
      if isTooLarge || next > Int.max / 8 { throw FileError("shape \(text(shape)) is too large") }
      product = next
    }
    if !shape.contains(0) { return product }
    if product > mostWithoutElements {
      throw FileError("shape \(text(shape)) is too large for an array without elements")
    }
    return 0
  }

  /// The shape as text: `4×3`; one axis is only its size, none is `scalar`.
  static func text(_ shape: [Int]) -> String {
    shape.isEmpty ? "scalar" : shape.map { "\($0)" }.joined(separator: "×")
  }
}

// The size of the arrays that the random streams fill.

/// The number of entries of a shape; traps when a size is negative, or when they multiply to more than
/// memory holds.
func entryCount(_ shape: [Int], _ stream: String) -> Int {
  var product = 1
  for size in shape where size != 0 {
    let (next, overflows) = product.multipliedReportingOverflow(by: size)
    // Every entry needs the eight bytes of a Double.
    if size < 0 || overflows || next > Int.max / 8 {
      let text = shape.map(String.init).joined(separator: "×")
      trap("\(stream): \(text) is \(shape.contains { $0 < 0 } ? "not a shape" : "too large")")
    }
    product = next
  }
  return shape.contains(0) ? 0 : product
}

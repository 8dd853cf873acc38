import Testing

@testable import Recurrent

@Suite struct NumericArrayTests {
  @Test("a matrix and a column come back from their arrays", arguments: seeds)
  func matrices(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let matrix = random(size(&generator), size(&generator), &generator)
    let array = NumericArray(matrix)
    #expect(array.shape == [matrix.rows, matrix.columns])
    #expect(array.elements == matrix.values)
    #expect(try array.matrix == matrix)
    let column = random(size(&generator), 1, &generator)
    #expect(NumericArray(column: column).shape == [column.rows])
    #expect(try NumericArray(column: column).matrix == column)
  }

  @Test("steps are transposed into [time, batch, features] and back", arguments: seeds)
  func steps(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let (features, batch) = (size(&generator), size(&generator))
    let steps = (0..<1 + size(&generator)).map { _ in random(features, batch, &generator) }
    let array = NumericArray(steps: steps)
    #expect(array.shape == [steps.count, batch, features])
    #expect(try array.steps == steps)
  }

  @Test("element [t, b, f] of an array is entry [f, b] of step t")
  func order() throws {
    let array = NumericArray(shape: [2, 2, 3], elements: (0..<12).map(Double.init))
    #expect(
      try array.steps == [
        Matrix([[0, 3], [1, 4], [2, 5]]), Matrix([[6, 9], [7, 10], [8, 11]]),
      ])
    #expect(NumericArray(steps: []).shape == [0, 0, 0])
    #expect(try NumericArray(shape: [1 << 10, 0, 1], elements: []).steps.count == 1 << 10)
    #expect(try NumericArray(shape: [1 << 20, 0], elements: []).matrix == .zeros(1 << 20, 0))
  }

  @Test("a scalar has no axes")
  func scalar() throws {
    #expect(NumericArray(scalar: 2.5) == NumericArray(shape: [], elements: [2.5]))
    #expect(try NumericArray(scalar: 2.5).scalar == 2.5)
  }

  @Test("an array of other axes is refused with its shape")
  func axes() {
    let array = NumericArray(shape: [1, 2, 1, 1], elements: [1, 2])
    #expect(
      problem { () throws(FileError) in try array.matrix }
        == "a matrix has one axis or two; this array's shape is 1×2×1×1")
    #expect(
      problem { () throws(FileError) in try array.steps }
        == "steps have three axes: time, batch, features; this array's shape is 1×2×1×1")
    #expect(
      problem { () throws(FileError) in try array.scalar }
        == "a scalar has no axes; this array's shape is 1×2×1×1")
    #expect(
      problem { () throws(FileError) in try NumericArray(scalar: 1).matrix }
        == "a matrix has one axis or two; this array's shape is scalar")
  }

  @Test("elements are rounded to their floating-point type")
  func rounding() {
    let elements = NumericArray(shape: [2], elements: [0.1, 1e40], elementType: .float32).elements
    #expect(elements == [Double(Float(0.1)), .infinity])
    #expect(
      NumericArray(shape: [1], elements: [-0.0], elementType: .int8).elements[0].sign == .plus)
  }

  @Test("a type has the integers between its ends and no others")
  func integers() {
    #expect(ElementType.int8.value(for: -128) == -128)
    #expect(ElementType.int8.value(for: 128) == nil)
    #expect(ElementType.uint8.value(for: -1) == nil)
    #expect(ElementType.uint64.value(for: 0x1p63) == 0x1p63)
    #expect(ElementType.int64.value(for: 0x1p63) == nil)
    #expect(ElementType.int32.value(for: 0.5) == nil)
    #expect(ElementType.uint16.value(for: .nan) == nil)
    #expect(ElementType.bool.value(for: 1) == 1)
    #expect(ElementType.bool.value(for: 2) == nil)
  }

  @Test("shapes that nothing can justify are refused")
  func shapes() throws {
    func refusal(_ shape: [Int]) -> String? {
      problem { () throws(FileError) in try ArrayShape.count(shape) }
    }
    #expect(try ArrayShape.count([]) == 1)
    #expect(try ArrayShape.count([3, 0, 2]) == 0)
    #expect(try ArrayShape.count([1 << 39, 1 << 20]) == 1 << 59)
    #expect(refusal([1 << 40, 1 << 21]) == "shape 1099511627776×2097152 is too large")
    #expect(refusal([.max, .max]) == "shape \(Int.max)×\(Int.max) is too large")
    #expect(refusal([0, .max, 3]) == "shape 0×\(Int.max)×3 is too large")
    #expect(
      refusal([1 << 19, 4, 0])
        == "shape 524288×4×0 is too large for an array without elements")
    #expect(refusal([2, -1]) == "shape 2×-1 has a negative size")
    #expect(refusal(Array(repeating: 1, count: 65)) == "65 axes: at most 64")
  }

  @Test("mistakes of the program trap with what is wrong")
  func traps() async {
    var result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = NumericArray(shape: [2, 3], elements: [1]) }
    #expect(message(result).contains("NumericArray: 1 elements do not fill 2×3"))
    result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = NumericArray(shape: [-1], elements: []) }
    #expect(message(result).contains("NumericArray: shape -1 has a negative size"))
    result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = NumericArray(scalar: 300, elementType: .uint8) }
    #expect(message(result).contains("NumericArray: 300.0 is not a value of uint8"))
    result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = NumericArray(column: .zeros(2, 3)) }
    #expect(message(result).contains("NumericArray: column of 2×3: not one column"))
    result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = NumericArray(steps: [.zeros(2, 3), .zeros(3, 2)]) }
    #expect(message(result).contains("NumericArray: step 0 is 2×3 and step 1 is 3×2"))
  }
}

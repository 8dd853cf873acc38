import Testing

@testable import Recurrent

@Suite struct ClippingTests {
  @Test("a long gradient is shortened, all matrices by one factor")
  func long() {
    let gradient = Readout(weight: Matrix([[3, 0]]), bias: Matrix([[4]]))
    let clipped = gradient.clipped(toNorm: 2)
    #expect(clipped.norm == 5)
    #expect(clipped.coefficient == 2 / (5 + 1e-6))
    #expect(clipped.value == clipped.coefficient * gradient)
  }

  @Test("a short gradient stays as it is")
  func short() {
    let gradient = Matrix([[0.3, -0.4]])
    let clipped = gradient.clipped(toNorm: 0.6)
    #expect(clipped.value == gradient && clipped.coefficient == 1)
    #expect(Matrix.zeros(2, 2).clipped(toNorm: 1e-9).value == .zeros(2, 2))
  }

  @Test("what is not finite stays visible", arguments: [Double.nan, .infinity])
  func nonfinite(_ entry: Double) {
    let clipped = Matrix([[1, entry]]).clipped(toNorm: 1)
    #expect(!clipped.norm.isFinite)
    #expect(clipped.coefficient.isNaN)
    #expect(clipped.value.values.allSatisfy { $0.isNaN })
  }

  @Test("a maximum that is not positive traps")
  func traps() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = Matrix([[1]]).clipped(toNorm: 0) }
    #expect(message(result).contains("Matrix: clipped to norm 0.0, expected more than 0"))
  }
}

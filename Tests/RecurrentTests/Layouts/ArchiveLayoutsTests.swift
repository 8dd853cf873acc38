import Testing

@testable import Recurrent

@Suite struct ArchiveLayoutsTests {
  @Test("a bias has one axis, whatever stands before its name")
  func biases() {
    let lstm = NumericArchive(
      LSTMCell.zeros(input: 2, hidden: 3).kerasArrays(prefix: "model/lstm/"))
    #expect(lstm.names.map { lstm[$0]?.shape } == [[12], [2, 12], [3, 12]])
    #expect(
      lstm.names == [
        "model/lstm/bias", "model/lstm/kernel", "model/lstm/recurrent_kernel",
      ])
    let dense = NumericArchive(
      Readout.zeros(hidden: 3, output: 2).pyTorchArrays(prefix: "bias/head."))
    #expect(dense["bias/head.bias"]?.shape == [2])
    #expect(dense["bias/head.weight"]?.shape == [2, 3])
  }

  @Test("elements are rounded to a floating-point type, and trap in an integer type")
  func types() async {
    let third = Matrix([[1.0 / 3]])
    #expect(
      NumericArchive(["a": third], elementType: .float32)["a"]?.elements
        == [Double(Float(1.0 / 3))])
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = NumericArchive(["a": Matrix([[0.5]])], elementType: .int32) }
    #expect(message(result).contains("NumericArray: 0.5 is not a value of int32"))
  }
}

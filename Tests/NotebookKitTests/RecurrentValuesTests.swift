// How the library's values are shown and held against each other in a book.

import Testing

@testable import NotebookKit

@Suite struct RecurrentValuesTests {
  @Test("a way back is checked against its witnesses, and a report is shown")
  func witnesses() async throws {
    let text = """
      ```swift run
      var generator = SplitMix64(seed: 1)
      let layer = RecurrentLayer(LSTMCell.zeros(input: 2, hidden: 3).initialized(using: &generator))
      let inputs = (0..<3).map { _ in Matrix.gaussian(2, 2, using: &generator) }
      let walk = layer(inputs)
      let gradient = layer.backward(through: walk, hidden: walk.hidden)
      let tape = layer.tapeGradient(inputs, hidden: walk.hidden)
      let differences = layer.differenceGradient(inputs, hidden: walk.hidden)
      check("tape", gradient, equals: tape)
      check("differences", gradient, equals: differences, tolerance: 1e-6)
      check("witnesses", tape, equals: differences, tolerance: 1e-6)
      check("ways back", gradient, equals: gradient)
      var wrong = gradient
      wrong.inputs.swapAt(0, 2)
      check("mutant", wrong, differsFrom: tape, atLeast: 0.01)
      show(GradientReport([("W", Matrix([[3]]), Matrix([[1]]))]))
      ```
      """
    let book = try TemporaryBook(["01-x.md": text])
    let messages = try await book.messages()
    #expect(messages == "")
  }
}

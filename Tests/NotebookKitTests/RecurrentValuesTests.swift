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

  @Test("what a walk kept is a table [H×T] for each quantity and sample")
  func walks() async throws {
    let text = """
      ```swift run
      let cells = LSTMCell.zeros(input: 1, hidden: 2)
      let walk = RecurrentLayer(cells)([Matrix].init(repeating: .ones(1, 1), count: 3))
      for table in walk.tables { print(table.name, table.rows, table.columns, table.values) }
      let gru = RecurrentLayer(GRUCell.zeros(input: 1, hidden: 1))([.ones(1, 2), .ones(1, 2)])
      for table in gru.tables { print(table.name, table.rows, table.columns, table.values) }
      let cell = RNNCell.zeros(input: 1, hidden: 1)
      let both = Bidirectional(forwards: cell, backwards: cell)([.ones(1, 1), .ones(1, 1)])
      print(both.tables.map { $0.name })
      let two = Stacked([RecurrentLayer(cell), RecurrentLayer(cell)])([.ones(1, 1)])
      print(two.tables.map { $0.name })
      ```

      ```output
      i 2 3 [0.5, 0.5, 0.5, 0.5, 0.5, 0.5]
      f 2 3 [0.5, 0.5, 0.5, 0.5, 0.5, 0.5]
      g 2 3 [0.0, 0.0, 0.0, 0.0, 0.0, 0.0]
      o 2 3 [0.5, 0.5, 0.5, 0.5, 0.5, 0.5]
      c 2 3 [0.0, 0.0, 0.0, 0.0, 0.0, 0.0]
      h 2 3 [0.0, 0.0, 0.0, 0.0, 0.0, 0.0]
      r[0] 1 2 [0.5, 0.5]
      r[1] 1 2 [0.5, 0.5]
      z[0] 1 2 [0.5, 0.5]
      z[1] 1 2 [0.5, 0.5]
      n[0] 1 2 [0.0, 0.0]
      n[1] 1 2 [0.0, 0.0]
      h[0] 1 2 [0.0, 0.0]
      h[1] 1 2 [0.0, 0.0]
      ["forwards.a", "forwards.h", "backwards.a", "backwards.h"]
      ["layer 0.a", "layer 0.h", "layer 1.a", "layer 1.h"]
      ```
      """
    let messages = try await TemporaryBook(["01-x.md": text]).messages()
    #expect(messages == "")
  }
}

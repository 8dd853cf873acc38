import Testing

@testable import Recurrent

@Suite struct WalkShapeTests {
  @Test("an input of another size or batch traps with both shapes")
  func inputs() async {
    var result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let layer = RecurrentLayer(LSTMCell.zeros(input: 2, hidden: 3))
      _ = layer([.zeros(2, 4), .zeros(5, 4)], from: layer.zeroState(batch: 4))
    }
    #expect(message(result).contains("LSTMCell: input 1 is 5×4, expected 2×4"))
    result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let layer = RecurrentLayer(GRUCell.zeros(input: 2, hidden: 3))
      _ = layer([.zeros(2, 4), .zeros(2, 1)], from: layer.zeroState(batch: 4))
    }
    #expect(message(result).contains("GRUCell: input 1 is 2×1, expected 2×4"))
  }

  @Test("an initial state of another shape traps with both shapes")
  func initial() async {
    var result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let layer = RecurrentLayer(RNNCell.zeros(input: 2, hidden: 3))
      _ = layer([.zeros(2, 4)], from: .init(hidden: .zeros(2, 4)))
    }
    #expect(message(result).contains("RNNCell: the initial hidden state is 2×4, expected 3×4"))
    result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let layer = RecurrentLayer(LSTMCell.zeros(input: 2, hidden: 3))
      _ = layer([.zeros(2, 4)], from: .init(hidden: .zeros(3, 4), cell: .zeros(3, 1)))
    }
    #expect(message(result).contains("LSTMCell: the initial cell state is 3×1, expected 3×4"))
  }

  @Test("a gradient of another shape traps with both shapes")
  func upstream() async {
    var result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let layer = RecurrentLayer(ResidualRNNCell.zeros(input: 2, hidden: 3))
      let unrolled = layer([.zeros(2, 4), .zeros(2, 4)])
      _ = layer.backward(through: unrolled, hidden: [.zeros(3, 4), .zeros(3, 1)])
    }
    #expect(
      message(result).contains(
        "ResidualRNNCell: the gradient of hidden state 1 is 3×1, expected 3×4"))
    result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let layer = RecurrentLayer(GRUCell.zeros(input: 2, hidden: 3))
      _ = layer.backward(
        through: layer([.zeros(2, 4)]), hidden: [.zeros(3, 4)],
        final: .init(hidden: .zeros(2, 4)))
    }
    #expect(
      message(result).contains(
        "GRUCell: the gradient of the final hidden state is 2×4, expected 3×4"))
    result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let layer = RecurrentLayer(LSTMCell.zeros(input: 2, hidden: 3))
      _ = layer.backward(
        through: layer([.zeros(2, 4)]), hidden: [.zeros(3, 4)],
        final: .init(hidden: .zeros(3, 4), cell: .zeros(4, 4)))
    }
    #expect(
      message(result).contains(
        "LSTMCell: the gradient of the final cell state is 4×4, expected 3×4"))
    result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let layer = RecurrentLayer(LSTMCell.zeros(input: 2, hidden: 3))
      _ = layer.backward(through: layer([.zeros(2, 4)]), hidden: [])
    }
    #expect(message(result).contains("LSTMCell: 1 steps, but 0 gradients on them"))
  }

  @Test("a walk of a cell of another form traps with both shapes")
  func foreignWalk() async {
    var result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let walk = RecurrentLayer(LSTMCell.zeros(input: 2, hidden: 3))([.zeros(2, 4)])
      _ = RecurrentLayer(LSTMCell.zeros(input: 2, hidden: 5)).backward(
        through: walk, hidden: [.zeros(5, 4)],
        final: .init(hidden: .zeros(5, 4), cell: .zeros(5, 4)))
    }
    #expect(message(result).contains("LSTMCell: the walk's state sequence is 3×8, expected 5×8"))
    result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let walk = RecurrentLayer(RNNCell.zeros(input: 2, hidden: 3))([.zeros(2, 4)])
      _ = RecurrentLayer(RNNCell.zeros(input: 7, hidden: 3)).backward(
        through: walk, hidden: [.zeros(3, 4)])
    }
    #expect(message(result).contains("RNNCell: the walk's input sequence is 2×4, expected 7×4"))
    result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let walk = RecurrentLayer(GRUCell.zeros(input: 2, hidden: 3, reset: .beforeProduct))([
        .zeros(2, 4)
      ])
      _ = RecurrentLayer(GRUCell.zeros(input: 2, hidden: 3)).backward(
        through: walk, hidden: [.zeros(3, 4)])
    }
    #expect(message(result).contains("GRUCell: the walk's gate sequence is 9×4, expected 12×4"))
  }

  @Test("lengths that do not fit trap")
  func lengths() async {
    var result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = RecurrentLayer(LSTMCell.zeros(input: 2, hidden: 3))([.zeros(2, 4)], lengths: [1, 1]) }
    #expect(message(result).contains("LSTMCell: 2 lengths for a batch of 4"))
    result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = RecurrentLayer(RNNCell.zeros(input: 2, hidden: 3))([.zeros(2, 2)], lengths: [1, 2]) }
    #expect(message(result).contains("RNNCell: a length of 2 in 1 steps"))
    result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = RecurrentLayer(GRUCell.zeros(input: 2, hidden: 3))([.zeros(2, 1)], lengths: [-1]) }
    #expect(message(result).contains("GRUCell: a length of -1 in 1 steps"))
  }

  @Test("a walk without inputs and without a state traps")
  func nothing() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = RecurrentLayer(LSTMCell.zeros(input: 2, hidden: 3))([]) }
    #expect(
      message(result).contains(
        "RecurrentLayer<LSTMCell>: no inputs and no initial state, so the batch is not known"))
  }
}

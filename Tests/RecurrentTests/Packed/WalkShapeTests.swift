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
    #expect(
      message(result).contains(
        "GRUCell: input 1 is 2×1, expected 2×4 as the initial state has 4 columns"))
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

  @Test("weights of another shape, assigned later, trap with both shapes")
  func weights() async {
    var result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var cell = LSTMCell.zeros(input: 3, hidden: 4)
      cell.forgetGate = .zeros(input: 30, hidden: 40)
      _ = RecurrentLayer(cell)([.zeros(3, 2)])
    }
    #expect(message(result).contains("LSTMCell: W_f is 40×30, expected 4×3"))
    result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var cell = RNNCell.zeros(input: 3, hidden: 4)
      cell.affine.recurrentWeight = .zeros(40, 40)
      _ = RecurrentLayer(cell)([.zeros(3, 2)])
    }
    #expect(message(result).contains("RNNCell: U is 40×40, expected 4×4"))
    result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var cell = ResidualRNNCell.zeros(input: 3, hidden: 4)
      cell.affine.bias = .zeros(3, 1)
      _ = RecurrentLayer(cell)([.zeros(3, 2)])
    }
    #expect(message(result).contains("ResidualRNNCell: b is 3×1, expected 4×1"))
    result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var cell = GRUCell.zeros(input: 3, hidden: 4, reset: .beforeProduct)
      cell.candidate.recurrentWeight = .zeros(1, 1)
      _ = RecurrentLayer(cell)([.zeros(3, 2)])
    }
    #expect(message(result).contains("GRUCell: U_n is 1×1, expected 4×4"))
    result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var cell = GRUCell.zeros(input: 3, hidden: 4)
      cell.recurrentBias = .zeros(4, 2)
      _ = RecurrentLayer(cell)([.zeros(3, 2)])
    }
    #expect(message(result).contains("GRUCell: c_n is 4×2, expected 4×1"))
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

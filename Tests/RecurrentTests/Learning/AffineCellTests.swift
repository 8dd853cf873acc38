import Testing

@testable import Recurrent

@Suite struct AffineCellTests {
  /// A cell whose inputs' weights are all 1, recurrent ones 2, biases 3.
  private func counted<Cell: AffineCell>(_ cell: Cell) -> [String: Double] {
    var generator = SplitMix64(seed: 0)
    let drawn = cell.initialized(
      inputWeight: .constant(1), recurrentWeight: .constant(2), bias: .constant(3),
      using: &generator)
    #expect(zip(cell.named, drawn.named).allSatisfy { $0.value.shape == $1.value.shape })
    return Dictionary(
      uniqueKeysWithValues: drawn.named.map { ($0.name, $0.value.sum / Double($0.value.count)) })
  }

  @Test("each rule reaches its matrices, in every cell, and nothing is left out")
  func rules() {
    let simple = ["W": 1.0, "U": 2, "b": 3]
    #expect(counted(RNNCell.zeros(input: 2, hidden: 3)) == simple)
    #expect(counted(ResidualRNNCell.zeros(input: 2, hidden: 3)) == simple)
    #expect(
      counted(LSTMCell.zeros(input: 2, hidden: 3)) == [
        "W_i": 1, "U_i": 2, "b_i": 3, "W_f": 1, "U_f": 2, "b_f": 3, "W_g": 1, "U_g": 2, "b_g": 3,
        "W_o": 1, "U_o": 2, "b_o": 3,
      ])
    let gates = [
      "W_r": 1.0, "U_r": 2, "b_r": 3, "W_z": 1, "U_z": 2, "b_z": 3, "W_n": 1, "U_n": 2, "b_n": 3,
    ]
    let after = GRUCell.zeros(input: 2, hidden: 3)
    let before = GRUCell.zeros(input: 2, hidden: 3, reset: .beforeProduct)
    #expect(counted(after) == gates.merging(["c_n": 3]) { $1 })
    #expect(counted(before) == gates)
  }

  @Test("without rules: Glorot's weights, orthogonal ones in time, no biases; options stay")
  func defaults() {
    var generator = SplitMix64(seed: 4)
    let start = RNNCell.zeros(input: 2, hidden: 3, activation: .relu)
    let cell = start.initialized(using: &generator)
    let map = cell.affine
    #expect(map.inputWeight.values.allSatisfy { abs($0) <= (6.0 / 5).squareRoot() && $0 != 0 })
    #expect(
      distance(map.recurrentWeight.transposed • map.recurrentWeight, .identity(3)) < 1e-14)
    #expect(map.bias == .zeros(3, 1))
    #expect(cell.activation == .relu)
  }

  @Test("even numbers reach to 1/√H and are drawn in the order of the parameters")
  func uniform() {
    var (generator, again) = (SplitMix64(seed: 8), SplitMix64(seed: 8))
    let start = GRUCell.zeros(input: 3, hidden: 16)
    #expect(
      start.uniformlyInitialized(using: &generator)
        == start.randomized(in: -0.25...0.25, using: &again))
    #expect(generator == again)
  }

  @Test("the forget gate's bias is set and nothing else")
  func forgetBias() {
    var generator = SplitMix64(seed: 6)
    let cell = LSTMCell.zeros(input: 2, hidden: 3).uniformlyInitialized(using: &generator)
    let remembering = cell.withForgetBias(1.5)
    #expect(remembering.forgetGate.bias == .column([1.5, 1.5, 1.5]))
    var others = remembering
    others.forgetGate.bias = cell.forgetGate.bias
    #expect(others == cell)
  }
}

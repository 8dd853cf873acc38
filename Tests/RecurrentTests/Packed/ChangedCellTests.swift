import Testing

@testable import Recurrent

/// The way back through a walk of a cell that has been changed since.
@Suite struct ChangedCellTests {
  private func walkAndReturn<Cell: TestedCell & Equatable>(_ cell: Cell, _ changed: Cell) {
    var generator = SplitMix64(seed: 5)
    let inputs = (0..<4).map { _ in Matrix.random(2, 3, in: -1...1, using: &generator) }
    let hidden = (0..<4).map { _ in Matrix.random(3, 3, in: -1...1, using: &generator) }
    let zeros = cell.zeroState(batch: 3)
    for walk in [
      cell.unroll(inputs, from: zeros, lengths: nil),
      cell.unrollStepwise(inputs, from: zeros, lengths: nil),
    ] {
      let expected = cell.backward(through: walk, hidden: hidden, final: zeros)
      #expect(changed.backward(through: walk, hidden: hidden, final: zeros).cell == expected.cell)
    }
  }

  @Test("is the way back of the cell that walked: its weights, activation and convention")
  func gradients() {
    var generator = SplitMix64(seed: 6)
    func random<Cell: ParameterSpace>(_ cell: Cell) -> Cell {
      cell.randomized(in: -1...1, using: &generator)
    }
    let rnn = random(RNNCell.zeros(input: 2, hidden: 3))
    walkAndReturn(rnn, random(rnn))
    walkAndReturn(rnn, RNNCell(rnn.affine, activation: .relu))
    let residual = random(ResidualRNNCell.zeros(input: 2, hidden: 3))
    walkAndReturn(residual, random(residual))
    walkAndReturn(residual, ResidualRNNCell(residual.affine, activation: .relu))
    let lstm = random(LSTMCell.zeros(input: 2, hidden: 3))
    walkAndReturn(lstm, random(lstm))
    let gru = random(GRUCell.zeros(input: 2, hidden: 3))
    walkAndReturn(gru, random(gru))
    walkAndReturn(gru, random(GRUCell.zeros(input: 2, hidden: 3, reset: .beforeProduct)))
  }
}

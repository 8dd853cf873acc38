// A random walk of any cell with gradients on everything that it gives, for the witnesses.

@testable import Recurrent

/// The sizes of a walk.
struct WalkShape: Sendable {
  let steps: Int
  let input: Int
  let hidden: Int
  let batch: Int

  /// Small ones, no steps and single ones of everything among them, and seeded random ones.
  static let all: [WalkShape] = {
    var generator = SplitMix64(seed: 5)
    let random = (0..<8).map { _ in
      WalkShape(
        steps: .random(in: 2...7, using: &generator), input: .random(in: 1...6, using: &generator),
        hidden: .random(in: 1...6, using: &generator), batch: .random(in: 1...5, using: &generator))
    }
    return random + [
      WalkShape(steps: 0, input: 2, hidden: 3, batch: 2),
      WalkShape(steps: 1, input: 3, hidden: 2, batch: 3),
      WalkShape(steps: 1, input: 1, hidden: 1, batch: 1),
      WalkShape(steps: 5, input: 4, hidden: 5, batch: 1),
      WalkShape(steps: 4, input: 1, hidden: 1, batch: 3),
    ]
  }()
}

/// A cell with inputs, an initial state, perhaps lengths, and the gradients on outputs and final state.
struct WitnessProblem<Cell: TapedCell> {
  let layer: RecurrentLayer<Cell>
  let inputs: [Matrix]
  let initial: Cell.State
  let lengths: [Int]?
  let hidden: [Matrix]
  let final: Cell.State

  /// Draws the values of a problem with a cell of zeros.
  init(_ zeros: Cell, _ shape: WalkShape, withLengths: Bool = false, seed: UInt64 = 1) {
    var random = SplitMix64(seed: seed)
    layer = RecurrentLayer(zeros.randomized(in: -0.9...0.9, using: &random))
    inputs = (0..<shape.steps).map { _ in
      .random(shape.input, shape.batch, in: -1...1, using: &random)
    }
    initial = zeros.zeroState(batch: shape.batch).randomized(in: -1...1, using: &random)
    lengths =
      withLengths
      ? (0..<shape.batch).map { _ in .random(in: 0...shape.steps, using: &random) } : nil
    hidden = (0..<shape.steps).map { _ in
      .random(shape.hidden, shape.batch, in: -1...1, using: &random)
    }
    final = initial.randomized(in: -1...1, using: &random)
  }

  /// The gradients by hand.
  var handGradient: SequenceGradient<Cell> {
    layer.backward(
      through: layer(inputs, from: initial, lengths: lengths), hidden: hidden, final: final)
  }

  /// The gradients by the tape.
  var tapeGradient: WitnessGradient<RecurrentLayer<Cell>> {
    layer.tapeGradient(inputs, from: initial, lengths: lengths, hidden: hidden, final: final)
  }
}

/// The kinds of cells that there are, each with everything that it can be told.
enum TapedCellKind: CaseIterable, CustomStringConvertible {
  case rnn(Activation)
  case residual(Activation)
  case lstm
  case gru(GRUCell.Reset)

  static let allCases =
    Activation.allCases.map(TapedCellKind.rnn) + Activation.allCases.map(TapedCellKind.residual) + [
      .lstm
    ]
    + GRUCell.Reset.allCases.map(TapedCellKind.gru)

  var description: String {
    switch self {
    case .rnn(let activation): "RNN with \(activation)"
    case .residual(let activation): "residual RNN with \(activation)"
    case .lstm: "LSTM"
    case .gru(let reset): "GRU with reset \(reset)"
    }
  }

  /// Calls a function with the cell of zeros.
  func withZeros<Result>(
    _ shape: WalkShape, _ body: (any TapedCell) throws -> Result
  ) rethrows -> Result {
    let (d, h) = (shape.input, shape.hidden)
    return switch self {
    case .rnn(let activation):
      try body(RNNCell.zeros(input: d, hidden: h, activation: activation))
    case .residual(let activation):
      try body(ResidualRNNCell.zeros(input: d, hidden: h, activation: activation))
    case .lstm: try body(LSTMCell.zeros(input: d, hidden: h))
    case .gru(let reset): try body(GRUCell.zeros(input: d, hidden: h, reset: reset))
    }
  }
}

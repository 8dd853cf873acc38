// The rules by which gradients are judged, tried on the library's cells: right formulas pass with room to spare, and
// the wrong ones that other rules let through are rejected.

import Recurrent
import RecurrentNotebook
import Testing

@testable import SnippetRuntime

/// The kinds of cells.
enum CellKind: CaseIterable {
  case rnn, residual, lstm, gruAfterProduct, gruBeforeProduct

  /// Calls a function with the cell of zeros.
  func withZeros<Result>(
    input: Int, hidden: Int, _ body: (any TapedCell) throws -> Result
  ) rethrows -> Result {
    switch self {
    case .rnn: try body(RNNCell.zeros(input: input, hidden: hidden))
    case .residual: try body(ResidualRNNCell.zeros(input: input, hidden: hidden))
    case .lstm: try body(LSTMCell.zeros(input: input, hidden: hidden))
    case .gruAfterProduct:
      try body(GRUCell.zeros(input: input, hidden: hidden, reset: .afterProduct))
    case .gruBeforeProduct:
      try body(GRUCell.zeros(input: input, hidden: hidden, reset: .beforeProduct))
    }
  }
}

/// How long a sequence is and how large the weights are.
struct WalkScale: CustomTestStringConvertible, Sendable {
  var steps: Int
  var weights: Double

  static let all = [3, 10, 40].flatMap { steps in
    [0.5, 0.05, 0.01].map { WalkScale(steps: steps, weights: $0) }
  }

  var testDescription: String { "T = \(steps), weights of \(weights)" }
}

/// A wrong formula for the gradients of an LSTM's inputs, dx_t = Σ W_gᵀ δ_g over the gates.
struct WrongInputs: CustomTestStringConvertible, Sendable {
  var testDescription: String
  /// What the formula says for a step, by the cell and the deltas of this step and of the next.
  var formula: @Sendable (LSTMCell, LSTMCell.Preactivation, LSTMCell.Preactivation) -> Matrix

  /// Those that are small when weights are small: the gates' derivatives are of the order of the weights.
  static let small = [
    WrongInputs(testDescription: "W_i and W_f exchanged") { cell, delta, _ in
      cell.forgetGate.inputWeight.transposed • delta.inputGate
        + cell.inputGate.inputWeight.transposed • delta.forgetGate
        + cell.candidate.inputWeight.transposed • delta.candidate
        + cell.outputGate.inputWeight.transposed • delta.outputGate
    },
    WrongInputs(testDescription: "the forget gate left out") { cell, delta, _ in
      cell.inputGate.inputWeight.transposed • delta.inputGate
        + cell.candidate.inputWeight.transposed • delta.candidate
        + cell.outputGate.inputWeight.transposed • delta.outputGate
    },
  ]

  static let all =
    small + [
      WrongInputs(testDescription: "the deltas of the next step") { cell, _, next in
        cell.inputGate.inputWeight.transposed • next.inputGate
          + cell.forgetGate.inputWeight.transposed • next.forgetGate
          + cell.candidate.inputWeight.transposed • next.candidate
          + cell.outputGate.inputWeight.transposed • next.outputGate
      }
    ]
}

@Suite("Gradient rules") struct GradientRulesTests {
  // MARK: - Right formulas

  @Test(
    "right formulas pass with two orders of margin", arguments: CellKind.allCases, WalkScale.all)
  func correct(kind: CellKind, scale: WalkScale) {
    func verify<Cell: TapedCell>(_ zeros: Cell) -> Verification {
      let walk = Walk(zeros, scale)
      return Verification(walk.trial(of: walk.claimed))
    }
    let found = kind.withZeros(input: 3, hidden: 4) { verify($0) }
    #expect(found.passed)
    #expect(found.refusals == [])
    #expect(found.weaknesses == [])
    #expect(found.steps == scale.steps)
    #expect(found.testimonies.map(\.tolerance) == [1e-12, 1e-6])
    #expect((found.testimonies[0].worst?.error ?? .nan) <= 1e-14)
    #expect((found.testimonies[1].worst?.error ?? .nan) <= 1e-8)
  }

  // MARK: - The first blind spot

  @Test(
    "wrong gradients of an LSTM's inputs are invisible to weights, and found in every input",
    arguments: WrongInputs.all)
  func inputs(wrong: WrongInputs) {
    let walk = Walk(
      LSTMCell.zeros(input: 3, hidden: 4), WalkScale(steps: 10, weights: 0.5))
    let claim = walk.claimed(by: wrong)
    let weights = Verification(
      Trial(
        claim.layer, against: .tape(walk.byTape.layer), .differences(walk.byDifferences.layer),
        steps: 10, from: walk.initial))
    #expect(weights.passed)

    let alone = Verification(
      Trial(
        claim.layer, against: .tape(walk.byTape), .differences(walk.byDifferences), steps: 10,
        from: walk.initial))
    #expect(!alone.passed)
    // 4·(4·3 + 4·4 + 4) weights, 10·3·2 inputs and 2·4·2 initial states.
    let lacking =
      "fewer entries are compared than exist: 128 of 204; the claim lacks 'x[0]', "
      + "'x[1]', 'x[2]' and 9 more, which"
    #expect(
      alone.refusals == ["\(lacking) the tape has", "\(lacking) central differences have"])

    let whole = Verification(walk.trial(of: claim))
    #expect(!whole.passed)
    #expect(whole.refusals == [])
    for testimony in whole.testimonies {
      let objections = testimony.comparisons.filter { !($0.error <= testimony.tolerance) }
      #expect(objections.map(\.name) == (0..<10).map { "x[\($0)]" })
    }
  }

  // MARK: - The second blind spot

  @Test(
    "with small weights, a mean loss and a zero initial state, an absolute tolerance takes wrong formulas",
    arguments: WrongInputs.small)
  func absoluteTolerance(wrong: WrongInputs) throws {
    let walk = Walk(
      LSTMCell.zeros(input: 3, hidden: 4), WalkScale(steps: 10, weights: 0.01),
      hasMeanLoss: true, startsFromZero: true)
    let claim = walk.claimed(by: wrong)
    for (a, n) in zip(claim.tables.flatMap(\.values), walk.byDifferences.tables.flatMap(\.values)) {
      #expect(abs(a - n) <= 1e-5 + 1e-3 * abs(n))
    }
    let found = Verification(walk.trial(of: claim))
    #expect(!found.passed)
    #expect(
      found.refusals
        == ["h[-1]", "c[-1]"].map {
          "the initial state '\($0)' is zero: what the first step makes of it is not tested"
        })
    for testimony in found.testimonies {
      #expect((testimony.worst?.error ?? .nan) > 1e-3)
      let objections = testimony.comparisons.filter { !($0.error <= testimony.tolerance) }
      #expect(Set(objections.map(\.name)).isSubset(of: (0..<10).map { "x[\($0)]" }))
    }
    // The right formula is told from it by the same numbers.
    let right = Verification(walk.trial(of: walk.claimed))
    #expect(right.testimonies.map(\.agrees) == [true, true])
  }
}

/// A walk of a cell with random weights, inputs, initial state and gradients on its outputs.
private struct Walk<Cell: TapedCell> {
  let layer: RecurrentLayer<Cell>
  let inputs: [Matrix]
  let initial: Tables
  private let state: Cell.State
  private let hidden: [Matrix]

  /// Draws a walk for a cell of zeros.
  init(
    _ zeros: Cell, _ scale: WalkScale, hasMeanLoss: Bool = false, startsFromZero: Bool = false
  ) {
    let (batch, range) = (2, -scale.weights...scale.weights)
    var random = SplitMix64(seed: 1)
    var cell = zeros.randomized(in: range, using: &random)
    if var residual = cell as? ResidualRNNCell {
      // A residual cell whose weights push away from zero grows until tanh has no slope left to be tested.
      let size = residual.affine.bias.rows
      residual.affine.recurrentWeight -= Matrix(rows: size, columns: size) { row, column in
        row == column ? 2 * scale.weights : 0
      }
      cell = residual as? Cell ?? cell
    }
    let layer = RecurrentLayer(cell)
    let inputs = (0..<scale.steps).map { _ in
      Matrix.random(3, batch, in: -1...1, using: &random)
    }
    let zero = zeros.zeroState(batch: batch)
    let state = startsFromZero ? zero : zero.randomized(in: -1...1, using: &random)
    let share = hasMeanLoss ? 1 / Double(scale.steps * batch) : 1
    let hidden = layer(inputs, from: state).hidden.map { output in
      share * Matrix.random(output.rows, output.columns, in: -1...1, using: &random)
    }
    (self.layer, self.inputs, self.state, self.hidden) = (layer, inputs, state, hidden)
    initial = Tables(
      tables: state.named.map { name, value in
        Table(
          name: "\(name)[-1]", rows: value.rows, columns: value.columns, values: value.values)
      })
  }

  var claimed: SequenceGradient<Cell> {
    layer.backward(through: layer(inputs, from: state), hidden: hidden)
  }

  var byTape: WitnessGradient<RecurrentLayer<Cell>> {
    layer.tapeGradient(inputs, from: state, hidden: hidden)
  }

  var byDifferences: WitnessGradient<RecurrentLayer<Cell>> {
    layer.differenceGradient(inputs, from: state, hidden: hidden)
  }

  func trial(of claim: some Tabulated) -> Trial {
    Trial(
      claim, against: .tape(byTape), .differences(byDifferences), steps: inputs.count,
      from: initial)
  }
}

extension Walk<LSTMCell> {
  /// The gradients with those of the inputs by a wrong formula.
  func claimed(by wrong: WrongInputs) -> ClaimedGradient {
    let right = claimed
    let deltas = right.deltas
    return ClaimedGradient(
      layer: RecurrentLayer(right.cell),
      inputs: deltas.indices.map { time in
        wrong.formula(layer.cell, deltas[time], deltas[(time + 1) % deltas.count])
      }, initial: right.initial)
  }
}

/// Gradients of an LSTM that somebody claims.
private struct ClaimedGradient: LayerGradient, Tabulated {
  let layer: RecurrentLayer<LSTMCell>
  let inputs: [Matrix]
  let initial: LSTMCell.State
}

/// Tables as a value.
private struct Tables: Tabulated {
  let tables: [Table]
}

extension Verification {
  fileprivate init(_ trial: Trial) { self.init(of: "e", [trial], line: 3, column: 7) }
}

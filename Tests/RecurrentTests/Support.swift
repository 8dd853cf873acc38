// What the suites share: seeded shapes and values, a loss that uses everything, and traps by message.

import Testing

@testable import Recurrent

/// A random problem of a simple recurrent layer, drawn from a seed: T steps, a batch, a nonzero state.
struct Problem: CustomTestStringConvertible {
  let steps: Int
  let seed: UInt64
  let activation: Activation
  let layer: RecurrentLayer<RNNCell>
  let readout: Readout
  let inputs: [Matrix]
  let initial: RNNCell.State
  let targets: [[Int]]
  /// A gradient of order one on each hidden state, for checks without a loss.
  let upstream: [Matrix]
  let upstreamFinal: RNNCell.State
  var testDescription: String { "\(activation), T = \(steps), seed \(seed)" }

  init(steps: Int, seed: UInt64, activation: Activation = .tanh) {
    var random = SplitMix64(seed: seed)
    let (input, hidden, output, batch) = (
      Int.random(in: 1...4, using: &random), Int.random(in: 1...5, using: &random),
      Int.random(in: 2...4, using: &random), Int.random(in: 1...4, using: &random)
    )
    let range = -0.8...0.8
    self.steps = steps
    self.seed = seed
    self.activation = activation
    layer = RecurrentLayer(
      RNNCell.zeros(input: input, hidden: hidden, activation: activation)
        .randomized(in: range, using: &random))
    readout = Readout.zeros(hidden: hidden, output: output).randomized(in: range, using: &random)
    inputs = (0..<steps).map { _ in .random(input, batch, in: -1...1, using: &random) }
    initial = RNNCell.State(hidden: .random(hidden, batch, in: -1...1, using: &random))
    targets = (0..<steps).map { _ in
      (0..<batch).map { _ in Int.random(in: 0..<output, using: &random) }
    }
    upstream = (0..<steps).map { _ in .random(hidden, batch, in: -1...1, using: &random) }
    upstreamFinal = .init(hidden: .random(hidden, batch, in: -1...1, using: &random))
  }

  static let all: [Problem] = Activation.allCases.flatMap { activation in
    (1...6).flatMap { steps in
      (1...2).map { Problem(steps: steps, seed: UInt64(10 * steps + $0), activation: activation) }
    }
  }
}

/// Some seeds for laws over random shapes.
let seeds: [UInt64] = Array(1...20)

/// A random matrix of a given shape, with entries of order one.
func random(_ rows: Int, _ columns: Int, _ generator: inout SplitMix64) -> Matrix {
  .random(rows, columns, in: -2...2, using: &generator)
}

/// A random size, zero now and then.
func size(_ generator: inout SplitMix64) -> Int { Int.random(in: 0...7, using: &generator) }

/// What a process wrote before it stopped.
func message(_ result: ExitTest.Result?) -> String {
  String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
}

/// Expects two matrices to agree to 1e-10 of the larger of one and the largest entry.
func expectClose(
  _ a: Matrix, _ b: Matrix, within tolerance: Double = 1e-10,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(distance(a, b) <= tolerance, sourceLocation: sourceLocation)
}

/// The same over a sequence.
func expectClose(
  _ a: [Matrix], _ b: [Matrix], within tolerance: Double = 1e-10,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(distance(a, b) <= tolerance, sourceLocation: sourceLocation)
}

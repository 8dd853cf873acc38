// The problems over which the laws of a walk are tested: every kind of cell, by shapes and seeds.
// Letters: D input size, H hidden size, B batch, T steps.

import Testing

@testable import Recurrent

/// A kind of cell the library has.
enum CellKind: CaseIterable {
  case rnnTanh, rnnReLU, rnnIdentity, residualTanh, residualReLU, lstm, gruAfter, gruBefore

  func zeros(input: Int, hidden: Int) -> any TestedCell {
    switch self {
    case .rnnTanh: RNNCell.zeros(input: input, hidden: hidden)
    case .rnnReLU: RNNCell.zeros(input: input, hidden: hidden, activation: .relu)
    case .rnnIdentity: RNNCell.zeros(input: input, hidden: hidden, activation: .identity)
    case .residualTanh: ResidualRNNCell.zeros(input: input, hidden: hidden)
    case .residualReLU: ResidualRNNCell.zeros(input: input, hidden: hidden, activation: .relu)
    case .lstm: LSTMCell.zeros(input: input, hidden: hidden)
    case .gruAfter: GRUCell.zeros(input: input, hidden: hidden)
    case .gruBefore: GRUCell.zeros(input: input, hidden: hidden, reset: .beforeProduct)
    }
  }

}

/// A cell whose whole trace can be compared.
protocol TestedCell: RecurrentCell where Trace: ListedTrace {}

/// A trace with everything in it by name.
protocol ListedTrace: StepTrace {
  var fields: [(name: String, value: Matrix)] { get }
}

extension RNNCell: TestedCell {}
extension ResidualRNNCell: TestedCell {}
extension LSTMCell: TestedCell {}
extension GRUCell: TestedCell {}

extension RNNCell.Trace: ListedTrace {
  var fields: [(name: String, value: Matrix)] {
    [
      ("input", input), ("previous", previous.hidden), ("preactivation", preactivation),
      ("hidden", hidden), ("state", state.hidden),
    ]
  }
}

extension ResidualRNNCell.Trace: ListedTrace {
  var fields: [(name: String, value: Matrix)] {
    [
      ("input", input), ("previous", previous.hidden), ("preactivation", preactivation),
      ("activation", activation), ("hidden", hidden), ("state", state.hidden),
    ]
  }
}

extension LSTMCell.Trace: ListedTrace {
  var fields: [(name: String, value: Matrix)] {
    [
      ("input", input), ("inputGate", inputGate), ("forgetGate", forgetGate),
      ("candidate", candidate), ("outputGate", outputGate), ("hidden", hidden), ("cell", cell),
    ] + previous.named + preactivation.named + state.named
  }
}

extension GRUCell.Trace: ListedTrace {
  var fields: [(name: String, value: Matrix)] {
    [
      ("input", input), ("previous", previous.hidden), ("resetGate", resetGate),
      ("updateGate", updateGate), ("candidate", candidate), ("resetting", resetting),
      ("hidden", hidden), ("state", state.hidden),
    ] + preactivation.named
  }
}

/// A kind of cell with a shape, and lengths where samples differ in them.
struct WalkCase: CustomTestStringConvertible {
  let kind: CellKind
  let steps, input, hidden, batch: Int
  var lengths: [Int]?

  var testDescription: String {
    let shape = "\(kind) T\(steps) D\(input) H\(hidden) B\(batch)"
    return lengths.map { "\(shape) lengths \($0)" } ?? shape
  }

  /// Small shapes, one of each size among them, and none.
  static let small = shapes(
    (0, 2, 3, 2), (1, 1, 1, 1), (1, 3, 4, 2), (2, 1, 5, 1), (3, 4, 1, 3), (5, 3, 4, 3),
    (6, 2, 9, 8),
    (3, 0, 2, 2), (3, 2, 0, 2), (3, 2, 3, 0))

  /// Shapes at which products are BLAS's, on one thread and on several.
  static let large = shapes((50, 17, 17, 1), (2, 31, 67, 40))

  /// A shape at which products are BLAS's, if only just.
  static let medium = shapes((2, 10, 13, 3))

  /// A small shape with several of everything.
  static let several = shapes((3, 2, 3, 2))

  /// Samples of different lengths, out of order, some of none.
  static let ragged: [WalkCase] = shapes((4, 2, 3, 4), (2, 13, 11, 3)).flatMap {
    let (steps, batch) = ($0.steps, $0.batch)
    let choices: [[Int]] = [
      (0..<batch).map { ($0 * 3 + 2) % (steps + 1) }, Array(repeating: 0, count: batch),
    ]
    return choices.map { [walk = $0] lengths in
      var walk = walk
      walk.lengths = lengths
      return walk
    }
  }

  private static func shapes(_ shapes: (Int, Int, Int, Int)...) -> [WalkCase] {
    CellKind.allCases.flatMap { kind in
      shapes.map {
        WalkCase(kind: kind, steps: $0.0, input: $0.1, hidden: $0.2, batch: $0.3)
      }
    }
  }

  var zeros: any TestedCell { kind.zeros(input: input, hidden: hidden) }
}

/// A cell with random weights, and all that a walk and its way back are given.
struct Walk<Cell: TestedCell> {
  var cell: Cell
  var inputs: [Matrix]
  var initial: Cell.State
  var lengths: [Int]?
  /// The gradient on each hidden state, and on the final state.
  var upstream: [Matrix]
  var final: Cell.State

  init(_ walk: WalkCase, _ zeros: Cell, seed: UInt64 = 1) {
    var generator = SplitMix64(seed: seed)
    let scale = 1 / Double(max(1, walk.hidden)).squareRoot()
    cell = zeros.randomized(in: -scale...scale, using: &generator)
    inputs = (0..<walk.steps).map { _ in random(walk.input, walk.batch, &generator) }
    let state = zeros.zeroState(batch: walk.batch)
    initial = state.randomized(in: -1...1, using: &generator)
    lengths = walk.lengths
    upstream = (0..<walk.steps).map { _ in random(walk.hidden, walk.batch, &generator) }
    final = state.randomized(in: -1...1, using: &generator)
  }

  func forward() -> Unrolled<Cell> { RecurrentLayer(cell)(inputs, from: initial, lengths: lengths) }
  func forwardStepwise() -> Unrolled<Cell> {
    cell.unrollStepwise(inputs, from: initial, lengths: lengths)
  }
  func backward(_ unrolled: Unrolled<Cell>) -> SequenceGradient<Cell> {
    RecurrentLayer(cell).backward(through: unrolled, hidden: upstream, final: final)
  }
  func backwardStepwise(_ unrolled: Unrolled<Cell>) -> SequenceGradient<Cell> {
    cell.backwardStepwise(through: unrolled, hidden: upstream, final: final)
  }

  /// One sample alone, for as many steps as it has.
  func sample(_ index: Int) -> Walk {
    var walk = steps(0..<(lengths?[index] ?? inputs.count))
    walk.inputs = walk.inputs.map { $0.column(index) }
    walk.initial = initial.mapParameters { $0.column(index) }
    walk.lengths = nil
    walk.upstream = walk.upstream.map { $0.column(index) }
    walk.final = final.mapParameters { $0.column(index) }
    return walk
  }

  /// Some of the steps, from the same initial state to the same gradient of the final one.
  func steps(_ range: Range<Int>) -> Walk {
    var walk = self
    walk.inputs = Array(inputs[range])
    walk.upstream = Array(upstream[range])
    walk.lengths = lengths?.map { min(max(0, $0 - range.lowerBound), range.count) }
    return walk
  }

  /// Whether a sample takes a step.
  func runs(_ sample: Int, _ time: Int) -> Bool { time < lengths?[sample] ?? inputs.count }
}

/// Matrices by name, as two of them are compared.
typealias Listed = [(name: String, value: Matrix)]

extension Unrolled where Cell: TestedCell {
  /// What the walk computed: hidden states and the final state.
  var listed: Listed {
    hidden.enumerated().map { ("hidden[\($0)]", $1) } + final.named.map { ("final \($0)", $1) }
  }

  /// What the steps kept; in columns of samples that have ended, zeros.
  var traced: Listed {
    steps.enumerated().flatMap { time, trace in
      trace.fields.map { name, value in
        guard let lengths else { return ("steps[\(time)] \(name)", value) }
        let running = Matrix(rows: value.rows, columns: value.columns) {
          time < lengths[$1] ? value[$0, $1] : 0
        }
        return ("steps[\(time)] \(name)", running)
      }
    }
  }
}

extension SequenceGradient {
  /// All gradients.
  var listed: Listed {
    cell.named.map { ("cell \($0)", $1) } + inputs.enumerated().map { ("inputs[\($0)]", $1) }
      + initial.named.map { ("initial \($0)", $1) }
      + deltas.enumerated().flatMap { time, delta in
        delta.named.map { ("deltas[\(time)] \($0)", $1) }
      }
  }
}

/// Expects two lists to have the same names and to agree; where one is NaN or infinite the other must be
/// the same.
func expectSame(
  _ a: Listed, _ b: Listed, within tolerance: Double = 1e-13,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(a.map(\.name) == b.map(\.name), sourceLocation: sourceLocation)
  for ((name, a), (_, b)) in zip(a, b) {
    #expect(
      mixedDistance(a, b) <= tolerance, "\(name)\n\(a)\n\(b)", sourceLocation: sourceLocation)
  }
}

/// max|a − b| / max(1, max|b|) over finite entries; infinite when shapes, NaN or infinities differ.
private func mixedDistance(_ a: Matrix, _ b: Matrix) -> Double {
  if a.rows != b.rows || a.columns != b.columns { return .infinity }
  return a.withEntries { a in
    b.withEntries { b in
      var (difference, largest) = (0.0, 1.0)
      for index in a.indices {
        let (x, y) = (a[index], b[index])
        if x == y { continue }
        if x.isNaN && y.isNaN { continue }
        if !x.isFinite || !y.isFinite { return .infinity }
        difference = max(difference, abs(x - y))
        largest = max(largest, abs(y))
      }
      return difference / largest
    }
  }
}

/// The same, to the bit.
func expectEqual(
  _ a: Listed, _ b: Listed, sourceLocation: SourceLocation = #_sourceLocation
) {
  expectSame(a, b, within: 0, sourceLocation: sourceLocation)
}

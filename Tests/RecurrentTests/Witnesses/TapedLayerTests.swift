import Testing

@testable import Recurrent

@Suite struct TapedLayerTests {
  @Test("two directions and layers above them have the tape's gradients", arguments: seeds[..<4])
  func ragged(seed: UInt64) {
    let p = Ragged(seed: seed)
    for lengths in [nil, p.lengths] {
      let pair = tapeReport(
        p.lower, p.inputs, from: Ragged.pair(p.states), lengths: lengths, hidden: p.upstream,
        final: Ragged.pair(p.upstreamStates))
      let stack = tapeReport(
        p.stack, p.inputs, from: Ragged.stack(p.states), lengths: lengths, hidden: p.upstream,
        final: Ragged.stack(p.upstreamStates))
      for report in [pair, stack] {
        #expect(report.largestScaledDifference <= 1e-12, "\(report)")
      }
    }
  }

  @Test("every cell has, in two directions and stacked", arguments: TapedCellKind.allCases)
  func kinds(kind: TapedCellKind) {
    func check<Cell: TapedCell>(_ zeros: Cell, _ shape: WalkShape) {
      for withLengths in [false, true] {
        let halves = [1, 2].map { seed in
          WitnessProblem(zeros, shape, withLengths: withLengths, seed: seed)
        }
        let (f, b) = (halves[0], halves[1])
        let pair = tapeReport(
          Bidirectional(forwards: f.layer.cell, backwards: b.layer.cell), f.inputs,
          from: .init(forwards: f.initial, backwards: b.initial), lengths: f.lengths,
          hidden: zip(f.hidden, b.hidden).map { .stacked([$0, $1]) },
          final: .init(forwards: f.final, backwards: b.final))
        #expect(pair.largestScaledDifference <= 1e-12, "\(pair)")
        if shape.input != shape.hidden { continue }
        let stack = tapeReport(
          Stacked([f.layer, b.layer]), f.inputs, from: .init([f.initial, b.initial]),
          lengths: f.lengths, hidden: f.hidden, final: .init([f.final, b.final]))
        #expect(stack.largestScaledDifference <= 1e-12, "\(stack)")
      }
    }
    let square = WalkShape(steps: 4, input: 3, hidden: 3, batch: 3)
    for shape in WalkShape.all.suffix(5) + [square] { kind.withZeros(shape) { check($0, shape) } }
  }

  @Test("hand, tape and differences agree, and a report names layer and direction")
  func threeWays() {
    let p = Ragged(seed: 3)
    let (tape, differences) = checkGradients(
      of: p.stack, p.inputs, from: Ragged.stack(p.states), lengths: p.lengths, hidden: p.upstream,
      final: Ragged.stack(p.upstreamStates))
    #expect(tape.largestScaledDifference <= 1e-12, "\(tape)")
    #expect(differences.worst < 1e-6, "\(differences)")
    let names = Set(tape.entries.map { "\($0.name) \($0.shape)" })
    #expect(names.count == 2 * 2 * 12 + 5 + 2 * 2 * 2)
    #expect(
      names.isSuperset(of: [
        "l0.fwd.W_i 2×2", "l0.bwd.U_f 2×2", "l1.bwd.W_o 2×4", "x[4] 2×4", "l0.bwd.h[-1] 2×4",
        "l1.fwd.c[-1] 2×4",
      ]))
  }
}

/// The report on a layer's way back against the tape.
private func tapeReport<Layer: TapedLayer>(
  _ layer: Layer, _ inputs: [Matrix], from initial: Layer.State, lengths: [Int]?,
  hidden: [Matrix], final: Layer.State
) -> GradientReport {
  GradientReport(
    comparing: layer.backward(
      through: layer(inputs, from: initial, lengths: lengths), hidden: hidden, final: final),
    with: layer.tapeGradient(
      inputs, from: initial, lengths: lengths, hidden: hidden, final: final))
}

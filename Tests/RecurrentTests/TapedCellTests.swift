import Testing

@testable import Recurrent

/// The steps of each sample in reverse order, those behind its end where they are.
private func reversed(_ steps: [Matrix], _ lengths: [Int]) -> [Matrix] {
  steps.indices.map { time in
    Matrix(rows: steps[time].rows, columns: steps[time].columns) { row, sample in
      let length = lengths[sample]
      return steps[time < length ? length - 1 - time : time][row, sample]
    }
  }
}

@Suite struct TapedCellTests {
  @Test("backward in time is forward over each sample reversed", arguments: CellKind.allCases)
  func backward(kind: CellKind) {
    let shape = WalkShape(steps: 5, input: 3, hidden: 4, batch: 4)
    func check<Cell: TapedCell>(_ zeros: Cell) {
      let p = WitnessProblem(zeros, shape)
      let lengths = [5, 2, 0, 3]
      let unrolled = p.layer(reversed(p.inputs, lengths), from: p.initial, lengths: lengths)
      let hand = p.layer.backward(
        through: unrolled, hidden: reversed(p.hidden, lengths), final: p.final)

      let tape = Tape()
      let (cell, x) = (tape.variables(of: p.layer.cell), p.inputs.map(tape.variable))
      let start = tape.variables(of: p.initial)
      let walk = cell.unroll(x, from: start, lengths: lengths, direction: .backward)
      let gradients = tape.gradients(
        of: Array(zip(walk.hidden, p.hidden)) + walk.final.paired(with: p.final))
      expectClose(walk.hidden.map(\.value), reversed(unrolled.hidden, lengths), within: 1e-14)
      #expect(GradientReport(comparing: hand.cell, with: gradients[cell]).worst < 1e-12)
      #expect(GradientReport(comparing: hand.initial, with: gradients[start]).worst < 1e-12)
      expectClose(reversed(hand.inputs, lengths), gradients[x], within: 1e-12)
    }
    kind.withZeros(shape) { check($0) }
  }

  @Test("two directions and a layer above them have the tape's gradients")
  func stack() {
    let (below, lengths) = (WalkShape(steps: 4, input: 3, hidden: 2, batch: 3), [4, 1, 3])
    let f = WitnessProblem(LSTMCell.zeros(input: 3, hidden: 2), below, seed: 1)
    let b = WitnessProblem(LSTMCell.zeros(input: 3, hidden: 2), below, seed: 2)
    let top = WitnessProblem(
      GRUCell.zeros(input: 4, hidden: 3), WalkShape(steps: 4, input: 4, hidden: 3, batch: 3))
    let x = f.inputs

    let forward = f.layer(x, from: f.initial, lengths: lengths)
    let backward = b.layer(reversed(x, lengths), from: b.initial, lengths: lengths)
    let middle = zip(forward.hidden, reversed(backward.hidden, lengths)).map {
      Matrix.stacked([$0, $1])
    }
    let above = top.layer.backward(
      through: top.layer(middle, from: top.initial, lengths: lengths), hidden: top.hidden,
      final: top.final)
    let ofForward = f.layer.backward(
      through: forward, hidden: above.inputs.map { $0.rows(0..<2) }, final: f.final)
    let ofBackward = b.layer.backward(
      through: backward, hidden: reversed(above.inputs.map { $0.rows(2..<4) }, lengths),
      final: b.final)

    let tape = Tape()
    let (v, cells) = (x.map(tape.variable), [f, b].map { tape.variables(of: $0.layer.cell) })
    let last = tape.variables(of: top.layer.cell)
    let halves = [
      cells[0].unroll(v, from: tape.variables(of: f.initial), lengths: lengths),
      cells[1].unroll(
        v, from: tape.variables(of: b.initial), lengths: lengths, direction: .backward),
    ]
    let walk = last.unroll(
      zip(halves[0].hidden, halves[1].hidden).map { .stacked([$0, $1]) },
      from: tape.variables(of: top.initial), lengths: lengths)
    let gradients = tape.gradients(
      of: Array(zip(walk.hidden, top.hidden)) + walk.final.paired(with: top.final)
        + halves[0].final.paired(with: f.final) + halves[1].final.paired(with: b.final))
    let reports = [
      GradientReport(comparing: above.cell, with: gradients[last]),
      GradientReport(comparing: ofForward.cell, with: gradients[cells[0]]),
      GradientReport(comparing: ofBackward.cell, with: gradients[cells[1]]),
    ]
    for report in reports { #expect(report.worst < 1e-12, "\(report)") }
    let both = zip(ofForward.inputs, reversed(ofBackward.inputs, lengths)).map { $0 + $1 }
    expectClose(both, gradients[v], within: 1e-12)
  }

  @Test("lengths and inputs that do not fit trap")
  func traps() async {
    var result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { unroll(lengths: [1, 1]) }
    #expect(message(result).contains("Taped<RNNCell>: 2 lengths for a batch of 3"))
    result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { unroll(lengths: [1, 2, 0]) }
    #expect(message(result).contains("Taped<RNNCell>: a length of 2 in 1 steps"))
    result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { unroll(batch: 4) }
    #expect(message(result).contains("Taped<RNNCell>: input 0 is 2×4, expected D×3"))
  }
}

/// Unrolls a cell with a state of three samples over one input.
private func unroll(batch: Int = 3, lengths: [Int]? = nil) {
  let tape = Tape()
  let cell = tape.variables(of: RNNCell.zeros(input: 2, hidden: 3))
  let state = tape.variables(of: RNNCell.State(hidden: .zeros(3, 3)))
  _ = cell.unroll([tape.variable(.zeros(2, batch))], from: state, lengths: lengths)
}

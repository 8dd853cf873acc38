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
  @Test(
    "backwards in time is forwards over each sample reversed", arguments: TapedCellKind.allCases)
  func backwards(kind: TapedCellKind) {
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
      let walk = cell.unroll(x, from: start, lengths: lengths, direction: .backwards)
      let gradients = tape.gradients(
        of: Array(zip(walk.hidden, p.hidden)) + walk.final.paired(with: p.final))
      expectClose(walk.hidden.map(\.value), reversed(unrolled.hidden, lengths), within: 1e-14)
      #expect(GradientReport(comparing: hand.cell, with: gradients[cell]).worst < 1e-12)
      #expect(GradientReport(comparing: hand.initial, with: gradients[start]).worst < 1e-12)
      expectClose(reversed(hand.inputs, lengths), gradients[x], within: 1e-12)
    }
    kind.withZeros(shape) { check($0) }
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

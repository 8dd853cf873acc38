import Testing

@testable import Recurrent

@Suite struct WitnessGradientTests {
  @Test("hand, tape and differences agree", arguments: TapedCellKind.allCases)
  func threeWays(kind: TapedCellKind) {
    func check<Cell: TapedCell>(_ zeros: Cell, _ shape: WalkShape, withLengths: Bool) {
      let p = WitnessProblem(zeros, shape, withLengths: withLengths)
      let (tape, differences) = checkGradients(
        of: p.layer, p.inputs, from: p.initial, lengths: p.lengths, hidden: p.hidden,
        final: p.final)
      #expect(tape.largestScaledDifference <= 1e-12, "\(tape)")
      #expect(differences.worst < 1e-6, "\(differences)")
      let count =
        p.layer.entryCount + shape.steps * shape.input * shape.batch + p.initial.entryCount
      #expect(tape.count == count && differences.count == count)
    }
    for (steps, withLengths) in [(0, false), (1, false), (3, false), (3, true)] {
      let shape = WalkShape(steps: steps, input: 2, hidden: 2, batch: 2)
      kind.withZeros(shape) { check($0, shape, withLengths: withLengths) }
    }
  }

  @Test("a report names parameters by gate, inputs and the initial state")
  func names() {
    let p = WitnessProblem(
      LSTMCell.zeros(input: 3, hidden: 2), WalkShape(steps: 2, input: 3, hidden: 2, batch: 1))
    let report = GradientReport(comparing: p.handGradient, with: p.tapeGradient)
    #expect(
      Set(report.entries.map { "\($0.name) \($0.shape)" }) == [
        "W_i 2×3", "U_i 2×2", "b_i 2×1", "W_f 2×3", "U_f 2×2", "b_f 2×1",
        "W_g 2×3", "U_g 2×2", "b_g 2×1", "W_o 2×3", "U_o 2×2", "b_o 2×1",
        "x[0] 3×1", "x[1] 3×1", "h[-1] 2×1", "c[-1] 2×1",
      ])
    #expect(report.entries.count == 16 && report.count == 48 + 6 + 4)
  }

  @Test("without an initial state all start from zero, in full")
  func defaults() {
    let p = WitnessProblem(
      LSTMCell.zeros(input: 3, hidden: 2), WalkShape(steps: 3, input: 3, hidden: 2, batch: 2))
    let zero = p.layer.zeroState(batch: 2)
    #expect(
      p.layer.tapeGradient(p.inputs, hidden: p.hidden)
        == p.layer.tapeGradient(p.inputs, from: zero, lengths: nil, hidden: p.hidden))
    #expect(
      p.layer.differenceGradient(p.inputs, hidden: p.hidden)
        == p.layer.differenceGradient(p.inputs, from: zero, lengths: nil, hidden: p.hidden))
    let (ours, explicit) = (
      checkGradients(of: p.layer, p.inputs, hidden: p.hidden),
      checkGradients(of: p.layer, p.inputs, from: zero, lengths: nil, hidden: p.hidden)
    )
    #expect(ours == explicit)
    let walk = p.layer(p.inputs)
    #expect(p.layer.cell.unroll(p.inputs).hidden == walk.hidden)
    #expect(p.layer.cell.unroll(p.inputs, from: zero).hidden == walk.hidden)
    #expect(
      p.layer.cell.unroll(p.inputs, lengths: [1, 3]).final
        == p.layer(p.inputs, lengths: [1, 3]).final)
    #expect(
      p.layer.chunked(p.inputs, by: 2).map(\.hidden)
        == p.layer.chunked(p.inputs, by: 2, from: zero).map(\.hidden))
  }

  @Test("without inputs the initial state must be given")
  func batch() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let layer = RecurrentLayer(RNNCell.zeros(input: 1, hidden: 1))
      _ = layer.tapeGradient([], hidden: [])
    }
    #expect(
      message(result).contains(
        "RecurrentLayer<RNNCell>: no inputs and no initial state, so the batch is not known"))
  }

  @Test("an error in one gate is found in its block and nowhere else")
  func gates() {
    let p = WitnessProblem(
      LSTMCell.zeros(input: 3, hidden: 4), WalkShape(steps: 3, input: 3, hidden: 4, batch: 2))
    for parameter in p.layer.cell.parameters {
      var wrong = p.handGradient
      wrong.cell[keyPath: parameter.path] = 1.001 * wrong.cell[keyPath: parameter.path]
      let report = GradientReport(comparing: wrong, with: p.tapeGradient)
      #expect(report.entries[0].name == parameter.name)
      #expect(report.worst > 4e-4 && report.entries[1].error < 1e-12)
    }
  }

  @Test("errors on inputs and on the initial state are found")
  func others() {
    let p = WitnessProblem(
      LSTMCell.zeros(input: 3, hidden: 4), WalkShape(steps: 3, input: 3, hidden: 4, batch: 2))
    var wrong = p.handGradient
    wrong.inputs.swapAt(0, 2)
    wrong.initial.cell = -wrong.initial.cell
    let report = GradientReport(comparing: wrong, with: p.tapeGradient)
    #expect(report.entries[0].name == "c[-1]" && report.worst == 1)
    #expect(Set(report.entries[1...2].map(\.name)) == ["x[0]", "x[2]"])
    #expect(report.entries[2].error > 0.1 && report.entries[3].error < 1e-12)
  }

  @Test("a missing gradient traps")
  func traps() async {
    var result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let layer = RecurrentLayer(RNNCell.zeros(input: 2, hidden: 3))
      let state = layer.zeroState(batch: 1)
      _ = layer.tapeGradient([.zeros(2, 1)], from: state, hidden: [], final: state)
    }
    #expect(message(result).contains("RecurrentLayer<RNNCell>: 1 steps, but 0 gradients on them"))
    result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let layer = RecurrentLayer(RNNCell.zeros(input: 2, hidden: 3))
      let state = layer.zeroState(batch: 1)
      _ = layer.differenceGradient([.zeros(2, 1)], from: state, hidden: [], final: state)
    }
    #expect(message(result).contains("RecurrentLayer<RNNCell>: 1 steps, but 0 gradients on them"))
  }
}

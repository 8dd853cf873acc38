import Testing

@testable import Recurrent

@Suite struct TapeCellsTests {
  @Test("the way back by hand is the tape's to 1e-12", arguments: TapedCellKind.allCases)
  func handIsTape(kind: TapedCellKind) {
    func check<Cell: TapedCell>(_ zeros: Cell, _ shape: WalkShape) {
      for withLengths in [false, true] {
        let problem = WitnessProblem(zeros, shape, withLengths: withLengths)
        let report = GradientReport(comparing: problem.handGradient, with: problem.tapeGradient)
        #expect(
          report.largestScaledDifference <= 1e-12,
          "\(shape), lengths \(problem.lengths ?? []): \(report)")
      }
    }
    for shape in WalkShape.all { kind.withZeros(shape) { check($0, shape) } }
  }

  @Test("the walk on the tape is the library's", arguments: TapedCellKind.allCases)
  func values(kind: TapedCellKind) {
    func check<Cell: TapedCell>(_ zeros: Cell, _ shape: WalkShape) {
      for withLengths in [false, true] {
        let p = WitnessProblem(zeros, shape, withLengths: withLengths)
        let tape = Tape()
        let walk = tape.variables(of: p.layer.cell).unroll(
          p.inputs.map(tape.variable), from: tape.variables(of: p.initial), lengths: p.lengths)
        let expected = p.layer(p.inputs, from: p.initial, lengths: p.lengths)
        expectClose(walk.hidden.map(\.value), expected.hidden, within: 1e-14)
        for ((_, a), (_, b)) in zip(walk.final.value.named, expected.final.named) {
          expectClose(a, b, within: 1e-14)
        }
      }
    }
    for shape in WalkShape.all { kind.withZeros(shape) { check($0, shape) } }
  }

  @Test("one step back by hand is the tape's to 1e-13", arguments: TapedCellKind.allCases)
  func oneStep(kind: TapedCellKind) {
    func check<Cell: TapedCell>(_ zeros: Cell, _ shape: WalkShape) {
      let p = WitnessProblem(zeros, shape)
      let hand = p.layer.cell.backward(
        through: p.layer.cell.step(p.inputs[0], from: p.initial), hidden: p.hidden[0],
        state: p.final)
      let tape = Tape()
      let (cell, x) = (tape.variables(of: p.layer.cell), tape.variable(p.inputs[0]))
      let before = tape.variables(of: p.initial)
      let (hidden, after) = cell.step(x, from: before)
      let gradients = tape.gradients(
        of: [(hidden, p.hidden[0])] + after.paired(with: p.final))
      for ((_, a), (_, b)) in zip(
        hand.cell.named + hand.state.named, gradients[cell].named + gradients[before].named)
      {
        expectClose(a, b, within: 1e-13)
      }
      expectClose(hand.input, gradients[x], within: 1e-13)
    }
    for shape in WalkShape.all where shape.steps > 0 { kind.withZeros(shape) { check($0, shape) } }
  }

  @Test("padding has no influence, were it NaN", arguments: TapedCellKind.allCases)
  func padding(kind: TapedCellKind) {
    let shape = WalkShape(steps: 4, input: 2, hidden: 3, batch: 3)
    func check<Cell: TapedCell>(_ zeros: Cell) {
      let p = WitnessProblem(zeros, shape)
      func gradient(_ padding: Double) -> WitnessGradient<RecurrentLayer<Cell>> {
        var (inputs, hidden) = (p.inputs, p.hidden)
        for time in 2..<4 { (inputs[time][0, 1], hidden[time][2, 1]) = (padding, padding) }
        return p.layer.tapeGradient(
          inputs, from: p.initial, lengths: [4, 2, 0], hidden: hidden, final: p.final)
      }
      let clean = gradient(0)
      #expect(gradient(.nan) == clean)
      #expect(clean.inputs[2].column(1) == .zeros(2, 1))
      #expect(clean.initial.named.first?.value.column(2) == p.final.named.first?.value.column(2))
    }
    kind.withZeros(shape) { check($0) }
  }

  @Test("a whole model, its loss included, has the tape's gradients")
  func model() {
    let p = WitnessProblem(
      LSTMCell.zeros(input: 3, hidden: 4), WalkShape(steps: 5, input: 3, hidden: 4, batch: 2))
    var random = SplitMix64(seed: 2)
    let readout = Readout.zeros(hidden: 4, output: 3).randomized(in: -1...1, using: &random)
    let targets = [2, 0]
    let unrolled = p.layer(p.inputs, from: p.initial)
    let (loss, dz) = softmaxCrossEntropy(
      logits: readout(unrolled.final.hidden), targets: targets, reduction: .mean)
    let back = readout.backward(unrolled.final.hidden, output: dz)
    let hand = p.layer.backward(
      through: unrolled, hidden: p.hidden.map(\.zeroed),
      final: .init(hidden: back.hidden, cell: back.hidden.zeroed))

    let tape = Tape()
    let (cell, head) = (tape.variables(of: p.layer.cell), tape.variables(of: readout))
    let walk = cell.unroll(p.inputs.map(tape.variable), from: tape.variables(of: p.initial))
    let output = softmaxCrossEntropy(
      logits: head(walk.final.hidden), targets: targets, reduction: .mean)
    let gradients = tape.gradients(of: output)
    #expect(abs(output.value[0, 0] - loss) < 1e-14)
    #expect(GradientReport(comparing: hand.cell, with: gradients[cell]).worst < 1e-12)
    #expect(GradientReport(comparing: back.map, with: gradients[head]).worst < 1e-12)
  }

  @Test("batches that differ trap, and are not broadcast")
  func traps() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let tape = Tape()
      let cell = tape.variables(of: RNNCell.zeros(input: 2, hidden: 3))
      let state = tape.variables(of: RNNCell.State(hidden: .zeros(3, 1)))
      _ = cell.step(tape.variable(.zeros(2, 4)), from: state)
    }
    #expect(message(result).contains("Taped<Affine>: x is 2×4 and h is 3×1: batches differ"))
  }
}

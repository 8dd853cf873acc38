import Testing

@testable import Recurrent

extension Problem {
  /// A loss that depends on every hidden state by a readout, on the final state directly, and on the
  /// first input a second time: a tangle in which every path counts.
  func loss(
    _ layer: RecurrentLayer<RNNCell>, _ readout: Readout, _ inputs: [Matrix],
    _ initial: RNNCell.State
  ) -> Double {
    let unrolled = layer(inputs, from: initial)
    let losses = zip(unrolled.hidden, targets).map { hidden, targets in
      softmaxCrossEntropy(logits: readout(hidden), targets: targets).loss
    }
    return losses.reduce(0, +) + (upstreamFinal.hidden ⊙ unrolled.final.hidden).sum
  }

  /// The gradients of that loss by hand.
  func gradients() -> (layer: RecurrentLayer<RNNCell>.Gradient, readout: Readout) {
    let unrolled = layer(inputs, from: initial)
    var readoutGradient = readout.zeroed
    let upstream = zip(unrolled.hidden, targets).map { hidden, targets in
      let dz = softmaxCrossEntropy(logits: readout(hidden), targets: targets).gradient
      let gradient = readout.backward(hidden, output: dz)
      readoutGradient += gradient.map
      return gradient.hidden
    }
    return (
      layer.backward(through: unrolled, hidden: upstream, final: upstreamFinal), readoutGradient
    )
  }
}

@Suite struct RecurrentLayerTests {
  @Test("every gradient agrees with central differences", arguments: Problem.all)
  func gradients(_ problem: Problem) {
    let (layer, readout) = problem.gradients()
    let p = problem
    let reports = [
      checkGradients(
        of: { p.loss(RecurrentLayer($0), p.readout, p.inputs, p.initial) }, at: p.layer.cell,
        claimed: layer.cell),
      checkGradients(
        of: { p.loss(p.layer, $0, p.inputs, p.initial) }, at: p.readout, claimed: readout),
      checkGradients(
        of: { p.loss(p.layer, p.readout, p.inputs, $0) }, at: p.initial, claimed: layer.initial),
      GradientReport(
        "x", comparing: layer.inputs,
        with: centralDifferences(
          of: { p.loss(p.layer, p.readout, $0, p.initial) }, at: p.inputs)),
    ]
    for report in reports { #expect(report.worst < 1e-6, "\(report)") }
  }

  @Test("one input used at every step receives the sum of the steps' gradients")
  func reusedInput() {
    let problem = Problem(steps: 5, seed: 8)
    let x = problem.inputs[0]
    let inputs = Array(repeating: x, count: 5)
    let gradient = problem.layer.backward(
      through: problem.layer(inputs, from: problem.initial), hidden: problem.upstream)
    let claimed = gradient.inputs.reduce(x.zeroed, +)
    let report = checkGradients(
      of: { x in
        let hidden = problem.layer(Array(repeating: x, count: 5), from: problem.initial).hidden
        return zip(problem.upstream, hidden).reduce(0) { $0 + ($1.0 ⊙ $1.1).sum }
      }, at: x, claimed: claimed)
    #expect(report.worst < 1e-8, "\(report)")
  }

  @Test("a delta is the gradient of a step's pre-activation", arguments: Activation.allCases)
  func deltas(activation: Activation) {
    let problem = Problem(steps: 4, seed: 9, activation: activation)
    let unrolled = problem.layer(problem.inputs, from: problem.initial)
    let gradient = problem.layer.backward(
      through: unrolled, hidden: problem.upstream, final: problem.upstreamFinal)
    // A change of the pre-activation of one step, with the steps after it run anew.
    for step in 0..<4 {
      let loss = { (a: Matrix) -> Double in
        let hidden = activation(a)
        let rest = problem.layer(
          Array(problem.inputs[(step + 1)...]), from: .init(hidden: hidden))
        let pairs = zip(problem.upstream[step...], [hidden] + rest.hidden)
        return pairs.reduce((problem.upstreamFinal.hidden ⊙ rest.final.hidden).sum) {
          $0 + ($1.0 ⊙ $1.1).sum
        }
      }
      let report = checkGradients(
        of: loss, at: unrolled.steps[step].preactivation, claimed: gradient.deltas[step])
      #expect(report.worst < 1e-8, "step \(step): \(report)")
    }
    let expected = zip(gradient.deltas, unrolled.steps).reduce(
      problem.layer.cell.affine.recurrentWeight.zeroed
    ) { $0 + $1.0 • $1.1.previous.hidden.transposed }
    expectClose(gradient.cell.affine.recurrentWeight, expected, within: 1e-14)
  }

  @Test("a batch equals its columns", arguments: Problem.all)
  func batch(_ problem: Problem) {
    let unrolled = problem.layer(problem.inputs, from: problem.initial)
    let gradient = problem.layer.backward(
      through: unrolled, hidden: problem.upstream, final: problem.upstreamFinal)
    var sum = problem.layer.cell.zeroed
    for column in 0..<problem.initial.hidden.columns {
      let single = problem.layer(
        problem.inputs.map { $0.column(column) },
        from: .init(hidden: problem.initial.hidden.column(column)))
      let part = problem.layer.backward(
        through: single, hidden: problem.upstream.map { $0.column(column) },
        final: .init(hidden: problem.upstreamFinal.hidden.column(column)))
      expectClose(single.hidden, unrolled.hidden.map { $0.column(column) }, within: 1e-14)
      expectClose(part.inputs, gradient.inputs.map { $0.column(column) }, within: 1e-14)
      expectClose(
        part.initial.hidden, gradient.initial.hidden.column(column), within: 1e-14)
      sum += part.cell
    }
    #expect((sum - gradient.cell).norm <= 1e-13 * max(1, gradient.cell.norm))
  }

  @Test("one step of the layer is one step of the cell", arguments: Activation.allCases)
  func oneStep(activation: Activation) {
    let problem = Problem(steps: 1, seed: 6, activation: activation)
    let unrolled = problem.layer(problem.inputs, from: problem.initial)
    let trace = problem.layer.cell.step(problem.inputs[0], from: problem.initial)
    expectClose(unrolled.hidden, [trace.hidden], within: 1e-15)
    expectClose(unrolled.steps[0].preactivation, trace.preactivation, within: 1e-15)
    let gradient = problem.layer.backward(through: unrolled, hidden: problem.upstream)
    let step = problem.layer.cell.backward(
      through: trace, hidden: problem.upstream[0], state: problem.initial.zeroed)
    #expect((gradient.cell - step.cell).norm < 1e-14)
    expectClose(gradient.inputs, [step.input], within: 1e-14)
    expectClose(gradient.initial.hidden, step.state.hidden, within: 1e-14)
    expectClose(gradient.deltas, [step.delta], within: 1e-14)
  }

  @Test("a sequence is its steps, and its halves, one after the other", arguments: Problem.all)
  func steps(_ problem: Problem) {
    let layer = problem.layer
    let whole = layer(problem.inputs, from: problem.initial)
    var state = problem.initial
    for (input, trace) in zip(problem.inputs, whole.steps) {
      let step = layer.cell.step(input, from: state)
      expectClose(trace.hidden, step.hidden, within: 1e-14)
      state = step.state
    }
    expectClose(whole.final.hidden, state.hidden, within: 1e-14)

    let cut = problem.steps / 2
    let first = layer(Array(problem.inputs[..<cut]), from: problem.initial)
    let second = layer(Array(problem.inputs[cut...]), from: first.final)
    expectClose(first.hidden + second.hidden, whole.hidden, within: 1e-14)
    let back = layer.backward(
      through: second, hidden: Array(problem.upstream[cut...]), final: problem.upstreamFinal)
    let front = layer.backward(
      through: first, hidden: Array(problem.upstream[..<cut]), final: back.initial)
    let gradient = layer.backward(
      through: whole, hidden: problem.upstream, final: problem.upstreamFinal)
    expectClose(front.initial.hidden, gradient.initial.hidden, within: 1e-13)
    expectClose(front.inputs + back.inputs, gradient.inputs, within: 1e-13)
    expectClose(front.deltas + back.deltas, gradient.deltas, within: 1e-13)
    #expect((front.cell + back.cell - gradient.cell).norm < 1e-13)
  }

  @Test("a sequence of no steps hands everything through")
  func noSteps() {
    let problem = Problem(steps: 0, seed: 7)
    let unrolled = problem.layer([], from: problem.initial)
    #expect(unrolled.hidden == [] && unrolled.final == problem.initial)
    let gradient = problem.layer.backward(
      through: unrolled, hidden: [], final: problem.upstreamFinal)
    #expect(gradient.cell == problem.layer.cell.zeroed)
    #expect(gradient.inputs == [] && gradient.deltas == [])
    #expect(gradient.initial == problem.upstreamFinal)
  }

  @Test("the way back is linear in what comes from above", arguments: Problem.all)
  func linearity(_ problem: Problem) {
    let unrolled = problem.layer(problem.inputs, from: problem.initial)
    let once = problem.layer.backward(
      through: unrolled, hidden: problem.upstream, final: problem.upstreamFinal)
    let twice = problem.layer.backward(
      through: unrolled, hidden: problem.upstream.map { 2 * $0 }, final: 2 * problem.upstreamFinal)
    let none = problem.layer.backward(
      through: unrolled, hidden: problem.upstream.map(\.zeroed))
    #expect(twice.cell == 2 * once.cell)
    #expect(twice.inputs == once.inputs.map { 2 * $0 })
    #expect(twice.initial == 2 * once.initial)
    #expect(none.cell.norm == 0 && none.initial.norm == 0)
  }

  @Test("a NaN in the first input reaches the final state and the gradients")
  func nan() {
    let problem = Problem(steps: 3, seed: 11)
    var inputs = problem.inputs
    inputs[0][0, 0] = .nan
    let unrolled = problem.layer(inputs, from: problem.initial)
    #expect(unrolled.final.hidden.column(0).values.allSatisfy { $0.isNaN })
    let gradient = problem.layer.backward(through: unrolled, hidden: problem.upstream)
    #expect(gradient.cell.named.allSatisfy { !$0.value.isFinite })
  }

  @Test("a missing gradient traps")
  func traps() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let problem = Problem(steps: 3, seed: 1)
      _ = problem.layer.backward(
        through: problem.layer(problem.inputs, from: problem.initial),
        hidden: Array(problem.upstream.dropLast()))
    }
    #expect(message(result).contains("RNNCell: 3 steps, but 2 gradients on them"))
  }
}

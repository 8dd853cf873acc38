import Testing

@testable import Recurrent

@Suite struct RealTimeLearningTests {
  @Test("both exact methods find the same gradients", arguments: Problem.all)
  func agreement(_ problem: Problem) {
    let layer = problem.layer
    let back = layer.backward(
      through: layer(problem.inputs, from: problem.initial), hidden: problem.upstream)
    let forward = realTimeGradients(
      of: layer.cell, inputs: problem.inputs, from: problem.initial, hidden: problem.upstream)
    for (own, other) in zip(forward.cell.named, back.cell.named) {
      expectClose(own.value, other.value, within: 1e-12)
    }
    expectClose(forward.initial.hidden, back.initial.hidden, within: 1e-12)
    // All units of a relu may be off, and nothing then moves the loss.
    #expect(forward.cell.norm > 0 || problem.activation == .relu)
    #expect(forward.cell.activation == problem.activation)
  }

  @Test("a loss on one step has its gradient at that step", arguments: Activation.allCases)
  func online(activation: Activation) {
    let problem = Problem(steps: 5, seed: 41, activation: activation)
    var learning = RealTimeLearning(problem.layer.cell, from: problem.initial)
    for time in 0..<5 {
      let walk = problem.layer(Array(problem.inputs[...time]), from: problem.initial)
      expectClose(learning.advance(problem.inputs[time]), walk.final.hidden, within: 1e-14)
      #expect(learning.state.hidden.rows == walk.final.hidden.rows)
      let gradient = learning.gradient(hidden: problem.upstream[time])
      let expected = problem.layer.backward(
        through: walk, hidden: walk.hidden.map(\.zeroed),
        final: .init(hidden: problem.upstream[time]))
      #expect((gradient.cell - expected.cell).norm <= 1e-12 * max(1, expected.cell.norm))
      #expect((gradient.initial - expected.initial).norm <= 1e-12)
    }
  }

  @Test("before the first step the state is the initial one and nothing else counts")
  func start() {
    let problem = Problem(steps: 1, seed: 42)
    let learning = RealTimeLearning(problem.layer.cell, from: problem.initial)
    let gradient = learning.gradient(hidden: problem.upstream[0])
    #expect(gradient.cell.norm == 0)
    #expect(gradient.initial.hidden == problem.upstream[0])
    let none = realTimeGradients(
      of: problem.layer.cell, inputs: [], from: problem.initial, hidden: [])
    #expect(none.cell == problem.layer.cell.zeroed && none.initial == problem.initial.zeroed)
  }

  @Test("with the cell changed on the way, derivatives are of one change to all cells")
  func changing() {
    let problem = Problem(steps: 3, seed: 43)
    var random = SplitMix64(seed: 44)
    let cell = problem.layer.cell
    let changes = (0..<3).map { _ in cell.randomized(in: -0.2...0.2, using: &random) }
    let run = { (shift: RNNCell) in
      var learning = RealTimeLearning(cell, from: problem.initial)
      for (input, change) in zip(problem.inputs, changes) {
        learning.cell = cell + change + shift
        learning.advance(input)
      }
      return learning
    }
    let report = checkGradients(
      of: { (problem.upstream[2] ⊙ run($0).state.hidden).sum }, at: cell.zeroed,
      claimed: run(cell.zeroed).gradient(hidden: problem.upstream[2]).cell)
    #expect(report.worst < 1e-8, "\(report)")
  }

  @Test("far from zero a tanh has no slope, and a NaN stays one", arguments: Activation.allCases)
  func extremes(activation: Activation) {
    let cell = RNNCell(
      inputWeight: Matrix([[1]]), recurrentWeight: Matrix([[1]]), bias: .column([0]),
      activation: activation)
    for x in [-1e3, 1e3] {
      var learning = RealTimeLearning(cell, from: cell.zeroState(batch: 1))
      learning.advance(Matrix([[x]]))
      let slope = activation == .tanh || (activation == .relu && x < 0) ? 0.0 : 1
      #expect(learning.gradient(hidden: Matrix([[1]])).cell.affine.bias == .column([slope]))
    }
    var learning = RealTimeLearning(cell, from: cell.zeroState(batch: 1))
    learning.advance(Matrix([[.nan]]))
    #expect(!learning.gradient(hidden: Matrix([[1]])).cell.affine.inputWeight.isFinite)
  }

  @Test("shapes that do not fit trap")
  func traps() async {
    var result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = RealTimeLearning(.zeros(input: 2, hidden: 3), from: .init(hidden: .zeros(4, 2)))
    }
    #expect(message(result).contains("RealTimeLearning: h is 4×2, expected 3×B"))
    result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var learning = RealTimeLearning(
        .zeros(input: 2, hidden: 3), from: .init(hidden: .zeros(3, 2)))
      learning.advance(.zeros(2, 1))
    }
    #expect(message(result).contains("RealTimeLearning: x is 2×1, expected 2×2"))
    result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var learning = RealTimeLearning(
        .zeros(input: 2, hidden: 3), from: .init(hidden: .zeros(3, 2)))
      learning.cell = .zeros(input: 1, hidden: 3)
      learning.advance(.zeros(1, 2))
    }
    #expect(message(result).contains("RealTimeLearning: W is 3×1, expected 3×2"))
    result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = RealTimeLearning(.zeros(input: 2, hidden: 3), from: .init(hidden: .zeros(3, 2)))
        .gradient(hidden: .zeros(3, 1))
    }
    #expect(message(result).contains("RealTimeLearning: dh is 3×1, expected 3×2"))
    result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = realTimeGradients(
        of: .zeros(input: 2, hidden: 3), inputs: [.zeros(2, 1)],
        from: .init(hidden: .zeros(3, 1)), hidden: [])
    }
    #expect(message(result).contains("realTimeGradients: 1 steps, but 0 gradients on them"))
  }
}

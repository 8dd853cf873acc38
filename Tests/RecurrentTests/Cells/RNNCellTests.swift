import Testing

@testable import Recurrent

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

@Suite struct RNNCellTests {
  @Test("a step is the activation of the affine map", arguments: Activation.allCases)
  func step(activation: Activation) {
    let problem = Problem(steps: 1, seed: 3, activation: activation)
    let trace = problem.layer.cell.step(problem.inputs[0], from: problem.initial)
    let a = problem.layer.cell.affine(problem.inputs[0], problem.initial.hidden)
    #expect(trace.input == problem.inputs[0])
    #expect(trace.previous == problem.initial)
    #expect(trace.preactivation == a)
    #expect(trace.hidden == activation(a))
    #expect(trace.state.hidden == trace.hidden)
  }

  @Test("a step back agrees with central differences", arguments: Activation.allCases)
  func backward(activation: Activation) {
    let problem = Problem(steps: 1, seed: 4, activation: activation)
    let (cell, x) = (problem.layer.cell, problem.inputs[0])
    let weights = problem.upstream[0]
    let gradient = cell.backward(
      through: cell.step(x, from: problem.initial), hidden: weights,
      state: problem.initial.zeroed)
    let loss = { (cell: RNNCell, x: Matrix, state: RNNCell.State) in
      (weights ⊙ cell.step(x, from: state).hidden).sum
    }
    let reports = [
      checkGradients(of: { loss($0, x, problem.initial) }, at: cell, claimed: gradient.cell),
      checkGradients(of: { loss(cell, $0, problem.initial) }, at: x, claimed: gradient.input),
      checkGradients(of: { loss(cell, x, $0) }, at: problem.initial, claimed: gradient.state),
    ]
    for report in reports { #expect(report.worst < 1e-8, "\(report)") }
  }

  @Test("the gradients on the hidden state from both sides add up")
  func bothSides() {
    let problem = Problem(steps: 1, seed: 5)
    let cell = problem.layer.cell
    let trace = cell.step(problem.inputs[0], from: problem.initial)
    let (a, b) = (problem.upstream[0], problem.upstreamFinal)
    let split = cell.backward(through: trace, hidden: a, state: b)
    let joined = cell.backward(
      through: trace, hidden: a + b.hidden, state: problem.initial.zeroed)
    #expect(split == joined)
  }

  @Test("a step, and a step back, on small numbers are those of the formulas")
  func small() {
    // The products cancel for x = 2 and h = −1: a = ln 2, whose tanh is 3/5.
    let numbers: [(Activation, bias: Double, hidden: Double, derivative: Double)] = [
      (.tanh, log(2), 0.6, 0.64), (.relu, 3, 3, 1), (.relu, -3, 0, 0), (.identity, -3, -3, 1),
    ]
    for (activation, bias, hidden, delta) in numbers {
      let cell = RNNCell(map(0.5, 1, bias), activation: activation)
      let trace = cell.step(scalar(2), from: .init(hidden: scalar(-1)))
      expectNumbers(trace.preactivation, [bias])
      expectNumbers(trace.hidden, [hidden])
      let gradient = cell.backward(
        through: trace, hidden: scalar(0.7), state: .init(hidden: scalar(0.3)))
      expectNumbers(gradient.delta, [delta])
      expectNumbers(gradient.cell, [2 * delta, -delta, delta])
      expectNumbers(gradient.input, [0.5 * delta])
      expectNumbers(gradient.state, [delta])
    }
  }

  @Test(
    "every gradient of a walk agrees with central differences, with lengths too",
    arguments: Activation.allCases)
  func gradients(activation: Activation) {
    let walk = WalkCase(kind: .rnnTanh, steps: 3, input: 2, hidden: 3, batch: 2)
    var problem = Walk(walk, RNNCell.zeros(input: 2, hidden: 3, activation: activation))
    problem.expectGradients()
    problem.lengths = [1, 3]
    problem.expectGradients()
  }

  @Test("parameters and states are listed in order")
  func names() {
    let cell = RNNCell.zeros(input: 2, hidden: 3)
    #expect(form(cell) == "W 3×2, U 3×3, b 3×1")
    #expect(form(cell.zeroState(batch: 4)) == "h 3×4")
  }

  @Test("the zero state has the hidden size and the batch")
  func zeroState() {
    #expect(RNNCell.zeros(input: 2, hidden: 3).zeroState(batch: 4).hidden == .zeros(3, 4))
  }
}

import Testing

@testable import Recurrent

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

  @Test("the zero state has the hidden size and the batch")
  func zeroState() {
    #expect(RNNCell.zeros(input: 2, hidden: 3).zeroState(batch: 4).hidden == .zeros(3, 4))
  }
}

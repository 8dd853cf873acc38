import Testing

@testable import Recurrent

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

@Suite struct ResidualRNNCellTests {
  /// A cell whose products cancel for x = 2 and h = −1: a = ln 2, whose tanh is 3/5.
  private let cell = ResidualRNNCell(map(0.5, 1, log(2)))
  private let state = ResidualRNNCell.State(hidden: scalar(-1))

  @Test("a step on small numbers is that of the formulas")
  func step() {
    let trace = cell.step(scalar(2), from: state)
    expectNumbers(trace.preactivation, [log(2)])
    expectNumbers(trace.activation, [0.6])
    expectNumbers(trace.hidden, [-0.4])
    #expect(trace.state.hidden == trace.hidden)
    #expect(trace.input == scalar(2) && trace.previous == state)
  }

  @Test("a step back on small numbers is that of the formulas")
  func backward() {
    let gradient = cell.backward(
      through: cell.step(scalar(2), from: state), hidden: scalar(0.7),
      state: .init(hidden: scalar(0.3)))
    expectNumbers(gradient.delta, [0.64])
    expectNumbers(gradient.cell, [1.28, -0.64, 0.64])
    expectNumbers(gradient.input, [0.32])
    expectNumbers(gradient.state, [1.64])
  }

  @Test("the derivative is that of what is added, not of the sum", arguments: [-3.0, 3])
  func relu(bias: Double) {
    let cell = ResidualRNNCell(map(0.5, 1, bias), activation: .relu)
    let trace = cell.step(scalar(2), from: state)
    let gradient = cell.backward(through: trace, hidden: scalar(1), state: state.zeroed)
    expectNumbers(trace.hidden, [bias > 0 ? 2 : -1])
    expectNumbers(gradient.delta, [bias > 0 ? 1 : 0])
    expectNumbers(gradient.state, [bias > 0 ? 2 : 1])
  }

  @Test(
    "every gradient agrees with central differences, with lengths too",
    arguments: Activation.allCases)
  func gradients(activation: Activation) {
    let walk = WalkCase(kind: .residualTanh, steps: 3, input: 2, hidden: 3, batch: 2)
    var problem = Walk(
      walk, ResidualRNNCell.zeros(input: 2, hidden: 3, activation: activation))
    problem.expectGradients()
    problem.lengths = [1, 3]
    problem.expectGradients()
  }

  @Test("parameters and states are listed in order")
  func names() {
    let cell = ResidualRNNCell.zeros(input: 2, hidden: 3)
    #expect(form(cell) == "W 3×2, U 3×3, b 3×1")
    #expect(form(cell.zeroState(batch: 4)) == "h 3×4")
  }
}

import Testing

@testable import Recurrent

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

@Suite struct LSTMCellTests {
  /// A cell whose products cancel for x = 2 and h = −1, so that the biases are the pre-activations:
  /// i = 3/4, f = 1/4, g = 3/5, o = 1/2.
  private let cell = LSTMCell(
    inputGate: map(0.5, 1, log(3)), forgetGate: map(1, 2, -log(3)), candidate: map(1.5, 3, log(2)),
    outputGate: map(2, 4, 0))
  /// The cell state that makes c_t = ln 2, whose tanh is 3/5.
  private let memory = 4 * (log(2) - 0.45)
  private var trace: LSTMCell.Trace {
    cell.step(scalar(2), from: .init(hidden: scalar(-1), cell: scalar(memory)))
  }

  @Test("a step on small numbers is that of the formulas")
  func step() {
    expectNumbers(trace.preactivation, [log(3), -log(3), log(2), 0])
    expectClose(trace.inputGate, scalar(0.75), within: 1e-14)
    expectClose(trace.forgetGate, scalar(0.25), within: 1e-14)
    expectClose(trace.candidate, scalar(0.6), within: 1e-14)
    expectClose(trace.outputGate, scalar(0.5), within: 1e-14)
    expectNumbers(trace.state, [0.3, log(2)])
    #expect(trace.hidden == trace.state.hidden && trace.cell == trace.state.cell)
    #expect(trace.input == scalar(2))
    #expect(trace.previous == .init(hidden: scalar(-1), cell: scalar(memory)))
  }

  @Test("a step back on small numbers is that of the formulas")
  func backward() {
    // dh = 1 in two parts, dc′ = 0.08: dc = 0.08 + 1/2 (1 − 0.36) = 0.4.
    let gradient = cell.backward(
      through: trace, hidden: scalar(0.7), state: .init(hidden: scalar(0.3), cell: scalar(0.08)))
    let (i, f, g, o) = (0.4 * 0.6 * 0.1875, 0.4 * memory * 0.1875, 0.4 * 0.75 * 0.64, 0.6 * 0.25)
    expectNumbers(gradient.delta, [i, f, g, o])
    expectNumbers(gradient.cell, [i, f, g, o].flatMap { [2 * $0, -$0, $0] })
    expectNumbers(gradient.state, [i + 2 * f + 3 * g + 4 * o, 0.1])
    expectClose(gradient.input, scalar(0.5 * i + f + 1.5 * g + 2 * o), within: 1e-14)
  }

  @Test("every gradient agrees with central differences, with lengths too")
  func gradients() {
    let walk = WalkCase(kind: .lstm, steps: 3, input: 2, hidden: 3, batch: 2)
    var problem = Walk(walk, LSTMCell.zeros(input: 2, hidden: 3))
    problem.expectGradients()
    problem.lengths = [1, 3]
    problem.expectGradients()
  }

  @Test("parameters, states and pre-activations are listed gate by gate, in the order i, f, g, o")
  func names() {
    let cell = LSTMCell.zeros(input: 2, hidden: 3)
    #expect(
      form(cell) == """
        W_i 3×2, U_i 3×3, b_i 3×1, W_f 3×2, U_f 3×3, b_f 3×1, \
        W_g 3×2, U_g 3×3, b_g 3×1, W_o 3×2, U_o 3×3, b_o 3×1
        """)
    #expect(form(cell.zeroState(batch: 4)) == "h 3×4, c 3×4")
    #expect(
      form(cell.preactivation(.zeros(2, 4), .zeros(3, 4))) == "a_i 3×4, a_f 3×4, a_g 3×4, a_o 3×4")
  }

  @Test("gates of different shapes trap")
  func traps() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let map = Affine.zeros(input: 2, hidden: 3)
      _ = LSTMCell(
        inputGate: map, forgetGate: map, candidate: .zeros(input: 4, hidden: 3), outputGate: map)
    }
    #expect(message(result).contains("LSTMCell: W_i is 3×2 and W_g is 3×4"))
  }
}

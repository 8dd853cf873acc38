import Testing

@testable import Recurrent

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

@Suite struct GRUCellTests {
  private let state = GRUCell.State(hidden: scalar(-1))

  /// For x = 2 and h = −1 the products of the gates cancel: r = 3/4, z = 1/4.
  ///
  /// q = 3·(−1) + 3.4 = 0.4 and a_n = 3 + b_n + 0.3 = ln 2, so that n = 3/5.
  private let after = GRUCell(
    resetGate: map(0.5, 1, log(3)), updateGate: map(1, 2, -log(3)),
    candidate: map(1.5, 3, log(2) - 3.3), recurrentBias: scalar(3.4))

  /// The same gates; a_n = 3 + 4·(3/4·(−1)) + b_n = ln 2, so that n = 3/5 again.
  private let before = GRUCell(
    resetGate: map(0.5, 1, log(3)), updateGate: map(1, 2, -log(3)),
    candidateBeforeProduct: map(1.5, 4, log(2)))

  @Test("a step on small numbers is that of the formulas, with either reset")
  func step() {
    for (cell, resetting) in [(after, 0.4), (before, -1)] {
      let trace = cell.step(scalar(2), from: state)
      expectNumbers(trace.preactivation, [log(3), -log(3), log(2)])
      expectClose(trace.resetGate, scalar(0.75), within: 1e-14)
      expectClose(trace.updateGate, scalar(0.25), within: 1e-14)
      expectClose(trace.candidate, scalar(0.6), within: 1e-14)
      expectClose(trace.resetting, scalar(resetting), within: 1e-14)
      expectClose(trace.hidden, scalar(0.2), within: 1e-14)
      #expect(trace.state.hidden == trace.hidden)
      #expect(trace.input == scalar(2) && trace.previous == state)
    }
  }

  @Test("a step back through a reset after the product is that of the formulas")
  func backwardAfter() {
    let gradient = after.backward(
      through: after.step(scalar(2), from: state), hidden: scalar(0.7),
      state: .init(hidden: scalar(0.3)))
    let (r, z, n, q) = (0.036, -0.3, 0.48, 0.36)
    expectNumbers(gradient.delta, [r, z, n])
    expectNumbers(gradient.cell, [2 * r, -r, r, 2 * z, -z, z, 2 * n, -q, n, q])
    expectNumbers(gradient.state, [0.25 + r + 2 * z + 3 * q])
    expectClose(gradient.input, scalar(0.5 * r + z + 1.5 * n), within: 1e-14)
  }

  @Test("a step back through a reset before the product is that of the formulas")
  func backwardBefore() {
    let gradient = before.backward(
      through: before.step(scalar(2), from: state), hidden: scalar(0.7),
      state: .init(hidden: scalar(0.3)))
    // d(r ⊙ h) = 4·0.48 = 1.92
    let (r, z, n) = (-0.36, -0.3, 0.48)
    expectNumbers(gradient.delta, [r, z, n])
    expectNumbers(gradient.cell, [2 * r, -r, r, 2 * z, -z, z, 2 * n, -0.75 * n, n])
    expectNumbers(gradient.state, [0.25 + r + 2 * z + 1.92 * 0.75])
    expectClose(gradient.input, scalar(0.5 * r + z + 1.5 * n), within: 1e-14)
  }

  @Test("every gradient agrees with central differences, with lengths too")
  func gradients() {
    for (kind, reset) in [
      (CellKind.gruAfter, GRUCell.Reset.afterProduct), (.gruBefore, .beforeProduct),
    ] {
      let walk = WalkCase(kind: kind, steps: 3, input: 2, hidden: 3, batch: 2)
      var problem = Walk(walk, GRUCell.zeros(input: 2, hidden: 3, reset: reset))
      problem.expectGradients()
      problem.lengths = [1, 3]
      problem.expectGradients()
    }
  }

  @Test("parameters, states and pre-activations are listed gate by gate, in the order r, z, n")
  func names() {
    let maps = """
      W_r 3×2, U_r 3×3, b_r 3×1, W_z 3×2, U_z 3×3, b_z 3×1, W_n 3×2, U_n 3×3, b_n 3×1
      """
    #expect(form(GRUCell.zeros(input: 2, hidden: 3)) == maps + ", c_n 3×1")
    #expect(form(GRUCell.zeros(input: 2, hidden: 3, reset: .beforeProduct)) == maps)
    let cell = GRUCell.zeros(input: 2, hidden: 3)
    #expect(form(cell.zeroState(batch: 4)) == "h 3×4")
    let trace = cell.step(.zeros(2, 4), from: cell.zeroState(batch: 4))
    #expect(form(trace.preactivation) == "a_r 3×4, a_z 3×4, a_n 3×4")
  }

  @Test("gates and biases of different shapes trap")
  func traps() async {
    var result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let map = Affine.zeros(input: 2, hidden: 3)
      _ = GRUCell(
        resetGate: map, updateGate: .zeros(input: 2, hidden: 4), candidateBeforeProduct: map)
    }
    #expect(message(result).contains("GRUCell: W_r is 3×2 and W_z is 4×2"))
    result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let map = Affine.zeros(input: 2, hidden: 3)
      _ = GRUCell(
        resetGate: map, updateGate: map, candidate: map, recurrentBias: .zeros(2, 1))
    }
    #expect(message(result).contains("GRUCell: c_n is 2×1, expected 3×1"))
  }
}

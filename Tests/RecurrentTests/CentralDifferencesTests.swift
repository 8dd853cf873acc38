import Testing

@testable import Recurrent

@Suite struct CentralDifferencesTests {
  @Test("they are exact for quadratic functions, but for rounding")
  func quadratic() {
    for x in [Matrix([[1, -2], [3, 0]]), Matrix([[3000]]), Matrix([[-1e8]])] {
      let gradient = centralDifferences(of: { ($0 ⊙ $0).sum }, at: x)
      #expect(GradientReport([("x", 2 * x, gradient)]).worst < 1e-9)
    }
  }

  @Test("a sequence has a gradient for each of its matrices")
  func sequence() {
    let point = [Matrix([[1, 2]]), Matrix([[3], [4]])]
    let gradient = centralDifferences(of: { ($0[0] • $0[1]).sum }, at: point)
    expectClose(gradient[0], Matrix([[3, 4]]), within: 1e-9)
    expectClose(gradient[1], Matrix([[1], [2]]), within: 1e-9)
    #expect(centralDifferences(of: { _ in 1 }, at: [Matrix]()) == [])
  }

  @Test("what is not in the list of parameters stays")
  func others() {
    let cell = RNNCell.zeros(input: 1, hidden: 1, activation: .identity)
    #expect(centralDifferences(of: { $0.affine.bias.sum }, at: cell).activation == .identity)
  }
}

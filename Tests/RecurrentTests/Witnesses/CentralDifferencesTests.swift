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

  @Test("one entry is moved at a time, by the step times the larger of one and its size")
  func points() {
    var seen: [[Double]] = []
    let cell = RNNCell(
      inputWeight: Matrix([[2]]), recurrentWeight: Matrix([[-4]]), bias: Matrix([[0.5]]))
    _ = centralDifferences(
      of: { cell in
        seen.append(cell.named.map { $0.value[0, 0] })
        return 0
      }, at: cell, step: 0.125)
    let moved: [[Double]] = [
      [2.25, -4, 0.5], [1.75, -4, 0.5], [2, -3.5, 0.5], [2, -4.5, 0.5], [2, -4, 0.625],
      [2, -4, 0.375],
    ]
    #expect(seen == moved)
    seen = []
    _ = centralDifferences(
      of: { point in
        seen.append(point.map { $0[0, 0] })
        return 0
      }, at: [Matrix([[0]]), Matrix([[-3]])])
    let movedByDefault: [[Double]] = [[1e-5, -3], [-1e-5, -3], [0, -2.99997], [0, -3.00003]]
    #expect(seen == movedByDefault)
  }

  @Test("a step that moves nothing traps")
  func steps() async {
    func expected(_ step: String) -> String {
      "centralDifferences: step is \(step), expected a finite number of at least 2.220446049250313e-16"
    }
    var result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = centralDifferences(of: { $0.sum }, at: Matrix.zeros(0, 0), step: 0) }
    #expect(message(result).contains(expected("0.0")))
    result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = centralDifferences(of: { _ in 0 }, at: [Matrix](), step: .infinity) }
    #expect(message(result).contains(expected("inf")))
  }

  @Test("the smallest step moves every number")
  func smallest() {
    for x in [1, -1, 1.5, 2.0.nextDown, 3, 1e300, 0.999, -1e-300] {
      #expect(
        centralDifferences(of: { $0.sum }, at: Matrix([[x]]), step: .ulpOfOne) == Matrix([[1]]))
    }
  }

  @Test("what is not in the list of parameters stays")
  func others() {
    let cell = RNNCell.zeros(input: 1, hidden: 1, activation: .identity)
    #expect(centralDifferences(of: { $0.affine.bias.sum }, at: cell).activation == .identity)
  }
}

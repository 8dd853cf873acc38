import Testing

@testable import Recurrent

/// An operation of the tape, and the same by the arithmetic of matrices where that is another code.
struct TapeOperation: CustomTestStringConvertible, Sendable {
  let testDescription: String
  /// The arguments' shapes from three sizes.
  let shapes: @Sendable (Int, Int, Int) -> [(Int, Int)]
  let onTape: @Sendable ([Tape.Variable]) -> Tape.Variable
  let onMatrices: @Sendable ([Matrix]) -> Matrix

  init(
    _ name: String, _ shapes: @escaping @Sendable (Int, Int, Int) -> [(Int, Int)],
    _ onTape: @escaping @Sendable ([Tape.Variable]) -> Tape.Variable,
    _ onMatrices: @escaping @Sendable ([Matrix]) -> Matrix
  ) {
    testDescription = name
    self.shapes = shapes
    self.onTape = onTape
    self.onMatrices = onMatrices
  }

  static let all: [TapeOperation] = [
    .init("•", { [($0, $1), ($1, $2)] }, { $0[0] • $0[1] }, { $0[0] • $0[1] }),
    .init("⊙", { m, n, _ in [(m, n), (m, n)] }, { $0[0] ⊙ $0[1] }, { $0[0] ⊙ $0[1] }),
    .init("+", { m, n, _ in [(m, n), (m, n)] }, { $0[0] + $0[1] }, { $0[0] + $0[1] }),
    .init("+ column", { m, n, _ in [(m, n), (m, 1)] }, { $0[0] + $0[1] }, { $0[0] + $0[1] }),
    .init("-", { m, n, _ in [(m, n), (m, n)] }, { $0[0] - $0[1] }, { $0[0] - $0[1] }),
    .init("unary -", { m, n, _ in [(m, n)] }, { -$0[0] }, { -$0[0] }),
    .init("number *", { m, n, _ in [(m, n)] }, { 3 * $0[0] }, { 3 * $0[0] }),
    .init("* number", { m, n, _ in [(m, n)] }, { $0[0] * -0.5 }, { $0[0] * -0.5 }),
    .init("/ number", { m, n, _ in [(m, n)] }, { $0[0] / -3 }, { $0[0] / -3 }),
    .init("number +", { m, n, _ in [(m, n)] }, { 3 + $0[0] }, { 3 + $0[0] }),
    .init("+ number", { m, n, _ in [(m, n)] }, { $0[0] + 3 }, { $0[0] + 3 }),
    .init("number -", { m, n, _ in [(m, n)] }, { 3 - $0[0] }, { 3 - $0[0] }),
    .init("- number", { m, n, _ in [(m, n)] }, { $0[0] - 3 }, { $0[0] - 3 }),
    .init("transposed", { m, n, _ in [(m, n)] }, { $0[0].transposed }, { $0[0].transposed }),
    .init("sum", { m, n, _ in [(m, n)] }, { $0[0].sum }, { Matrix([[$0[0].sum]]) }),
    .init("rowSums", { m, n, _ in [(m, n)] }, { $0[0].rowSums }, { $0[0].rowSums }),
    .init("columnSums", { m, n, _ in [(m, n)] }, { $0[0].columnSums }, { $0[0].columnSums }),
    .init("exp", { m, n, _ in [(m, n)] }, { exp($0[0]) }, { exp($0[0]) }),
    .init("log", { m, n, _ in [(m, n)] }, { log($0[0] ⊙ $0[0]) }, { log($0[0] ⊙ $0[0]) }),
    .init("tanh", { m, n, _ in [(m, n)] }, { tanh($0[0]) }, { tanh($0[0]) }),
    .init("sigmoid", { m, n, _ in [(m, n)] }, { sigmoid($0[0]) }, { sigmoid($0[0]) }),
    .init("relu", { m, n, _ in [(m, n)] }, { relu($0[0]) }, { relu($0[0]) }),
    .init("softmax", { m, n, _ in [(m, n)] }, { softmax($0[0]) }, { softmax($0[0]) }),
    .init("logSumExp", { m, n, _ in [(m, n)] }, { logSumExp($0[0]) }, { logSumExp($0[0]) }),
    .init("logSoftmax", { m, n, _ in [(m, n)] }, { logSoftmax($0[0]) }, { log(softmax($0[0])) }),
    .init("rows", { m, n, _ in [(m + 2, n)] }, { $0[0].rows(1..<3) }, { $0[0].rows(1..<3) }),
    .init(
      "columns", { m, n, _ in [(m, n + 2)] }, { $0[0].columns([2, 0, 2]) },
      { .sideBySide([$0[0].column(2), $0[0].column(0), $0[0].column(2)]) }),
    .init("no columns", { m, n, _ in [(m, n)] }, { $0[0].columns([]) }, { .zeros($0[0].rows, 0) }),
    .init("stacked", { [($0, $1), ($2, $1)] }, { .stacked($0) }, { .stacked($0) }),
    .init("sideBySide", { [($0, $1), ($0, $2)] }, { .sideBySide($0) }, { .sideBySide($0) }),
  ]
}

@Suite struct TapeTests {
  @Test("values are those of matrices, gradients of differences", arguments: TapeOperation.all)
  func operations(_ operation: TapeOperation) {
    for seed in UInt64(1)...6 {
      var generator = SplitMix64(seed: seed)
      let sizes = (0..<3).map { _ in seed == 1 ? 1 : Int.random(in: 1...4, using: &generator) }
      let arguments = operation.shapes(sizes[0], sizes[1], sizes[2]).map { rows, columns in
        random(rows, columns, &generator)
      }
      let tape = Tape()
      let variables = arguments.map(tape.variable)
      let output = operation.onTape(variables)
      expectClose(output.value, operation.onMatrices(arguments), within: 1e-14)
      let upstream = random(output.value.rows, output.value.columns, &generator)
      let gradients = tape.gradients(of: [(output, upstream)])
      let differences = centralDifferences(
        of: { (upstream ⊙ operation.onMatrices($0)).sum }, at: arguments)
      let report = GradientReport("argument", comparing: gradients[variables], with: differences)
      #expect(report.worst < 1e-6, "seed \(seed): \(report)")
    }
  }

  @Test("an argument used on both sides of an operation receives both parts")
  func bothSides() {
    let tape = Tape()
    let a = tape.variable(Matrix([[3]]))
    let squared = a • a + a ⊙ a - a
    #expect(squared.value == Matrix([[15]]))
    #expect(tape.gradients(of: squared)[a] == Matrix([[11]]))
  }

  @Test("a tangle of reused scalars has the gradients that were worked out on paper")
  func tangle() {
    let tape = Tape()
    let (x, y) = (tape.variable(Matrix([[2]])), tape.variable(Matrix([[-3]])))
    let p = x ⊙ y + x  // −4; dp/dx = y + 1 = −2, dp/dy = x = 2
    let q = relu(p ⊙ p - y) + p  // 19 − 4 = 15; dq = (2p + 1) dp − dy = −7 dp − dy
    let r = q ⊙ p + relu(p) - 2 * x  // −64; dr = p dq + q dp − 2 dx = 43 dp + 4 dy − 2 dx
    let gradients = tape.gradients(of: r)
    #expect([p, q, r].map { $0.value[0, 0] } == [-4, 15, -64])
    #expect([x, y, p, q, r].map { gradients[$0][0, 0] } == [-88, 90, 43, -4, 1])
    #expect(x.value == Matrix([[2]]) && y.value == Matrix([[-3]]))
  }

  @Test("a tangle of matrices has the gradients of differences")
  func matrices() {
    var generator = SplitMix64(seed: 7)
    let point = [random(3, 3, &generator), random(3, 2, &generator), random(3, 1, &generator)]
    func loss(_ A: Tape.Variable, _ x: Tape.Variable, _ b: Tape.Variable) -> Tape.Variable {
      var h = x
      for _ in 0..<3 { h = tanh(A • h + A.transposed • x + b) + sigmoid(h) ⊙ x }
      return (softmax(h) ⊙ logSoftmax(A • x)).sum + (b.transposed • h).sum - (A • A ⊙ A).sum
    }
    let tape = Tape()
    let variables = point.map(tape.variable)
    let gradients = tape.gradients(of: loss(variables[0], variables[1], variables[2]))
    let differences = centralDifferences(
      of: { point in
        let tape = Tape()
        let variables = point.map(tape.variable)
        return loss(variables[0], variables[1], variables[2]).value[0, 0]
      }, at: point)
    let report = GradientReport("point", comparing: gradients[variables], with: differences)
    #expect(report.worst < 1e-8, "\(report)")
    #expect(report.count == 9 + 6 + 3)
  }

  @Test("what has no influence has a gradient of zeros, and so has what came later")
  func zeros() {
    let tape = Tape()
    let (a, b) = (tape.variable(Matrix([[1, 2]])), tape.variable(.ones(2, 3)))
    let unused = tanh(b)
    let gradients = tape.gradients(of: a.sum)
    let later = tape.variable(.ones(1, 4))
    #expect(gradients[a] == .ones(1, 2))
    #expect(gradients[[b, unused, later]] == [.zeros(2, 3), .zeros(2, 3), .zeros(1, 4)])
  }

  @Test("several outputs add up, one that is listed twice as well")
  func outputs() {
    let tape = Tape()
    let a = tape.variable(Matrix([[1, 2]]))
    let doubled = 2 * a
    let gradients = tape.gradients(of: [
      (doubled, Matrix([[1, 0]])), (a, Matrix([[0, 5]])), (doubled, Matrix([[1, 3]])),
    ])
    #expect(gradients[a] == Matrix([[4, 11]]))
    #expect(gradients[doubled] == Matrix([[2, 3]]))
    #expect(tape.gradients(of: [])[a] == .zeros(1, 2))
  }

  @Test("one tape gives the same gradients however often it is asked")
  func again() {
    let tape = Tape()
    let a = tape.variable(Matrix([[0.3], [-2]]))
    let output = (a ⊙ exp(a)).sum
    #expect(tape.gradients(of: output)[a] == tape.gradients(of: output)[a])
  }

  @Test("large arguments neither overflow nor lose the gradient")
  func extremes() {
    let tape = Tape()
    let z = tape.variable(Matrix([[2000], [-2000]]))
    let saturated = tape.gradients(of: tanh(z).sum + sigmoid(z).sum)
    #expect(tanh(z).value == Matrix([[1], [-1]]) && sigmoid(z).value == Matrix([[1], [0]]))
    #expect(saturated[z] == .zeros(2, 1))
    #expect(logSoftmax(z).value == Matrix([[0], [-4000]]))
    #expect(tape.gradients(of: logSumExp(z))[z] == Matrix([[1], [0]]))
  }

  @Test("a NaN stays a NaN, also through relu")
  func nan() {
    let tape = Tape()
    let a = tape.variable(Matrix([[.nan, 1]]))
    let gradient = tape.gradients(of: relu(a).sum)[a]
    #expect(gradient[0, 0].isNaN && gradient[0, 1] == 1)
    #expect(!softmax(a.transposed).value.values.contains { !$0.isNaN })
  }

  @Test("mistakes trap with the shapes")
  func traps() async {
    var result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let tape = Tape()
      _ = tape.gradients(of: tape.variable(.zeros(2, 3)))
    }
    #expect(message(result).contains("Tape: gradients of 2×3, expected a scalar, 1×1"))
    result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = Tape().variable(.zeros(2, 3)) + Tape().variable(.zeros(2, 1)) }
    #expect(message(result).contains("Tape: a variable 2×1 of another tape"))
    result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let a = Tape().variable(.zeros(1, 1))
      _ = a.tape.gradients(of: a)[Tape().variable(.zeros(4, 3))]
    }
    #expect(message(result).contains("Tape: a variable 4×3 of another tape"))
    result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = Tape().gradients(of: Tape().variable(.zeros(1, 1))) }
    #expect(message(result).contains("Tape: a variable 1×1 of another tape"))
    result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let a = Tape().variable(.zeros(2, 3))
      _ = a.tape.gradients(of: [(a, .zeros(3, 2))])
    }
    #expect(message(result).contains("Tape: an output 2×3 has an upstream gradient 3×2"))
    result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let tape = Tape()
      _ = tape.variable(.zeros(2, 3)) ⊙ tape.variable(.zeros(2, 1))
    }
    #expect(message(result).contains("Matrix: 2×3 ⊙ 2×1: shapes differ"))
    result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = Tape.Variable.stacked([]) }
    #expect(message(result).contains("Tape: nothing to stack"))
    result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = Tape.Variable.sideBySide([]) }
    #expect(message(result).contains("Tape: nothing to put side by side"))
  }
}

import Testing

@testable import Recurrent

@Suite struct FunctionsTests {
  @Test("the derivatives agree with central differences", arguments: seeds)
  func derivatives(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    let x = random(3, 4, &generator)
    let pairs: [(name: String, function: (Matrix) -> Matrix, derivative: (Matrix) -> Matrix)] = [
      ("tanh", tanh, tanhDerivative), ("sigmoid", sigmoid, sigmoidDerivative),
      ("relu", relu, reluDerivative),
    ]
    for pair in pairs {
      let report = checkGradients(
        of: { pair.function($0).sum }, at: x, claimed: pair.derivative(pair.function(x)))
      #expect(report.worst < 1e-8, "\(pair.name)")
    }
    let weights = random(3, 4, &generator)
    let softmaxReport = checkGradients(
      of: { (weights ⊙ softmax($0)).sum }, at: x,
      claimed: softmaxBackward(output: softmax(x), upstream: weights))
    #expect(softmaxReport.worst < 1e-8)
    #expect(checkGradients(of: { logSumExp($0).sum }, at: x, claimed: softmax(x)).worst < 1e-8)
  }

  @Test("every column of a softmax is a distribution", arguments: seeds)
  func distributions(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    let logits = random(1 + size(&generator), size(&generator), &generator)
    let p = softmax(logits)
    #expect(p.values.allSatisfy { $0 > 0 && $0 <= 1 })
    expectClose(p.transposed.rowSums, Matrix(rows: p.columns, columns: 1) { _, _ in 1 })
    expectClose(softmax(logits.map { $0 + 3 }), p, within: 1e-14)
  }

  @Test("huge arguments do not overflow")
  func extremes() {
    let huge = Matrix([[1000, -1000, 0]])
    #expect(sigmoid(huge) == Matrix([[1, 0, 0.5]]))
    #expect(tanh(huge) == Matrix([[1, -1, 0]]))
    #expect(softmax(Matrix([[1000], [-1000]])) == Matrix([[1], [0]]))
    #expect(softmax(Matrix([[-1000], [-1000]])) == Matrix([[0.5], [0.5]]))
    #expect(logSumExp(Matrix([[1000], [-1000]])) == Matrix([[1000]]))
    #expect(logSumExp(Matrix([[-.infinity], [-.infinity]])) == Matrix([[-.infinity]]))
    #expect(logSumExp(.zeros(0, 1)) == Matrix([[-.infinity]]))
    #expect(softmax(.zeros(0, 2)) == .zeros(0, 2))
  }

  @Test("the derivative of relu at the kink is zero")
  func kink() {
    #expect(reluDerivative(output: relu(Matrix([[-1, 0, 1]]))) == Matrix([[0, 0, 1]]))
  }

  @Test("a NaN propagates through every function")
  func nan() {
    let x = Matrix([[.nan], [1]])
    for function in [tanh, sigmoid, relu, reluDerivative] as [(Matrix) -> Matrix] {
      #expect(function(x)[0, 0].isNaN)
    }
    #expect(softmax(x).values.allSatisfy { $0.isNaN })
    #expect(logSumExp(x)[0, 0].isNaN)
    #expect(logSumExp(Matrix([[.infinity], [.nan]]))[0, 0].isNaN)
  }
}

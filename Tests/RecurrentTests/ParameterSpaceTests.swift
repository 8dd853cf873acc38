import Testing

@testable import Recurrent

/// A model as a chapter would write it: a cell and a readout.
struct Model: ParameterSpace {
  var cell: RNNCell
  var readout: Readout

  var parameters: [Parameter<Self>] {
    cell.parameters(at: \.cell) + readout.parameters(at: \.readout, prefix: "out.")
  }

  static func random(seed: UInt64) -> Model {
    var generator = SplitMix64(seed: seed)
    return Model(
      cell: .zeros(input: 2, hidden: 3, activation: .relu), readout: .zeros(hidden: 3, output: 4)
    ).randomized(in: -1...1, using: &generator)
  }
}

@Suite struct ParameterSpaceTests {
  @Test("the list of a whole is the lists of its parts")
  func names() {
    let model = Model.random(seed: 1)
    #expect(model.named.map(\.name) == ["W", "U", "b", "out.V", "out.c"])
    #expect(model.named.map(\.value.shape) == ["3×2", "3×3", "3×1", "4×3", "4×1"])
    #expect(model.named[0].value == model.cell.affine.inputWeight)
    #expect(model.named[3].value == model.readout.weight)
    #expect(model.entryCount == 6 + 9 + 3 + 12 + 4)
    #expect(
      Affine.zeros(input: 1, hidden: 1).parameters(at: \RNNCell.affine, suffix: "_f").map(\.name)
        == ["W_f", "U_f", "b_f"])
  }

  @Test("a model is a point of a vector space")
  func laws() {
    let (a, b) = (Model.random(seed: 1), Model.random(seed: 2))
    #expect(a + b == b + a)
    #expect(a - a == a.zeroed)
    #expect(a + a.zeroed == a)
    #expect(2 * a == a + a && a * 2 == 2 * a)
    #expect(-a == a.zeroed - a)
    #expect((a / 3 - 1.0 / 3 * a).norm < 1e-15)
    var scaled = a
    scaled *= 4
    #expect(scaled == 4 * a)
    scaled /= 4
    #expect(scaled == a)
    var sum = a
    sum += b
    #expect(sum == a + b)
    sum -= b
    #expect((sum - a).norm < 1e-15)
    #expect(a.zeroed.norm == 0)
    #expect(abs((3 * a).norm - 3 * a.norm) < 1e-14)
    let squares = a.named.reduce(0) { $0 + ($1.value ⊙ $1.value).sum }
    #expect(abs(a.norm - squares.squareRoot()) < 1e-14)
  }

  @Test("what is not in the list stays")
  func others() {
    #expect(Model.random(seed: 1).zeroed.cell.activation == .relu)
  }

  @Test("a matrix is a space of one parameter")
  func matrix() {
    let matrix = Matrix([[3, 4]])
    #expect(matrix.named.map(\.value) == [matrix])
    #expect(matrix.zeroed == .zeros(1, 2))
    #expect(matrix.norm == 5)
    #expect(matrix.entryCount == 2)
  }

  @Test("models of other shapes do not add up")
  func traps() async {
    var result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = LSTMCell.zeros(input: 2, hidden: 3) + LSTMCell.zeros(input: 1, hidden: 3) }
    #expect(message(result).contains("LSTMCell: W_i: 3×2 + 3×1: shapes differ"))
    result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = Affine.zeros(input: 2, hidden: 3) - Affine.zeros(input: 2, hidden: 4) }
    #expect(message(result).contains("Affine: W: 3×2 - 4×2: shapes differ"))
    result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = sum(Matrix.zeros(3, 2), Matrix.zeros(3, 1)) }
    #expect(message(result).contains("Matrix: 3×2 + 3×1: shapes differ"))
  }

  @Test("models of other parameters trap with the first that differs")
  func names() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let layer = RecurrentLayer(RNNCell.zeros(input: 1, hidden: 1))
      _ = Stacked([layer, layer]) + Stacked([layer])
    }
    #expect(
      message(result).contains(
        "Stacked<RecurrentLayer<RNNCell>>: parameter l1.W on the left, nothing on the right"))
  }
}

/// The sum as code sees it that knows only that its values are points.
private func sum<Point: ParameterSpace>(_ left: Point, _ right: Point) -> Point { left + right }

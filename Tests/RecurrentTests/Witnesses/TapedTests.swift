import Testing

@testable import Recurrent

/// A model of one's own: two cells in an array, and a readout.
private struct TwoCells: ParameterSpace {
  var cells: [LSTMCell]
  var readout: Readout
  var name = "model"

  var parameters: [Parameter<Self>] {
    cells.indices.flatMap { cells[$0].parameters(at: \.cells[$0], prefix: "l\($0).") }
      + readout.parameters(at: \.readout)
  }

  init() {
    var random = SplitMix64(seed: 3)
    cells = [.zeros(input: 2, hidden: 3), .zeros(input: 3, hidden: 3)]
    readout = .zeros(hidden: 3, output: 2)
    self = randomized(in: -1...1, using: &random)
  }
}

@Suite struct TapedTests {
  @Test("every matrix of a model is reached by its path")
  func paths() {
    let model = TwoCells()
    let taped = Tape().variables(of: model)
    #expect(taped.value == model)
    #expect(taped.readout.weight.value == model.readout.weight)
    #expect(taped[\.cells[1]].forgetGate.bias.value == model.cells[1].forgetGate.bias)
    #expect(taped[\.cells[0].outputGate.inputWeight].value == model.cells[0].outputGate.inputWeight)
    for parameter in model.parameters {
      #expect(taped[parameter.path].value == model[keyPath: parameter.path], "\(parameter.name)")
    }
  }

  @Test("a gradient has the type of its point, and keeps what is not a matrix")
  func gradients() {
    var model = TwoCells()
    model.name = "another"
    let tape = Tape()
    let taped = tape.variables(of: model)
    let gradient = tape.gradients(of: (taped.readout.weight ⊙ taped.readout.weight).sum)[taped]
    var expected = model.zeroed
    expected.readout.weight = 2 * model.readout.weight
    #expect(gradient == expected)
    #expect(gradient.name == "another")
  }

  @Test("parts are replaced by their path")
  func setting() {
    let model = TwoCells()
    let tape = Tape()
    var taped = tape.variables(of: model)
    taped[\.cells[0]].candidate.bias = 2 * taped[\.cells[0]].candidate.bias
    taped.readout = tape.variables(of: model.readout.zeroed)
    var expected = model
    expected.cells[0].candidate.bias = 2 * model.cells[0].candidate.bias
    expected.readout = model.readout.zeroed
    #expect(taped.value == expected)
  }

  @Test("a path that the point does not list traps with those that it does")
  func traps() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let cell = GRUCell.zeros(input: 1, hidden: 1, reset: .beforeProduct)
      _ = Tape().variables(of: cell).recurrentBias
    }
    #expect(
      message(result).contains(
        "Taped<GRUCell>: a path that is none of W_r, U_r, b_r, W_z, U_z, b_z, W_n, U_n, b_n"))
  }

  @Test("a gradient of other names traps with the first that differs")
  func names() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let cell = GRUCell.zeros(input: 1, hidden: 1)
      _ = Tape().variables(of: cell).paired(
        with: .zeros(input: 1, hidden: 1, reset: .beforeProduct))
    }
    #expect(
      message(result).contains("Taped<GRUCell>: parameter c_n, but a gradient on nothing"))
  }
}

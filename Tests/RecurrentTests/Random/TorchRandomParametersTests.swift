import Testing

@testable import Recurrent

@Suite struct TorchRandomParametersTests {
  @Test("layers start with torch's weights, bit for bit")
  func modules() throws {
    let recorded = try TorchCase.recorded()
    var drawn: [String: [String: Matrix]] = [:]
    var random = TorchRandom(seed: recorded.seed)
    drawn["torch.nn.RNN(4, 5)"] = random.parameters(of: RNNCell.self, input: 4, hidden: 5)
    random = TorchRandom(seed: recorded.seed)
    drawn["torch.nn.LSTM(4, 2)"] = random.parameters(of: LSTMCell.self, input: 4, hidden: 2)
    random = TorchRandom(seed: recorded.seed)
    drawn["torch.nn.GRU(3, 2)"] = random.parameters(of: GRUCell.self, input: 3, hidden: 2)
    let expected = recorded.modules.map { ($0.module, $0.parameters.mapValues(\.matrix)) }
    #expect(drawn == Dictionary(uniqueKeysWithValues: expected))
  }

  @Test("article 2's layer, its inputs and its weights come from their seeds")
  func article2() throws {
    let recorded = try CourseCase.named("torch_rnn_4_5")
    var torch = TorchRandom(seed: 123)
    let cell = try RNNCell(pyTorch: torch.parameters(of: RNNCell.self, input: 4, hidden: 5))
    #expect(cell == (try #require(recorded.params.l0)).cell)
    var numpy = RandomState(seed: 123)
    for tensor in [recorded.inputs.x, recorded.inputs.h0, recorded.inputs.upstream_output] {
      let data = try #require(tensor).data
      #expect(data.map { _ in numpy.randomSample() } == data)
    }
  }

  @Test("layers and directions are drawn in the order of their declaration")
  func deep() {
    // torch.manual_seed(9); torch.nn.LSTM(2, 3, 2, bidirectional=True): the last entry of each
    var random = TorchRandom(seed: 9)
    let drawn = random.parameters(
      of: LSTMCell.self, input: 2, hidden: 3, layers: 2, bidirectional: true)
    #expect(
      drawn.mapValues { $0[$0.rows - 1, $0.columns - 1] } == [
        "weight_ih_l0": 0.2673158049583435, "weight_hh_l0": 0.2203117161989212,
        "bias_ih_l0": -0.17867255210876465, "bias_hh_l0": -0.5731571912765503,
        "weight_ih_l0_reverse": -0.26008644700050354, "weight_hh_l0_reverse": 0.4126337468624115,
        "bias_ih_l0_reverse": -0.4549039602279663, "bias_hh_l0_reverse": 0.4815620183944702,
        "weight_ih_l1": -0.2245813012123108, "weight_hh_l1": -0.46668997406959534,
        "bias_ih_l1": 0.19788794219493866, "bias_hh_l1": -0.5660557746887207,
        "weight_ih_l1_reverse": 0.08619115501642227, "weight_hh_l1_reverse": 0.23685288429260254,
        "bias_ih_l1_reverse": 0.1252024918794632, "bias_hh_l1_reverse": 0.04975781962275505,
      ])
    #expect(drawn["weight_ih_l1"]?.shape == "12×6" && drawn["weight_ih_l0"]?.shape == "12×2")
  }

  @Test("double precision has its own numbers")
  func double() {
    // torch.manual_seed(9); torch.nn.GRU(2, 1, dtype=torch.float64)
    var random = TorchRandom(seed: 9)
    #expect(
      random.parameters(of: GRUCell.self, input: 2, hidden: 1, dtype: .float64) == [
        "weight_ih_l0": Matrix([
          [-0.5074478488340128, 0.6783432952216775], [-0.3125705647057533, -0.8342329824215775],
          [-0.9129667155055896, 0.21633041116829776],
        ]),
        "weight_hh_l0": .column([-0.7904709458095365, -0.7775934804789733, -0.6916576424733616]),
        "bias_ih_l0": .column([0.1624407717270986, 0.11593371935736396, -0.42199671368486324]),
        "bias_hh_l0": .column([0.14866517511181487, -0.286658317657396, 0.5438773169979563]),
      ])
  }

  @Test("a linear layer starts with torch's weights")
  func linear() throws {
    // torch.manual_seed(9); torch.nn.Linear(3, 2)
    var random = TorchRandom(seed: 9)
    #expect(
      random.linearParameters(input: 3, output: 2) == [
        "weight": Matrix([
          [0.1798844337463379, -0.2286044955253601, -0.02321360632777214],
          [0.320283442735672, 0.4826236367225647, 0.49771472811698914],
        ]),
        "bias": .column([-0.27671194076538086, 0.5235687494277954]),
      ])
    // torch.manual_seed(9); torch.nn.Linear(7, 2, dtype=torch.float64)
    random = TorchRandom(seed: 9)
    let readout = try Readout(
      pyTorch: random.linearParameters(input: 7, output: 2, dtype: .float64))
    #expect(readout.weight.row(0).values.prefix(2) == [-0.19179725876421364, 0.25638966609780395])
    #expect(readout.bias == .column([0.20556630350080496, -0.36880670419975026]))
  }

  @Test("a layer without units traps")
  func traps() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var random = TorchRandom(seed: 0)
      _ = random.parameters(of: RNNCell.self, input: 1, hidden: 0)
    }
    #expect(
      message(result).contains("TorchRandom: D = 1, H = 0, 1 layers: expected 1 or more of each"))
  }
}

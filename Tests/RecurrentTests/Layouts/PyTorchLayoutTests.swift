import Testing

@testable import Recurrent

@Suite struct PyTorchLayoutTests {
  @Test("an LSTM's weights and gradients are PyTorch's", arguments: try RecordedLayer.named("lstm"))
  func lstm(_ recorded: RecordedLayer) throws {
    let cell = try LSTMCell(pyTorch: recorded.pyTorchParameters())
    let (hidden, gradient) = try recorded.run(cell) {
      .init(hidden: $0, cell: $1 ?? $0.zeroed)
    }
    expectClose(hidden, recorded.outputs.output.steps, within: 1e-12)
    expectClose(gradient.pyTorchArrays(as: .gradients), try recorded.pyTorchGradients())
  }

  @Test(
    "a GRU's weights and gradients are PyTorch's",
    arguments: try RecordedLayer.named("gru").filter {
      $0.params.keys.allSatisfy { $0 == "l0" || $0 == "readout" }
    })
  func gru(_ recorded: RecordedLayer) throws {
    let cell = try GRUCell(pyTorch: recorded.pyTorchParameters())
    let (hidden, gradient) = try recorded.run(cell) { hidden, _ in .init(hidden: hidden) }
    expectClose(hidden, recorded.outputs.output.steps, within: 1e-12)
    expectClose(gradient.pyTorchArrays(as: .gradients), try recorded.pyTorchGradients())
  }

  @Test("simple layers' weights and gradients are PyTorch's", arguments: try VanillaCase.all())
  func rnn(_ recorded: VanillaCase) throws {
    func arrays(_ layer: VanillaCase.Layer) -> [String: Matrix] {
      [
        "weight_ih_l0": layer.W_ih.matrix, "weight_hh_l0": layer.W_hh.matrix,
        "bias_ih_l0": layer.b_ih.matrix, "bias_hh_l0": layer.b_hh.matrix,
      ]
    }
    #expect(try RNNCell(pyTorch: arrays(recorded.params.l0)) == recorded.params.l0.cell)
    let gradients = arrays(recorded.grads.l0)
    expectClose(
      try RNNCell(pyTorch: gradients, as: .gradients).pyTorchArrays(as: .gradients), gradients)
    #expect(
      try ResidualRNNCell(pyTorch: gradients, as: .gradients).affine
        == RNNCell(pyTorch: gradients, as: .gradients).affine)
  }

  @Test("every recorded case was read")
  func count() throws {
    #expect(
      try (["lstm", "gru", "lstm_keras", "gru_keras"].map { try RecordedLayer.named($0).count })
        == [4, 4, 3, 4])
  }

  /// A cell with random entries goes out and comes back, as parameters and as gradients.
  private func roundTrip<Cell: PyTorchCell>(_ start: Cell) throws {
    var generator = SplitMix64(seed: 11)
    let cell = start.randomized(in: -1...1, using: &generator)
    for content in LayoutContent.allCases {
      let arrays = cell.pyTorchArrays(layer: 2, reversed: true, prefix: "rnn.", as: content)
      #expect(
        arrays.keys.sorted() == [
          "rnn.bias_hh_l2_reverse", "rnn.bias_ih_l2_reverse", "rnn.weight_hh_l2_reverse",
          "rnn.weight_ih_l2_reverse",
        ])
      #expect(
        try Cell(pyTorch: arrays, layer: 2, reversed: true, prefix: "rnn.", as: content) == cell)
    }
  }

  @Test("what goes out comes back")
  func roundTrips() throws {
    try roundTrip(RNNCell.zeros(input: 2, hidden: 3))
    try roundTrip(ResidualRNNCell.zeros(input: 2, hidden: 3))
    try roundTrip(LSTMCell.zeros(input: 2, hidden: 3))
    try roundTrip(GRUCell.zeros(input: 2, hidden: 3))
    try roundTrip(LSTMCell.zeros(input: 0, hidden: 1))
  }

  @Test("without further words the names are those of a layer's parameters")
  func defaults() {
    let arrays = RNNCell.zeros(input: 2, hidden: 3).pyTorchArrays(as: .gradients)
    #expect(arrays["weight_ih_l0"] == .zeros(3, 2) && arrays.count == 4)
  }

  @Test("gates are stacked, and the whole bias is the first of two")
  func example() {
    func map(_ number: Double) -> Affine {
      Affine(
        inputWeight: Matrix([[number, number + 0.5]]), recurrentWeight: Matrix([[10 * number]]),
        bias: Matrix([[100 * number]]))
    }
    let cell = GRUCell(
      resetGate: map(1), updateGate: map(2), candidate: map(3), recurrentBias: Matrix([[7]]))
    let weights = [
      "weight_ih_l0": Matrix([[1, 1.5], [2, 2.5], [3, 3.5]]),
      "weight_hh_l0": Matrix.column([10, 20, 30]), "bias_ih_l0": .column([100, 200, 300]),
    ]
    #expect(
      cell.pyTorchArrays() == weights.merging(["bias_hh_l0": .column([0, 0, 7])]) { $1 })
    #expect(
      cell.pyTorchArrays(as: .gradients)
        == weights.merging(["bias_hh_l0": .column([100, 200, 7])]) { $1 })
  }

  @Test("layers and directions are found by their names")
  func deep() throws {
    var random = TorchRandom(seed: 1)
    let arrays = random.parameters(
      of: GRUCell.self, input: 4, hidden: 3, layers: 2, bidirectional: true)
    let cells = try GRUCell.pyTorchLayers(arrays, layers: 2, bidirectional: true)
    #expect(cells.map(\.count) == [2, 2])
    for layer in 0..<2 {
      for direction in 0..<2 {
        #expect(
          try GRUCell(pyTorch: arrays, layer: layer, reversed: direction == 1)
            == cells[layer][direction])
      }
    }
    #expect(Set(cells.joined().map { $0.resetGate.bias.values }).count == 4)
    let recorded = try RecordedLayer.named("gru")
    #expect(
      try GRUCell.pyTorchLayers(recorded[2].pyTorchParameters(), layers: 2).map(\.count) == [1, 1])
    #expect(
      try GRUCell.pyTorchLayers(
        recorded[3].pyTorchParameters(), layers: 1, bidirectional: true
      ).map(\.count) == [2])
  }

  @Test("other modules of a model are left alone by a prefix")
  func prefixes() throws {
    var random = TorchRandom(seed: 1)
    let cell = try RNNCell(pyTorch: random.parameters(of: RNNCell.self, input: 2, hidden: 3))
    var arrays = cell.pyTorchArrays(prefix: "encoder.")
    arrays["decoder.weight"] = .zeros(1, 1)
    #expect(try RNNCell(pyTorch: arrays, prefix: "encoder.") == cell)
  }

  @Test("all that is wrong is said at once")
  func errors() {
    var arrays = LSTMCell.zeros(input: 2, hidden: 3).pyTorchArrays()
    arrays["bias_hh_l0"] = nil
    arrays["bias_ih_l0"] = .zeros(1, 12)
    arrays["weight_ih_l0"] = .zeros(9, 2)
    arrays["weight_hr_l0"] = .zeros(2, 3)
    arrays["weight_ih_l1"] = .zeros(12, 3)
    let words =
      "; weight_ih_l0 is 9×2, expected 12×D; bias_ih_l0 is 1×12, expected 12×1"
    let whole = #expect(throws: LayoutError.self) { try LSTMCell(pyTorch: arrays) }
    #expect(
      whole?.description
        == "LSTMCell from PyTorch: missing bias_hh_l0; unexpected weight_hr_l0, weight_ih_l1"
        + words)
    #expect(whole?.missing == ["bias_hh_l0"])
    let layer = #expect(throws: LayoutError.self) { try LSTMCell(pyTorch: arrays, layer: 0) }
    #expect(
      layer?.description
        == "LSTMCell from PyTorch: missing bias_hh_l0; unexpected weight_hr_l0" + words)
    let empty = #expect(throws: LayoutError.self) { try RNNCell(pyTorch: [:], prefix: "a.") }
    #expect(
      empty?.description
        == "RNNCell from PyTorch: missing a.weight_ih_l0, a.weight_hh_l0, a.bias_ih_l0, a.bias_hh_l0"
    )
  }

  @Test("layers that do not fit upon each other are refused")
  func misfitting() {
    let arrays = RNNCell.zeros(input: 2, hidden: 3).pyTorchArrays()
      .merging(RNNCell.zeros(input: 2, hidden: 4).pyTorchArrays(layer: 1)) { $1 }
    let error = #expect(throws: LayoutError.self) {
      try RNNCell.pyTorchLayers(arrays, layers: 2)
    }
    #expect(
      error?.description == """
        RNNCell from PyTorch: weight_ih_l1 is 4×2, expected 3×3; weight_hh_l1 is 4×4, \
        expected 3×3; bias_ih_l1 is 4×1, expected 3×1; bias_hh_l1 is 4×1, expected 3×1
        """)
    let none = #expect(throws: LayoutError.self) {
      try RNNCell(
        pyTorch: [
          "weight_ih_l0": .zeros(0, 2), "weight_hh_l0": .zeros(0, 0), "bias_ih_l0": .zeros(0, 1),
          "bias_hh_l0": .zeros(0, 1),
        ])
    }
    #expect(none?.description == "RNNCell from PyTorch: weight_hh_l0 is 0×0, expected 1×1")
  }

  @Test("a transposed array is blamed, not those that are right")
  func transposed() {
    let cell = LSTMCell.zeros(input: 3, hidden: 5)
    var arrays = cell.pyTorchArrays().merging(cell.pyTorchArrays(reversed: true)) { $1 }
    arrays["weight_ih_l0"] = .zeros(3, 20)
    let first = #expect(throws: LayoutError.self) {
      try LSTMCell.pyTorchLayers(arrays, layers: 1, bidirectional: true)
    }
    #expect(
      first?.description == "LSTMCell from PyTorch: weight_ih_l0 is 3×20, expected 20×3")
    arrays["weight_hh_l0"] = .zeros(5, 20)
    let both = #expect(throws: LayoutError.self) {
      try LSTMCell.pyTorchLayers(arrays, layers: 1, bidirectional: true)
    }
    #expect(
      both?.description == """
        LSTMCell from PyTorch: weight_ih_l0 is 3×20, expected 20×3; \
        weight_hh_l0 is 5×20, expected 20×5
        """)
    let alone = #expect(throws: LayoutError.self) { try LSTMCell(pyTorch: arrays, layer: 0) }
    #expect(
      alone?.description == """
        LSTMCell from PyTorch: weight_ih_l0 is 3×20, expected 20×D; \
        weight_hh_l0 is 5×20, expected 20×5
        """)
  }

  @Test("parameters are not taken for gradients")
  func unequal() throws {
    var random = TorchRandom(seed: 1)
    let arrays = random.parameters(of: GRUCell.self, input: 2, hidden: 3)
    let error = #expect(throws: LayoutError.self) {
      try GRUCell(pyTorch: arrays, as: .gradients)
    }
    #expect(
      error?.description == """
        GRUCell from PyTorch: bias_ih_l0 and bias_hh_l0 differ, \
        which gradients of one bias cannot
        """)
  }

  @Test("a reset before the product has no place in PyTorch, nor has a layer before the first")
  func traps() async {
    let reset = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = GRUCell.zeros(input: 1, hidden: 1, reset: .beforeProduct).pyTorchArrays() }
    #expect(
      message(reset).contains("GRUCell: reset before the product, where PyTorch resets after it"))
    let layer = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = RNNCell.zeros(input: 1, hidden: 1).pyTorchArrays(layer: -1) }
    #expect(message(layer).contains("PyTorchLayout: layer -1, expected 0 or more"))
    let gates = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let arrays = LSTMCell.zeros(input: 2, hidden: 3).stackedForPyTorch(as: .parameters)
      _ = GRUCell(arrays, as: .parameters)
    }
    #expect(message(gates).contains("GRUCell: arrays of 4 gates, expected 3"))
  }
}

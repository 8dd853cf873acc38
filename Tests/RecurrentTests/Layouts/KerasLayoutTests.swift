import Testing

@testable import Recurrent

@Suite struct KerasLayoutTests {
  @Test(
    "an LSTM's weights and gradients are the same in both layouts, and this library's",
    arguments: try RecordedLayer.named("lstm_keras"))
  func lstm(_ recorded: RecordedLayer) throws {
    func layer(_ arrays: [String: Tensor]) -> [String: Matrix] {
      arrays.filter { !$0.key.hasPrefix("dense_") }.mapValues(\.matrix)
    }
    let keras = try #require(recorded.keras)
    let cell = try LSTMCell(keras: layer(keras.params))
    #expect(try cell == LSTMCell(pyTorch: recorded.pyTorchParameters()))
    #expect(cell.kerasArrays() == layer(keras.params))
    #expect(try cell.pyTorchArrays() == recorded.pyTorchParameters())
    let (hidden, gradient) = try recorded.run(cell) {
      .init(hidden: $0, cell: $1 ?? $0.zeroed)
    }
    expectClose(hidden, recorded.outputs.output.steps, within: 1e-12)
    expectClose(gradient.kerasArrays(as: .gradients), layer(keras.grads))
    expectClose(gradient.pyTorchArrays(as: .gradients), try recorded.pyTorchGradients())
    let recordedGradient = try LSTMCell(pyTorch: recorded.pyTorchGradients(), as: .gradients)
    expectClose(recordedGradient.kerasArrays(as: .gradients), layer(keras.grads))
  }

  @Test("the dense layer's weights and gradients are the same in both layouts")
  func dense() throws {
    for recorded in try RecordedLayer.named("lstm_keras") {
      let keras = try #require(recorded.keras)
      guard let readout = recorded.params["readout"] else { continue }
      for (own, theirs) in [
        (readout, keras.params), (try #require(recorded.grads.readout), keras.grads),
      ] {
        let arrays = theirs.filter { $0.key.hasPrefix("dense_") }.mapValues(\.matrix)
        let pyTorch = [
          "weight": try #require(own["W"]).matrix, "bias": try #require(own["b"]).matrix,
        ]
        let read = try Readout(keras: arrays, prefix: "dense_")
        #expect(try read == Readout(pyTorch: pyTorch))
        #expect(read.kerasArrays(prefix: "dense_") == arrays)
        #expect(read.pyTorchArrays() == pyTorch)
      }
    }
  }

  @Test(
    "a GRU's weights and gradients are Keras's, wherever the reset is",
    arguments: try RecordedLayer.named("gru_keras"))
  func gru(_ recorded: RecordedLayer) throws {
    let arrays = try #require(recorded.params["l0"]).mapValues(\.matrix)
    let cell = try GRUCell(keras: arrays)
    #expect(
      cell.reset
        == (recorded.name.hasPrefix("reset_after") ? .afterProduct : .beforeProduct))
    #expect(try GRUCell(keras: cell.kerasArrays()) == cell)
    let (hidden, gradient) = try recorded.run(cell) { hidden, _ in .init(hidden: hidden) }
    expectClose(hidden, recorded.outputs.output.steps, within: 1e-12)
    let expected = recorded.grads.l0.mapValues(\.matrix)
    expectClose(gradient.kerasArrays(as: .gradients), expected)
    expectClose(
      try GRUCell(keras: expected, as: .gradients).kerasArrays(as: .gradients), expected)
  }

  @Test("gates stand side by side, and the whole bias is the first of two")
  func example() {
    func map(_ number: Double) -> Affine {
      Affine(
        inputWeight: Matrix([[number, number + 0.5]]), recurrentWeight: Matrix([[10 * number]]),
        bias: Matrix([[100 * number]]))
    }
    let weights = [
      "kernel": Matrix([[2, 1, 3], [2.5, 1.5, 3.5]]), "recurrent_kernel": Matrix([[20, 10, 30]]),
    ]
    let after = GRUCell(
      resetGate: map(1), updateGate: map(2), candidate: map(3), recurrentBias: Matrix([[7]]))
    #expect(
      after.kerasArrays()
        == weights.merging(["bias": Matrix([[200, 100, 300], [0, 0, 7]])]) { $1 })
    #expect(
      after.kerasArrays(as: .gradients)
        == weights.merging(["bias": Matrix([[200, 100, 300], [200, 100, 7]])]) { $1 })
    let before = GRUCell(
      resetGate: map(1), updateGate: map(2), candidateBeforeProduct: map(3))
    #expect(
      before.kerasArrays() == weights.merging(["bias": .column([200, 100, 300])]) { $1 })
    #expect(
      RNNCell(map(1)).kerasArrays(prefix: "rnn/") == [
        "rnn/kernel": .column([1, 1.5]), "rnn/recurrent_kernel": Matrix([[10]]),
        "rnn/bias": Matrix([[100]]),
      ])
  }

  /// A cell with random entries goes out and comes back, as parameters and as gradients.
  private func roundTrip<Cell: KerasCell>(_ start: Cell) throws {
    var generator = SplitMix64(seed: 12)
    let cell = start.randomized(in: -1...1, using: &generator)
    for content in LayoutContent.allCases {
      var arrays = cell.kerasArrays(prefix: "layer/", as: content)
      arrays["dense/kernel"] = .zeros(1, 1)
      #expect(try Cell(keras: arrays, prefix: "layer/", as: content) == cell)
    }
  }

  @Test("what goes out comes back")
  func roundTrips() throws {
    try roundTrip(RNNCell.zeros(input: 2, hidden: 3))
    try roundTrip(LSTMCell.zeros(input: 2, hidden: 3))
    try roundTrip(GRUCell.zeros(input: 2, hidden: 3))
    try roundTrip(GRUCell.zeros(input: 2, hidden: 3, reset: .beforeProduct))
    try roundTrip(LSTMCell.zeros(input: 0, hidden: 1))
    let cell = LSTMCell.zeros(input: 2, hidden: 3).withForgetBias(1)
    #expect(try LSTMCell(keras: cell.kerasArrays(prefix: "lstm/"), prefix: "lstm/") == cell)
  }

  @Test("all that is wrong is said at once")
  func errors() {
    let lstm = #expect(throws: LayoutError.self) {
      try LSTMCell(keras: [
        "kernel": .zeros(3, 8), "recurrent_kernel": .zeros(4, 16), "b": .zeros(16, 1),
      ])
    }
    #expect(
      lstm?.description
        == "LSTMCell from Keras: missing bias; unexpected b; kernel is 3×8, expected 3×16")
    let gru = #expect(throws: LayoutError.self) {
      try GRUCell(keras: [
        "kernel": .zeros(3, 12), "recurrent_kernel": .zeros(4, 12), "bias": .zeros(1, 12),
      ])
    }
    #expect(gru?.description == "GRUCell from Keras: bias is 1×12, expected 2×12 or 12×1")
    let rnn = #expect(throws: LayoutError.self) {
      try RNNCell(keras: [
        "kernel": .zeros(3, 2), "recurrent_kernel": .zeros(2, 3), "bias": .zeros(2, 2),
      ])
    }
    #expect(
      rnn?.description == """
        RNNCell from Keras: recurrent_kernel is 2×3, expected 2×2; bias is 2×2, expected 2×1
        """)
    let readout = #expect(throws: LayoutError.self) {
      try Readout(keras: ["kernel": .zeros(3, 2), "bias": .zeros(3, 1), "weight": .zeros(1, 1)])
    }
    #expect(
      readout?.description
        == "Readout from Keras: unexpected weight; bias is 3×1, expected 2×1")
    let linear = #expect(throws: LayoutError.self) { try Readout(pyTorch: [:], prefix: "fc.") }
    #expect(linear?.description == "Readout from PyTorch: missing fc.weight, fc.bias")
  }

  @Test("a layer without hidden units is refused, whatever the cell")
  func empty() {
    func refusal<Cell: KerasCell>(_ cell: Cell.Type, bias: Matrix = .zeros(0, 1)) -> String? {
      #expect(throws: LayoutError.self) {
        try Cell(keras: [
          "kernel": .zeros(3, 0), "recurrent_kernel": .zeros(0, 0), "bias": bias,
        ])
      }?.description
    }
    let words = " from Keras: recurrent_kernel is 0×0, expected "
    #expect(refusal(RNNCell.self) == "RNNCell" + words + "1×1")
    #expect(refusal(LSTMCell.self) == "LSTMCell" + words + "1×4")
    #expect(refusal(GRUCell.self) == "GRUCell" + words + "1×3")
    #expect(refusal(GRUCell.self, bias: .zeros(2, 0)) == "GRUCell" + words + "1×3")
  }

  @Test("parameters are not taken for gradients")
  func unequal() {
    let arrays = [
      "kernel": Matrix.zeros(1, 3), "recurrent_kernel": .zeros(1, 3),
      "bias": Matrix([[1, 2, 3], [1, 2.1, 4]]),
    ]
    let error = #expect(throws: LayoutError.self) { try GRUCell(keras: arrays, as: .gradients) }
    #expect(
      error?.description
        == "GRUCell from Keras: the rows of bias differ, which gradients of one bias cannot")
  }
}

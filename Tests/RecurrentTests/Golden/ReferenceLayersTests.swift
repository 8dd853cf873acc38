// Stacked and bidirectional layers, with and without lengths, against PyTorch's recorded values.

import Testing

@testable import Recurrent

/// One recorded problem of a network of layers.
struct LayerCase: Decodable, CustomTestStringConvertible, Sendable {
  struct Config: Decodable {
    let cell: String
    let num_layers: Int
    let bidirectional: Bool
    let lengths: [Int]?
    let loss, reduction: String?
  }
  let name: String
  let config: Config
  let inputs, params, outputs, grads, intermediates, deltas: Tensors
  let loss: Double
  let article3_print: [String: Double]?
  let tf_basic_rnn_cell: Tensors?
  var testDescription: String { name }

  static func all() throws -> [LayerCase] {
    try ["rnn_stacked_article3", "lstm_deep", "packed"].flatMap {
      try fixture($0, as: Fixture<LayerCase>.self).cases
    }
  }

  /// The distances of everything the library computes from everything recorded, by name.
  func distances() throws -> [String: Double] {
    switch (config.cell, config.bidirectional) {
    case ("rnn", false): try distances(RecurrentLayer<RNNCell>.self)
    case ("lstm", false): try distances(RecurrentLayer<LSTMCell>.self)
    case ("lstm", true): try distances(Bidirectional<LSTMCell>.self)
    case ("gru", true): try distances(Bidirectional<GRUCell>.self)
    default: throw UnknownNetwork(cell: config.cell)
    }
  }
  struct UnknownNetwork: Error { let cell: String }

  func network<Layer: ReferenceLayer>(_ type: Layer.Type) throws -> Stacked<Layer> {
    Stacked(
      try (0..<config.num_layers).map { index in
        Layer(cells: try Layer.suffixes.map { try Layer.Cell(params, "l\(index)\($0)") })
      })
  }

  /// The states of all layers from slices [B, H] in the recorded order.
  func state<Layer: ReferenceLayer>(
    _ type: Layer.Type, _ source: Tensors, _ hidden: String, _ cell: String
  ) throws -> Stacked<Layer>.State {
    let hidden = try source.steps(hidden)
    let cells = source.contains(cell) ? try source.steps(cell) : nil
    let states = try hidden.indices.map { try Layer.Cell.referenceState(hidden[$0], cells?[$0]) }
    let directions = Layer.suffixes.count
    return .init(
      (0..<config.num_layers).map { index in
        Layer.referenceState(Array(states[index * directions..<(index + 1) * directions]))
      })
  }

  func distances<Layer: ReferenceLayer>(_ type: Layer.Type) throws -> [String: Double] {
    let network = try network(type)
    let walk = network(
      try inputs.steps("x"), from: try state(type, inputs, "h0", "c0"), lengths: config.lengths)
    var distances = ["output": distance(walk.hidden, try outputs.steps("output"))]

    var total = 0.0
    var upstream = walk.hidden.map(\.zeroed)
    var final = walk.final.zeroed
    if inputs.contains("upstream.output") {
      upstream = try inputs.steps("upstream.output")
      final = try state(type, inputs, "upstream.h_n", "upstream.c_n")
      for (gradient, hidden) in zip(upstream, walk.hidden) { total += (gradient ⊙ hidden).sum }
      for (gradient, state) in zip(final.named, walk.final.named) {
        total += (gradient.value ⊙ state.value).sum
      }
    }
    if let loss = config.loss {
      let weights = try inputs.weights("step_weight")
      let reduction = try #require(["sum": Reduction.sum, "mean": .mean][config.reduction ?? ""])
      switch loss {
      case "mse":
        let (loss, gradient) = squaredError(
          predictions: walk.hidden, targets: try inputs.steps("target"), weights: weights,
          reduction: reduction)
        total += loss
        upstream = gradient
      default:
        try #require(loss == "softmax_ce_index")
        let readout = try params.readout()
        let logits = readout(walk.hidden)
        let (loss, errors) = softmaxCrossEntropy(
          logits: logits, targets: try inputs.classes("target"), weights: weights,
          reduction: reduction)
        let gradient = readout.backward(walk.hidden, output: errors)
        total += loss
        upstream = gradient.hidden
        distances["logits"] = distance(logits, try outputs.steps("logits"))
        distances["dlogits"] = distance(errors, try deltas.steps("logits"))
        distances["dV"] = distance(gradient.map.weight, try grads.matrix("readout.W"))
        distances["dc"] = distance(gradient.map.bias, try grads.matrix("readout.b"))
      }
    }
    distances["loss"] = distance(.column([total]), .column([loss]))

    let gradient = network.backward(through: walk, hidden: upstream, final: final)
    distances["x"] = distance(gradient.inputs, try grads.steps("x"))
    distances.merge(
      stateDistances("_n", walk.final, try state(type, outputs, "h_n", "c_n"))
    ) { $1 }
    distances.merge(
      stateDistances("0", gradient.initial, try state(type, grads, "h0", "c0"))
    ) { $1 }
    for index in network.layers.indices {
      let directions = Layer.directions(walk.layers[index], gradient.layers[index])
      for (suffix, direction) in zip(Layer.suffixes, directions) {
        let group = "l\(index)\(suffix)"
        distances.merge(try direction.gradient.cell.distances(grads, group)) { $1 }
        distances["\(group).h"] = distance(
          direction.hidden, try intermediates.steps("\(group).h"))
        let stacked = direction.gradient.deltas.map { Matrix.stacked($0.named.map(\.value)) }
        distances["\(group).dz"] = distance(
          direction.isBackwards ? reversed(stacked, lengths: config.lengths) : stacked,
          try deltas.steps("\(group).dz"))
      }
    }
    return distances
  }

  private func stateDistances<State: ParameterSpace>(
    _ suffix: String, _ state: State, _ recorded: State
  ) -> [String: Double] {
    var distances: [String: Double] = [:]
    for (own, other) in zip(state.named, recorded.named) {
      distances[own.name + suffix] = distance(own.value, other.value)
    }
    return distances
  }
}

@Suite struct ReferenceLayersTests {
  @Test("outputs, loss and gradients are PyTorch's", arguments: try LayerCase.all())
  func recorded(_ recorded: LayerCase) throws {
    for (name, distance) in try recorded.distances() { #expect(distance <= 1e-12, "\(name)") }
  }

  @Test("every recorded case was read, and everything in it was compared")
  func counts() throws {
    let compared = Dictionary(
      uniqueKeysWithValues: try LayerCase.all().map { ($0.name, try $0.distances().count) })
    #expect(
      compared == [
        "article3_ones_seed0": 19, "article3_ones_seed1": 19, "random_input_batch2": 19,
        "two_layers_upstream": 23, "bidirectional_upstream": 23, "two_layers_bidirectional_ce": 47,
        "rnn_tanh_upstream": 11, "lstm_upstream": 13, "lstm_bidirectional_upstream": 23,
        "gru_bidirectional_two_layers_upstream": 35, "rnn_ce_mean_over_valid_steps": 15,
      ])
  }

  @Test(
    "the means that the article's script prints are those of W, U and b",
    arguments: try LayerCase.all().filter { $0.article3_print != nil })
  func article(_ recorded: LayerCase) throws {
    let network = try recorded.network(RecurrentLayer<RNNCell>.self)
    let walk = network(try recorded.inputs.steps("x"))
    let error = squaredError(
      predictions: walk.hidden, targets: try recorded.inputs.steps("target"),
      weights: try recorded.inputs.weights("step_weight"))
    let gradient = network.backward(through: walk, hidden: error.gradient).layer
    let printed = try #require(recorded.article3_print)
    for (index, layer) in gradient.layers.enumerated() {
      let map = layer.cell.affine
      let joined = Matrix.sideBySide([map.inputWeight, map.recurrentWeight])
      let (dw, db) = (joined.sum / Double(joined.count), map.bias.sum / Double(map.bias.count))
      #expect(abs(dw - (try #require(printed["mean_dw\(index + 1)"]))) <= 1e-12)
      #expect(abs(db - (try #require(printed["mean_db\(index + 1)"]))) <= 1e-12)
      let script = try #require(recorded.tf_basic_rnn_cell)
      expectClose(joined.transposed, try script.matrix("grads.l\(index).w"), within: 1e-12)
      expectClose(map.bias, try script.matrix("grads.l\(index).b"), within: 1e-12)
    }
    #expect(gradient.layers.count == 2 && printed.count == 4)
  }

  @Test("the article's weights are numpy's draws from its seeds", arguments: [UInt32(0), 1])
  func draws(seed: UInt32) throws {
    let recorded = try #require(
      try LayerCase.all().first { $0.name == "article3_ones_seed\(seed)" })
    let script = try #require(recorded.tf_basic_rnn_cell)
    var random = RandomState(seed: seed)
    for index in 0..<2 {
      #expect(random.uniform(-0.1, 0.1, 6, 3) == (try script.matrix("params.l\(index).w")))
      #expect(random.uniform(-0.1, 0.1, 3, 1) == (try script.matrix("params.l\(index).b")))
    }
  }
}

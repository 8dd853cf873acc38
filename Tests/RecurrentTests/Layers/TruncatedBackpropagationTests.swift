import Testing

@testable import Recurrent

/// One recorded problem of truncated backpropagation.
struct TruncatedCase: Decodable, CustomTestStringConvertible, Sendable {
  struct Config: Decodable {
    let cell: String
    let chunk: Int
    let lr: Double
  }
  struct Chunk: Decodable {
    let start, end: Int
    let loss: Double
    let h_in, h_out: Tensor
    let c_in, c_out: Tensor?
    let grads, params_after: Tensors?
  }
  struct Run: Decodable {
    let loss: Double
    let chunks: [Chunk]?
    let grads: Tensors?
  }
  let name: String
  let config: Config
  let inputs, params: Tensors
  let accumulate, sgd_each_chunk, full_bptt: Run
  var testDescription: String { name }

  static func all() throws -> [TruncatedCase] {
    try fixture("tbptt", as: Fixture<TruncatedCase>.self).cases
  }

  /// Expects a gradient, or parameters, to be the recorded ones.
  static func expect<Cell: ReferenceCell>(_ cell: Cell, _ readout: Readout, _ recorded: Tensors?)
    throws
  {
    let recorded = try #require(recorded)
    for (name, distance) in try cell.distances(recorded, "l0") {
      #expect(distance <= 1e-12, "\(name)")
    }
    expectClose(readout.weight, try recorded.matrix("readout.W"), within: 1e-12)
    expectClose(readout.bias, try recorded.matrix("readout.b"), within: 1e-12)
  }

  func initial<Cell: ReferenceCell>(_ type: Cell.Type) throws -> Cell.State {
    let cell = inputs.contains("c0") ? try inputs.steps("c0")[0] : nil
    return try Cell.referenceState(try inputs.steps("h0")[0], cell)
  }
}

@Suite struct TruncatedBackpropagationTests {
  @Test("gradients of chunks, and their sum, are PyTorch's", arguments: try TruncatedCase.all())
  func accumulated(_ recorded: TruncatedCase) throws {
    if recorded.config.cell == "rnn" {
      try accumulated(recorded, RNNCell.self)
    } else {
      try #require(recorded.config.cell == "lstm")
      try accumulated(recorded, LSTMCell.self)
    }
  }

  func accumulated<Cell: ReferenceCell>(_ recorded: TruncatedCase, _ type: Cell.Type) throws {
    let layer = RecurrentLayer(try Cell(recorded.params, "l0"))
    let readout = try recorded.params.readout()
    let inputs = try recorded.inputs.steps("x")
    let targets = try recorded.inputs.classes("target")
    let initial = try recorded.initial(type)
    for (count, run) in [
      (recorded.config.chunk, recorded.accumulate), (inputs.count, recorded.full_bptt),
    ] {
      let chunks = layer.chunked(inputs, by: count, from: initial)
      let hidden = chunks.flatMap(\.hidden)
      let (loss, errors) = softmaxCrossEntropy(logits: readout(hidden), targets: targets)
      let head = readout.backward(hidden, output: errors)
      let gradient = layer.backward(through: chunks, hidden: head.hidden)
      #expect(abs(loss - run.loss) <= 1e-12 * run.loss)
      try TruncatedCase.expect(gradient.layer.cell, head.map, run.grads)

      guard let parts = run.chunks else { continue }
      #expect(chunks.count == parts.count)
      for (index, part) in parts.enumerated() {
        let range = part.start..<part.end
        let head = readout.backward(Array(hidden[range]), output: Array(errors[range]))
        try TruncatedCase.expect(gradient.chunks[index].cell, head.map, part.grads)
        let (start, end) = (chunks[index].initial, chunks[index].final)
        let states = [
          (start, try Cell.referenceState(part.h_in.steps[0], part.c_in?.steps[0])),
          (end, try Cell.referenceState(part.h_out.steps[0], part.c_out?.steps[0])),
        ]
        for (state, expected) in states { #expect((state - expected).norm <= 1e-12) }
      }
    }
  }

  @Test("learning after every chunk goes PyTorch's way", arguments: try TruncatedCase.all())
  func learning(_ recorded: TruncatedCase) throws {
    if recorded.config.cell == "rnn" {
      try learning(recorded, RNNCell.self)
    } else {
      try learning(recorded, LSTMCell.self)
    }
  }

  func learning<Cell: ReferenceCell>(_ recorded: TruncatedCase, _ type: Cell.Type) throws {
    var layer = RecurrentLayer(try Cell(recorded.params, "l0"))
    var readout = try recorded.params.readout()
    // PyTorch has two biases where there is one here, and each of them takes the step.
    let inputs = try recorded.inputs.steps("x")
    let targets = try recorded.inputs.classes("target")
    var state = try recorded.initial(type)
    var total = 0.0
    for part in try #require(recorded.sgd_each_chunk.chunks) {
      let walk = layer(Array(inputs[part.start..<part.end]), from: state)
      let (loss, errors) = softmaxCrossEntropy(
        logits: readout(walk.hidden), targets: Array(targets[part.start..<part.end]))
      let head = readout.backward(walk.hidden, output: errors)
      var step = layer.backward(through: walk, hidden: head.hidden).layer
      for parameter in step.parameters where parameter.name.hasPrefix("b") {
        step[keyPath: parameter.path] = 2 * step[keyPath: parameter.path]
      }
      layer -= recorded.config.lr * step
      readout -= recorded.config.lr * head.map
      state = walk.final
      total += loss
      #expect(abs(loss - part.loss) <= 1e-12 * part.loss)
      let after = try #require(part.params_after)
      #expect((layer.cell - (try Cell(after, "l0"))).norm <= 1e-12)
      #expect((readout - (try after.readout())).norm <= 1e-12)
    }
    #expect(abs(total - recorded.sgd_each_chunk.loss) <= 1e-12 * total)
  }

  @Test("every recorded case was read")
  func count() throws {
    #expect(try TruncatedCase.all().map(\.name) == ["rnn_T10_k4", "rnn_T6_k1", "lstm_T6_k3"])
  }

  @Test("one chunk is the whole way back", arguments: Problem.all)
  func oneChunk(_ problem: Problem) {
    let whole = problem.layer(problem.inputs, from: problem.initial)
    let expected = problem.layer.backward(
      through: whole, hidden: problem.upstream, final: problem.upstreamFinal)
    for count in [problem.steps, problem.steps + 3] {
      let chunks = problem.layer.chunked(problem.inputs, by: count, from: problem.initial)
      let gradient = problem.layer.backward(
        through: chunks, hidden: problem.upstream, final: problem.upstreamFinal)
      #expect(gradient.chunks == [expected])
      #expect(gradient.layer == expected.layer && gradient.inputs == expected.inputs)
      #expect(gradient.initial == expected.initial)
    }
  }

  @Test("a sequence in chunks has the outputs of the whole, and each border stops gradients")
  func borders() {
    let problem = Problem(steps: 5, seed: 51)
    let whole = problem.layer(problem.inputs, from: problem.initial)
    let chunks = problem.layer.chunked(problem.inputs, by: 2, from: problem.initial)
    #expect(chunks.map(\.hidden.count) == [2, 2, 1])
    expectClose(chunks.flatMap(\.hidden), whole.hidden, within: 1e-14)
    #expect(chunks[1].initial == chunks[0].final)
    // Only the last step has a gradient, so nothing before the last border does.
    let upstream = problem.upstream.enumerated().map { $0 == 4 ? $1 : $1.zeroed }
    let gradient = problem.layer.backward(
      through: chunks, hidden: upstream, final: problem.upstreamFinal)
    #expect(gradient.chunks.map { $0.cell.norm > 0 } == [false, false, true])
    #expect(gradient.inputs.map { $0.norm > 0 } == [false, false, false, false, true])
    #expect(gradient.initial.norm == 0)
    let alone = problem.layer.backward(
      through: problem.layer([problem.inputs[4]], from: chunks[2].initial),
      hidden: [problem.upstream[4]], final: problem.upstreamFinal)
    #expect(gradient.layer == alone.layer)
  }

  @Test("lengths are those of the whole sequence")
  func lengths() {
    let problem = Ragged(seed: 3)
    let layer = Stacked([RecurrentLayer(problem.cells[0])])
    let initial = Stacked<RecurrentLayer<LSTMCell>>.State([problem.states[0]])
    let whole = layer(problem.inputs, from: initial, lengths: problem.lengths)
    let chunks = layer.chunked(problem.inputs, by: 2, from: initial, lengths: problem.lengths)
    #expect(problem.lengths == [3, 5, 0, 1])
    #expect(chunks.map { $0.layers[0].lengths } == [[2, 2, 0, 1], [1, 2, 0, 0], [0, 1, 0, 0]])
    expectClose(chunks.flatMap(\.hidden), whole.hidden, within: 1e-14)
    #expect((chunks[2].final - whole.final).norm < 1e-14)
  }

  @Test("a sequence of no steps is one empty chunk")
  func noSteps() {
    let problem = Problem(steps: 0, seed: 7)
    let chunks = problem.layer.chunked([], by: 3, from: problem.initial)
    #expect(chunks.count == 1)
    let gradient = problem.layer.backward(
      through: chunks, hidden: [], final: problem.upstreamFinal)
    #expect(gradient.layer == problem.layer.zeroed)
    #expect(gradient.initial == problem.upstreamFinal)
  }

  @Test("empty chunks, lengths beyond the end and missing gradients trap")
  func traps() async {
    var result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let problem = Problem(steps: 3, seed: 1)
      _ = problem.layer.chunked(problem.inputs, by: 0, from: problem.initial)
    }
    #expect(message(result).contains("RecurrentLayer<RNNCell>: chunks of 0 steps"))
    result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let layer = RecurrentLayer(RNNCell.zeros(input: 1, hidden: 2))
      _ = layer.chunked(
        [.zeros(1, 1), .zeros(1, 1)], by: 1, from: layer.zeroState(batch: 1), lengths: [3])
    }
    #expect(message(result).contains("RecurrentLayer<RNNCell>: a length of 3 in 2 steps"))
    result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let problem = Problem(steps: 3, seed: 1)
      let chunks = problem.layer.chunked(problem.inputs, by: 2, from: problem.initial)
      _ = problem.layer.backward(through: chunks, hidden: [])
    }
    #expect(
      message(result).contains(
        "RecurrentLayer<RNNCell>: 3 steps in 2 chunks, but 0 gradients on them"))
    result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let layer = RecurrentLayer(RNNCell.zeros(input: 1, hidden: 2))
      _ = layer.backward(through: [], hidden: [])
    }
    #expect(message(result).contains("RecurrentLayer<RNNCell>: no chunks"))
  }
}

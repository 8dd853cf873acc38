import Testing

@testable import Recurrent

@Suite struct BidirectionalTests {
  @Test("every gradient agrees with central differences", arguments: [nil, [3, 5, 0, 1]])
  func gradients(lengths: [Int]?) {
    let problem = Ragged(seed: 21)
    let all = reports(
      problem.lower, problem.inputs, from: Ragged.pair(problem.states), lengths: lengths,
      upstream: problem.upstream, final: Ragged.pair(problem.upstreamStates))
    #expect(all.map(\.entries.count) == [24, 5, 4])
    for report in all { #expect(report.worst < 1e-6, "\(report)") }
  }

  @Test("the layer is two layers of one direction, one of them on the reversed sequence")
  func byHand() {
    let problem = Ragged(seed: 22)
    let states = problem.states
    let walk = problem.lower(problem.inputs, from: Ragged.pair(states))
    let (ahead, back) = (RecurrentLayer(problem.cells[0]), RecurrentLayer(problem.cells[1]))
    let aheadWalk = ahead(problem.inputs, from: states[0])
    let backWalk = back(problem.inputs.reversed(), from: states[1])
    #expect(
      walk.hidden == zip(aheadWalk.hidden, backWalk.hidden.reversed()).map { .stacked([$0, $1]) })
    #expect(walk.final == Ragged.pair([aheadWalk.final, backWalk.final]))

    let gradient = problem.lower.backward(
      through: walk, hidden: problem.upstream, final: Ragged.pair(problem.upstreamStates))
    let aheadGradient = ahead.backward(
      through: aheadWalk, hidden: problem.upstream.map { $0.rows(0..<2) },
      final: problem.upstreamStates[0])
    let backGradient = back.backward(
      through: backWalk, hidden: problem.upstream.reversed().map { $0.rows(2..<4) },
      final: problem.upstreamStates[1])
    #expect(gradient.forwards == aheadGradient && gradient.backwards == backGradient)
    #expect(
      gradient.layer == Bidirectional(forwards: aheadGradient.cell, backwards: backGradient.cell))
    #expect(gradient.initial == Ragged.pair([aheadGradient.initial, backGradient.initial]))
    #expect(
      gradient.inputs == zip(aheadGradient.inputs, backGradient.inputs.reversed()).map { $0 + $1 })
  }

  @Test("a batch with lengths is its samples, each run alone")
  func samples() {
    let problem = Ragged(seed: 23)
    let initial = Ragged.pair(problem.states)
    let final = Ragged.pair(problem.upstreamStates)
    // What lies behind a sample's end has no effect, were it NaN.
    var (inputs, upstream) = (problem.inputs, problem.upstream)
    for time in 0..<5 {
      for (sample, length) in problem.lengths.enumerated() where time >= length {
        inputs[time][0, sample] = .nan
        upstream[time][3, sample] = .nan
      }
    }
    let walk = problem.lower(inputs, from: initial, lengths: problem.lengths)
    let gradient = problem.lower.backward(through: walk, hidden: upstream, final: final)
    var sum = problem.lower.zeroed
    for (sample, length) in problem.lengths.enumerated() {
      let alone = problem.lower(
        problem.inputs[..<length].map { $0.column(sample) }, from: initial.sample(sample))
      let part = problem.lower.backward(
        through: alone, hidden: problem.upstream[..<length].map { $0.column(sample) },
        final: final.sample(sample))
      let nothing = Array(repeating: Matrix.zeros(4, 1), count: 5 - length)
      expectClose(walk.hidden.map { $0.column(sample) }, alone.hidden + nothing, within: 1e-14)
      #expect((walk.final.sample(sample) - alone.final).norm < 1e-14)
      let none = Array(repeating: Matrix.zeros(2, 1), count: 5 - length)
      expectClose(gradient.inputs.map { $0.column(sample) }, part.inputs + none, within: 1e-14)
      #expect((gradient.initial.sample(sample) - part.initial).norm < 1e-14)
      sum += part.layer
    }
    #expect((gradient.layer - sum).norm < 1e-13)
  }

  @Test("a layer of a cell of one's own walks by the definition of its steps")
  func ownCell() {
    let problem = Ragged(seed: 24)
    let layer = Bidirectional(
      forwards: Stepwise(cell: problem.cells[0]), backwards: Stepwise(cell: problem.cells[1]))
    let states = Bidirectional<Stepwise>.State(
      forwards: problem.states[0], backwards: problem.states[1])
    let walk = layer(problem.inputs, from: states, lengths: problem.lengths)
    let packed = problem.lower(
      problem.inputs, from: Ragged.pair(problem.states), lengths: problem.lengths)
    expectClose(walk.hidden, packed.hidden, within: 1e-14)
    let (gradient, expected) = (
      layer.backward(through: walk, hidden: problem.upstream),
      problem.lower.backward(through: packed, hidden: problem.upstream)
    )
    expectClose(gradient.inputs, expected.inputs, within: 1e-14)
    #expect((gradient.layer.backwards.cell - expected.layer.backwards).norm < 1e-13)
  }

  @Test("cells of different sizes share the rows")
  func sizes() {
    let layer = Bidirectional(
      forwards: RNNCell.zeros(input: 2, hidden: 1), backwards: .zeros(input: 2, hidden: 3))
    let walk = layer([.ones(2, 2)])
    #expect(walk.hidden == [.zeros(4, 2)])
    let gradient = layer.backward(
      through: walk, hidden: [Matrix([[1, 2], [3, 4], [5, 6], [7, 8]])])
    #expect(gradient.layer.forwards.affine.bias == .column([3]))
    #expect(gradient.layer.backwards.affine.bias == .column([7, 11, 15]))
  }

  @Test("parameters and states are named by direction")
  func names() {
    let layer = Bidirectional(
      forwards: RNNCell.zeros(input: 2, hidden: 1), backwards: .zeros(input: 2, hidden: 1))
    #expect(
      layer.named.map(\.name) == ["fwd.W", "fwd.U", "fwd.b", "bwd.W", "bwd.U", "bwd.b"])
    #expect(layer.zeroState(batch: 5).named.map(\.name) == ["fwd.h", "bwd.h"])
    #expect(layer.zeroState(batch: 5).named.map(\.value.shape) == ["1×5", "1×5"])
  }

  @Test("a sequence of no steps hands everything through")
  func noSteps() {
    let problem = Ragged(seed: 25)
    let (initial, final) = (Ragged.pair(problem.states), Ragged.pair(problem.upstreamStates))
    let walk = problem.lower([], from: initial)
    #expect(walk.hidden == [] && walk.final == initial)
    let gradient = problem.lower.backward(through: walk, hidden: [], final: final)
    #expect(gradient.layer == problem.lower.zeroed && gradient.initial == final)
  }

  @Test("gradients that do not fit the outputs trap")
  func traps() async {
    var result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let problem = Ragged(seed: 1)
      let walk = problem.lower(problem.inputs)
      _ = problem.lower.backward(through: walk, hidden: Array(problem.upstream.dropLast()))
    }
    #expect(
      message(result).contains("Bidirectional<LSTMCell>: 5 steps, but 4 gradients on them"))
    result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let problem = Ragged(seed: 1)
      let walk = problem.lower(problem.inputs)
      _ = problem.lower.backward(
        through: walk, hidden: problem.upstream.map { $0.rows(0..<2) })
    }
    #expect(
      message(result).contains(
        "Bidirectional<LSTMCell>: the gradient of output 0 is 2×4, expected 4×4"))
    result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Bidirectional(
        forwards: RNNCell.zeros(input: 2, hidden: 1), backwards: .zeros(input: 3, hidden: 1))
    }
    #expect(
      message(result).contains("Bidirectional<RNNCell>: inputs of 2 forwards and 3 backwards"))
  }
}

/// An LSTM that knows no faster way than its steps.
struct Stepwise: RecurrentCell {
  typealias State = LSTMCell.State
  typealias Preactivation = LSTMCell.Preactivation
  typealias Trace = LSTMCell.Trace
  var cell: LSTMCell
  var parameters: [Parameter<Self>] { cell.parameters(at: \.cell) }
  func zeroState(batch: Int) -> State { cell.zeroState(batch: batch) }
  func step(_ input: Matrix, from state: State) -> Trace { cell.step(input, from: state) }
  func backward(
    through trace: Trace, hidden: Matrix, state: State
  ) -> CellGradient<Stepwise> {
    let gradient = cell.backward(through: trace, hidden: hidden, state: state)
    return CellGradient(
      cell: Stepwise(cell: gradient.cell), input: gradient.input, state: gradient.state,
      delta: gradient.delta)
  }
}

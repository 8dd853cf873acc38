import Testing

@testable import Recurrent

@Suite struct StackedTests {
  @Test("every gradient agrees with central differences")
  func gradients() {
    let problem = Ragged(seed: 31)
    let all = reports(
      problem.stack, problem.inputs, from: Ragged.stack(problem.states), lengths: problem.lengths,
      upstream: problem.upstream, final: Ragged.stack(problem.upstreamStates))
    #expect(all.map(\.entries.count) == [48, 5, 8])
    for report in all { #expect(report.worst < 1e-6, "\(report)") }
  }

  @Test("three simple layers agree with central differences", arguments: Activation.allCases)
  func three(activation: Activation) {
    var random = SplitMix64(seed: 32)
    let stack = Stacked(
      [(2, 3), (3, 1), (1, 2)].map {
        RecurrentLayer(
          RNNCell.zeros(input: $0, hidden: $1, activation: activation)
            .randomized(in: -0.8...0.8, using: &random))
      })
    let state = stack.zeroState(batch: 2)
    let all = reports(
      stack, (0..<4).map { _ in .random(2, 2, in: -1...1, using: &random) },
      from: state.randomized(in: -1...1, using: &random), lengths: nil,
      upstream: (0..<4).map { _ in .random(2, 2, in: -1...1, using: &random) },
      final: state.randomized(in: -1...1, using: &random))
    for report in all { #expect(report.worst < 1e-6, "\(report)") }
  }

  @Test("a stack of one is its layer", arguments: Problem.all)
  func one(_ problem: Problem) {
    let stack = Stacked([problem.layer])
    let walk = stack(problem.inputs, from: .init([problem.initial]))
    let alone = problem.layer(problem.inputs, from: problem.initial)
    #expect(walk.hidden == alone.hidden && walk.final == .init([alone.final]))
    let gradient = stack.backward(
      through: walk, hidden: problem.upstream, final: .init([problem.upstreamFinal]))
    let expected = problem.layer.backward(
      through: alone, hidden: problem.upstream, final: problem.upstreamFinal)
    #expect(gradient.layers == [expected])
    #expect(gradient.layer == Stacked([expected.layer]))
    #expect(gradient.inputs == expected.inputs && gradient.initial == .init([expected.initial]))
  }

  @Test("a stack of two is one layer after the other, there and back")
  func byHand() {
    let problem = Ragged(seed: 33)
    let (lengths, states) = (problem.lengths, problem.states)
    let walk = problem.stack(problem.inputs, from: Ragged.stack(states), lengths: lengths)
    let lower = problem.lower(
      problem.inputs, from: Ragged.pair(Array(states[..<2])), lengths: lengths)
    let upper = problem.upper(
      lower.hidden, from: Ragged.pair(Array(states[2...])), lengths: lengths)
    #expect(walk.hidden == upper.hidden)
    #expect(walk.layers[0].hidden == lower.hidden)
    #expect(walk.final == .init([lower.final, upper.final]))

    let final = Ragged.stack(problem.upstreamStates)
    let gradient = problem.stack.backward(through: walk, hidden: problem.upstream, final: final)
    let above = problem.upper.backward(
      through: upper, hidden: problem.upstream, final: final.layers[1])
    let below = problem.lower.backward(
      through: lower, hidden: above.inputs, final: final.layers[0])
    #expect(gradient.layers == [below, above])
    #expect(gradient.inputs == below.inputs)
    #expect(gradient.layer == Stacked([below.layer, above.layer]))
    #expect(gradient.initial == .init([below.initial, above.initial]))
  }

  @Test("parameters and states are named by layer")
  func names() {
    let stack = Stacked(
      [2, 3].map { RecurrentLayer(RNNCell.zeros(input: $0, hidden: 3)) })
    #expect(stack.named.map(\.name) == ["l0.W", "l0.U", "l0.b", "l1.W", "l1.U", "l1.b"])
    #expect(stack.named.map(\.value.shape) == ["3×2", "3×3", "3×1", "3×3", "3×3", "3×1"])
    #expect(stack.zeroState(batch: 4).named.map(\.name) == ["l0.h", "l1.h"])
    let deep = Ragged(seed: 1).stack.named.map(\.name)
    #expect(deep.first == "l0.fwd.W_i" && deep.last == "l1.bwd.b_o" && deep.count == 48)
  }

  @Test("no layers, other numbers of states and sizes that do not follow trap")
  func traps() async {
    var result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = Stacked<RecurrentLayer<RNNCell>>([]) }
    #expect(message(result).contains("Stacked<RecurrentLayer<RNNCell>>: no layers"))
    result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let layer = RecurrentLayer(RNNCell.zeros(input: 3, hidden: 3))
      _ = Stacked([layer, layer])([], from: .init([layer.zeroState(batch: 1)]))
    }
    #expect(
      message(result).contains("Stacked<RecurrentLayer<RNNCell>>: 2 layers, but 1 initial states"))
    result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let stack = Stacked([RecurrentLayer(RNNCell.zeros(input: 3, hidden: 3))])
      _ = stack.backward(through: stack([.zeros(3, 1)]), hidden: [.zeros(3, 1)], final: .init([]))
    }
    #expect(
      message(result).contains("Stacked<RecurrentLayer<RNNCell>>: 1 layers, but 0 final states"))
    result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let layer = RecurrentLayer(RNNCell.zeros(input: 3, hidden: 3))
      let walk = Stacked([layer, layer])([.zeros(3, 1)])
      _ = Stacked([layer]).backward(through: walk, hidden: [.zeros(3, 1)])
    }
    #expect(
      message(result).contains("Stacked<RecurrentLayer<RNNCell>>: 1 layers, but the walk of 2"))
    result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let layers = [4, 2].map { RecurrentLayer(RNNCell.zeros(input: 3, hidden: $0)) }
      _ = Stacked(layers)([.zeros(3, 5)])
    }
    #expect(message(result).contains("RNNCell: input 0 is 4×5, expected 3×5"))
  }
}

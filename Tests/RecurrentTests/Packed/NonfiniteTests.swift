import Testing

@testable import Recurrent

/// What is not finite reaches everything that depends on it, and nothing else.
@Suite struct NonfiniteTests {
  static let all = WalkCase.several + WalkCase.medium

  /// Expects a column of every matrix to be NaN everywhere, and the other columns not to have changed.
  private func expectColumn(
    _ column: Int, isNaNIn changed: Listed, elsewhere original: Listed,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    for ((name, changed), (_, original)) in zip(changed, original) {
      #expect(
        changed.column(column).values.allSatisfy { $0.isNaN }, "\(name)",
        sourceLocation: sourceLocation)
      for other in 0..<changed.columns where other != column {
        #expect(
          changed.column(other) == original.column(other), "\(name)",
          sourceLocation: sourceLocation)
      }
    }
  }

  @Test("a NaN in an input reaches its sample from there on, and no other", arguments: all)
  func input(_ walk: WalkCase) {
    func law<Cell: TestedCell>(_ zeros: Cell) {
      let original = Walk(walk, zeros)
      let unrolled = original.forward()
      let gradient = original.backward(unrolled)
      let (time, sample) = (walk.steps / 2, walk.batch - 1)
      var walk = original
      walk.inputs[time][0, sample] = .nan
      let changed = walk.forward()
      expectEqual(Array(changed.listed[..<time]), Array(unrolled.listed[..<time]))
      expectColumn(
        sample, isNaNIn: Array(changed.listed[time...]),
        elsewhere: Array(unrolled.listed[time...]))

      let back = walk.backward(changed)
      expectSame(back.listed, walk.backwardStepwise(walk.forwardStepwise()).listed)
      guard self.isDifferentiated(zeros) else { return }
      #expect(back.cell.named.allSatisfy { $0.value.values.allSatisfy { $0.isNaN } })
      let count = back.cell.named.count
      expectColumn(
        sample, isNaNIn: Array(back.listed[count...]), elsewhere: Array(gradient.listed[count...]))
    }
    law(walk.zeros)
  }

  /// Whether a NaN in a pre-activation is one in the derivative; the identity's is always one.
  private func isDifferentiated(_ cell: any TestedCell) -> Bool {
    (cell as? RNNCell)?.activation != .identity
  }

  @Test("a NaN in the initial state reaches its sample, and no other", arguments: all)
  func initial(_ walk: WalkCase) {
    func law<Cell: TestedCell>(_ zeros: Cell) {
      let original = Walk(walk, zeros)
      let unrolled = original.forward()
      for parameter in original.initial.parameters {
        var changed = original
        changed.initial[keyPath: parameter.path][0, 0] = .nan
        let forward = changed.forward()
        #expect(forward.hidden.allSatisfy { $0.column(0).values.contains { $0.isNaN } })
        for (time, hidden) in forward.hidden.enumerated() {
          for other in 1..<max(1, walk.batch) {
            #expect(hidden.column(other) == unrolled.hidden[time].column(other))
          }
        }
        expectSame(forward.listed, changed.forwardStepwise().listed)
        expectSame(
          changed.backward(forward).listed,
          changed.backwardStepwise(changed.forwardStepwise()).listed)
      }
    }
    law(walk.zeros)
  }

  @Test("a NaN in a gradient reaches the steps before it, of its sample alone", arguments: all)
  func upstream(_ walk: WalkCase) {
    func law<Cell: TestedCell>(_ zeros: Cell) {
      var walk = Walk(walk, zeros)
      let unrolled = walk.forward()
      let original = walk.backward(unrolled)
      let (time, sample) = (walk.inputs.count / 2, 0)
      walk.upstream[time][0, sample] = .nan
      let changed = walk.backward(unrolled)
      #expect(
        Array(changed.inputs[(time + 1)...]) == Array(original.inputs[(time + 1)...]))
      let before = { (gradient: SequenceGradient<Cell>) -> Listed in
        gradient.inputs[...time].map { ("input", $0) }
      }
      expectColumn(sample, isNaNIn: before(changed), elsewhere: before(original))
      #expect(changed.cell.named.allSatisfy { !$0.value.isFinite })
      #expect(changed.initial.named.allSatisfy { $0.value.values.contains { $0.isNaN } })
      expectSame(changed.listed, walk.backwardStepwise(walk.forwardStepwise()).listed)
    }
    law(walk.zeros)
  }

  @Test(
    "what is not finite in a weight is never hidden, not even by a state of zeros", arguments: all)
  func weight(_ walk: WalkCase) {
    func law<Cell: TestedCell>(_ zeros: Cell) {
      let original = Walk(walk, zeros)
      for parameter in original.cell.parameters {
        for number in [Double.nan, .infinity] {
          var walk = original
          walk.cell[keyPath: parameter.path][0, 0] = number
          walk.initial = walk.initial.zeroed
          walk.inputs[0] = walk.inputs[0].zeroed
          let (packed, stepwise) = (walk.forward(), walk.forwardStepwise())
          // Zero times infinity is NaN; a bias alone is infinite, and saturates.
          if number.isNaN || !parameter.name.hasPrefix("b") && !parameter.name.hasPrefix("c") {
            for sample in 0..<packed.hidden[0].columns {
              #expect(packed.hidden[0][0, sample].isNaN, "\(parameter.name) \(number)")
            }
          }
          expectSame(packed.listed, stepwise.listed)
          expectSame(packed.traced, stepwise.traced)
          expectSame(walk.backward(packed).listed, walk.backwardStepwise(stepwise).listed)
        }
      }
    }
    law(walk.zeros)
  }

  @Test("infinite inputs, states and gradients do what they do step by step", arguments: all)
  func infinite(_ walk: WalkCase) {
    func law<Cell: TestedCell>(_ zeros: Cell) {
      let original = Walk(walk, zeros)
      for number in [Double.infinity, -.infinity] {
        var (input, initial, upstream) = (original, original, original)
        input.inputs[0][0, 0] = number
        let state = initial.initial.parameters[0].path
        initial.initial[keyPath: state][0, 0] = number
        upstream.upstream[0][0, 0] = number
        for walk in [input, initial, upstream] {
          let (packed, stepwise) = (walk.forward(), walk.forwardStepwise())
          expectSame(packed.listed, stepwise.listed)
          expectSame(walk.backward(packed).listed, walk.backwardStepwise(stepwise).listed)
        }
      }
    }
    law(walk.zeros)
  }
}

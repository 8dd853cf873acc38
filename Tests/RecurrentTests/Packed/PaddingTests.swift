import Testing

@testable import Recurrent

/// What stands after a sample's end has no part in anything.
@Suite struct PaddingTests {
  @Test("what padding holds has no effect, be it NaN", arguments: WalkCase.ragged)
  func content(_ walk: WalkCase) {
    func law<Cell: TestedCell>(_ zeros: Cell) {
      let walk = Walk(walk, zeros)
      let unrolled = walk.forward()
      let gradient = walk.backward(unrolled)
      for padding in [0, 1e300, .infinity, .nan] {
        let padded = { (sequence: [Matrix]) in
          sequence.enumerated().map { time, matrix in
            Matrix(rows: matrix.rows, columns: matrix.columns) {
              walk.runs($1, time) ? matrix[$0, $1] : padding
            }
          }
        }
        var changed = walk
        changed.inputs = padded(walk.inputs)
        changed.upstream = padded(walk.upstream)
        let (packed, stepwise) = (changed.forward(), changed.forwardStepwise())
        expectEqual(packed.listed, unrolled.listed)
        expectEqual(packed.traced, unrolled.traced)
        expectEqual(changed.backward(packed).listed, gradient.listed)
        expectSame(stepwise.listed, unrolled.listed)
        expectSame(changed.backwardStepwise(stepwise).listed, gradient.listed)
      }
    }
    law(walk.zeros)
  }

  @Test("a sample without steps hands its state and gradient through", arguments: WalkCase.ragged)
  func none(_ walk: WalkCase) {
    func law<Cell: TestedCell>(_ zeros: Cell) {
      let walk = Walk(walk, zeros)
      for (unrolled, gradient) in [
        (walk.forward(), walk.backward(walk.forward())),
        (walk.forwardStepwise(), walk.backwardStepwise(walk.forwardStepwise())),
      ] {
        for sample in walk.initial.named[0].value.columns.indices where !walk.runs(sample, 0) {
          let column = { (state: Cell.State) in state.mapParameters { $0.column(sample) } }
          #expect(column(unrolled.final) == column(walk.initial))
          #expect(column(gradient.initial) == column(walk.final))
        }
      }
    }
    law(walk.zeros)
  }

  @Test(
    "a sample that has ended neither spoils the others nor is spoiled, whatever its state is",
    arguments: WalkCase.ragged)
  func ended(_ walk: WalkCase) {
    func law<Cell: TestedCell>(_ zeros: Cell) {
      let walk = Walk(walk, zeros)
      let samples = walk.initial.named[0].value.columns.indices
      guard let sample = samples.first(where: { !walk.runs($0, 0) }) else { return }
      let gradient = walk.backward(walk.forward())
      for number in [Double.nan, .infinity] {
        var changed = walk
        for parameter in walk.initial.parameters {
          changed.initial[keyPath: parameter.path][0, sample] = number
        }
        expectEqual(
          changed.backwardStepwise(changed.forwardStepwise()).listed,
          walk.backwardStepwise(walk.forwardStepwise()).listed)
        expectEqual(changed.backward(changed.forward()).listed, gradient.listed)
        // Nor by weights that it never meets.
        changed = walk
        for parameter in walk.cell.parameters {
          changed.cell[keyPath: parameter.path] = walk.cell[keyPath: parameter.path].map { _ in
            number
          }
        }
        for back in [
          changed.backward(changed.forward()),
          changed.backwardStepwise(changed.forwardStepwise()),
        ] {
          for (gradient, final) in zip(back.initial.named, walk.final.named) {
            #expect(gradient.value.column(sample) == final.value.column(sample))
          }
          #expect(back.inputs.allSatisfy { $0.column(sample) == $0.column(sample).zeroed })
        }
      }
    }
    law(walk.zeros)
  }
}

extension Int {
  /// The numbers below this one.
  fileprivate var indices: Range<Int> { 0..<self }
}

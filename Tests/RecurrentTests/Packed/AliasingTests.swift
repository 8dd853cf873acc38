import Testing

@testable import Recurrent

/// Walks, gradients and what they were made from share entries in memory, and nobody can tell.
@Suite struct AliasingTests {
  static let all =
    WalkCase.several + [
      WalkCase(kind: .lstm, steps: 1, input: 2, hidden: 3, batch: 2),
      WalkCase(kind: .gruBefore, steps: 2, input: 2, hidden: 3, batch: 2, lengths: [1, 2]),
    ]

  /// Sets every entry of every matrix of a value.
  private func spoil<Point: ParameterSpace>(_ point: inout Point) {
    for parameter in point.parameters { spoil(&point[keyPath: parameter.path]) }
  }
  private func spoil(_ matrices: inout [Matrix]) {
    for index in matrices.indices { spoil(&matrices[index]) }
  }
  private func spoil(_ matrix: inout Matrix) {
    for row in 0..<matrix.rows {
      for column in 0..<matrix.columns { matrix[row, column] = 77 }
    }
  }

  /// Entry by entry, in memory of their own.
  private func copied(_ list: Listed) -> Listed {
    list.map { name, value in
      (name, Matrix(rows: value.rows, columns: value.columns) { value[$0, $1] })
    }
  }

  @Test("what a walk was given can be changed after it", arguments: all)
  func given(_ walk: WalkCase) {
    func law<Cell: TestedCell>(_ zeros: Cell) {
      let original = Walk(walk, zeros)
      let (forward, back) = (
        copied(original.forward().listed), copied(original.backward(original.forward()).listed)
      )
      var walk = original
      // Inputs that lie side by side already are not copied.
      let whole = Matrix.sideBySide(walk.inputs)
      walk.inputs = whole.split(into: walk.inputs.count)
      let unrolled = walk.forward()
      let traced = copied(unrolled.traced)
      spoil(&walk.inputs)
      spoil(&walk.initial)
      spoil(&walk.cell)
      expectEqual(unrolled.listed, forward)
      expectEqual(unrolled.traced, traced)

      walk = original
      let gradient = walk.backward(unrolled)
      spoil(&walk.upstream)
      spoil(&walk.final)
      expectEqual(gradient.listed, back)
      expectEqual(original.backward(unrolled).listed, back)
    }
    law(walk.zeros)
  }

  @Test(
    "what a walk and its way back return can be changed without changing either", arguments: all)
  func returned(_ walk: WalkCase) {
    func law<Cell: TestedCell>(_ zeros: Cell) {
      let walk = Walk(walk, zeros)
      let unrolled = walk.forward()
      let gradient = walk.backward(unrolled)
      let (forward, back) = (copied(unrolled.listed), copied(gradient.listed))
      let traced = copied(unrolled.traced)

      var (hidden, final) = (unrolled.hidden, unrolled.final)
      spoil(&hidden)
      spoil(&final)
      for var (_, matrix) in unrolled.steps.flatMap(\.fields) { spoil(&matrix) }
      expectEqual(unrolled.listed, forward)
      expectEqual(unrolled.traced, traced)
      expectEqual(walk.backward(unrolled).listed, back)

      var changed = gradient
      spoil(&changed.inputs)
      spoil(&changed.initial)
      #expect(changed.inputs.allSatisfy { $0 == $0.map { _ in 77 } })
      expectEqual(changed.cell.named, gradient.cell.named)
      spoil(&changed.cell)
      for var delta in changed.deltas { spoil(&delta) }
      expectEqual(gradient.listed, back)
      #expect(changed.deltas == gradient.deltas)
      expectEqual(walk.backward(unrolled).listed, back)
    }
    law(walk.zeros)
  }

  @Test("one matrix can be every input, and every gradient", arguments: WalkCase.several)
  func same(_ walk: WalkCase) {
    func law<Cell: TestedCell>(_ zeros: Cell) {
      var walk = Walk(walk, zeros)
      let own = { (sequence: [Matrix]) in sequence.map { matrix in matrix.map { $0 } } }
      walk.inputs = Array(repeating: walk.inputs[0], count: walk.inputs.count)
      walk.upstream = Array(repeating: walk.initial.named[0].value, count: walk.inputs.count)
      walk.final = walk.initial
      let (unrolled, gradient) = (walk.forward(), walk.backward(walk.forward()))
      var apart = walk
      (apart.inputs, apart.upstream) = (own(walk.inputs), own(walk.upstream))
      apart.final = walk.final.mapParameters { $0.map { $0 } }
      expectEqual(apart.forward().listed, unrolled.listed)
      expectEqual(apart.backward(unrolled).listed, gradient.listed)
    }
    law(walk.zeros)
  }
}

import Testing

@testable import Recurrent

@Suite struct PackedTests {
  static let all = WalkCase.small + WalkCase.medium + WalkCase.ragged
  static let few = WalkCase.several + WalkCase.medium + WalkCase.ragged

  @Test(
    "the packed walk is the stepwise walk, in everything it keeps", arguments: all + WalkCase.large)
  func packed(_ walk: WalkCase) {
    func law<Cell: TestedCell>(_ zeros: Cell) {
      let walk = Walk(walk, zeros)
      let (packed, stepwise) = (walk.forward(), walk.forwardStepwise())
      guard case .packed = packed.kept, case .traces = stepwise.kept else {
        Issue.record("the walks are of one kind")
        return
      }
      expectSame(packed.listed, stepwise.listed)
      expectSame(packed.traced, stepwise.traced)
      expectSame(walk.backward(packed).listed, walk.backwardStepwise(stepwise).listed)
      // Either way back reads either walk.
      expectSame(walk.backwardStepwise(packed).listed, walk.backward(stepwise).listed)
    }
    law(walk.zeros)
  }

  @Test("a batch is its samples, each alone for as long as it lasts", arguments: all)
  func samples(_ walk: WalkCase) {
    func law<Cell: TestedCell>(_ zeros: Cell) {
      let walk = Walk(walk, zeros)
      let unrolled = walk.forward()
      let gradient = walk.backward(unrolled)
      var sum = walk.cell.zeroed
      for index in 0..<walk.initial.named[0].value.columns {
        let alone = walk.sample(index)
        let single = alone.forward()
        let part = alone.backward(single)
        sum += part.cell
        let count = alone.inputs.count
        let column = { (matrix: Matrix) in matrix.column(index) }
        expectSame(
          single.listed,
          unrolled.hidden[..<count].enumerated().map { ("hidden[\($0)]", column($1)) }
            + unrolled.final.named.map { ("final \($0)", column($1)) })
        expectSame(
          Array(part.listed.dropFirst(sum.named.count)),
          gradient.inputs[..<count].enumerated().map { ("inputs[\($0)]", column($1)) }
            + gradient.initial.named.map { ("initial \($0)", column($1)) }
            + gradient.deltas[..<count].enumerated().flatMap { time, delta in
              delta.named.map { ("deltas[\(time)] \($0)", column($1)) }
            })
        // After its end, zeros.
        let rest =
          unrolled.hidden[count...] + gradient.inputs[count...]
          + gradient.deltas[count...].flatMap { $0.named.map(\.value) }
        #expect(rest.allSatisfy { column($0) == column($0).zeroed })
      }
      expectSame(sum.named, gradient.cell.named)
    }
    law(walk.zeros)
  }

  @Test("a walk is its steps, one after the other", arguments: WalkCase.small)
  func steps(_ walk: WalkCase) {
    func law<Cell: TestedCell>(_ zeros: Cell) {
      let walk = Walk(walk, zeros)
      let unrolled = walk.forward()
      var traces: [Cell.Trace] = []
      for input in walk.inputs {
        traces.append(walk.cell.step(input, from: traces.last?.state ?? walk.initial))
      }
      expectSame(
        unrolled.listed,
        traces.enumerated().map { ("hidden[\($0)]", $1.hidden) }
          + (traces.last?.state ?? walk.initial).named.map { ("final \($0)", $1) })

      var (cell, state) = (walk.cell.zeroed, walk.final)
      var (inputs, deltas): (Listed, Listed) = ([], [])
      for time in traces.indices.reversed() {
        let step = walk.cell.backward(
          through: traces[time], hidden: walk.upstream[time], state: state)
        (cell, state) = (cell + step.cell, step.state)
        inputs.insert(("inputs[\(time)]", step.input), at: 0)
        deltas.insert(contentsOf: step.delta.named.map { ("deltas[\(time)] \($0)", $1) }, at: 0)
      }
      expectSame(
        walk.backward(unrolled).listed,
        cell.named.map { ("cell \($0)", $1) } + inputs
          + state.named.map { ("initial \($0)", $1) } + deltas)
    }
    law(walk.zeros)
  }

  @Test("a walk cut in two is the whole, whatever the cut", arguments: few)
  func cut(_ walk: WalkCase) {
    func law<Cell: TestedCell>(_ zeros: Cell) {
      let walk = Walk(walk, zeros)
      let unrolled = walk.forward()
      let gradient = walk.backward(unrolled)
      let steps = walk.inputs.count
      for cut in Set([0, 1, steps / 2, steps]) where cut <= steps {
        var (first, second) = (walk.steps(0..<cut), walk.steps(cut..<steps))
        let front = first.forward()
        second.initial = front.final
        let back = second.forward()
        let byBack = second.backward(back)
        first.final = byBack.initial
        let byFront = first.backward(front)
        expectSame(
          (front.hidden + back.hidden).enumerated().map { ("hidden[\($0)]", $1) }
            + back.final.named.map { ("final \($0)", $1) }, unrolled.listed)
        expectSame(
          (byFront.cell + byBack.cell).named.map { ("cell \($0)", $1) }
            + (byFront.inputs + byBack.inputs).enumerated().map { ("inputs[\($0)]", $1) }
            + byFront.initial.named.map { ("initial \($0)", $1) }
            + (byFront.deltas + byBack.deltas).enumerated().flatMap { time, delta in
              delta.named.map { ("deltas[\(time)] \($0)", $1) }
            }, gradient.listed)
      }
    }
    law(walk.zeros)
  }

  @Test("the way back is linear in the gradients it is given", arguments: few)
  func linear(_ walk: WalkCase) {
    func law<Cell: TestedCell>(_ zeros: Cell) {
      let (one, other) = (Walk(walk, zeros), Walk(walk, zeros, seed: 2))
      let unrolled = one.forward()
      var (second, sum) = (one, one)
      (second.upstream, second.final) = (other.upstream, other.final)
      sum.upstream = zip(one.upstream, other.upstream).map { 2 * $0 - 3 * $1 }
      sum.final = 2 * one.final - 3 * other.final
      let parts = zip(one.backward(unrolled).listed, second.backward(unrolled).listed)
      expectSame(
        sum.backward(unrolled).listed, parts.map { ($0.name, 2 * $0.value - 3 * $1.value) })
    }
    law(walk.zeros)
  }

  @Test("the same is computed every time", arguments: few)
  func again(_ walk: WalkCase) {
    func law<Cell: TestedCell>(_ zeros: Cell) {
      let walk = Walk(walk, zeros)
      let unrolled = walk.forward()
      expectEqual(walk.forward().listed, unrolled.listed)
      expectEqual(walk.backward(unrolled).listed, walk.backward(unrolled).listed)
    }
    law(walk.zeros)
  }

  @Test("lengths that are all full are no lengths", arguments: WalkCase.several + WalkCase.medium)
  func full(_ walk: WalkCase) {
    func law<Cell: TestedCell>(_ zeros: Cell) {
      let without = Walk(walk, zeros)
      var with = without
      with.lengths = Array(repeating: walk.steps, count: walk.batch)
      let (a, b) = (without.forward(), with.forward())
      expectSame(a.listed, b.listed)
      expectSame(a.traced, b.traced)
      expectSame(without.backward(a).listed, with.backward(b).listed)
    }
    law(walk.zeros)
  }
}

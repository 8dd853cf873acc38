// Refuting a formula: only what is clearly wrong is refuted, and the case that is left is small.

import Testing

@testable import SnippetRuntime

@Suite("Refutation") struct RefutationTests {
  private func refute(
    _ trial: @escaping (inout Draw) -> Trial
  ) -> Verification {
    Verification(refuting: "e", seeds: 1...3, line: 3, column: 7) { choices in
      var draw = Draw(choices)
      let result = trial(&draw)
      return (result, draw)
    }
  }

  @Test("a transpose that is lost is shown by the smallest matrix that has one to lose")
  func transpose() throws {
    let found = refute { draw in
      let size = draw.size("H", 4)
      _ = draw.size("B", 3)
      let a = draw.table("A", size, size)
      _ = draw.table("unused", size)
      var transposed = a
      for row in 0..<size {
        for column in 0..<size {
          transposed.values[row * size + column] = a.values[column * size + row]
        }
      }
      transposed.name = ""
      return Trial(
        Table(rows: size, columns: size, values: a.values), against: .exact("by hand", transposed))
    }
    #expect(found.passed)
    let example = try #require(found.counterexample)
    #expect(example.sizes.map(\.name) == ["H", "B"])
    #expect(example.sizes.map(\.value) == [2, 1])
    #expect(
      example.inputs == [
        Table(name: "A", rows: 2, columns: 2, values: [0, 0, 1, 0]),
        Table(name: "unused", rows: 2, columns: 1, values: [0, 0]),
      ])
    #expect(example.claimed.values == [0, 0, 1, 0])
    #expect(example.actual.values == [0, 1, 0, 0])
    #expect(example.error == 0.7071067811865476)
  }

  @Test("the search ends, and in the same place every time")
  func deterministic() {
    func once() -> Verification {
      refute { draw in
        let a = draw.table("a", draw.size("n", 6), 6)
        return Trial(a.values.reduce(0, +), against: .tape(a.values.reduce(0) { $0 + $1 * $1 }))
      }
    }
    let found = once()
    #expect(found.counterexample == once().counterexample)
    #expect((found.counterexample?.tried ?? 0) <= Shrinking.budget)
  }

  @Test("a number becomes rounder within its range")
  func range() {
    let found = refute { draw in
      let rate = draw.number("rate", in: 0.01...0.9)
      return Trial(rate, against: .tape(2 * rate))
    }
    #expect(
      found.counterexample?.inputs == [Table(name: "rate", rows: 1, columns: 1, values: [0.5])])
  }

  @Test("a formula that holds is not refuted")
  func holds() {
    let found = refute { draw in
      let a = draw.number("a")
      return Trial(a, against: .differences(a * (1 + 1e-8)))
    }
    #expect(!found.passed)
    #expect(found.counterexample == nil)
    #expect(found.refusals == [])
    #expect(found.points == 3)
  }

  @Test("zero against what rounding leaves of zero is no contradiction")
  func rounding() {
    let found = refute { draw in
      let a = draw.number("a")
      return Trial([a, 0], against: .differences([a, 1e-10]))
    }
    #expect(!found.passed)
  }

  @Test("what is no number, or hardly any, refutes nothing")
  func notFinite() {
    let nan = refute { _ in Trial(Double.nan, against: .tape(1.0)) }
    #expect(!nan.passed)
    #expect(nan.refusals == ["the claimed value is not finite"])
    let small = refute { _ in Trial(1e-9, against: .tape(2e-9)) }
    #expect(!small.passed)
    #expect(
      small.refusals == ["the values differ too little, or are too small, to refute anything"])
  }

  @Test("every witness has to contradict it")
  func everyWitness() {
    let found = refute { draw in
      let a = draw.number("a")
      return Trial(a, against: .tape(2 * a), .exact("the library", a))
    }
    #expect(!found.passed)
  }

  @Test("another shape is no refutation")
  func shape() {
    let found = refute { _ in Trial([1.0, 2.0], against: .tape(1.0)) }
    #expect(!found.passed)
    #expect(found.refusals == ["the shapes of the value differ: 2×1 is claimed, the tape has 1×1"])
  }

  @Test("given values are shown as they are, with those of the symbols")
  func givenValues() {
    let trial = Trial(
      1.0, against: .tape(2.0), symbols: ["U": matrix([[1, 2]]), "h": [[1.0], [2.0]]])
    let found = Verification(refuting: "e", trial, line: 3, column: 7)
    #expect(found.passed)
    #expect(
      found.counterexample
        == Counterexample(
          sizes: [],
          inputs: [
            Table(name: "U", rows: 1, columns: 2, values: [1, 2]),
            Table(name: "h[0]", rows: 1, columns: 1, values: [1]),
            Table(name: "h[1]", rows: 1, columns: 1, values: [2]),
          ], claimed: Table(rows: 1, columns: 1, values: [1]),
          actual: Table(rows: 1, columns: 1, values: [2]), error: 1.0 / 3, tried: 0))
  }
}

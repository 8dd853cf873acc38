// What a verification comes to, at given values and at several points.

import Testing

@testable import SnippetRuntime

@Suite("Verify") struct VerifyTests {
  @Test("a formula that agrees with every witness passes, and the evidence is complete")
  func passes() {
    let verification = Verification(
      Trial(
        Model(["U": [3, 4]]), against: .differences(Model(["U": [3, 4]]), step: 1e-4),
        .exact("the library", Model(["U": [3, 4]])),
        mutants: ["other sign": Model(["U": [-3, -4]])], steps: 3, from: 1.0))
    #expect(
      verification
        == Verification(
          equation: "e", passed: true, isRefutation: false,
          testimonies: [
            Testimony(
              name: "central differences", kind: .differences(step: 1e-4), tolerance: 1e-6,
              comparisons: [
                Comparison(
                  name: "U", rows: 2, columns: 1, error: 0, worstRow: 0, worstColumn: 0, actual: 3,
                  expected: 3)
              ], norms: [5]),
            Testimony(
              name: "the library", kind: .exact, tolerance: 1e-12,
              comparisons: [
                Comparison(
                  name: "U", rows: 2, columns: 1, error: 0, worstRow: 0, worstColumn: 0, actual: 3,
                  expected: 3)
              ], norms: [5]),
          ],
          mutants: [
            MutantResult(name: "other sign", rejected: true, error: 1, tolerance: 1e-12)
          ],
          changes: [
            ChangeResult(kind: "an entry off by 1e-4", tried: 1, rejected: 1),
            ChangeResult(kind: "the sign of a matrix", tried: 1, rejected: 1),
          ], steps: 3, line: 3, column: 7))
  }

  @Test("one witness that disagrees is enough to fail, and nothing further is tried")
  func disagreement() {
    let verification = Verification(
      Trial(1.0, against: .tape(1.0), .exact("the library", 1.1), mutants: ["two": 2.0]))
    #expect(!verification.passed)
    #expect(verification.testimonies.map(\.agrees) == [true, false])
    #expect(verification.mutants.map(\.rejected) == [true])
    #expect(verification.changes == [])
  }

  @Test("a mutant that survives fails the check")
  func survivor() {
    let verification = Verification(Trial(1.0, against: .tape(1.0), mutants: ["the same": 1.0]))
    #expect(!verification.passed)
    #expect(verification.refusals == [])
    #expect(
      verification.mutants == [
        MutantResult(name: "the same", rejected: false, error: 0, tolerance: 1e-12)
      ])
  }

  @Test("of several points each table's worst error counts, and a mutant has to be rejected once")
  func points() {
    let verification = Verification(
      Trial(2.0, against: .differences(2.0), mutants: ["one": 2.0, "three": 3.0]),
      Trial(1.0 + 1e-7, against: .differences(1.0), mutants: ["one": 5.0, "three": 1.0]))
    #expect(verification.points == 2)
    #expect(verification.passed)
    let error = verification.testimonies[0].comparisons[0].error
    #expect(abs(error - 5e-8) < 1e-14)
    #expect(verification.testimonies[0].norms == [1])
    #expect(verification.mutants.map(\.rejected) == [true, true])
    #expect(
      verification.changes == [
        ChangeResult(kind: "an entry off by 1e-4", tried: 2, rejected: 2),
        ChangeResult(kind: "the sign of a matrix", tried: 2, rejected: 2),
      ])
  }

  @Test("a disagreement counts wherever it is, however many tables the points have")
  func unequalPoints() {
    let one = [matrix([[1]])]
    let wrong = Trial(
      [matrix([[1]]), matrix([[2]])], against: .tape([matrix([[1]]), matrix([[3]])]))
    let right = Trial(one, against: .tape(one))
    for trials in [[wrong, right], [right, wrong]] {
      let found = Verification(of: "e", trials, line: 3, column: 7)
      #expect(!found.passed)
      #expect(found.testimonies.map(\.agrees) == [false])
    }
    let other = Trial(1.0, against: .tape(1.0), mutants: ["two": 2.0])
    #expect(
      Verification(Trial(1.0, against: .tape(1.0)), other).refusals == [
        "the witnesses and mutants are not the same at every point"
      ])
  }

  @Test("a symbol that is another number at each point is no number")
  func symbols() {
    let found = Verification(
      Trial(1.0, against: .tape(1.0), symbols: ["T": 3, "H": 2]),
      Trial(1.0, against: .tape(1.0), symbols: ["T": 4, "H": 2]))
    #expect(found.symbols.map(\.name) == ["T", "H"])
    #expect(found.symbols.map(\.number) == [nil, 2])
  }

  @Test(
    "the blocks of gates are compared one by one, so that a small one is seen beside a large one")
  func gates() {
    let right = matrix([[1000, 2000], [3000, 4000], [0.1, 0.2], [0.3, 0.4]])
    var wrong = right
    wrong.values[7] += 1e-5
    #expect(Verification(Trial(wrong, against: .differences(right))).passed)
    let byGate = Verification(
      Trial(
        GateBlocks(wrong, ["i", "f"]), against: .differences(GateBlocks(right, ["i", "f"]))))
    #expect(!byGate.passed)
    #expect(byGate.testimonies[0].comparisons.map(\.name) == ["i", "f"])
    #expect(byGate.testimonies[0].comparisons[0].error == 0)
    #expect(byGate.testimonies[0].comparisons[1].error > 1e-6)
  }
}

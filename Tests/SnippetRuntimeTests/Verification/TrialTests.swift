// Which checks are refused, and in which words.

import Testing

@testable import SnippetRuntime

struct RefusalCase: CustomTestStringConvertible, Sendable {
  var name: String
  var trial: Trial
  var refusals: [String]

  var testDescription: String { name }
}

@Suite("Trial") struct TrialTests {
  private static let value = Model(["U": [1, 2], "b": [3]])
  private static let zero = Model(["h": [0, 0], "c": [1, 2]])

  static let refused = [
    RefusalCase(name: "no witness", trial: Trial(1.0), refusals: ["there is no witness"]),
    RefusalCase(
      name: "a gradient that is zero", trial: Trial(0.0, against: .differences(0.0)),
      refusals: ["central differences: the norm of the value is 0: nothing is tested by it"]),
    RefusalCase(
      name: "a gradient that is nothing but rounding",
      trial: Trial(
        Model(["W_f": [1e-9, 1e-9]]), against: .differences(Model(["W_f": [3e-9, 4e-9]]))),
      refusals: [
        "central differences: the norm of 'W_f' is 5e-09, below 1e-08: nothing is tested by it"
      ]),
    RefusalCase(
      name: "an exact witness sees far smaller ones", trial: Trial(1e-11, against: .tape(1e-11)),
      refusals: []),
    RefusalCase(
      name: "fewer entries than the witness has",
      trial: Trial(Model(["U": [1, 2]]), against: .tape(value)),
      refusals: [
        "fewer entries are compared than exist: 2 of 3; the claim lacks 'b', which the tape has"
      ]),
    RefusalCase(
      name: "fewer entries than the claim has",
      trial: Trial(value, against: .differences(Model(["U": [1, 2]]))),
      refusals: [
        "fewer entries are compared than exist: 2 of 3; central differences have no 'b'"
      ]),
    RefusalCase(
      name: "another shape", trial: Trial([1.0, 2.0], against: .exact("the library", [1.0])),
      refusals: ["the shapes of the value differ: 2×1 is claimed, the library has 1×1"]),
    RefusalCase(
      name: "another name",
      trial: Trial(Model(["U": [1]]), against: .tape(1.0)),
      refusals: ["the claim is 'U', but the tape has the value"]),
    RefusalCase(
      name: "another order",
      trial: Trial(
        Model(["i": [1], "f": [2]]), against: .exact("the library", Model(["f": [2], "i": [1]]))),
      refusals: ["the claim is 'i', 'f', but the library has 'f', 'i'"]),
    RefusalCase(
      name: "an exact gradient that is nothing but rounding",
      trial: Trial(3e-13, against: .tape(3e-13)),
      refusals: ["the tape: the norm of the value is 3e-13, below 1e-12: nothing is tested by it"]),
    RefusalCase(
      name: "nothing", trial: Trial([Double](), against: .tape([Double]())),
      refusals: ["the tape: there is nothing to compare"]),
    RefusalCase(
      name: "a witness that is not finite",
      trial: Trial(1.0, against: .differences(Double.nan)),
      refusals: ["central differences: the value is not finite"]),
    RefusalCase(
      name: "a claim that is not finite", trial: Trial(Double.infinity, against: .tape(1.0)),
      refusals: ["the claimed value is not finite"]),
    RefusalCase(
      name: "tolerances that let wrong formulas pass",
      trial: Trial(
        1.0, against: .differences(1.0, tolerance: 1e-3), .tape(1.0, tolerance: 1e-6),
        .recorded("PyTorch", 1.0, tolerance: 0.1)),
      refusals: [
        "a tolerance of 0.001 is too weak for central differences: at most 1e-05",
        "a tolerance of 1e-06 is too weak for the tape: at most 1e-09",
        "a tolerance of 0.1 is too weak for PyTorch: at most 0.001",
      ]),
    RefusalCase(
      name: "too few steps", trial: Trial(1.0, against: .tape(1.0), steps: 2, from: 1.0),
      refusals: ["2 steps in time cannot tell one index from another: take 3 or more"]),
    RefusalCase(
      name: "a state that is partly zero",
      trial: Trial(1.0, against: .tape(1.0), steps: 3, from: zero),
      refusals: ["the initial state 'h' is zero: what the first step makes of it is not tested"]),
    RefusalCase(
      name: "steps without a state", trial: Trial(1.0, against: .tape(1.0), steps: 3),
      refusals: ["the initial state is not given: add 'from:'"]),
    RefusalCase(
      name: "a state without steps", trial: Trial(1.0, against: .tape(1.0), from: 1.0),
      refusals: ["the number of steps is not given: add 'steps:'"]),
    RefusalCase(
      name: "a mutant of another shape",
      trial: Trial([1.0, 2.0], against: .tape([1.0, 2.0]), mutants: ["lost": 1.0]),
      refusals: [
        "the mutant 'lost' has another shape than the claim: no mistake is needed to reject it"
      ]),
    RefusalCase(
      name: "a mutant that is no number",
      trial: Trial(1.0, against: .tape(1.0), mutants: ["overflow": Double.infinity]),
      refusals: ["the mutant 'overflow' is not finite: no mistake is needed to reject it"]),
    RefusalCase(
      name: "all of it", trial: Trial(value, against: .tape(value), steps: 3, from: value),
      refusals: []),
  ]

  @Test("a check that proves nothing is refused, with the reason", arguments: refused)
  func refusals(_ item: RefusalCase) {
    #expect(item.trial.refusals == item.refusals)
    let verification = Verification(item.trial)
    #expect(verification.refusals == item.refusals)
    #expect(verification.passed == item.refusals.isEmpty)
  }

  @Test("a mutant is rejected by the witness that objects most, in its own measure")
  func mutants() {
    let trial = Trial(
      1.0, against: .differences(1.0), .recorded("a table", 1.0, tolerance: 1e-3),
      mutants: ["twice": 2.0, "nearly": 1 + 1e-7])
    let results = trial.mutantResults
    #expect(results.map(\.name) == ["twice", "nearly"])
    #expect(results.map(\.rejected) == [true, false])
    #expect(results[0].error == 1.0 / 3)
    #expect(results.map(\.tolerance) == [1e-6, 1e-6])
  }

  @Test("symbols are told by their shapes, each once, and by their value when they are a number")
  func symbols() {
    let trial = Trial(
      1.0, against: .tape(1.0), symbols: ["W": matrix([[1, 2]]), "h_t": [[1.0], [2.0]], "T": 4])
    #expect(
      trial.symbolValues == [
        SymbolValue(name: "W", shapes: [.init(rows: 1, columns: 2)], number: nil),
        SymbolValue(name: "h_t", shapes: [.init(rows: 1, columns: 1)], number: nil),
        SymbolValue(name: "T", shapes: [.init(rows: 1, columns: 1)], number: 4),
      ])
  }
}

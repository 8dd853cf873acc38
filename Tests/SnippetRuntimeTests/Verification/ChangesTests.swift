// The changes that are tried on every claim, and what it means when one goes unnoticed.

import Testing

@testable import SnippetRuntime

@Suite("Changes") struct ChangesTests {
  private func changed(_ claim: some Tabulated, _ kind: Change.Kind) -> [[[Double]]] {
    let terms = (claim as? any Summed)?.termTables ?? []
    return Change.all(of: claim.tables, terms: terms).filter { $0.kind == kind }
      .map { $0.tables.map(\.values) }
  }

  @Test("the largest entry of each matrix is moved by a relative 1e-4")
  func entries() {
    let expected: [[[Double]]] = [[[1, -2 * (1 + 1e-4)], [4]], [[1, -2], [4 * (1 + 1e-4)]]]
    #expect(changed(Model(["a": [1, -2], "b": [4]]), .entry) == expected)
  }

  @Test("each matrix gets the other sign")
  func signs() {
    let expected: [[[Double]]] = [[[-1, 2], [4]], [[1, -2], [-4]]]
    #expect(changed(Model(["a": [1, -2], "b": [4]]), .sign) == expected)
  }

  @Test("matrices of one shape change places, with their names kept")
  func swaps() {
    let expected: [[[Double]]] = [[[4, 5], [3], [1, 2]]]
    #expect(changed(Model(["W_i": [1, 2], "b": [3], "W_f": [4, 5]]), .swap) == expected)
  }

  @Test("square matrices are transposed")
  func transposes() {
    #expect(changed(matrix([[1, 2], [3, 4]]), .transpose) == [[[1, 3, 2, 4]]])
    #expect(changed(matrix([[1, 2, 3], [3, 4, 5]]), .transpose) == [])
    #expect(changed(1.0, .transpose) == [])
  }

  @Test("a sequence moves by one step, each sequence by itself, and its members are not swapped")
  func shifts() {
    let claim = Model(["x[0]": [1], "x[1]": [2], "x[2]": [3], "h[0]": [4], "h[1]": [5]])
    let expected: [[[Double]]] = [[[2], [3], [1], [4], [5]], [[1], [2], [3], [5], [4]]]
    #expect(changed(claim, .shift) == expected)
    #expect(changed([matrix([[1]]), matrix([[2]])], .swap) == [])
  }

  @Test("a sum loses each of its terms")
  func terms() {
    let claim = sum(over: 1...3) { Double($0) }
    #expect(claim.tables == [Table(rows: 1, columns: 1, values: [6])])
    #expect(changed(claim, .term) == [[[5]], [[4]], [[3]]])
    #expect(changed(sum(over: 1...1) { Double($0) }, .term) == [])
  }

  @Test("all that can be told apart are rejected and counted by kind")
  func counted() {
    let claim = [matrix([[1, 2], [3, 4]]), matrix([[5, 6], [7, 9]])]
    let verification = Verification(Trial(claim, against: .tape(claim)))
    #expect(verification.passed)
    #expect(verification.weaknesses == [])
    #expect(
      verification.changes == [
        ChangeResult(kind: "an entry off by 1e-4", tried: 2, rejected: 2),
        ChangeResult(kind: "the sign of a matrix", tried: 2, rejected: 2),
        ChangeResult(kind: "a square matrix transposed", tried: 2, rejected: 2),
        ChangeResult(kind: "a shift by one step", tried: 1, rejected: 1),
      ])
  }

  @Test("what cannot be told apart on the data makes it weak")
  func weak() {
    let same = matrix([[1, 2], [2, 1]])
    let claim = Sum([[same, same], [matrix([[0, 0], [0, 0]]), matrix([[0, 0], [0, 0]])]])
    let verification = Verification(Trial(claim, against: .tape(claim)))
    #expect(verification.passed)
    #expect(
      verification.weaknesses == [
        "'[0]' can be transposed unnoticed", "'[1]' can be transposed unnoticed",
        "the sequence '[…]' can be shifted by a step unnoticed",
        "term 2 of the sum can be left out unnoticed",
      ])
    let gates = Model(["i": [1, 2], "f": [1, 2]])
    #expect(
      Verification(Trial(gates, against: .tape(gates))).weaknesses == [
        "'i' and 'f' can be swapped unnoticed"
      ])
  }

  @Test("a place in a sequence is a number in brackets")
  func places() {
    #expect(SequencePlace("x[12].W") == SequencePlace("x[12].W"))
    #expect(SequencePlace("x[12].W")?.number == 12)
    #expect(SequencePlace("x[12].W")?.series == .init(before: "x", after: ".W"))
    for name in ["x", "x[]", "x[a]", "h[-1]", "x[1"] { #expect(SequencePlace(name) == nil) }
  }
}

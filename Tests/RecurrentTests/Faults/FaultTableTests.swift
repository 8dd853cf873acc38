// What a run of a check is taken for, and what is printed of all runs.

import Foundation
import Testing

@testable import FaultTest

@Suite struct FaultTableTests {
  private func run(_ output: String, _ status: Int32, wasEnded: Bool = false) throws -> FaultRun {
    try FaultRun(
      Child(status: status, wasEnded: wasEnded, output: output), of: "slopes", hasFault: true)
  }

  @Test("a check that agrees although it met the fault has missed it")
  func missed() throws {
    let run = try run("the fault was met\nagreed\t1e-16\t2e-10\n", 0)
    #expect(run == .agreed(tape: 1e-16, differences: 2e-10))
    #expect(!run.isCaught)
  }

  @Test("a fault that the check never came to is not caught")
  func neverMet() throws {
    let run = try run("agreed\t1e-16\t2e-10\n", 0)
    #expect(run == .neverMet)
    #expect(!run.isCaught)
  }

  @Test("a rejection, a trap and what does not end are caught")
  func caught() throws {
    let rejected = try run("the fault was met\nrejected\tW_f\t0.5\tnan\tT 3\n", 1)
    guard case .rejected("W_f", 0.5, let differences, "T 3") = rejected else {
      Issue.record("\(rejected)")
      return
    }
    #expect(differences.isNaN)
    let trap = try run("Recurrent/Trap.swift:6: Fatal error: W is 2×3\n", 4, wasEnded: true)
    #expect(trap == .trapped("W is 2×3"))
    let fault = try run("", 11, wasEnded: true)
    #expect(fault == .trapped("signal 11"))
    let endless = try run("", SIGALRM, wasEnded: true)
    #expect(endless == .hung)
    #expect([rejected, trap, fault, endless].map(\.isCaught) == [true, true, true, true])
  }

  @Test("a check that says something else is no verdict")
  func noVerdict() {
    #expect(throws: FaultTestError("the check 'slopes' said 'vacuous\tW\tT 3'")) {
      _ = try run("the fault was met\nvacuous\tW\tT 3\n", 2)
    }
  }

  private let table: FaultTable = {
    let formulas = [
      Formula(
        "a slope", heldBy: "slopes",
        Site("Slope.swift", "func slope(", Fault(.sign, "2 *\n    x", "-2 * x"))),
      Formula(
        "a square", heldBy: "squares",
        Site(
          "Square.swift", "func square(", Fault(.term, "x * x", "x"), Fault(.weight, "x", "w"),
          Fault(.state, "x", "h"))),
    ]
    let runs: [FaultRun] = [
      .rejected(tensor: "x", tape: 0.75, differences: 0.5, problem: "T 3"),
      .trapped("x is 1×2"), .agreed(tape: 1e-16, differences: 2e-10), .neverMet,
    ]
    return FaultTable(
      rows: zip(NumberedFault.all(of: formulas), runs).map { fault, run in
        FaultTable.Row(fault: fault, line: 10 * fault.number, run: run)
      }, withoutFault: [.agreed(tape: 1e-16, differences: 2e-10)])
  }()

  private let totals = """
    a slope     1 faults of 1 kinds: 1 rejected
    a square    3 faults of 3 kinds: 1 rejected

    the tape        told of 1: least error 7.5e-01, bound 1.0e-12, without a fault at most 1.0e-16
    the differences told of 1: least error 5.0e-01, bound 1.0e-06, without a fault at most 2.0e-10
    1 stopped the program

    4 faults in 2 formulas: 2 rejected
    SURVIVED: 3, 4

    """

  @Test("the table has a row for each fault, and says which survived")
  func whole() {
    #expect(
      table.text(isWhole: true) == """

        a slope   (held by the check 'slopes')
            1  sign              Slope.swift:10   2 * x -> -2 * x  x: tape 7.5e-01, differences 5.0e-01 (T 3)

        a square   (held by the check 'squares')
            2  dropped term      Square.swift:20  x * x -> x       trap: x is 1×2
            3  wrong weight      Square.swift:30  x -> w           SURVIVED: tape 1.0e-16, differences 2.0e-10
            4  wrong state       Square.swift:40  x -> h           SURVIVED: the check never came to it


        """ + totals)
  }

  @Test("the totals come with the rows of survivors alone")
  func short() {
    #expect(
      table.text(isWhole: false) == """

        a square   (held by the check 'squares')
            3  wrong weight      Square.swift:30  x -> w  SURVIVED: tape 1.0e-16, differences 2.0e-10
            4  wrong state       Square.swift:40  x -> h  SURVIVED: the check never came to it


        """ + totals)
  }
}

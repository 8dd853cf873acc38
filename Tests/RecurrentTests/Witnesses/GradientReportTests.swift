import Testing

@testable import Recurrent

@Suite struct GradientReportTests {
  @Test("the worst comes first, by norms")
  func order() {
    let report = GradientReport([
      ("same", Matrix([[1, 2]]), Matrix([[1, 2]])),
      ("opposite", Matrix([[1, 2]]), Matrix([[-1, -2]])),
      ("scaled", Matrix([[3]]), Matrix([[1]])),
      ("zero", .zeros(2, 1), .zeros(2, 1)),
    ])
    #expect(report.entries.map(\.name) == ["opposite", "scaled", "same", "zero"])
    #expect(report.entries.map(\.error) == [1, 0.5, 0, 0])
    #expect(report.worst == 1)
    #expect(report.entries[1].claimedNorm == 3 && report.entries[1].witnessNorm == 1)
    #expect(report.entries.map(\.largestDifference) == [4, 2, 0, 0])
    #expect(report.largestDifference == 4)
    #expect(report.entries.map(\.scaledDifference) == [2, 2, 0, 0])
    #expect(report.largestScaledDifference == 2)
    #expect(report.entries.map(\.count) == [2, 1, 2, 2] && report.count == 7)
    #expect(
      report.description == """
        1.0e+00  max 4.0e+00  opposite  1×2
        5.0e-01  max 2.0e+00  scaled  1×1
        0.0e+00  max 0.0e+00  same  1×2
        0.0e+00  max 0.0e+00  zero  2×1
        entries compared: 7
        """)
  }

  @Test("a matrix without a name is printed without one, and NaN without a sign")
  func nameless() {
    #expect(
      GradientReport(comparing: Matrix([[3]]), with: Matrix([[1]])).description == """
        5.0e-01  max 2.0e+00  1×1
        entries compared: 1
        """)
    #expect(
      GradientReport([("W", Matrix([[-.nan]]), Matrix([[1]]))]).description == """
        nan  max nan  W  1×1
        entries compared: 1
        """)
  }

  @Test("a NaN is worst, and nothing compared is no success")
  func nan() {
    let report = GradientReport([
      ("far", Matrix([[1]]), Matrix([[-1]])), ("broken", Matrix([[.nan]]), Matrix([[1]])),
    ])
    #expect(report.entries[0].name == "broken")
    #expect(!(report.worst <= 1))
    #expect(report.largestDifference.isNaN && report.entries[1].largestDifference == 2)
    #expect(report.largestScaledDifference.isNaN)
    for nothing in [GradientReport([]), GradientReport([("empty", .zeros(0, 3), .zeros(0, 3))])] {
      #expect(nothing.worst.isNaN && nothing.largestDifference.isNaN)
      #expect(nothing.largestScaledDifference.isNaN)
      #expect(nothing.description == "nothing compared")
    }
    #expect(GradientReport([("infinite", Matrix([[.infinity]]), Matrix([[1]]))]).worst.isNaN)
  }

  @Test("a wrong formula is told from a right one")
  func mutant() {
    let problem = Problem(steps: 4, seed: 2)
    var wrong = problem.gradients().layer.cell
    wrong.affine.recurrentWeight = wrong.affine.recurrentWeight.transposed
    let report = checkGradients(
      of: {
        problem.loss(RecurrentLayer($0), problem.readout, problem.inputs, problem.initial)
      }, at: problem.layer.cell, claimed: wrong)
    #expect(report.entries[0].name == "U")
    #expect(report.worst > 1e-2)
    #expect(report.entries[1].error < 1e-6)
  }

  @Test("gradients of other shapes trap with their name")
  func traps() async {
    var result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = GradientReport([("W", .zeros(4, 3), .zeros(3, 4))]) }
    #expect(message(result).contains("GradientReport: W: claimed 4×3, witnessed 3×4"))
    result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = GradientReport(
        comparing: GRUCell.zeros(input: 1, hidden: 1),
        with: .zeros(input: 1, hidden: 1, reset: .beforeProduct))
    }
    #expect(message(result).contains("GradientReport: parameter c_n claimed, nothing witnessed"))
    result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = GradientReport(comparing: Matrix.zeros(2, 2), with: .zeros(1, 2)) }
    #expect(message(result).contains("GradientReport: claimed 2×2, witnessed 1×2"))
    result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = GradientReport("x", comparing: [.zeros(1, 1)], with: []) }
    #expect(message(result).contains("GradientReport: x: 1 claimed, 0 witnessed"))
  }
}

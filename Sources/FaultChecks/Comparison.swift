// The rule that a hand-written gradient is held to: both witnesses, each tensor by itself, in Float64.

import Recurrent

/// What two witnesses say of one claimed gradient.
struct Comparison {
  /// The problem, in words.
  let problem: String
  /// The comparison with the tape, which is exact but for rounding.
  let tape: GradientReport
  /// The comparison with central differences of the loss.
  let differences: GradientReport

  /// Compares the gradient of a function at a point.
  ///
  /// - Parameters:
  ///   - problem: The problem, in words.
  ///   - claimed: The gradient by hand.
  ///   - point: Where it is taken.
  ///   - function: The function, whose value is a number.
  ///   - taped: The same on a tape.
  init<Point: ParameterSpace>(
    _ problem: String, of claimed: Point, at point: Point, function: (Point) -> Double,
    taped: (Taped<Point>) -> Tape.Variable
  ) {
    let tape = Tape()
    let variables = tape.variables(of: point)
    let witness = tape.gradients(of: taped(variables))[variables]
    self.init(
      problem: problem, tape: GradientReport(comparing: claimed, with: witness),
      differences: checkGradients(of: function, at: point, claimed: claimed))
  }

  /// Gathers two reports.
  init(problem: String, tape: GradientReport, differences: GradientReport) {
    self.problem = problem
    self.tape = tape
    self.differences = differences
  }

  /// The tensor that is farthest from a witness, with its two errors, or nil when both agree.
  var disagreement: (tensor: String, tape: Double, differences: Double)? {
    // A NaN is below no bound.
    let agrees = tape.worst <= 1e-12
    if agrees && differences.worst <= 1e-6 { return nil }
    let name = (agrees ? differences : tape).entries.first?.name ?? ""
    func error(_ report: GradientReport) -> Double {
      report.entries.first { $0.name == name }?.error ?? .nan
    }
    return (name, error(tape), error(differences))
  }

  /// The first tensor whose gradient is so small that a comparison says little.
  var vacuous: String? {
    (tape.entries + differences.entries).first { !($0.witnessNorm > 1e-3) }?.name
  }
}

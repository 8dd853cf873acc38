// One run of a check with one fault, and what came of it.

import Foundation

/// What a check said of the library with a fault, or without one.
enum FaultRun: Equatable {
  /// Both witnesses agree; the worst errors.
  case agreed(tape: Double, differences: Double)
  /// A witness disagrees about a tensor; the tensor's errors.
  case rejected(tensor: String, tape: Double, differences: Double, problem: String)
  /// The library stopped the program; why.
  case trapped(String)
  /// The check did not end.
  case hung
  /// The fault was switched on, and the code that has it never ran.
  case neverMet

  /// The environment's variable that holds the number of the fault.
  static let variable = "RECURRENT_FAULT"
  /// What the library writes when it comes to the fault.
  static let met = "the fault was met"

  /// Whether the check told that something was wrong.
  var isCaught: Bool {
    switch self {
    case .agreed, .neverMet: false
    case .rejected, .trapped, .hung: true
    }
  }

  /// Whether the library stopped the program.
  var isTrap: Bool {
    if case .trapped = self { true } else { false }
  }

  /// The errors that the check measured.
  var errors: (tape: Double, differences: Double)? {
    switch self {
    case .agreed(let tape, let differences), .rejected(_, let tape, let differences, _):
      (tape, differences)
    case .trapped, .hung, .neverMet: nil
    }
  }

  /// Runs a check with a fault, or without one.
  ///
  /// - Throws: `FaultTestError` when there is no such check, or it is one that says nothing.
  init(of check: String, by executable: String, fault: Int?) throws {
    let child = try Child.run(
      executable, [check],
      // A trap is expected, and its backtrace would take seconds.
      with: [
        FaultRun.variable: String(fault ?? 0), "SWIFT_BACKTRACE": "enable=no",
        "OPENBLAS_NUM_THREADS": "1",
      ])
    self = try FaultRun(child, of: check, hasFault: fault != nil)
  }

  /// Reads what a check wrote and how it ended.
  init(_ child: Child, of check: String, hasFault: Bool) throws(FaultTestError) {
    let lines = child.output.split(separator: "\n").map(String.init)
    let fields = lines.last?.components(separatedBy: "\t") ?? []
    let nothing = FaultTestError("the check '\(check)' said '\(lines.last ?? "")'")
    func number(_ text: String) throws(FaultTestError) -> Double {
      guard let number = Double(text) else { throw nothing }
      return number
    }
    switch (child.wasEnded, child.status, fields.first) {
    case (false, 0, "agreed") where fields.count == 3:
      let errors = (tape: try number(fields[1]), differences: try number(fields[2]))
      self =
        hasFault && !lines.contains(FaultRun.met)
        ? .neverMet : .agreed(tape: errors.tape, differences: errors.differences)
    case (false, 1, "rejected") where fields.count == 5:
      self = .rejected(
        tensor: fields[1], tape: try number(fields[2]), differences: try number(fields[3]),
        problem: fields[4])
    case (true, SIGALRM, _):
      self = .hung
    case (true, _, _):
      let reason = lines.first { $0.contains("Fatal error: ") }
      self = .trapped(
        reason?.components(separatedBy: "Fatal error: ").last ?? "signal \(child.status)")
    default:
      throw nothing
    }
  }
}

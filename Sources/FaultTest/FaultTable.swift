// What the test prints: a row for each fault, and the totals.

import Foundation

/// What came of all faults.
struct FaultTable {
  /// A fault and what came of it.
  struct Row {
    /// The fault.
    let fault: NumberedFault
    /// Its line in the library's source.
    let line: Int
    /// What the check said.
    let run: FaultRun
  }

  /// The rows in the order of the faults.
  let rows: [Row]
  /// What the checks said of the library without a fault.
  let withoutFault: [FaultRun]

  /// The faults that no check told of.
  var survivors: [Row] { rows.filter { !$0.run.isCaught } }

  /// Rows under their formulas, then the totals.
  ///
  /// - Parameter isWhole: Whether all rows are there, or only those of survivors.
  /// - Returns: The lines.
  func text(isWhole: Bool) -> String {
    let shown = isWhole ? rows : survivors
    let kinds = column(Fault.Kind.allCases.map(\.rawValue))
    let places = column(shown.map(place))
    let changes = column(shown.map { change($0.fault.fault) })
    var (text, formula) = ("", "")
    for row in shown {
      if row.fault.formula != formula {
        formula = row.fault.formula
        text += "\n\(formula)   (held by the check '\(row.fault.check)')\n"
      }
      text += "  \(padded("\(row.fault.number)", 3, left: true))  "
      text += "\(padded(row.fault.fault.kind.rawValue, kinds))  \(padded(place(row), places))  "
      text += "\(padded(change(row.fault.fault), changes))  \(said(row.run))\n"
    }
    return (text.isEmpty ? "" : text + "\n") + totals
  }

  /// A line for each formula, one for those that each witness told of, and one for all.
  private var totals: String {
    var formulas: [String] = []
    for row in rows where formulas.last != row.fault.formula { formulas.append(row.fault.formula) }
    let width = column(formulas)
    var text = ""
    for formula in formulas {
      let own = rows.filter { $0.fault.formula == formula }
      let kinds = Set(own.map(\.fault.fault.kind)).count
      text += "\(padded(formula, width))  \(padded("\(own.count)", 3, left: true)) faults"
      text += " of \(kinds) kinds: \(own.filter(\.run.isCaught).count) rejected\n"
    }
    let stopped = rows.filter { $0.run == .hung || $0.run.isTrap }.count
    return text + "\n" + margin("tape", 1e-12) { $0.errors?.tape }
      + margin("differences", 1e-6) { $0.errors?.differences }
      + "\(stopped) stopped the program\n\n"
      + "\(rows.count) faults in \(formulas.count) formulas: "
      + "\(rows.count - survivors.count) rejected\n" + ending
  }

  /// How far the errors with and without a fault lie from a witness's bound.
  private func margin(_ witness: String, _ bound: Double, _ error: (FaultRun) -> Double?) -> String
  {
    // NaN is within no bound.
    let told = rows.compactMap { error($0.run) }.filter { !($0 <= bound) }
    let least = told.min().map(short) ?? "none"
    let right = withoutFault.compactMap(error).max().map(short) ?? "none"
    return """
      \(padded("the \(witness)", 15)) told of \(told.count): least error \(least), \
      bound \(short(bound)), without a fault at most \(right)

      """
  }

  /// The numbers of the faults that no check told of.
  private var ending: String {
    survivors.isEmpty
      ? "" : "SURVIVED: \(survivors.map { "\($0.fault.number)" }.joined(separator: ", "))\n"
  }

  private func place(_ row: Row) -> String { "\(row.fault.file):\(row.line)" }

  /// The original and what takes its place in one line, which is cut when it is long.
  private func change(_ fault: Fault) -> String {
    func line(_ text: String) -> String {
      text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
    let change = "\(line(fault.original)) -> \(line(fault.replacement))"
    return change.count <= 100 ? change : change.prefix(99) + "…"
  }

  private func said(_ run: FaultRun) -> String {
    switch run {
    case .rejected(let tensor, let tape, let differences, let problem):
      "\(tensor): tape \(short(tape)), differences \(short(differences)) (\(problem))"
    case .trapped(let reason): "trap: \(reason)"
    case .hung: "hang"
    case .agreed(let tape, let differences):
      "SURVIVED: tape \(short(tape)), differences \(short(differences))"
    case .neverMet: "SURVIVED: the check never came to it"
    }
  }

  private func column(_ texts: [String]) -> Int { texts.map(\.count).max() ?? 0 }
}

/// A number in two digits with its power of ten.
private func short(_ number: Double) -> String { String(format: "%.1e", number) }

/// A text with spaces after it, or before it, up to a width.
private func padded(_ text: String, _ width: Int, left: Bool = false) -> String {
  let spaces = String(repeating: " ", count: max(0, width - text.count))
  return left ? spaces + text : text + spaces
}

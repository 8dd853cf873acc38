// A formula on trial: what it says, who is asked about it, and the wrong versions that must be rejected.

/// A formula's value with its witnesses and mutants, at one point.
public struct Trial: Sendable {
  let claim: [Table]
  let terms: [[Table]]
  let witnesses: [Witness]
  let mutants: [(name: String, tables: [Table])]
  let steps: Int?
  let initial: [Table]?
  let symbols: [(name: String, tables: [Table])]

  /// Puts a formula on trial.
  ///
  /// - Parameters:
  ///   - claim: What the formula says, written as the chapter derives it; `sum(over:)` for a sum.
  ///   - witnesses: Values that were found in another way.
  ///   - mutants: Plausible wrong versions, by what is wrong with them, of the same shape.
  ///   - steps: Over how many steps in time the formula was tested, where time matters: at least 3.
  ///   - initial: The state before the first step, which must not be zero.
  ///   - symbols: The values of the chapter's symbols, whose shapes are compared with the declared ones.
  public init(
    _ claim: some Tabulated, against witnesses: Witness...,
    mutants: KeyValuePairs<String, any Tabulated> = [:], steps: Int? = nil,
    from initial: (any Tabulated)? = nil, symbols: KeyValuePairs<String, any Tabulated> = [:]
  ) {
    self.init(
      claim, witnesses, mutants: mutants, steps: steps, initial: initial, symbols: symbols)
  }

  init(
    _ claim: some Tabulated, _ witnesses: [Witness],
    mutants: KeyValuePairs<String, any Tabulated>, steps: Int?, initial: (any Tabulated)?,
    symbols: KeyValuePairs<String, any Tabulated>
  ) {
    self.claim = claim.tables
    terms = (claim as? any Summed)?.termTables ?? []
    self.witnesses = witnesses
    self.mutants = mutants.map { ($0.key, $0.value.tables) }
    self.steps = steps
    self.initial = initial?.tables
    self.symbols = symbols.map { ($0.key, $0.value.tables) }
  }

  /// What each witness says about a value.
  func testimonies(on value: [Table]) -> [Testimony] {
    witnesses.map { $0.testimony(on: value) }
  }

  /// Why the trial proves nothing, one sentence each.
  var refusals: [String] {
    var reasons: [String] = []
    if witnesses.isEmpty { reasons.append("there is no witness") }
    if !claim.flatMap(\.values).allSatisfy(\.isFinite) {
      reasons.append("the claimed value is not finite")
    }
    reasons += witnesses.flatMap { $0.refusals(of: claim) }
    if let steps, steps < 3 {
      reasons.append(
        "\(steps) \(steps == 1 ? "step" : "steps") in time cannot tell one index from another: "
          + "take 3 or more")
    }
    if steps != nil || initial != nil {
      if steps == nil { reasons.append("the number of steps is not given: add 'steps:'") }
      if let initial {
        for table in initial where table.norm == 0 {
          reasons.append(
            "the initial state \(table.name.isEmpty ? "" : table.title + " ")is zero: "
              + "what the first step makes of it is not tested")
        }
      } else {
        reasons.append("the initial state is not given: add 'from:'")
      }
    }
    for mutant in mutants {
      if mutant.tables.shapes != claim.shapes {
        reasons.append(
          "the mutant '\(mutant.name)' has another shape than the claim: no mistake is needed to "
            + "reject it")
      } else if !mutant.tables.flatMap(\.values).allSatisfy(\.isFinite) {
        reasons.append(
          "the mutant '\(mutant.name)' is not finite: no mistake is needed to reject it")
      }
    }
    return reasons
  }

  /// Holds a wrong value against the witnesses: the error of the one that objects most, in its own measure.
  func objection(to value: [Table]) -> (rejected: Bool, error: Double, tolerance: Double) {
    var strongest = (rejected: false, error: 0.0, tolerance: 0.0, ratio: -1.0)
    for testimony in testimonies(on: value) {
      guard let error = testimony.worst?.error else { continue }
      let ratio = error.isNaN ? .infinity : error / max(testimony.tolerance, .leastNonzeroMagnitude)
      if ratio > strongest.ratio {
        strongest = (!testimony.agrees, error, testimony.tolerance, ratio)
      }
    }
    return (strongest.rejected, strongest.error, strongest.tolerance)
  }

  /// What becomes of the author's mutants.
  var mutantResults: [MutantResult] {
    mutants.map { name, tables in
      let (rejected, error, tolerance) = objection(to: tables)
      return MutantResult(name: name, rejected: rejected, error: error, tolerance: tolerance)
    }
  }

  /// The shapes of the symbols' values.
  var symbolValues: [SymbolValue] {
    symbols.map { name, tables in
      var shapes: [SymbolValue.Shape] = []
      for table in tables {
        let shape = SymbolValue.Shape(rows: table.rows, columns: table.columns)
        if !shapes.contains(shape) { shapes.append(shape) }
      }
      let number = tables.count == 1 && tables[0].values.count == 1 ? tables[0].values[0] : nil
      return SymbolValue(name: name, shapes: shapes, number: number)
    }
  }
}

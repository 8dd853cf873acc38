// `verify`: ties a check to an equation of the book.

/// Verifies an equation: its formula must agree with witnesses that do not share its code, and its mutants must not.
///
///     verify("gradient-U", sum(over: 1...T) { t in d[t] • h[t - 1].transposed },
///       against: .differences(numeric.U), .exact("the library", back.cell.affine.recurrentWeight),
///       mutants: ["h_t for h_{t-1}": sum(over: 1...T) { t in d[t] • h[t].transposed }],
///       steps: T, from: h0, symbols: ["U": U, "h_t": h])
///
/// Values are compared table by table, by ‖a − b‖ / (‖a‖ + ‖b‖): within 1e-6 of central differences, 1e-12 of an exact
/// witness. A check that could not fail is refused: a witness whose norm is nothing but rounding, entries that are not
/// compared, fewer than three steps or a zero initial state where there is time. Beside the author's mutants, changes of
/// the claimed value are tried; one that goes unnoticed says that the data is weak.
///
/// - Parameters:
///   - equation: The equation's name.
///   - claim: What the formula says, written as the chapter derives it; `sum(over:)` for a sum.
///   - witnesses: Values that were found in another way.
///   - mutants: Plausible wrong versions, by what is wrong with them, of the same shape.
///   - steps: Over how many steps in time the formula was tested, where time matters: at least 3.
///   - initial: The state before the first step, which must not be zero.
///   - symbols: The values of the chapter's symbols, whose shapes are compared with the declared ones.
///   - line: The line of the call, given by the compiler.
///   - column: The column of the call, given by the compiler.
public func verify(
  _ equation: String, _ claim: some Tabulated, against witnesses: Witness...,
  mutants: KeyValuePairs<String, any Tabulated> = [:], steps: Int? = nil,
  from initial: (any Tabulated)? = nil, symbols: KeyValuePairs<String, any Tabulated> = [:],
  line: Int = #line, column: Int = #column
) {
  let trial = Trial(
    claim, witnesses, mutants: mutants, steps: steps, initial: initial, symbols: symbols)
  let session = Session.current
  let verification =
    session.isRefuting
    ? Verification(refuting: equation, trial, line: line, column: column)
    : Verification(of: equation, [trial], line: line, column: column)
  session.report(.verified(verification))
}

/// Verifies an equation at random points, or refutes it with the smallest case that can be found.
///
///     verify("closed-form", at: problem) { q in
///       Trial(closedForm(q), against: .differences(stateGradient(q)))
///     }
///
/// In a snippet with `run refuted` the formula must be wrong: sizes are then made smaller and numbers rounder as long as it
/// still is, and the page shows the case that is left.
///
/// - Parameters:
///   - equation: The equation's name.
///   - point: Makes a point from sizes and numbers that it draws.
///   - points: At how many points the formula is tested.
///   - line: The line of the call, given by the compiler.
///   - column: The column of the call, given by the compiler.
///   - trial: The formula at a point, with its witnesses and mutants.
public func verify<Point>(
  _ equation: String, at point: @escaping (inout Draw) -> Point, points: Int = 3,
  line: Int = #line, column: Int = #column, _ trial: @escaping (Point) -> Trial
) {
  let session = Session.current
  func evaluate(_ choices: Choices) -> (trial: Trial, drawn: Draw) {
    var draw = Draw(choices)
    let drawn = point(&draw)
    return (trial(drawn), draw)
  }
  let seeds = 1...max(points, 1)
  let verification =
    session.isRefuting
    ? Verification(refuting: equation, seeds: seeds, line: line, column: column, evaluate)
    : Verification(
      of: equation, seeds.map { evaluate(Choices(seed: $0)).trial }, line: line,
      column: column)
  session.report(.verified(verification))
}

extension Verification {
  /// Tests a formula at some points, all with the same witnesses and mutants.
  init(of equation: String, _ trials: [Trial], line: Int, column: Int) {
    self.init(
      equation: equation, passed: false, isRefutation: false, testimonies: [], line: line,
      column: column)
    points = trials.count
    steps = trials.compactMap(\.steps).min()
    var agrees = true
    for trial in trials {
      add(trial.refusals, to: \.refusals)
      let said = trial.testimonies(on: trial.claim)
      agrees = agrees && said.allSatisfy(\.agrees)
      testimonies = testimonies.merged(with: said)
      mutants = mutants.merged(with: trial.mutantResults)
      for value in trial.symbolValues { add(value) }
    }
    let counts = trials.map { [$0.witnesses.count, $0.mutants.count] }
    if Set(counts).count > 1 {
      refusals.append("the witnesses and mutants are not the same at every point")
    }
    // What disagrees, or cannot be compared, needs no further trial.
    if refusals.isEmpty, agrees {
      for trial in trials {
        let (results, weaknesses) = trial.changeResults()
        changes = changes.merged(with: results)
        add(weaknesses, to: \.weaknesses)
      }
    }
    passed = refusals.isEmpty && agrees && mutants.allSatisfy(\.rejected)
  }

  /// Adds a symbol's value; where it is another number at each point, it is no number.
  private mutating func add(_ value: SymbolValue) {
    guard let known = symbols.firstIndex(where: { $0.name == value.name }) else {
      symbols.append(value)
      return
    }
    for shape in value.shapes where !symbols[known].shapes.contains(shape) {
      symbols[known].shapes.append(shape)
    }
    if symbols[known].number != value.number { symbols[known].number = nil }
  }

  private mutating func add(
    _ sentences: [String], to list: WritableKeyPath<Verification, [String]>
  ) {
    for sentence in sentences where !self[keyPath: list].contains(sentence) {
      self[keyPath: list].append(sentence)
    }
  }
}

extension [Testimony] {
  /// For each witness and table what is worse at one of two points.
  fileprivate func merged(with others: [Testimony]) -> [Testimony] {
    if count != others.count { return isEmpty ? others : self }
    return zip(self, others).map { mine, other in
      guard mine.comparisons.count == other.comparisons.count, mine.name == other.name,
        mine.norms.count == other.norms.count
      else { return mine.agrees ? other : mine }
      var merged = mine
      for index in mine.comparisons.indices {
        let worst = [mine.comparisons[index], other.comparisons[index]].worst
        merged.comparisons[index] = worst ?? mine.comparisons[index]
      }
      for index in mine.norms.indices {
        merged.norms[index] = Swift.min(mine.norms[index], other.norms[index])
      }
      return merged
    }
  }
}

extension [MutantResult] {
  /// A mutant is rejected when it is at one of two points; the clearer rejection counts.
  fileprivate func merged(with others: [MutantResult]) -> [MutantResult] {
    if count != others.count { return isEmpty ? others : self }
    return zip(self, others).map { mine, other in
      if mine.rejected != other.rejected { return mine.rejected ? mine : other }
      return other.error > mine.error ? other : mine
    }
  }
}

extension [ChangeResult] {
  /// The counts of two points together.
  fileprivate func merged(with others: [ChangeResult]) -> [ChangeResult] {
    var merged = self
    for other in others {
      if let index = merged.firstIndex(where: { $0.kind == other.kind }) {
        merged[index].tried += other.tried
        merged[index].rejected += other.rejected
      } else {
        merged.append(other)
      }
    }
    return merged
  }
}

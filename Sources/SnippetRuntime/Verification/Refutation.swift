// Refutation: the formula must be wrong, and the page shows the smallest case in which it is.

extension Verification {
  /// Refutes a formula at given values.
  init(refuting equation: String, _ trial: Trial, line: Int, column: Int) {
    self.init(refutation: equation, trial, line: line, column: column)
    guard let found = trial.clearObjection else { return }
    passed = true
    counterexample = Counterexample(
      sizes: [], inputs: trial.symbols.flatMap { name, tables in tables.called(name) },
      claimed: found.claimed, actual: found.actual, error: found.error, tried: 0)
  }

  /// Refutes a formula at one of several points, and makes the case smaller.
  init(
    refuting equation: String, seeds: ClosedRange<Int>, line: Int, column: Int,
    _ trial: @escaping (Choices) -> (trial: Trial, drawn: Draw)
  ) {
    var seed = seeds.lowerBound
    var first = trial(Choices(seed: seed))
    while first.trial.clearObjection == nil, seed < seeds.upperBound {
      seed += 1
      first = trial(Choices(seed: seed))
    }
    self.init(refutation: equation, first.trial, line: line, column: column)
    points = seed - seeds.lowerBound + 1
    guard let objection = first.trial.clearObjection else { return }
    passed = true
    // A small case is no good if the difference becomes too small to be seen.
    let least = min(0.01, objection.error / 2)
    var shrinking = Shrinking(from: Choices(seed: seed), first.drawn) { choices in
      let (trial, drawn) = trial(choices)
      guard let objection = trial.clearObjection, objection.error >= least else { return nil }
      return drawn
    }
    let smallest = shrinking.run()
    let (last, drawn) = trial(smallest)
    guard let found = last.clearObjection else { return }
    counterexample = Counterexample(
      sizes: drawn.sizes.map { ($0.name, $0.value) }, inputs: drawn.inputs, claimed: found.claimed,
      actual: found.actual, error: found.error, tried: shrinking.tried)
  }

  private init(refutation equation: String, _ trial: Trial, line: Int, column: Int) {
    self.init(
      equation: equation, passed: false, isRefutation: true,
      testimonies: trial.testimonies(on: trial.claim), line: line, column: column)
    refusals = trial.obstacles
    if refusals.isEmpty, trial.clearObjection == nil, !testimonies.contains(where: \.agrees) {
      refusals = ["the values differ too little, or are too small, to refute anything"]
    }
    steps = trial.steps
    symbols = trial.symbolValues
  }
}

extension Trial {
  /// Why the claim cannot be refuted here, one sentence each.
  fileprivate var obstacles: [String] {
    if witnesses.isEmpty { return ["there is no witness"] }
    if !claim.flatMap(\.values).allSatisfy(\.isFinite) {
      return ["the claimed value is not finite"]
    }
    return witnesses.compactMap { witness in
      if let mismatch = witness.mismatch(with: claim) { return mismatch }
      let isFinite = witness.tables.flatMap(\.values).allSatisfy(\.isFinite)
      return isFinite ? nil : "\(witness.name): the value is not finite"
    }
  }

  /// The table in which all witnesses contradict the claim most clearly; nil unless they do, beyond any rounding.
  fileprivate var clearObjection: (claimed: Table, actual: Table, error: Double)? {
    guard obstacles.isEmpty, let witness = witnesses.first else { return nil }
    let contradicted = testimonies(on: claim).allSatisfy { testimony in
      testimony.comparisons.contains { $0.contradicts(beyond: testimony.tolerance) }
    }
    guard contradicted else { return nil }
    let pairs = zip(claim, witness.tables).map { ($0, $1, Comparison($0, $1)) }
      .filter { $0.2.contradicts(beyond: witness.tolerance) }
      .map { ($0.0, $0.1, $0.2.error) }
    return pairs.max { $0.2 < $1.2 }.map { (claimed: $0.0, actual: $0.1, error: $0.2) }
  }
}

extension Comparison {
  /// Whether two values differ by far more than is allowed, and by more than rounding leaves where both are zero.
  fileprivate func contradicts(beyond tolerance: Double) -> Bool {
    error > 100 * tolerance && abs(actual - expected) >= 1e-6
  }
}

extension [Table] {
  /// The tables under a name.
  fileprivate func called(_ name: String) -> [Table] {
    map { table in
      var named = table
      named.name = table.name.isEmpty || table.name.hasPrefix("[") ? name + table.name : name
      return named
    }
  }
}

// Verifications and derivations on the wire.

extension WireWriter {
  mutating func write(_ truth: Bool) { write(truth ? 1 : 0) }

  mutating func write<Value>(
    optional value: Value?, each: (inout WireWriter, Value) -> Void
  ) {
    write(value.map { [$0] } ?? [], each: each)
  }

  mutating func write(_ verification: Verification) {
    write(verification.equation)
    write(verification.passed)
    write(verification.isRefutation)
    write(verification.testimonies) { $0.write($1) }
    write(verification.refusals) { $0.write($1) }
    write(verification.weaknesses) { $0.write($1) }
    write(verification.mutants) { wire, mutant in
      wire.write(mutant.name)
      wire.write(mutant.rejected)
      wire.write(mutant.error)
      wire.write(mutant.tolerance)
    }
    write(verification.changes) { wire, change in
      wire.write(change.kind)
      wire.write(change.tried)
      wire.write(change.rejected)
    }
    write(optional: verification.steps) { $0.write($1) }
    write(verification.points)
    write(verification.symbols) { wire, symbol in
      wire.write(symbol.name)
      wire.write(symbol.shapes) { wire, shape in
        wire.write(shape.rows)
        wire.write(shape.columns)
      }
      wire.write(optional: symbol.number) { $0.write($1) }
    }
    write(optional: verification.counterexample) { $0.write($1) }
    write(verification.line)
    write(verification.column)
  }

  private mutating func write(_ testimony: Testimony) {
    write(testimony.name)
    switch testimony.kind {
    case .differences(let step):
      write(0)
      write(step)
    case .exact: write(1)
    case .recorded: write(2)
    }
    write(testimony.tolerance)
    write(testimony.comparisons) { $0.write($1) }
    write(testimony.norms) { $0.write($1) }
  }

  private mutating func write(_ counterexample: Counterexample) {
    write(counterexample.sizes) { wire, size in
      wire.write(size.name)
      wire.write(size.value)
    }
    write(counterexample.inputs) { $0.write($1) }
    write(counterexample.claimed)
    write(counterexample.actual)
    write(counterexample.error)
    write(counterexample.tried)
  }

  mutating func write(_ derivation: Derivation) {
    write(derivation.equation)
    write(derivation.steps) { wire, step in
      wire.write(step.error)
      wire.write(step.reason)
      wire.write(optional: step.worst) { $0.write($1) }
      wire.write(step.line)
      wire.write(step.column)
    }
    write(derivation.tolerance)
    write(derivation.points)
    write(derivation.refusals) { $0.write($1) }
    write(derivation.line)
    write(derivation.column)
  }
}

extension WireReader {
  private mutating func readBool() throws(Damaged) -> Bool { try readInt() == 1 }

  private mutating func readOptional<Value>(
    _ read: (inout WireReader) throws(Damaged) -> Value
  ) throws(Damaged) -> Value? {
    let list = try readArray(read)
    guard list.count <= 1 else { throw Damaged() }
    return list.first
  }

  private mutating func readStrings() throws(Damaged) -> [String] {
    try readArray { (wire) throws(Damaged) in try wire.readString() }
  }

  private mutating func readTables() throws(Damaged) -> [Table] {
    try readArray { (wire) throws(Damaged) in try wire.readTable() }
  }

  mutating func readVerification() throws(Damaged) -> Verification {
    Verification(
      equation: try readString(), passed: try readBool(), isRefutation: try readBool(),
      testimonies: try readArray { (wire) throws(Damaged) in try wire.readTestimony() },
      refusals: try readStrings(), weaknesses: try readStrings(),
      mutants: try readArray { (wire) throws(Damaged) in
        MutantResult(
          name: try wire.readString(), rejected: try wire.readBool(),
          error: try wire.readDouble(), tolerance: try wire.readDouble())
      },
      changes: try readArray { (wire) throws(Damaged) in
        ChangeResult(
          kind: try wire.readString(), tried: try wire.readInt(), rejected: try wire.readInt())
      },
      steps: try readOptional { (wire) throws(Damaged) in try wire.readInt() },
      points: try readInt(),
      symbols: try readArray { (wire) throws(Damaged) in try wire.readSymbol() },
      counterexample: try readOptional { (wire) throws(Damaged) in
        try wire.readCounterexample()
      }, line: try readInt(), column: try readInt())
  }

  private mutating func readSymbol() throws(Damaged) -> SymbolValue {
    SymbolValue(
      name: try readString(),
      shapes: try readArray { (wire) throws(Damaged) in
        SymbolValue.Shape(rows: try wire.readInt(), columns: try wire.readInt())
      }, number: try readOptional { (wire) throws(Damaged) in try wire.readDouble() })
  }

  private mutating func readTestimony() throws(Damaged) -> Testimony {
    let name = try readString()
    let kind: Witness.Kind
    switch try readInt() {
    case 0: kind = .differences(step: try readDouble())
    case 1: kind = .exact
    case 2: kind = .recorded
    default: throw Damaged()
    }
    return Testimony(
      name: name, kind: kind, tolerance: try readDouble(),
      comparisons: try readArray { (wire) throws(Damaged) in try wire.readComparison() },
      norms: try readArray { (wire) throws(Damaged) in try wire.readDouble() })
  }

  private mutating func readCounterexample() throws(Damaged) -> Counterexample {
    Counterexample(
      sizes: try readArray { (wire) throws(Damaged) in
        (name: try wire.readString(), value: try wire.readInt())
      }, inputs: try readTables(), claimed: try readTable(), actual: try readTable(),
      error: try readDouble(), tried: try readInt())
  }

  mutating func readDerivation() throws(Damaged) -> Derivation {
    Derivation(
      equation: try readString(),
      steps: try readArray { (wire) throws(Damaged) in
        Derivation.Step(
          error: try wire.readDouble(), reason: try wire.readString(),
          worst: try wire.readOptional { (wire) throws(Damaged) in try wire.readComparison() },
          line: try wire.readInt(), column: try wire.readInt())
      }, tolerance: try readDouble(), points: try readInt(), refusals: try readStrings(),
      line: try readInt(), column: try readInt())
  }
}

// The wire: what a running snippet reports to `notebook`, beside what it prints.

/// One thing that a running snippet reports.
public enum Record: Equatable, Sendable {
  /// The snippet with this index begins.
  case began(snippet: Int)
  /// The snippet with this index ran to its end.
  case ended(snippet: Int)
  /// A value to show on the page.
  case shown(name: String, tables: [Table])
  /// The result of a check.
  case checked(Check)
  /// The result of a `verify`.
  case verified(Verification)
  /// The result of a `derive`.
  case derived(Derivation)
  /// A picture to show on the page.
  case drawn(Figure)
}

/// The result of a check: what was claimed, whether it held, and by how much.
public struct Check: Equatable, Sendable {
  /// The claim in words.
  public var claim: String
  /// Whether it held.
  public var passed: Bool
  /// What was compared with what.
  public var relation: Relation
  /// The comparisons, one a table; empty for a condition and when shapes differ.
  public var comparisons: [Comparison]
  /// Why the check failed when no number says it, such as two shapes that differ.
  public var reason: String
  /// The line of the check in the chapter.
  public var line: Int
  /// The column of the check in the chapter.
  public var column: Int

  /// The kinds of claim.
  public enum Relation: Equatable, Sendable {
    /// A condition that must be true.
    case holds
    /// Two values that must agree within a norm-relative tolerance.
    case equal(tolerance: Double)
    /// Two values of which at least one table must differ by a norm-relative error of at least this.
    case different(atLeast: Double)
  }

  /// The comparison with the largest error, NaN being the largest.
  public var worst: Comparison? { comparisons.worst }
}

extension Record {
  /// The record as bytes: a tag, then its fields.
  public var bytes: [UInt8] {
    var wire = WireWriter()
    switch self {
    case .began(let snippet):
      wire.write(0)
      wire.write(snippet)
    case .ended(let snippet):
      wire.write(1)
      wire.write(snippet)
    case .shown(let name, let tables):
      wire.write(2)
      wire.write(name)
      wire.write(tables) { $0.write($1) }
    case .checked(let check):
      wire.write(3)
      wire.write(check)
    case .verified(let verification):
      wire.write(4)
      wire.write(verification)
    case .derived(let derivation):
      wire.write(5)
      wire.write(derivation)
    case .drawn(let figure):
      wire.write(6)
      wire.write(figure)
    }
    return wire.bytes
  }

  /// Reads a record; nil when the bytes are not one.
  public init?(bytes: some Sequence<UInt8>) {
    var wire = WireReader(bytes)
    do throws(WireReader.Damaged) {
      switch try wire.readInt() {
      case 0: self = .began(snippet: try wire.readInt())
      case 1: self = .ended(snippet: try wire.readInt())
      case 2:
        self = .shown(
          name: try wire.readString(),
          tables: try wire.readArray { (wire) throws(WireReader.Damaged) in try wire.readTable() })
      case 3: self = .checked(try wire.readCheck())
      case 4: self = .verified(try wire.readVerification())
      case 5: self = .derived(try wire.readDerivation())
      case 6: self = .drawn(try wire.readFigure())
      default: return nil
      }
      guard wire.isAtEnd else { return nil }
    } catch {
      return nil
    }
  }
}

extension WireWriter {
  mutating func write(_ table: Table) {
    write(table.name)
    write(table.rows)
    write(table.columns)
    write(table.values) { $0.write($1) }
    write(table.rowNames) { $0.write($1) }
    write(table.columnNames) { $0.write($1) }
  }

  mutating func write(_ comparison: Comparison) {
    write(comparison.name)
    write(comparison.rows)
    write(comparison.columns)
    write(comparison.error)
    write(comparison.worstRow)
    write(comparison.worstColumn)
    write(comparison.actual)
    write(comparison.expected)
  }

  fileprivate mutating func write(_ check: Check) {
    write(check.claim)
    write(check.passed ? 1 : 0)
    switch check.relation {
    case .holds: write(0)
    case .equal(let tolerance):
      write(1)
      write(tolerance)
    case .different(let least):
      write(2)
      write(least)
    }
    write(check.comparisons) { $0.write($1) }
    write(check.reason)
    write(check.line)
    write(check.column)
  }
}

extension WireReader {
  mutating func readTable() throws(Damaged) -> Table {
    let name = try readString()
    let rows = try readInt()
    let columns = try readInt()
    let values = try readArray { (wire) throws(Damaged) in try wire.readDouble() }
    let rowNames = try readArray { (wire) throws(Damaged) in try wire.readString() }
    let columnNames = try readArray { (wire) throws(Damaged) in try wire.readString() }
    let (count, overflow) = rows.multipliedReportingOverflow(by: columns)
    guard rows >= 0, columns >= 0, !overflow, count == values.count,
      rowNames.isEmpty || rowNames.count == rows,
      columnNames.isEmpty || columnNames.count == columns
    else { throw Damaged() }
    var table = Table(name: name, rows: rows, columns: columns, values: values)
    table.rowNames = rowNames
    table.columnNames = columnNames
    return table
  }

  fileprivate mutating func readCheck() throws(Damaged) -> Check {
    let claim = try readString()
    let passed = try readInt() == 1
    let relation: Check.Relation
    switch try readInt() {
    case 0: relation = .holds
    case 1: relation = .equal(tolerance: try readDouble())
    case 2: relation = .different(atLeast: try readDouble())
    default: throw Damaged()
    }
    return Check(
      claim: claim, passed: passed, relation: relation,
      comparisons: try readArray { (wire) throws(Damaged) in try wire.readComparison() },
      reason: try readString(), line: try readInt(), column: try readInt())
  }

  mutating func readComparison() throws(Damaged) -> Comparison {
    Comparison(
      name: try readString(), rows: try readInt(), columns: try readInt(),
      error: try readDouble(), worstRow: try readInt(), worstColumn: try readInt(),
      actual: try readDouble(), expected: try readDouble())
  }
}

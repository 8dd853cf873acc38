// Records as bytes and back, and bytes that are no records.

import Testing

@testable import SnippetRuntime

struct RecordCase: CustomTestStringConvertible {
  var name: String
  var record: Record

  var testDescription: String { name }
}

@Suite("Records") struct RecordTests {
  private static func check(
    _ relation: Check.Relation, passed: Bool = false, _ comparisons: [Comparison] = [],
    reason: String = ""
  ) -> Record {
    .checked(
      Check(
        claim: "δ = ‖a − b‖", passed: passed, relation: relation, comparisons: comparisons,
        reason: reason, line: 42, column: 7))
  }

  private static func comparison(error: Double) -> Comparison {
    Comparison(
      name: "W", rows: 2, columns: 3, error: error, worstRow: 1, worstColumn: 2, actual: -0.0,
      expected: .infinity)
  }

  static let cases = [
    RecordCase(name: "a beginning", record: .began(snippet: 0)),
    RecordCase(name: "an end", record: .ended(snippet: .max)),
    RecordCase(name: "a negative index", record: .began(snippet: -1)),
    RecordCase(name: "nothing shown", record: .shown(name: "", tables: [])),
    RecordCase(
      name: "tables",
      record:
        .shown(
          name: "größe 日本 😀\0",
          tables: [
            Table(
              name: "W", rows: 2, columns: 2,
              values: [-0.0, .leastNonzeroMagnitude, .greatestFiniteMagnitude, .pi]),
            Table(rows: 0, columns: 3, values: []), Table(rows: 3, columns: 0, values: []),
          ])),
    RecordCase(
      name: "values that are not finite",
      record:
        .shown(
          name: "x",
          tables: [
            Table(
              rows: 1, columns: 4,
              values: [.nan, .infinity, -.infinity, Double(nan: 5, signaling: false)])
          ])),
    RecordCase(name: "a condition that holds", record: check(.holds, passed: true)),
    RecordCase(
      name: "a condition that does not hold",
      record: check(.holds, reason: "the condition is false")),
    RecordCase(
      name: "values that agree",
      record: check(
        .equal(tolerance: 1e-12), passed: true, [comparison(error: 0), comparison(error: 1e-13)])),
    RecordCase(
      name: "values of which one is NaN",
      record: check(.equal(tolerance: .nan), [comparison(error: .nan)])),
    RecordCase(
      name: "values that differ",
      record: check(.different(atLeast: 0.5), passed: true, [comparison(error: .infinity)])),
    RecordCase(name: "a verification", record: .verified(verification)),
    RecordCase(name: "a derivation", record: .derived(derivation)),
    RecordCase(
      name: "a chart",
      record: .drawn(
        Figure(
          name: "f", title: "T", caption: "Ein Bild: δ.",
          content: .chart(
            x: .linear("step"), y: .logarithmic("loss", unit: "nats", in: 0.5...2),
            series: [
              .line("a", [1, 2], [1e-300, 1e300]), .points("", [-0.0], [1]), .level("b", 1),
            ]), line: 4, column: 5))),
    RecordCase(
      name: "a histogram",
      record: .drawn(
        Figure(
          name: "f", caption: "",
          content: .chart(
            x: .linear("x"), y: .linear("count"),
            series: [.histogram("h", [1, 2, 2], bins: 7)]), line: 1, column: 1))),
    RecordCase(
      name: "heat maps",
      record: .drawn(
        Figure(
          name: "f", caption: "",
          content: .heatMaps(
            [
              Table(name: "W", rows: 0, columns: 3, values: []),
              Table(rows: ["r"], columns: ["a", "b"], [[1, 2]]),
            ], rows: "unit", columns: "step"), line: 1, column: 1))),
  ]

  private static let verification = Verification(
    equation: "δ", passed: true, isRefutation: true,
    testimonies: [
      Testimony(
        name: "differences", kind: .differences(step: 1e-5), tolerance: 1e-6,
        comparisons: [comparison(error: .nan)], norms: [2]),
      Testimony(name: "tape", kind: .exact, tolerance: 0, comparisons: [], norms: []),
      Testimony(name: "table", kind: .recorded, tolerance: 1, comparisons: [], norms: []),
    ], refusals: ["no"], weaknesses: ["weak", ""],
    mutants: [MutantResult(name: "m", rejected: true, error: .infinity, tolerance: 1e-6)],
    changes: [ChangeResult(kind: "k", tried: 3, rejected: 2)], steps: 4, points: 2,
    symbols: [SymbolValue(name: "W", shapes: [.init(rows: 1, columns: 2)], number: 0.5)],
    counterexample: Counterexample(
      sizes: [(name: "T", value: 2)], inputs: [Table(name: "U", rows: 1, columns: 1, values: [1])],
      claimed: Table(rows: 1, columns: 1, values: [1]),
      actual: Table(rows: 1, columns: 1, values: [2]), error: 0.5, tried: 7), line: 42, column: 7)

  private static let derivation = Derivation(
    equation: "δ",
    steps: [
      .init(error: 0, reason: "", worst: nil, line: 4, column: 5),
      .init(error: 0.5, reason: "no", worst: comparison(error: 0.5), line: 5, column: 5),
    ], tolerance: 1e-12, points: 5, refusals: ["zero"], line: 3, column: 7)

  @Test("a record comes back as it was", arguments: cases)
  func roundTrip(_ item: RecordCase) throws {
    let bytes = item.record.bytes
    let read = try #require(Record(bytes: bytes))
    // NaN is not equal to itself: the bytes are, and a description names every field.
    #expect(read.bytes == bytes)
    #expect(String(describing: read) == String(describing: item.record))
    #expect(Record(bytes: AnySequence(bytes)) != nil)
  }

  @Test("a record that is cut short, or goes on, is none", arguments: cases)
  func truncated(_ item: RecordCase) {
    let bytes = item.record.bytes
    for count in bytes.indices {
      #expect(Record(bytes: bytes.prefix(count)) == nil, "the first \(count) bytes")
    }
    #expect(Record(bytes: bytes + [0]) == nil)
  }

  @Test("a record with a wrong byte is another record or none", arguments: cases)
  func flipped(_ item: RecordCase) {
    let bytes = item.record.bytes
    for index in bytes.indices {
      for mask: UInt8 in [0x01, 0x80, 0xFF] {
        var wrong = bytes
        wrong[index] ^= mask
        guard let record = Record(bytes: wrong) else { continue }
        if case .shown(_, let tables) = record {
          #expect(tables.allSatisfy { $0.values.count == $0.rows * $0.columns })
        }
      }
    }
  }

  @Test(
    "what no writer writes is no record",
    arguments: [
      [], [4, 0], [-1, 0], [0], [0, 0, 0], [2, -1], [2, 0, -1], [2, .max], [2, 0, .max],
      // A table of 2×3 without values, one of -1×-1 with one, and one whose size overflows.
      [2, 0, 1, 0, 2, 3, 0], [2, 0, 1, 0, -1, -1, 1, 0], [2, 0, 1, 0, .max, 2, 0],
      // A check with an unknown relation.
      [3, 0, 1, 3, 0, 0, 0, 0],
    ])
  func none(fields: [Int]) {
    var writer = WireWriter()
    for field in fields { writer.write(field) }
    #expect(Record(bytes: writer.bytes) == nil)
  }

  @Test("the worst comparison has the largest error, NaN above all")
  func worst() {
    func worst(_ errors: [Double]) -> String {
      guard case .checked(let check) = Self.check(.holds, errors.map { Self.comparison(error: $0) })
      else { return "no check" }
      return check.worst.map { "\($0.error)" } ?? "none"
    }
    #expect(worst([]) == "none")
    #expect(worst([0.1, 0.3, 0.2]) == "0.3")
    #expect(worst([0.1, .infinity]) == "inf")
    #expect(worst([0.1, .nan, .infinity]) == "nan")
    #expect(worst([.nan, 0.1]) == "nan")
    #expect(worst([.nan, .nan]) == "nan")
  }
}

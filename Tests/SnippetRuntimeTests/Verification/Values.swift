// Values of named tables for the tests of verifications.

@testable import SnippetRuntime

/// A value of named columns, as a model is.
struct Model: Tabulated, Sendable {
  var tables: [Table]

  init(_ entries: KeyValuePairs<String, [Double]>) {
    tables = entries.map { Table(name: $0.key, rows: $0.value.count, columns: 1, values: $0.value) }
  }
}

/// A matrix without a name.
func matrix(_ rows: [[Double]]) -> Table {
  Table(rows: rows.count, columns: rows[0].count, values: rows.flatMap { $0 })
}

extension Verification {
  /// A verification of given values.
  init(_ trials: Trial...) { self.init(of: "e", trials, line: 3, column: 7) }
}

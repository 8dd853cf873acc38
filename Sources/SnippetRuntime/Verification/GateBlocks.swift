// Matrices that hold several gates, one below the other: they are compared gate by gate.

/// A matrix as blocks of rows, each with a name, as LSTM weights are stored by other libraries.
public struct GateBlocks: Tabulated {
  /// One table for each block.
  public let tables: [Table]

  /// Cuts each of a value's tables into equal blocks of rows; traps unless the rows can be shared out evenly.
  ///
  /// - Parameters:
  ///   - value: The value, such as a weight [4H×D].
  ///   - names: The names of the blocks from above, such as `["i", "f", "g", "o"]`.
  public init(_ value: some Tabulated, _ names: [String]) {
    tables = value.tables.flatMap { table -> [Table] in
      guard !names.isEmpty, table.rows % names.count == 0 else {
        fatalError("GateBlocks: \(table.rows) rows cannot be shared out to \(names.count) gates")
      }
      let rows = table.rows / names.count
      return names.enumerated().map { index, name in
        let first = index * rows * table.columns
        return Table(
          name: table.name.isEmpty ? name : "\(table.name).\(name)", rows: rows,
          columns: table.columns,
          values: Array(table.values[first..<first + rows * table.columns]))
      }
    }
  }
}

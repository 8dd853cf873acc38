// What a snippet's values look like to the page and to checks: named tables of numbers.

/// A named matrix of numbers, the one shape in which values leave a snippet.
public struct Table: Equatable, Sendable {
  /// The name, such as `W`; empty for a value that has none.
  public var name: String
  /// The number of rows.
  public var rows: Int
  /// The number of columns.
  public var columns: Int
  /// The entries row by row, `rows * columns` of them.
  public var values: [Double]
  /// What the rows are; empty, or a name for each.
  public var rowNames: [String] = []
  /// What the columns are; empty, or a name for each.
  public var columnNames: [String] = []

  /// Creates a table; traps unless there are `rows * columns` values.
  public init(name: String = "", rows: Int, columns: Int, values: [Double]) {
    guard values.count == rows * columns else {
      fatalError(
        "Table \(name): \(rows)×\(columns) needs \(rows * columns) values, not \(values.count)")
    }
    self.name = name
    self.rows = rows
    self.columns = columns
    self.values = values
  }

  /// Creates a table whose rows and columns have names; traps unless each row has as many values as there are columns.
  ///
  ///     show("error", Table(rows: ["plain", "residual"], columns: ["t = 10", "t = 50"], [[1, 2], [3, 4]]))
  ///
  /// - Parameters:
  ///   - rows: The names of the rows.
  ///   - columns: The names of the columns.
  ///   - values: The rows.
  public init(rows: [String], columns: [String], _ values: [[Double]]) {
    guard values.count == rows.count, values.allSatisfy({ $0.count == columns.count }) else {
      fatalError(
        "Table: \(rows.count) names of rows and \(columns.count) of columns, "
          + "values \(values.map(\.count))")
    }
    self.init(rows: rows.count, columns: columns.count, values: values.flatMap(\.self))
    rowNames = rows
    columnNames = columns
  }
}

extension Table: Tabulated {
  /// The table itself.
  public var tables: [Table] { [self] }
}

/// A value that can be shown on the page and compared by checks.
public protocol Tabulated {
  /// The value as tables; a model has one for each parameter.
  var tables: [Table] { get }
}

extension Double: Tabulated {
  /// One table with one entry.
  public var tables: [Table] { [Table(rows: 1, columns: 1, values: [self])] }
}

extension Int: Tabulated {
  /// One table with one entry.
  public var tables: [Table] { Double(self).tables }
}

extension Array: Tabulated where Element: Tabulated {
  /// A column for an array of numbers; otherwise the elements' tables, named by their index.
  public var tables: [Table] {
    if let numbers = self as? [Double] ?? (self as? [Int])?.map(Double.init) {
      return [Table(rows: count, columns: 1, values: numbers)]
    }
    return enumerated().flatMap { index, element in
      element.tables.map { table in
        var named = table
        named.name = table.name.isEmpty ? "[\(index)]" : "[\(index)].\(table.name)"
        return named
      }
    }
  }
}

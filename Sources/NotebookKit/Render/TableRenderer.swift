// Tables of numbers on a page: with their shape, digits in line, and long ones cut.

import SnippetRuntime

/// Renders tables.
enum TableRenderer {
  /// The tables of a value that is shown under a name; a long matrix is shown as colours.
  ///
  /// - Parameters:
  ///   - tables: The tables.
  ///   - name: The name; empty for none.
  ///   - id: What the anchors of pictures begin with.
  /// - Returns: The tables one after the other.
  static func html(_ tables: [Table], name: String, id: String) -> HTML {
    let items = tables.gathered.enumerated().map { index, table -> HTML in
      let separator = name.isEmpty || table.name.isEmpty || table.name.hasPrefix("[") ? "" : "."
      let title = name + separator + table.name
      return table.isLong
        ? heatMap(table, title: title, id: "\(id):\(index)") : html(table, title: title)
    }
    return "<div class=\"shown\">\n\(items.joined())</div>\n"
  }

  /// A table with its title and shape.
  static func html(_ table: Table, title: String) -> HTML {
    let numbers = table.numbers
    let (rows, columns) = (table.shown(of: table.rows), table.shown(of: table.columns))
    let body = rows.map { row -> HTML in
      guard let row else { return "<tr><td>⋮</td></tr>\n" }
      let cells = columns.map { column -> HTML in
        guard let column else { return "<td>…</td>" }
        let value = table.values[row * table.columns + column]
        return "<td>\(numbers[column].text(value))</td>"
      }
      let head: HTML =
        table.rowNames.isEmpty ? HTML() : "<th scope=\"row\">\(table.rowNames[row])</th>"
      return "<tr>\(head)\(cells.joined())</tr>\n"
    }
    let name: HTML = title.isEmpty ? HTML() : "<b>\(title)</b> "
    let shape: HTML = table.isMatrix ? "[\(table.rows)×\(table.columns)]" : HTML()
    let caption: HTML =
      title.isEmpty && !table.isMatrix ? HTML() : "<caption>\(name)\(shape)</caption>\n"
    return """
      <div class="scroll" tabindex="0"><table class="matrix">
      \(caption)\(head(table, columns))<tbody>
      \(body.joined())</tbody>
      </table></div>

      """
  }

  /// A matrix as colours with a scale.
  private static func heatMap(_ table: Table, title: String, id: String) -> HTML {
    var plain = table
    plain.name = ""
    let name: HTML = title.isEmpty ? HTML() : "<b>\(title)</b> "
    return FigureRenderer.framed(
      HeatMapPicture(tables: [plain], rows: "row", columns: "column").svg(id: id),
      caption: "\(name)[\(table.rows)×\(table.columns)]")
  }

  private static func head(_ table: Table, _ columns: [Int?]) -> HTML {
    if table.columnNames.isEmpty { return HTML() }
    let corner: HTML = table.rowNames.isEmpty ? HTML() : "<td></td>"
    let names = columns.map { column -> HTML in
      guard let column else { return "<td>…</td>" }
      return "<th scope=\"col\">\(table.columnNames[column])</th>"
    }
    return "<thead><tr>\(corner)\(names.joined())</tr></thead>\n"
  }
}

extension Table {
  /// Whether it is a matrix, whose rows have no names but their places.
  fileprivate var isMatrix: Bool { rowNames.isEmpty }

  /// Whether it is a matrix in which nobody would read the numbers.
  fileprivate var isLong: Bool {
    isMatrix && (rows > Self.limit || columns > Self.limit) && min(rows, columns) > 1
      && values.count <= Figure.limit
  }

  /// The most rows or columns of a matrix that are shown as numbers.
  private static let limit = 12

  /// The places of rows or columns that are shown; nil stands for those left out before the last.
  fileprivate func shown(of count: Int) -> [Int?] {
    let limit = isMatrix ? Self.limit : 40
    return count <= limit ? Array(0..<count) : Array(0..<(limit - 2)) + [nil, count - 1]
  }

  /// How the numbers of each column are written: a matrix's all alike; those of named quantities each by itself, for they
  /// may measure different things.
  fileprivate var numbers: [AlignedNumbers] {
    if isMatrix { return Array(repeating: AlignedNumbers(values), count: columns) }
    return (0..<columns).map { column in
      AlignedNumbers((0..<rows).map { values[$0 * columns + column] }, keepsSmall: true)
    }
  }
}

extension [Table] {
  /// The tables with columns that follow one another, such as `h[0]`, `h[1]`, side by side in one.
  fileprivate var gathered: [Table] {
    var tables: [Table] = []
    var series: [(table: Table, index: Int)] = []
    var stem = ""
    func close() {
      if series.count > 1 {
        tables.append(Table(columns: series, named: stem))
      } else {
        tables += series.map(\.table)
      }
      series = []
    }
    for table in self {
      guard table.columns == 1, table.rowNames.isEmpty, let (own, index) = table.name.indexed else {
        close()
        tables.append(table)
        continue
      }
      if let last = series.last,
        own != stem || index != last.index + 1 || table.rows != last.table.rows
      {
        close()
      }
      stem = own
      series.append((table, index))
    }
    close()
    return tables
  }
}

extension Table {
  fileprivate init(columns: [(table: Table, index: Int)], named name: String) {
    let rows = columns[0].table.rows
    let values = (0..<rows).flatMap { row in columns.map { $0.table.values[row] } }
    self.init(name: name, rows: rows, columns: columns.count, values: values)
    columnNames = columns.map { "[\($0.index)]" }
  }
}

extension String {
  /// `h[3]` as `h` and 3.
  fileprivate var indexed: (stem: String, index: Int)? {
    guard hasSuffix("]"), let open = lastIndex(of: "["),
      let index = Int(self[self.index(after: open)...].dropLast())
    else { return nil }
    return (String(self[..<open]), index)
  }
}

// Where the panels of a heat map go: side by side with cells of one size, in as many rows as they need.

import SnippetRuntime

/// The measures of a heat map.
struct HeatMapLayout {
  /// A table and where its cells begin.
  struct Panel {
    /// The table.
    var table: Table
    /// The left border of its cells.
    var x: Double
    /// The upper border of its cells.
    var y: Double
    /// Whether the numbers of its rows stand beside it.
    var hasRowNumbers: Bool
  }

  /// The panels.
  private(set) var panels: [Panel] = []
  /// The width and the height of a cell.
  let cell: (width: Double, height: Double)
  /// The rows of panels: their upper and lower border.
  private(set) var lines: [(top: Double, bottom: Double)] = []
  /// Where the panels end on the right.
  private(set) var right = 0.0
  /// Where the first panel begins.
  let left: Double
  /// Whether the title of the rows stands beside them; else it is above them.
  let isTitleAside: Bool
  /// The middle of the first panel of each row of panels.
  private(set) var middles: [Double] = []

  /// The most that a picture is wide, and the cells of one panel high.
  private static let (width, tall) = (640.0, 340.0)
  /// The largest cell, and the smallest side of a panel with many small ones.
  private static let (largest, least) = (28.0, 72.0)
  /// The room between panels.
  private static let gap = 22.0

  /// Measures a heat map.
  ///
  /// - Parameters:
  ///   - tables: The tables; none is empty.
  ///   - rows: What a row stands for.
  ///   - bar: The room for the colour bar.
  init(_ tables: [Table], rows: String, bar: Double) {
    let numbers = tables.map(\.rowLabelWidth).max() ?? 0
    let most = tables.map(\.rows).max() ?? 1
    let title = TextExtent.width(rows)
    let room = Self.width - bar - numbers - 28
    func width(_ count: Int) -> Double {
      tables.chunked(count).map { line in
        let gaps = Double(line.count - 1) * (Self.gap + numbers)
        return (room - gaps) / Double(line.reduce(0) { $0 + $1.columns })
      }.min() ?? 1
    }
    // The most panels side by side whose cells are large enough to be seen, then as many in each line.
    let widest = Double(tables.map(\.columns).max() ?? 1)
    let count =
      (1...max(tables.count, 1)).last { count in
        width(count) >= 12 || width(count) * widest >= 150
      } ?? 1
    let lineCount = (tables.count + count - 1) / count
    let perLine = (tables.count + lineCount - 1) / max(lineCount, 1)
    // Nearly square, but for names of columns and for what would be thin as a thread.
    let named = tables.flatMap(\.columnNames).map { TextExtent.width($0) + 10 }.max() ?? 0
    var cellWidth = min(width(perLine), max(Self.largest, min(named, 90)))
    var cellHeight = min(Self.largest, Self.tall / Double(most))
    cellWidth = min(cellWidth, max(3 * cellHeight, min(Self.largest, Self.least / widest)))
    cellHeight = min(cellHeight, max(3 * cellWidth, min(Self.largest, Self.least / Double(most))))
    cell = (Self.floor(cellWidth), Self.floor(cellHeight))

    let tallest = Double(most) * cell.height
    isTitleAside = title <= tallest + 20
    left = (rows.isEmpty || !isTitleAside ? 2 : 20) + numbers + 6
    let hasNames = tables.contains { !$0.name.isEmpty }
    var y = (hasNames ? 22.0 : 8) + (isTitleAside || rows.isEmpty ? 0 : TextExtent.line)
    for line in tables.chunked(perLine) {
      var x = left
      let top = y
      var last: Table?
      for table in line {
        let isSame = last.map { $0.rows == table.rows && $0.rowNames == table.rowNames } ?? false
        if last != nil { x += isSame ? Self.gap : Self.gap + numbers }
        panels.append(Panel(table: table, x: x, y: y, hasRowNumbers: !isSame))
        x += max(Double(table.columns) * cell.width, min(TextExtent.width(table.name), 120))
        last = table
      }
      right = max(right, x)
      let bottom = top + Double(line.map(\.rows).max() ?? 0) * cell.height
      lines.append((top, bottom))
      middles.append(top + Double(line.first?.rows ?? 0) * cell.height / 2)
      y = bottom + TextExtent.line + (hasNames ? 26 : 12)
    }
  }

  /// A size in tenths, or in hundredths where it is small.
  private static func floor(_ size: Double) -> Double {
    let scale = size < 2 ? 100.0 : 10
    return max((size * scale).rounded(.down), 1) / scale
  }
}

extension Table {
  /// How wide the names or numbers of the rows are.
  fileprivate var rowLabelWidth: Double {
    if rowNames.isEmpty { return TextExtent.width("\(rows)") }
    return min(rowNames.map { TextExtent.width($0) }.max() ?? 0, 140)
  }
}

extension Array {
  /// The elements in groups of at most this many.
  fileprivate func chunked(_ count: Int) -> [ArraySlice<Element>] {
    stride(from: 0, to: self.count, by: count).map { self[$0..<Swift.min($0 + count, self.count)] }
  }
}

// Tables as heat maps: a colour for each entry, on one scale with a bar that says which.

import SnippetRuntime

/// Draws tables as heat maps.
struct HeatMapPicture {
  /// The tables that have entries, without the last bits of their numbers.
  let tables: [Table]
  /// What a row stands for.
  let rows: String
  /// What a column stands for.
  let columns: String
  /// The colours of the entries.
  let scale: HeatScale

  /// Takes tables; entries that are not finite are left blank.
  ///
  /// - Parameters:
  ///   - tables: The tables.
  ///   - rows: What a row stands for; empty for nothing in particular.
  ///   - columns: What a column stands for; empty for nothing in particular.
  init(tables: [Table], rows: String, columns: String) {
    let tables = tables.filter { !$0.values.isEmpty }
    // The elements of an array are named by their index; where they have names besides, those are enough.
    let names = tables.map { $0.name.split(separator: "].", maxSplits: 1).last.map(String.init) }
    let areNamed = tables.allSatisfy { $0.name.hasPrefix("[") && $0.name.contains("].") }
    self.tables = zip(tables, names).map { table, name in
      var table = table
      if areNamed, let name { table.name = name }
      table.values = table.values.map { $0.isFinite ? $0.steadyOrZero : $0 }
      return table
    }
    (self.rows, self.columns) = (rows, columns)
    scale = HeatScale(self.tables.flatMap(\.values))
  }

  /// The heat maps as an element.
  ///
  /// - Parameter id: What the anchors of its words begin with.
  /// - Returns: The element.
  func svg(id: String) -> HTML {
    let labels = scale.axis.ticks.map(\.label.width).max() ?? 0
    let plan = HeatMapLayout(tables, rows: rows, bar: labels + 44)
    let (top, bottom) = plan.lines.first ?? (0, 0)
    let barTop = top + (scale.axis.base == nil ? 0 : TextExtent.line)
    let barBottom = max(barTop + 90, min(bottom, barTop + 200))
    let under = (plan.lines.last?.bottom ?? 0) + TextExtent.line + 4
    let lower = columns.isEmpty ? under : under + TextExtent.line
    let middle = (plan.left + plan.right) / 2
    let width = max(plan.right + labels + 44, middle + TextExtent.width(columns) / 2 + 4)
    return Picture(
      width: width, height: max(lower, barBottom + 10),
      title: tables.count == 1 ? "Heat map" : "\(tables.count) heat maps",
      description: description,
      content: plan.panels.map { panel($0, plan) }.joined() + titles(plan, lower - 5)
        + bar(x: plan.right + 26, top: barTop, bottom: barBottom)
    ).svg(id: id)
  }

  private func titles(_ plan: HeatMapLayout, _ y: Double) -> HTML {
    var html = HTML()
    if !columns.isEmpty {
      let x = max((plan.left + plan.right) / 2, TextExtent.width(columns) / 2 + 2)
      html.append(Picture.text("axis-title middle", x, y, HTML(escaping: columns)))
    }
    if rows.isEmpty { return html }
    if !plan.isTitleAside {
      let top = (plan.lines.first?.top ?? 0) - (hasNames ? 22 : 6)
      return html + Picture.text("axis-title", 2, top, "↓ \(rows)")
    }
    for middle in plan.middles.map(PicturePath.number) {
      html.append(
        """
        <text class="axis-title middle" transform="translate(13 \(middle))rotate(-90)">\(rows)</text>

        """)
    }
    return html
  }

  private var hasNames: Bool { tables.contains { !$0.name.isEmpty } }

  // MARK: - Panels

  private func panel(_ panel: HeatMapLayout.Panel, _ plan: HeatMapLayout) -> HTML {
    let table = panel.table
    let (width, height) = plan.cell
    let name =
      table.name.isEmpty
      ? HTML() : Picture.text("panel", panel.x, panel.y - 7, HTML(escaping: table.name))
    let cells: HTML = """
      <g class="cells" transform="translate(\(PicturePath.number(panel.x)) \
      \(PicturePath.number(panel.y)))scale(\(Self.size(width)) \(Self.size(height)))">
      \(cells(of: table))</g>

      """
    let bottom = panel.y + Double(table.rows) * height
    let across = Self.shownIndices(table.columns, names: table.columnNames, width)
    let columns = across.map { index in
      Picture.text(
        "tick middle", panel.x + (Double(index) + 0.5) * width, bottom + 15,
        HTML(escaping: table.columnNames.isEmpty ? "\(index + 1)" : table.columnNames[index]))
    }
    if !panel.hasRowNumbers { return name + cells + columns.joined() }
    let down = Self.shownIndices(table.rows, room: 14, height)
    let rows = down.map { index in
      Picture.text(
        "tick end", panel.x - 6, panel.y + (Double(index) + 0.5) * height + 4,
        HTML(
          escaping: table.rowNames.isEmpty
            ? "\(index + 1)" : TextExtent.cut(table.rowNames[index], to: 140)))
    }
    return name + cells + columns.joined() + rows.joined()
  }

  /// The cells as one path for each colour: neighbours in a row are one line, as thick as a cell.
  private func cells(of table: Table) -> HTML {
    let levels = table.values.map(scale.level)
    var paths: [Int?: PicturePath] = [:]
    for row in 0..<table.rows {
      var column = 0
      // Where the lines of this row end so far.
      var ends: [Int?: Int] = [:]
      while column < table.columns {
        let level = levels[row * table.columns + column]
        let first = column
        while column < table.columns, levels[row * table.columns + column] == level { column += 1 }
        let step = ends[level].map { "m\(first - $0) 0" } ?? "M\(first) \(row).5"
        paths[level, default: PicturePath()].append("\(step)h\(column - first)")
        ends[level] = column
      }
    }
    let missing = paths[nil].map { Picture.path(scale.style(of: nil), $0) } ?? HTML()
    return missing
      + scale.levels.map { level in
        paths[level].map { Picture.path(scale.style(of: level), $0) } ?? HTML()
      }.joined()
  }

  /// The indices whose numbers stand beside the cells: the first, and round ones as far as they have room.
  private static func shownIndices(_ count: Int, names: [String], _ size: Double) -> [Int] {
    let widths =
      names.isEmpty
      ? TextExtent.width("\(count)") : names.map { TextExtent.width($0) }.max() ?? 0
    return shownIndices(count, room: widths + 8, size)
  }

  private static func shownIndices(_ count: Int, room: Double, _ size: Double) -> [Int] {
    let steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000]
    let step = steps.first { Double($0) * size >= room } ?? 10_000
    if step == 1 { return Array(0..<count) }
    return [0]
      + (0..<count).filter { ($0 + 1).isMultiple(of: step) && Double($0) * size >= room }
  }

  private static func size(_ value: Double) -> String { value.plain }

  // MARK: - The bar

  private func bar(x: Double, top: Double, bottom: Double) -> HTML {
    let steps = Double(scale.levels.count - 1)
    let colours = scale.levels.map { level -> HTML in
      let place = Double(level - scale.levels.lowerBound)
      let from = max(place - 0.5, 0) / steps
      let to = min(place + 0.5, steps) / steps
      var path = PicturePath()
      path.segment(x, bottom - from * (bottom - top), x, bottom - to * (bottom - top))
      return Picture.path(scale.style(of: level), path)
    }
    let ticks = scale.axis.ticks.map {
      Picture.text("tick", x + 12, bottom - $0.place * (bottom - top) + 4, $0.label.html)
    }
    let base =
      scale.axis.base.map { Picture.text("tick", x - 6, top - 9, "\($0.html) +") } ?? HTML()
    return "<g class=\"bar\">\n\(colours.joined())</g>\n\(ticks.joined())\(base)"
  }
}

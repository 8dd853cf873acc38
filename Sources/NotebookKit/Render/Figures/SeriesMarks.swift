// The marks of a chart's series: lines, points, bars and levels, told apart by colour and by dashes or shapes.

import SnippetRuntime

/// Draws the marks of series.
struct SeriesMarks {
  /// The chart.
  let chart: ChartPicture
  /// Where the marks stand.
  let area: PlotArea

  /// How many points of a line stand out by shapes of their own.
  private static let fewPoints = 15
  /// About how many points all lines may have, and how many shapes there may be.
  private static let budget = (line: 4800, points: 2400)

  /// The marks of one series.
  func html(_ index: Int) -> HTML {
    let series = chart.series[index]
    let style = chart.style(of: index)
    switch series.mark {
    case .line:
      let points = points(of: series)
      var html = HTML()
      if points.count > 1 {
        let isMarked = points.count <= Self.fewPoints
        let dash: HTML = isMarked ? HTML() : chart.dash(of: index)
        html = Picture.path("line \(style)\(dash)", line(thinned(points)))
        if !isMarked { return html }
      }
      return html + shapes(index, points)
    case .points: return shapes(index, spread(points(of: series)))
    case .histogram: return chart.bars[index].map { bars($0, style) } ?? HTML()
    case .level:
      guard let value = series.y.first else { return HTML() }
      let y = area.y(chart.vertical.place(value))
      var path = PicturePath()
      path.segment(area.left, y, area.right, y)
      return Picture.path("level \(style)\(chart.dash(of: index))", path)
    }
  }

  /// A piece of a series for the legend, at its left end.
  static func key(of index: Int, in chart: ChartPicture, x: Double, y: Double) -> HTML {
    let style = chart.style(of: index)
    var path = PicturePath()
    switch chart.series[index].mark {
    case .line:
      path.segment(x, y, x + 20, y)
      let isMarked = chart.series[index].x.count <= fewPoints
      let line = Picture.path(
        "line \(style)\(isMarked ? HTML() : chart.dash(of: index))", path)
      if !isMarked { return line }
      return line + shapes([(x + 10, y)], chart.shape(of: index), style)
    case .points: return shapes([(x + 10, y)], chart.shape(of: index), style)
    case .histogram:
      path.segment(x + 3, y + 5, x + 3, y - 5)
      path.line(x + 17, y - 5)
      path.line(x + 17, y + 5)
      path.append("z")
      return Picture.path("bars \(style)", path)
    case .level:
      path.segment(x, y, x + 20, y)
      return Picture.path("level \(style)\(chart.dash(of: index))", path)
    }
  }

  // MARK: - Lines

  private typealias Point = (x: Double, y: Double)

  private func points(of series: Series) -> [Point] {
    zip(series.x, series.y).map { x, y in
      (area.x(chart.horizontal.place(x)), area.y(chart.vertical.place(y)))
    }
  }

  private func line(_ points: [Point]) -> PicturePath {
    var path = PicturePath()
    for (index, point) in points.enumerated() {
      index == 0 ? path.move(point.x, point.y) : path.line(point.x, point.y)
    }
    return path
  }

  /// Of a long line the first, the least, the greatest and the last point in each narrow column.
  private func thinned(_ points: [Point]) -> [Point] {
    let lines = chart.series.count { $0.mark == .line }
    let columns = Double(Self.budget.line / 4 / max(lines, 1))
    let width = max(1, (area.right - area.left) / columns)
    if points.count <= Self.budget.line / max(lines, 1) / 4 { return points }
    var kept: [Point] = []
    var index = 0
    while index < points.count {
      let column = (points[index].x / width).rounded(.down)
      var end = index
      var (least, most) = (index, index)
      while end < points.count, (points[end].x / width).rounded(.down) == column {
        if points[end].y < points[least].y { least = end }
        if points[end].y > points[most].y { most = end }
        end += 1
      }
      var last = -1
      for item in [index, min(least, most), max(least, most), end - 1] where item > last {
        kept.append(points[item])
        last = item
      }
      index = end
    }
    return kept
  }

  // MARK: - Points

  private func shapes(_ index: Int, _ points: [Point]) -> HTML {
    Self.shapes(points, chart.shape(of: index), chart.style(of: index))
  }

  private static func shapes(_ points: [Point], _ shape: PointShape, _ style: HTML) -> HTML {
    var path = PicturePath()
    for point in points {
      path.move(point.x + shape.start.x, point.y + shape.start.y)
      path.append(shape.outline)
    }
    return Picture.path("\(shape.isDot ? "dots" : "shapes") \(style)", path)
  }

  /// The points without those that lie on others; where there are still too many, on a coarser grid.
  private func spread(_ points: [Point]) -> [Point] {
    let all = chart.series.count { $0.mark == .points }
    var grid = 1.0
    while true {
      var known: Set<[Int]> = []
      let kept = points.filter { point in
        known.insert([Int((point.x / grid).rounded()), Int((point.y / grid).rounded())]).inserted
      }
      if kept.count <= Self.budget.points / max(all, 1) || grid > 16 { return kept }
      grid += 1
    }
  }

  // MARK: - Bars

  private func bars(_ bars: HistogramBars, _ style: HTML) -> HTML {
    var path = PicturePath()
    let bottom = area.y(chart.vertical.place(0))
    for (index, count) in bars.counts.enumerated() where count > 0 {
      let (left, right) = (bars.edge(index), bars.edge(index + 1))
      let top = area.y(chart.vertical.place(Double(count)))
      path.segment(
        area.x(chart.horizontal.place(left)), bottom, area.x(chart.horizontal.place(left)), top)
      path.line(area.x(chart.horizontal.place(right)), top)
      path.line(area.x(chart.horizontal.place(right)), bottom)
      path.append("z")
    }
    return Picture.path("bars \(style)", path)
  }
}

/// The outline of a point.
enum PointShape: CaseIterable {
  /// In the order in which series take them.
  case dot, square, triangle, diamond, cross, wedge

  /// Whether it is a short line with round ends: many dots are a short path.
  fileprivate var isDot: Bool { self == .dot }

  /// Where the outline begins, seen from the point.
  fileprivate var start: (x: Double, y: Double) {
    switch self {
    case .dot: (0, 0)
    case .square: (-3, -3)
    case .triangle: (0, -4.2)
    case .diamond: (0, -4.4)
    case .cross: (-3.2, -3.2)
    case .wedge: (0, 4.2)
    }
  }

  /// The steps of the outline.
  fileprivate var outline: String {
    switch self {
    case .dot: "h0"
    case .square: "h6v6h-6z"
    case .triangle: "l4 7h-8z"
    case .diamond: "l4.4 4.4-4.4 4.4-4.4-4.4z"
    case .cross: "l6.4 6.4m0-6.4l-6.4 6.4"
    case .wedge: "l4-7h-8z"
    }
  }
}

extension ChartPicture {
  /// The class of a series' colour; levels have that of the text.
  func style(of index: Int) -> HTML {
    if series[index].mark == .level { return "plain" }
    return "s\(order(of: index) % 7 + 1)"
  }

  /// The class of a line's dashes; none for the first line, and for the first level.
  fileprivate func dash(of index: Int) -> HTML {
    let dash = order(of: index) % 6
    return dash == 0 ? HTML() : " d\(dash)"
  }

  /// The shape of a series' points.
  fileprivate func shape(of index: Int) -> PointShape {
    PointShape.allCases[order(of: index) % PointShape.allCases.count]
  }

  /// The place of a series among those that are levels too, or are none either.
  private func order(of index: Int) -> Int {
    series[..<index].count { ($0.mark == .level) == (series[index].mark == .level) }
  }
}

// The names of a chart's series: beside the ends of their lines where they have room, else in a legend.

import SnippetRuntime

/// Places the names of series.
enum SeriesNames {
  /// A name beside the end of its line.
  struct Beside {
    /// The index of the series.
    var index: Int
    /// The name.
    var name: String
    /// The middle of the text.
    var y: Double
  }

  /// The names that go beside the ends of lines: those of all lines and levels, else those of the levels, which look alike
  /// in a legend; none where those have no room either.
  static func beside(_ chart: ChartPicture, _ area: PlotArea) -> [Beside] {
    fitting(chart, area) { _ in true } ?? fitting(chart, area) { $0 == .level } ?? []
  }

  private static func fitting(
    _ chart: ChartPicture, _ area: PlotArea, _ isMeant: (Series.Mark) -> Bool
  ) -> [Beside]? {
    var names: [Beside] = []
    for (index, series) in chart.series.enumerated()
    where !series.name.isEmpty && isMeant(series.mark) {
      guard let end = chart.end(of: index) else { continue }
      // A line that ends far from the border would have its name far from it.
      if end.x < 0.85 { return nil }
      names.append(Beside(index: index, name: series.name, y: area.y(end.y)))
    }
    names.sort { ($0.y, $0.index) < ($1.y, $1.index) }
    let places = names.map(\.y)
    let distance = 15.0
    for index in names.indices.dropFirst() {
      names[index].y = max(names[index].y, names[index - 1].y + distance)
    }
    // Half of the way back, so that a group stands around its lines.
    let shift = zip(names, places).map { $0.y - $1 }.max() ?? 0
    for index in names.indices where names[index].y > places[index] {
      names[index].y -= shift / 2
    }
    for index in names.indices.dropFirst() {
      names[index].y = max(names[index].y, names[index - 1].y + distance)
    }
    let fits = zip(names, places).allSatisfy { abs($0.y - $1) <= 14 }
    return fits ? names : nil
  }

  /// The names beside the ends of lines.
  static func html(
    _ names: [Beside], _ chart: ChartPicture, at x: Double, room: Double
  ) -> HTML {
    names.map { name in
      Picture.text(
        "name \(chart.style(of: name.index))", x, name.y + 4,
        HTML(escaping: TextExtent.cut(name.name, to: room)))
    }.joined()
  }

  /// The names with a piece of their mark, in rows.
  static func legend(
    _ chart: ChartPicture, _ indices: [Int], left: Double, top: Double
  ) -> (html: HTML, height: Double) {
    let (key, gap) = (26.0, 20.0)
    let limit = ChartLayout.width - 8
    var (x, y) = (left, top + TextExtent.line / 2)
    var html = HTML()
    for index in indices {
      let name = TextExtent.cut(chart.series[index].name, to: limit - left - key)
      let width = key + TextExtent.width(name)
      if x > left, x + width > limit { (x, y) = (left, y + TextExtent.line) }
      html.append(SeriesMarks.key(of: index, in: chart, x: x, y: y))
      html.append(Picture.text("name", x + key, y + 4, HTML(escaping: name)))
      x += width + gap
    }
    return (html, indices.isEmpty ? 0 : y - top + TextExtent.line)
  }
}

extension ChartPicture {
  /// Where a line ends on the right, as places of the axes; nil for what is no line.
  fileprivate func end(of index: Int) -> (x: Double, y: Double)? {
    let series = series[index]
    switch series.mark {
    case .line:
      guard let last = series.x.indices.max(by: { series.x[$0] < series.x[$1] }) else { return nil }
      return (horizontal.place(series.x[last]), vertical.place(series.y[last]))
    case .level: return series.y.first.map { (1, vertical.place($0)) }
    case .points, .histogram: return nil
    }
  }
}

// Where the parts of a chart go: the area of its marks, and the names of its series beside or below it.

import SnippetRuntime

/// The rectangle in which marks stand.
struct PlotArea: Equatable, Sendable {
  /// The left border.
  var left: Double
  /// The right border.
  var right: Double
  /// The upper border.
  var top: Double
  /// The lower border.
  var bottom: Double

  /// Where a place of the horizontal axis is.
  func x(_ place: Double) -> Double { left + place * (right - left) }

  /// Where a place of the vertical axis is.
  func y(_ place: Double) -> Double { bottom - place * (bottom - top) }
}

/// The measures of one chart.
struct ChartLayout {
  /// The width of every chart.
  static let width = 640.0
  /// The height of the area of the marks.
  private static let tall = 264.0
  /// The most room that names beside the area may take.
  private static let aside = 170.0

  /// Where the marks stand.
  let area: PlotArea
  /// The height of the chart.
  let height: Double
  /// The names of the series with what tells them apart.
  let names: HTML
  /// The ticks of the horizontal axis whose numbers have room.
  let shownTicks: [AxisScale.Tick]

  /// Measures a chart.
  init(_ chart: ChartPicture) {
    let labels = chart.vertical.ticks.map(\.label.width).max() ?? 0
    let left = max(labels + 12, 24)
    let top = chart.y.label.isEmpty && chart.vertical.base == nil ? 10.0 : 26.0
    let last = chart.horizontal.ticks.last
    let overhang = last.map { $0.label.width / 2 - (1 - $0.place) * 500 } ?? 0
    var area = PlotArea(
      left: left, right: Self.width - max(12, overhang + 4), top: top, bottom: top + Self.tall)
    let direct = SeriesNames.beside(chart, area)
    let room = direct.map { TextExtent.width($0.name) + 14 }.max() ?? 0
    area.right = min(area.right, Self.width - min(room, Self.aside + 14))
    self.area = area
    let besides = Set(direct.map(\.index))
    let listed = chart.series.indices.filter {
      !besides.contains($0) && !chart.series[$0].name.isEmpty
    }
    let below = area.bottom + (chart.x.label.isEmpty && chart.horizontal.base == nil ? 24 : 42)
    let legend = SeriesNames.legend(chart, listed, left: area.left, top: below)
    names = SeriesNames.html(direct, chart, at: area.right + 8, room: Self.aside) + legend.html
    height = below + legend.height
    shownTicks = chart.horizontal.ticks.withoutCollisions(in: area)
  }
}

extension [AxisScale.Tick] {
  /// Those that do not run into one another, the first counting.
  fileprivate func withoutCollisions(in area: PlotArea) -> [AxisScale.Tick] {
    var end = -Double.infinity
    return filter { tick in
      let half = tick.label.width / 2
      guard area.x(tick.place) - half > end + 6 else { return false }
      end = area.x(tick.place) + half
      return true
    }
  }
}

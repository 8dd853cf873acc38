// A chart: axes with ticks around the marks of its series, and what tells the series apart.

import SnippetRuntime

/// Draws series on two axes.
struct ChartPicture {
  /// The horizontal axis.
  let x: Axis
  /// The vertical axis.
  let y: Axis
  /// What is drawn.
  let series: [Series]

  /// The scale of the horizontal axis.
  let horizontal: AxisScale
  /// The scale of the vertical axis.
  let vertical: AxisScale
  /// The bars of the histograms, by the index of their series.
  let bars: [Int: HistogramBars]

  /// Takes what a snippet draws.
  init(x: Axis, y: Axis, series: [Series]) {
    let series = series.map { $0.steady(x, y) }
    (self.x, self.y, self.series) = (x, y, series)
    bars = series.enumerated().reduce(into: [:]) { bars, item in
      if case .histogram(let count) = item.element.mark {
        bars[item.offset] = HistogramBars(of: item.element.x, count: count)
      }
    }
    let across = series.flatMap(\.x) + bars.values.flatMap { [$0.edges.low, $0.edges.high] }
    let up = series.flatMap(\.y) + bars.values.flatMap { [0, Double($0.counts.max() ?? 0)] }
    horizontal = x.scale(of: across, ticks: 7, ends: .tight)
    vertical = y.scale(of: up, ticks: 5, ends: .round)
  }

  /// The chart as an element.
  ///
  /// - Parameter id: What the anchors of its words begin with.
  /// - Returns: The element.
  func svg(id: String) -> HTML {
    let plan = ChartLayout(self)
    let marks = SeriesMarks(chart: self, area: plan.area)
    let drawn = series.indices.map { marks.html($0) }
    return Picture(
      width: ChartLayout.width, height: plan.height, title: title, description: description,
      content: frame(plan) + drawn.joined() + plan.names
    ).svg(id: id)
  }

  private var title: String {
    let kind = bars.count == series.count ? "Histogram" : "Chart"
    let (across, up) = (x.label, y.label)
    if across.isEmpty || up.isEmpty {
      return across.isEmpty && up.isEmpty ? kind : "\(kind): \(across)\(up)"
    }
    return "\(kind): \(up) by \(across)"
  }

  /// The lines and numbers around the marks.
  private func frame(_ plan: ChartLayout) -> HTML {
    let area = plan.area
    var (minor, grid, axis) = (PicturePath(), PicturePath(), PicturePath())
    for place in horizontal.minor {
      minor.segment(area.x(place), area.top, area.x(place), area.bottom)
    }
    for place in vertical.minor {
      minor.segment(area.left, area.y(place), area.right, area.y(place))
    }
    for tick in horizontal.ticks {
      grid.segment(area.x(tick.place), area.top, area.x(tick.place), area.bottom)
    }
    for tick in vertical.ticks {
      grid.segment(area.left, area.y(tick.place), area.right, area.y(tick.place))
    }
    axis.segment(area.left, area.bottom, area.right, area.bottom)
    let across = plan.shownTicks.map {
      Picture.text("tick middle", area.x($0.place), area.bottom + 16, $0.label.html)
    }
    let up = vertical.ticks.map {
      Picture.text("tick end", area.left - 6, area.y($0.place) + 4, $0.label.html)
    }
    let titles =
      Picture.text("axis-title", 2, 13, y.title(vertical))
      + Picture.text(
        "axis-title middle", (area.left + area.right) / 2, area.bottom + 34, x.title(horizontal))
    return Picture.path("minor", minor) + Picture.path("grid", grid) + Picture.path("axis", axis)
      + across.joined() + up.joined() + titles
  }
}

extension Axis {
  /// The scale for values on this axis.
  fileprivate func scale(
    of values: [Double], ticks: Int, ends: AxisScale.Ends
  ) -> AxisScale {
    var values = values
    if let range { values += [range.lowerBound, range.upperBound] }
    // Only levels, or no axis of numbers at all.
    if values.isEmpty { values = isLogarithmic ? [1, 10] : [0, 1] }
    return isLogarithmic
      ? .logarithmic(values, ticks: ticks, ends: ends) : .linear(values, ticks: ticks, ends: ends)
  }

  /// The label with the unit, and with what was subtracted from the numbers.
  fileprivate func title(_ scale: AxisScale) -> HTML {
    let base: HTML =
      scale.base.map { base in
        base.digits.hasPrefix("−")
          ? " + \(NumberLabel(digits: String(base.digits.dropFirst()), power: base.power).html)"
          : " − \(base.html)"
      } ?? HTML()
    let unit: HTML = unit.isEmpty ? HTML() : " (\(unit))"
    return HTML(escaping: label) + base + unit
  }
}

extension Series {
  /// The series without the last bits of its numbers.
  fileprivate func steady(_ horizontal: Axis, _ vertical: Axis) -> Series {
    var series = self
    series.x = x.map { horizontal.isLogarithmic ? $0.steady : $0.steadyOrZero }
    series.y = y.map { vertical.isLogarithmic ? $0.steady : $0.steadyOrZero }
    return series
  }
}

// What a picture says to those who do not see it: made of its data.

import SnippetRuntime

extension ChartPicture {
  /// The axes, then each series in a sentence or two.
  var description: String {
    let axes = [
      axis("Horizontal", x, horizontal), axis("Vertical", y, vertical),
    ]
    return (axes + series.indices.map { words(for: $0) }).joined(separator: " ")
  }

  private func axis(_ place: String, _ axis: Axis, _ scale: AxisScale) -> String {
    let label = axis.label.isEmpty ? "no label" : axis.label
    let unit = axis.unit.isEmpty ? "" : " in \(axis.unit)"
    let kind = axis.isLogarithmic ? ", logarithmic" : ""
    return "\(place) axis: \(label)\(unit)\(kind), "
      + "\(scale.ends.low.label.text) to \(scale.ends.high.label.text)."
  }

  private func words(for index: Int) -> String {
    let series = series[index]
    let name = series.name.isEmpty ? "" : " “\(series.name)”"
    switch series.mark {
    case .level: return "Level\(name) at \((series.y.first ?? 0).inWords)."
    case .histogram: return "Histogram\(name): \(bars[index]?.words(for: series.x) ?? "")."
    case .line:
      if series.x.count == 1 { return "Line\(name): one point, \(extremes(of: series))." }
      return "Line\(name): \(series.x.count) points, \(extremes(of: series)); "
        + "it \(Trend(series.y, isLogarithmic: y.isLogarithmic).words)."
    case .points:
      let count = series.x.count == 1 ? "one point" : "\(series.x.count) points"
      return "Points\(name): \(count), \(extremes(of: series))."
    }
  }

  /// The first, the last, the least and the greatest value with their places.
  private func extremes(of series: Series) -> String {
    func place(_ index: Int) -> String {
      "\(series.y[index].inWords) at \(series.x[index].inWords)"
    }
    let indices = series.y.indices
    guard let first = indices.first, let last = indices.last,
      let least = indices.min(by: { series.y[$0] < series.y[$1] }),
      let most = indices.max(by: { series.y[$0] < series.y[$1] })
    else { return "" }
    if first == last { return place(first) }
    if series.mark == .points, series.y[least] == series.y[most] {
      return "all at \(series.y[least].inWords)"
    }
    if series.mark == .points { return "the least \(place(least)), the greatest \(place(most))" }
    return "from \(place(first)) to \(place(last)), the least \(place(least)), "
      + "the greatest \(place(most))"
  }
}

extension HistogramBars {
  /// How many values, where they lie, and where most of them do.
  fileprivate func words(for values: [Double]) -> String {
    let count = values.count == 1 ? "1 value" : "\(values.count) values"
    let most = counts.indices.max { counts[$0] < counts[$1] } ?? 0
    let bins = counts.count == 1 ? "1 bin" : "\(counts.count) bins"
    return
      "\(count) from \((values.min() ?? 0).inWords) to \((values.max() ?? 0).inWords) in \(bins), "
      + "most (\(counts[most])) from \(edge(most).inWords) to \(edge(most + 1).inWords)"
  }
}

/// Where values go from the first to the last.
struct Trend: Equatable, Sendable {
  /// As a verb: `falls`, `rises, then falls`.
  let words: String

  /// Takes the values of a line in their order.
  ///
  /// - Parameters:
  ///   - values: The values.
  ///   - isLogarithmic: Whether ratios count, not differences.
  init(_ values: [Double], isLogarithmic: Bool) {
    let numbers = isLogarithmic ? values.map { RoundNumber($0, digits: 12).logarithm } : values
    let steps = zip(numbers.dropFirst(), numbers)
    let isRising = steps.allSatisfy { $0 >= $1 }
    let isFalling = steps.allSatisfy { $0 <= $1 }
    guard let first = numbers.first, let last = numbers.last, let least = numbers.min(),
      let most = numbers.max(), least < most
    else {
      words = "stays the same"
      return
    }
    // Halves, so that no difference is too great.
    let range = most / 2 - least / 2
    func share(_ from: Double, _ to: Double) -> Double { (to / 2 - from / 2) / range }
    let change = share(first, last)
    words =
      if isRising { "rises throughout" } else if isFalling {
        "falls throughout"
      } else if change >= 0.7 { "rises overall" } else if change <= -0.7 {
        "falls overall"
      } else if share(least, min(first, last)) >= 0.5 {
        "falls, then rises"
      } else if share(max(first, last), most) >= 0.5 { "rises, then falls" } else {
        "goes up and down"
      }
  }
}

extension HeatMapPicture {
  /// The shapes and, for each table, the range and where its ends are.
  var description: String {
    var sentences: [String] = []
    if !rows.isEmpty { sentences.append("Rows: \(rows).") }
    if !columns.isEmpty { sentences.append("Columns: \(columns).") }
    sentences += tables.prefix(Self.described).map(words)
    if tables.count > Self.described {
      sentences.append("And \(tables.count - Self.described) more tables.")
    }
    return sentences.joined(separator: " ")
  }

  /// How many tables are described one by one.
  private static let described = 12

  private func words(for table: Table) -> String {
    let name = table.name.isEmpty ? "" : "\(table.name), "
    let shape = "\(name)\(table.rows)×\(table.columns)"
    let indices = table.values.indices.filter { table.values[$0].isFinite }
    let missing = table.values.count - indices.count
    let rest = missing == 0 ? "" : "; \(missing) not finite"
    guard let least = indices.min(by: { table.values[$0] < table.values[$1] }),
      let most = indices.max(by: { table.values[$0] < table.values[$1] })
    else { return "\(shape): no finite entry." }
    if table.values[least] == table.values[most] {
      return "\(shape): all entries are \(table.values[least].inWords)\(rest)."
    }
    func place(_ index: Int) -> String {
      "\(table.values[index].inWords) (\(table.place(index)))"
    }
    return "\(shape): from \(place(least)) to \(place(most))\(rest)."
  }
}

extension Table {
  /// The row and the column of an entry, by name or counted from 1.
  fileprivate func place(_ index: Int) -> String {
    let (row, column) = index.quotientAndRemainder(dividingBy: columns)
    let rowWords = rowNames.isEmpty ? "row \(row + 1)" : rowNames[row]
    return rowWords + ", " + (columnNames.isEmpty ? "column \(column + 1)" : columnNames[column])
  }
}

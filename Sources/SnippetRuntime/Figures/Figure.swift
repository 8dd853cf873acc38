// What a snippet's picture says: the data, not how it is drawn.

/// A picture of a snippet's values.
public struct Figure: Equatable, Sendable {
  /// What it shows.
  public enum Content: Equatable, Sendable {
    /// Series on two axes.
    case chart(x: Axis, y: Axis, series: [Series])
    /// Tables whose entries are colours on one common scale, with what their rows and columns are.
    case heatMaps([Table], rows: String, columns: String)
  }

  /// The name that links lead to.
  public var name: String
  /// What stands above the picture; empty for nothing.
  public var title = ""
  /// The sentence below the picture.
  public var caption: String
  /// What it shows.
  public var content: Content
  /// The line of the call in the chapter.
  public var line: Int
  /// The column of the call in the chapter.
  public var column: Int

  /// The most numbers that one picture may have.
  public static let limit = 20_000

  /// Why the picture cannot be drawn; nil when it can.
  var defect: String? {
    switch content {
    case .chart(let x, let y, let series): chartDefect(x, y, series)
    case .heatMaps(let tables, _, _): heatMapDefect(tables)
    }
  }

  private func chartDefect(_ x: Axis, _ y: Axis, _ series: [Series]) -> String? {
    if series.isEmpty { return "it has no series" }
    if series.reduce(0, { $0 + $1.x.count + $1.y.count }) > Self.limit {
      return "it has more than \(Self.limit) numbers"
    }
    for axis in [x, y] {
      guard let range = axis.range else { continue }
      if !range.lowerBound.isFinite || !range.upperBound.isFinite {
        return "the axis '\(axis.label)' has no end"
      }
      if axis.isLogarithmic, range.lowerBound <= 0 {
        return "the logarithmic axis '\(axis.label)' cannot begin at \(range.lowerBound)"
      }
    }
    return series.lazy.compactMap { $0.defect(x, y) }.first
  }

  private func heatMapDefect(_ tables: [Table]) -> String? {
    if tables.allSatisfy(\.values.isEmpty) { return "it has no entries" }
    if tables.reduce(0, { $0 + $1.values.count }) > Self.limit {
      return "it has more than \(Self.limit) entries"
    }
    return tables.contains { !$0.values.allSatisfy(\.isFinite) }
      ? "an entry is not a finite number" : nil
  }
}

extension Series {
  /// Why the series cannot be drawn on these axes; nil when it can.
  fileprivate func defect(_ horizontal: Axis, _ vertical: Axis) -> String? {
    switch mark {
    case .line, .points:
      if x.count != y.count { return "'\(name)' has \(x.count) x and \(y.count) y" }
      if x.isEmpty { return "'\(name)' has no points" }
    case .histogram(let bins):
      if x.isEmpty { return "'\(name)' has no values" }
      if !(1...1000).contains(bins) { return "'\(name)' has \(bins) bins, not 1 to 1000" }
      if vertical.isLogarithmic { return "the counts of '\(name)' begin at zero" }
      if horizontal.isLogarithmic { return "the bins of '\(name)' are of one width" }
    case .level: break
    }
    for (axis, values) in [(horizontal, x), (vertical, y)] {
      if let value = values.first(where: { !$0.isFinite }) { return "'\(name)' contains \(value)" }
      if axis.isLogarithmic, let value = values.first(where: { $0 <= 0 }) {
        return "'\(name)' contains \(value), which a logarithmic axis cannot show"
      }
    }
    return nil
  }
}

// A series of a chart: numbers that belong together, and the mark that shows them.

/// A number that can stand in a chart.
public protocol ChartNumber {
  /// The number.
  var chartNumber: Double { get }
}

extension Double: ChartNumber {
  /// The number itself.
  public var chartNumber: Double { self }
}

extension Int: ChartNumber {
  /// The number as the nearest floating-point number.
  public var chartNumber: Double { Double(self) }
}

/// Numbers under one name, shown by one kind of mark.
public struct Series: Equatable, Sendable {
  /// How the numbers are shown.
  public enum Mark: Equatable, Sendable {
    /// As a line through the points in their order.
    case line
    /// As points.
    case points
    /// As bars that count how many of the x values lie in each of as many intervals of one width.
    case histogram(bins: Int)
    /// As a line across the chart at the one y value.
    case level
  }

  /// What the legend calls it.
  public var name: String
  /// How it is shown.
  public var mark: Mark
  /// The places on the horizontal axis; none for a level.
  public var x: [Double]
  /// The places on the vertical axis; none for a histogram.
  public var y: [Double]

  /// A line through points; traps unless there are as many x as y.
  ///
  /// - Parameters:
  ///   - name: What the legend calls it.
  ///   - x: The places on the horizontal axis.
  ///   - y: The places on the vertical axis.
  /// - Returns: The series.
  public static func line(
    _ name: String, _ x: some Sequence<some ChartNumber>, _ y: some Sequence<some ChartNumber>
  ) -> Series {
    Series(name: name, mark: .line, x: x.map(\.chartNumber), y: y.map(\.chartNumber))
  }

  /// A line through values at 1, 2, and so on.
  ///
  /// - Parameters:
  ///   - name: What the legend calls it.
  ///   - y: The places on the vertical axis.
  /// - Returns: The series.
  public static func line(_ name: String, _ y: some Sequence<some ChartNumber>) -> Series {
    let values = y.map(\.chartNumber)
    return line(name, values.indices.map { $0 + 1 }, values)
  }

  /// Points; traps unless there are as many x as y.
  ///
  /// - Parameters:
  ///   - name: What the legend calls them.
  ///   - x: The places on the horizontal axis.
  ///   - y: The places on the vertical axis.
  /// - Returns: The series.
  public static func points(
    _ name: String, _ x: some Sequence<some ChartNumber>, _ y: some Sequence<some ChartNumber>
  ) -> Series {
    Series(name: name, mark: .points, x: x.map(\.chartNumber), y: y.map(\.chartNumber))
  }

  /// How often values lie in each of a number of intervals of one width; traps unless there is one at least.
  ///
  /// - Parameters:
  ///   - name: What the legend calls it.
  ///   - values: The values that are counted.
  ///   - bins: The number of intervals.
  /// - Returns: The series.
  public static func histogram(
    _ name: String, _ values: some Sequence<some ChartNumber>, bins: Int
  ) -> Series {
    Series(name: name, mark: .histogram(bins: bins), x: values.map(\.chartNumber), y: [])
  }

  /// A line across the chart, such as a bound.
  ///
  /// - Parameters:
  ///   - name: What the legend calls it.
  ///   - y: Its place on the vertical axis.
  /// - Returns: The series.
  public static func level(_ name: String, _ y: some ChartNumber) -> Series {
    Series(name: name, mark: .level, x: [], y: [y.chartNumber])
  }
}

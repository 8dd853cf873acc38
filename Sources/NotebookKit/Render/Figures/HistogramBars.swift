// Counting values for a histogram.

/// How many values lie in each of several intervals of one width.
struct HistogramBars: Equatable, Sendable {
  /// Where the first interval begins and the last ends.
  let edges: (low: Double, high: Double)
  /// How many values each has; one at the border of two is the right one's.
  let counts: [Int]

  static func == (left: Self, right: Self) -> Bool {
    left.edges == right.edges && left.counts == right.counts
  }

  /// Counts.
  init(of values: [Double], count: Int) {
    let (low, high) = AxisScale.range(of: values, margin: nil)
    var counts = Array(repeating: 0, count: count)
    let width = high / 2 - low / 2
    for value in values {
      // Steadily: a value at a border is not to change sides by its last bit.
      let place = (Double(count) * ((value / 2 - low / 2) / width)).steady
      counts[min(max(Int(place), 0), count - 1)] += 1
    }
    (edges, self.counts) = ((low, high), counts)
  }

  /// Where an interval begins.
  func edge(_ index: Int) -> Double {
    let share = Double(index) / Double(counts.count)
    return edges.low * (1 - share) + edges.high * share
  }
}

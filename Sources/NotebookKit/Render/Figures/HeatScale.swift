// From entries of a heat map to colours: steps from one colour to another, or from zero to two.

import SnippetRuntime

/// Which entries have which colour.
struct HeatScale {
  /// The numbers beside the colour bar.
  let axis: AxisScale
  /// The steps that the bar has, from its lower end.
  let levels: ClosedRange<Int>

  /// How many steps there are from the palest colour to the strongest.
  private static let steps = 10

  /// Whether the numbers are below zero, where that is said by the colour.
  private let isNegative: Bool

  /// A scale for entries; those that are not finite have no colour.
  init(_ values: [Double]) {
    let finite = values.filter(\.isFinite)
    var (low, high) = (finite.min() ?? 0, finite.max() ?? 0)
    isNegative = high <= 0 && low < 0
    if low < 0, high > 0 {
      (low, high) = (-max(-low, high), max(-low, high))
      levels = -Self.steps...Self.steps
    } else {
      // Where it is not far, from zero.
      if high > 0, low == high || low < 0.3 * high { low = 0 }
      if low < 0, low == high || high > 0.3 * low { high = 0 }
      levels = 0...Self.steps
    }
    if low == high { high = 1 }
    axis = .linear([low, high], ticks: 4, ends: .tight)
  }

  /// The step of an entry; nil for one that is not finite.
  func level(of value: Double) -> Int? {
    if !value.isFinite { return nil }
    let (first, last) = (Double(levels.lowerBound), Double(levels.upperBound))
    let place = (first + axis.place(value) * (last - first)).steady.rounded()
    return Int(min(max(place, first), last))
  }

  /// The classes of a step's colour.
  func style(of level: Int?) -> HTML {
    guard let level else { return "missing" }
    if isNegative { return "minus l\(Self.steps - level)" }
    return level < 0 ? "minus l\(-level)" : "plus l\(level)"
  }
}

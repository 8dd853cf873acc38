// From numbers to places on an axis, and which numbers stand beside it.

import Foundation

/// A linear or logarithmic scale with its ticks.
struct AxisScale: Equatable, Sendable {
  /// A number beside the axis.
  struct Tick: Equatable, Sendable {
    /// The number.
    var number: RoundNumber
    /// How it is written.
    var label: NumberLabel
    /// Where it stands, from 0 to 1.
    var place: Double
  }

  /// How far the scale reaches beyond the data.
  enum Ends: Sendable {
    /// To the next ticks.
    case round
    /// To the next ticks where that is not far.
    case tight
  }

  /// The numbers beside the axis in order.
  private(set) var ticks: [Tick] = []
  /// The places of lines without numbers.
  private(set) var minor: [Double] = []
  /// What was subtracted from the numbers as they are written; nil for nothing.
  private(set) var base: NumberLabel?
  /// The least and the greatest number that the scale shows.
  private(set) var ends: (low: RoundNumber, high: RoundNumber)

  /// The number at one place of a linear scale; nil for a logarithmic one.
  private let unit: Double?
  private var (low, high) = (0.0, 1.0)

  static func == (left: Self, right: Self) -> Bool {
    left.ticks == right.ticks && left.minor == right.minor && left.base == right.base
      && left.ends == right.ends
  }

  /// Where a number stands, from 0 to 1.
  func place(_ value: Double) -> Double {
    ((unit.map { value / $0 } ?? log10(value)) - low) / (high - low)
  }

  // MARK: - Linear

  /// A linear scale.
  ///
  /// - Parameters:
  ///   - values: What it shows; finite.
  ///   - count: About how many ticks it is to have.
  ///   - ends: How far it reaches.
  /// - Returns: The scale.
  static func linear(_ values: [Double], ticks count: Int, ends: Ends) -> AxisScale {
    let isWhole = values.allSatisfy { $0 == $0.rounded() && abs($0) < 1e9 }
    let (low, high) = range(of: values, margin: isWhole ? 1 : nil)
    // Halves, so that the distance of the greatest numbers is a number.
    let step = step(high / 2 - low / 2, count, isWhole: isWhole)
    return AxisScale(linear: (low, high), step: step, ends)
  }

  private init(linear: (low: Double, high: Double), step: RoundNumber, _ ends: Ends) {
    let unit = step.value
    self.unit = unit
    let (from, to) = (linear.low / unit, linear.high / unit)
    let outer = (Self.floor(from), Self.ceil(to))
    let slack = ends == .round ? .infinity : 0.05 * (to - from)
    low = from - outer.0 <= slack ? outer.0 : from
    high = outer.1 - to <= slack ? outer.1 : to
    self.ends = (linear.low.brief, linear.high.brief)
    let counts = Int(Self.ceil(low))...Int(Self.floor(high))
    let numbers = counts.map { RoundNumber($0 * step.count, exponent: step.exponent) }
    if low == outer.0, let first = numbers.first { self.ends.low = first }
    if high == outer.1, let last = numbers.last { self.ends.high = last }
    let labels: [NumberLabel]
    (labels, base) = Self.labels(of: numbers, step)
    ticks = zip(zip(counts, numbers), labels).map { item, label in
      Tick(number: item.1, label: label, place: (Double(item.0) - low) / (high - low))
    }
  }

  /// The least and the greatest value; where they are the same, something around them.
  ///
  /// - Parameters:
  ///   - values: The values.
  ///   - margin: How much around a single value; nil for half of it.
  /// - Returns: Two different numbers.
  static func range(of values: [Double], margin: Double?) -> (low: Double, high: Double) {
    let (low, high) = (values.min() ?? 0, values.max() ?? 1)
    let size = max(abs(low), abs(high))
    if high / 2 - low / 2 > size * 1e-11 { return (low, high) }
    if size < 1e-303 { return (-1, 1) }
    let margin = margin ?? size / 2
    let limit = Double.greatestFiniteMagnitude
    return (max(low - margin, -limit), min(high + margin, limit))
  }

  /// One, two or five times a power of ten, so that about as many fit into twice the half.
  private static func step(_ half: Double, _ count: Int, isWhole: Bool) -> RoundNumber {
    let logarithm = log10(half) + log10(2 / Double(count))
    let exponent = Foundation.floor(logarithm)
    let first = (pow(10, logarithm - exponent) * 1e6).rounded() / 1e6
    let digit = first < 1.5 ? 1 : first < 3.2 ? 2 : first < 7.1 ? 5 : 10
    if isWhole, exponent < 0 { return RoundNumber(1) }
    return RoundNumber(digit, exponent: Int(exponent))
  }

  /// The numbers with the same power of ten, and less a base where they have many digits in common.
  private static func labels(
    of numbers: [RoundNumber], _ step: RoundNumber
  ) -> ([NumberLabel], NumberLabel?) {
    let magnitude = numbers.filter { $0.count != 0 }.map(\.magnitude).max() ?? 0
    if magnitude - step.exponent >= 6, let base = numbers.first {
      let steps = numbers.indices.map {
        RoundNumber($0 * step.count, exponent: step.exponent)
      }
      let digits = base.magnitude
      let label =
        (-3...12).contains(digits)
        ? NumberLabel(digits: base.decimal(), power: nil)
        : NumberLabel(digits: base.decimal(over: digits), power: digits)
      return (labels(of: steps, step).0, label)
    }
    if (-3...5).contains(magnitude) {
      return (numbers.map { NumberLabel(digits: $0.decimal(), power: nil) }, nil)
    }
    return (
      numbers.map { number in
        number.count == 0
          ? NumberLabel(digits: "0", power: nil)
          : NumberLabel(digits: number.decimal(over: magnitude), power: magnitude)
      }, nil
    )
  }

  // MARK: - Logarithmic

  /// A logarithmic scale.
  ///
  /// - Parameters:
  ///   - values: What it shows; above zero.
  ///   - count: About how many ticks it is to have.
  ///   - ends: How far it reaches.
  /// - Returns: The scale.
  static func logarithmic(_ values: [Double], ticks count: Int, ends: Ends) -> AxisScale {
    AxisScale(logarithmic: values, count, ends)
  }

  private init(logarithmic values: [Double], _ count: Int, _ ends: Ends) {
    unit = nil
    let (least, most) = (values.min() ?? 1, values.max() ?? 1)
    let inner = (log10(least), log10(most))
    // One, two and five times a power of ten around the data; within less than a power, as on a linear scale.
    var below = Self.round(atMost: inner.0)
    var above = Self.round(atLeast: inner.1)
    let span = inner.1 - inner.0
    var close: [RoundNumber] = []
    if span < 1e-9 {
      below = Self.round(atMost: inner.0 - 0.1)
      above = Self.round(atLeast: inner.1 + 0.1)
    } else if span < 0.7 {
      close = Self.linear([least, most], ticks: count, ends: .round).ticks.map(\.number)
        .filter { $0.count > 0 }
      if let first = close.first, first.logarithm <= inner.0 + 1e-9 { below = first }
      if let last = close.last { above = last }
    }
    let slack = ends == .round || span < 1e-9 ? .infinity : 0.05 * span
    let isLowRound = inner.0 - below.logarithm <= slack
    let isHighRound = above.logarithm - inner.1 <= slack
    low = isLowRound ? below.logarithm : inner.0
    high = isHighRound ? above.logarithm : inner.1
    self.ends = (isLowRound ? below : least.brief, isHighRound ? above : most.brief)

    let (low, high) = (self.low, self.high)
    func isInside(_ number: RoundNumber) -> Bool {
      number.logarithm >= low - 1e-9 && number.logarithm <= high + 1e-9
    }
    func place(_ number: RoundNumber) -> Double { (number.logarithm - low) / (high - low) }
    let powers = Int(Self.floor(low))...Int(Self.ceil(high))
    let stride = Self.stride(of: powers.count, count)
    var digits = [1]
    if powers.count(where: { isInside(RoundNumber(1, exponent: $0)) }) < 3 { digits = [1, 2, 5] }
    var numbers = powers.filter { $0.isMultiple(of: stride) }.flatMap { power in
      digits.map { RoundNumber($0, exponent: power) }
    }.filter(isInside)
    if !close.isEmpty { numbers = close.filter(isInside) }
    let arePlain = numbers.allSatisfy { (-3...4).contains($0.magnitude) }
    ticks = numbers.map { number in
      let label =
        arePlain
        ? NumberLabel(digits: number.decimal(), power: nil)
        : NumberLabel(digits: number.decimal(over: number.magnitude), power: number.magnitude)
      return Tick(number: number, label: label, place: place(number))
    }
    let shown = Set(numbers.map(place))
    let others =
      powers.count > 12
      ? []
      : powers.flatMap { power in
        (powers.count <= 5 ? Array(1...9) : [1]).map { RoundNumber($0, exponent: power) }
      }
    minor = others.filter(isInside).map(place).filter { !shown.contains($0) }
  }

  /// Each how many powers of ten have a tick.
  private static func stride(of powers: Int, _ count: Int) -> Int {
    let least = (powers + count + 2) / (count + 3)
    return [1, 2, 3, 5, 10, 20, 50].first { $0 >= least } ?? 100
  }

  private static func round(atMost logarithm: Double) -> RoundNumber {
    let power = Int(floor(logarithm))
    return [5, 2, 1].map { RoundNumber($0, exponent: power) }
      .first { $0.logarithm <= logarithm + 1e-9 } ?? RoundNumber(1, exponent: power)
  }

  private static func round(atLeast logarithm: Double) -> RoundNumber {
    let power = Int(floor(logarithm))
    return [1, 2, 5].map { RoundNumber($0, exponent: power) }
      .first { $0.logarithm >= logarithm - 1e-9 } ?? RoundNumber(1, exponent: power + 1)
  }

  // MARK: -

  /// The whole number below; one that is missed by rounding counts.
  private static func floor(_ value: Double) -> Double {
    Foundation.floor(value + 1e-9 * max(1, abs(value) * 1e-6))
  }

  private static func ceil(_ value: Double) -> Double { -floor(-value) }
}

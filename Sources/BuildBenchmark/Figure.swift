// What is printed: a line for each figure, its bar, and the runs behind it.

import Foundation

/// A figure of several runs.
struct Figure {
  /// How numbers are written.
  enum Unit {
    /// Seconds.
    case time
    /// Megabytes.
    case memory
    /// A number that is no measure.
    case plain

    /// The number in words.
    func text(_ value: Double) -> String {
      switch self {
      case .time where value < 1: String(format: "%.0f ms", value * 1000)
      case .time: String(format: "%.2f s", value)
      case .memory: String(format: "%.0f MB", value)
      case .plain: String(format: "%.2f", value)
      }
    }
  }

  /// What a figure should be.
  enum Bar {
    case atMost(Double)
    case atLeast(Double)
  }

  /// The case that was measured.
  var name: String
  var unit: Unit
  /// One for each run.
  var values: [Double]
  /// What stands for all runs.
  let value: Double
  var bar: Bar?
  /// What else is to be said of it.
  var notes: [String]

  /// A figure whose runs are measured in `unit`: their median.
  init(name: String, unit: Unit = .time, values: [Double], bar: Bar? = nil, notes: [String] = []) {
    (self.name, self.unit, self.values, self.bar, self.notes) = (name, unit, values, bar, notes)
    value = values.median
  }

  /// How many times as much one thing takes as another that took turns with it: the ratio of their
  /// medians, because a busy moment slows now the one and now the other.
  init(name: String, of one: [Double], to other: [Double], bar: Bar, notes: [String]) {
    (self.name, unit, self.bar, self.notes) = (name, .plain, bar, notes)
    values = zip(one, other).map { $0 / $1 }
    value = one.median / other.median
  }

  /// Writes the figure on a line of standard output at once.
  func report() {
    let runs = values.count > 1 ? ["runs " + values.map(unit.text).joined(separator: ", ")] : []
    let remarks = (runs + notes).map { "; " + $0 }.joined()
    print("build \(name) \(unit.text(value))\(verdict)\(remarks)")
    fflush(nil)
  }

  private var verdict: String {
    switch bar {
    case nil: ""
    case .atMost(let bar):
      " (bar \(unit.text(bar))\(value > bar ? ", missed" : ""))"
    case .atLeast(let bar):
      " (bar \(unit.text(bar)) or more\(value < bar ? ", missed" : ""))"
    }
  }
}

extension [Double] {
  /// The middle number; the mean of the two in the middle where there are two.
  var median: Double {
    let sorted = sorted()
    return (sorted[(count - 1) / 2] + sorted[count / 2]) / 2
  }

  /// The median as a time.
  var medianTime: String { Figure.Unit.time.text(median) }
}

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
  var unit: Unit = .time
  /// One for each run.
  var values: [Double]
  var bar: Bar?
  /// What else is to be said of it.
  var notes: [String] = []

  /// Writes the figure on a line of standard output at once.
  func report() {
    let runs = values.count > 1 ? ["runs " + values.map(unit.text).joined(separator: ", ")] : []
    let remarks = (runs + notes).map { "; " + $0 }.joined()
    print("build \(name) \(unit.text(values.median))\(verdict)\(remarks)")
    fflush(nil)
  }

  private var verdict: String {
    switch bar {
    case nil: ""
    case .atMost(let bar):
      " (bar \(unit.text(bar))\(values.median > bar ? ", missed" : ""))"
    case .atLeast(let bar):
      " (bar \(unit.text(bar)) or more\(values.median < bar ? ", missed" : ""))"
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

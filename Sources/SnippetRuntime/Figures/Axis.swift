// An axis of a chart: what it measures and how.

/// An axis: a label, a unit, and a linear or a logarithmic scale.
public struct Axis: Equatable, Sendable {
  /// What is measured, in words.
  public var label: String
  /// The unit; empty for a pure number.
  public var unit: String
  /// Whether equal ratios are equal distances.
  public var isLogarithmic: Bool
  /// What the axis shows at least; nil for what the data needs.
  public var range: ClosedRange<Double>?

  /// An axis on which equal differences are equal distances.
  ///
  /// - Parameters:
  ///   - label: What is measured, in words.
  ///   - unit: The unit; empty for a pure number.
  ///   - range: What the axis shows at least.
  /// - Returns: The axis.
  public static func linear(
    _ label: String, unit: String = "", in range: ClosedRange<Double>? = nil
  ) -> Axis {
    Axis(label: label, unit: unit, isLogarithmic: false, range: range)
  }

  /// An axis on which equal ratios are equal distances; what it shows must be above zero.
  ///
  /// - Parameters:
  ///   - label: What is measured, in words.
  ///   - unit: The unit; empty for a pure number.
  ///   - range: What the axis shows at least.
  /// - Returns: The axis.
  public static func logarithmic(
    _ label: String, unit: String = "", in range: ClosedRange<Double>? = nil
  ) -> Axis {
    Axis(label: label, unit: unit, isLogarithmic: true, range: range)
  }
}

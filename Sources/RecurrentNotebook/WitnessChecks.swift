// A layer's gradient and a witness's have types of their own, for only the first keeps deltas; here the
// two are held against each other by the same words as values of one type.

public import Recurrent
internal import SnippetRuntime

/// Checks that a layer's way back agrees with a witness in every gradient.
///
///     check("backward", layer.backward(through: walk, hidden: errors),
///       equals: layer.tapeGradient(inputs, hidden: errors))
///
/// Parameters, inputs and initial state are compared, each by ‖a − b‖ / (‖a‖ + ‖b‖) ≤ `tolerance`.
///
/// - Parameters:
///   - claim: The claim in words; the page shows it with the worst error.
///   - actual: The gradient of the way back.
///   - expected: The gradient that the witness found.
///   - tolerance: The largest error allowed; 1e-12 suits the tape, 1e-6 central differences.
///   - line: The line of the call, given by the compiler.
///   - column: The column of the call, given by the compiler.
public func check<Layer: SequenceLayer>(
  _ claim: String, _ actual: Layer.Gradient, equals expected: WitnessGradient<Layer>,
  tolerance: Double = 1e-12, line: Int = #line, column: Int = #column
) {
  check(
    claim, Tables(tables: actual.tables), equals: Tables(tables: expected.tables),
    tolerance: tolerance, line: line, column: column)
}

/// Checks that a wrong way back differs from a witness in at least one gradient.
///
/// - Parameters:
///   - claim: The claim in words.
///   - actual: The gradient of the way back.
///   - other: The gradient that the witness found.
///   - least: The error ‖a − b‖ / (‖a‖ + ‖b‖) that one of the matrices must reach.
///   - line: The line of the call, given by the compiler.
///   - column: The column of the call, given by the compiler.
public func check<Layer: SequenceLayer>(
  _ claim: String, _ actual: Layer.Gradient, differsFrom other: WitnessGradient<Layer>,
  atLeast least: Double, line: Int = #line, column: Int = #column
) {
  check(
    claim, Tables(tables: actual.tables), differsFrom: Tables(tables: other.tables),
    atLeast: least, line: line, column: column)
}

/// What both sides are to a check.
private struct Tables: Tabulated {
  let tables: [Table]
}

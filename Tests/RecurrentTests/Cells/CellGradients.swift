// The check every kind of cell has in common: its gradients against central differences of a loss in which
// every path counts.

import Testing

@testable import Recurrent

extension Walk {
  /// The products of all that a walk computes with the gradients it is given, summed.
  private func loss(_ cell: Cell, _ inputs: [Matrix], _ initial: Cell.State) -> Double {
    let unrolled = RecurrentLayer(cell)(inputs, from: initial, lengths: lengths)
    let steps = zip(upstream, unrolled.hidden).reduce(0) { $0 + ($1.0 ⊙ $1.1).sum }
    return zip(final.named, unrolled.final.named).reduce(steps) {
      $0 + ($1.0.value ⊙ $1.1.value).sum
    }
  }

  /// Expects the gradients of parameters, inputs and initial state to be those of the loss.
  func expectGradients(sourceLocation: SourceLocation = #_sourceLocation) {
    let gradient = backward(forward())
    let reports = [
      checkGradients(of: { loss($0, inputs, initial) }, at: cell, claimed: gradient.cell),
      checkGradients(of: { loss(cell, inputs, $0) }, at: initial, claimed: gradient.initial),
      GradientReport(
        "x", comparing: gradient.inputs,
        with: centralDifferences(of: { loss(cell, $0, initial) }, at: inputs)),
    ]
    for report in reports {
      #expect(report.worst < 1e-8, "\(report)", sourceLocation: sourceLocation)
    }
  }
}

/// The names and shapes of a value's matrices, in order.
func form(_ value: some ParameterSpace) -> String {
  value.named.map { "\($0.name) \($0.value.shape)" }.joined(separator: ", ")
}

/// The matrix [1×1] of a number.
func scalar(_ number: Double) -> Matrix { Matrix([[number]]) }

/// The map from one input and one hidden unit.
func map(_ w: Double, _ u: Double, _ b: Double) -> Affine {
  Affine(inputWeight: scalar(w), recurrentWeight: scalar(u), bias: scalar(b))
}

/// Expects the matrices of a value [1×1] to be given numbers, in order.
func expectNumbers(
  _ value: some ParameterSpace, _ numbers: [Double],
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let entries = value.named.flatMap(\.value.values)
  expectClose(.column(entries), .column(numbers), within: 1e-14, sourceLocation: sourceLocation)
}

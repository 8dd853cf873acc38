// The formulas that are written by hand, in the order in which the table has them.

extension Formula {
  /// All of them.
  static let all =
    [
      rnnStep, rnnPacked, residualStep, residualPacked, lstmStep, lstmPacked, gruAfterStep,
      gruAfterPacked, gruBeforeStep, gruBeforePacked,
    ]
    + [stepwiseWalk, packedWalk, derivatives, affine, readout]
    + [classes, distributions, squaredError, softmax]
    + [bidirectional, stacked, truncated, realTime]
}

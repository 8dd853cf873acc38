// Faults in the gradients of the losses, and of the softmax alone.

extension Formula {
  /// The gradient of the cross-entropy with one class per sample.
  static let classes = Formula(
    "cross-entropy of classes", heldBy: "cross-entropy of classes",
    Site(
      "Layers/Loss.swift", "public func softmaxCrossEntropy(\n  logits: Matrix, targets: [Int]",
      Fault(.sign, "gradient[target, column] -= 1", "gradient[target, column] += 1"),
      Fault(.term, "gradient[target, column] -= 1", "gradient[target, column] -= 0"),
      Fault(
        .transpose, "gradient[target, column] -= 1", "gradient[column, target] -= 1"),
      Fault(.derivative, "softmax(logits)", "exp(logits)"),
      Fault(
        .derivative, "gradient[target, column] -= 1",
        "gradient[target, column] -= 1 - gradient[target, column]"),
      Fault(.state, "in targets.enumerated()", "in targets.reversed().enumerated()")),
    Site(
      "Layers/SequenceLoss.swift",
      "public func softmaxCrossEntropy(\n  logits: [Matrix], targets: [[Int]]",
      Fault(.time, "split(into: logits.count)", "split(into: logits.count).reversed()")),
    weighing)

  /// The gradient of the cross-entropy with a distribution per sample.
  static let distributions = Formula(
    "cross-entropy of distributions", heldBy: "cross-entropy of distributions",
    Site(
      "Layers/Loss.swift", "public func softmaxCrossEntropy(\n  logits: Matrix, targets: Matrix",
      Fault(.sign, "totals[0, column] - targets", "totals[0, column] + targets"),
      Fault(.term, " * totals[0, column] - ", " - "),
      Fault(.term, "totals[0, column] - targets[row, column]", "totals[0, column]"),
      Fault(.transpose, "- targets[row, column]\n  }", "- targets[column, row]\n  }"),
      Fault(.derivative, "softmax(logits)", "exp(logits)"),
      Fault(.state, "probabilities[row, column]", "probabilities[row, 0]")),
    Site(
      "Layers/SequenceLoss.swift",
      "public func softmaxCrossEntropy(\n  logits: [Matrix], targets: [Matrix]",
      Fault(.time, "split(into: logits.count)", "split(into: logits.count).reversed()")),
    weighing)

  /// The gradient of the squared error.
  static let squaredError = Formula(
    "squared error", heldBy: "squared error",
    Site(
      "Layers/Loss.swift", "public func squaredError(",
      Fault(.sign, "predictions - targets", "targets - predictions"),
      Fault(.derivative, "gradient: 2 * difference", "gradient: difference"),
      Fault(.state, "gradient: 2 * difference", "gradient: 2 * predictions"),
      Fault(.transpose, "gradient: 2 * difference", "gradient: 2 * difference.transposed")),
    Site(
      "Layers/SequenceLoss.swift", "public func squaredError(",
      Fault(.time, "split(into: predictions.count)", "split(into: predictions.count).reversed()")),
    weighing)

  /// How much each sample counts in a gradient.
  private static let weighing = Site(
    "Layers/SampleWeights.swift", "func reduce(",
    Fault(.term, "factor * weighing(gradient)", "weighing(gradient)"),
    Fault(.weight, "factor * weighing(gradient)", "factor * gradient"))

  /// The gradient through the softmax.
  static let softmax = Formula(
    "softmax", heldBy: "softmax",
    Site(
      "Matrices/Functions.swift", "public func softmaxBackward(",
      Fault(.sign, "(upstream - .ones", "(upstream + .ones"),
      Fault(
        .term, "(upstream - .ones(output.rows, 1) • (output ⊙ upstream).columnSums)", "upstream"),
      Fault(.derivative, "(output ⊙ upstream).columnSums", "upstream.columnSums"),
      Fault(
        .transpose, ".ones(output.rows, 1) • (output ⊙ upstream).columnSums",
        "(output ⊙ upstream).rowSums • .ones(1, output.columns)")))
}

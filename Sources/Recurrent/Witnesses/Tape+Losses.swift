// The losses on a tape. They are composed of operations, so they have no rules of their own. A loss
// over a sequence is that of its steps side by side. Letters: K classes or outputs, B batch.

/// The cross-entropy on a tape of the softmax of logits z [K×B] with one class per sample.
///
///     L = Σ over the batch of w (log Σ_j e^(z_j) − z_target)    [1×1]
///
/// With weights w [1×B] the mean divides by their sum; a sample of weight zero has no influence.
/// Traps unless there is one target per column and each is a row of the logits, and when a mean is
/// wanted of nothing.
public func softmaxCrossEntropy(
  logits: Tape.Variable, targets: [Int], weights: Matrix? = nil, reduction: Reduction = .sum
) -> Tape.Variable {
  let z = logits.value
  if targets.count != z.columns {
    trap("softmaxCrossEntropy: logits \(z.shape), but \(targets.count) targets")
  }
  for target in targets where target < 0 || target >= z.rows {
    trap("softmaxCrossEntropy: logits \(z.shape) have no class \(target)")
  }
  let oneHot = Matrix(rows: z.rows, columns: z.columns) { $0 == targets[$1] ? 1 : 0 }
  return softmaxCrossEntropy(
    logits: logits, targets: oneHot, weights: weights, reduction: reduction)
}

/// The cross-entropy on a tape of the softmax of logits z [K×B] with targets y [K×B].
///
///     L = Σ over the batch of w Σ_k y_k (log Σ_j e^(z_j) − z_k)    [1×1]
///
/// With weights w [1×B] the mean divides by their sum; a sample of weight zero has no influence.
/// Traps when shapes differ, and when a mean is wanted of nothing.
public func softmaxCrossEntropy(
  logits: Tape.Variable, targets: Matrix, weights: Matrix? = nil, reduction: Reduction = .sum
) -> Tape.Variable {
  let loss = WeightedLoss("softmaxCrossEntropy", "logits", logits, targets, weights)
  let terms = -(loss.targets ⊙ logSoftmax(loss.outputs))
  return loss.reduced(terms, reduction, perSample: 1)
}

/// The squared error on a tape of predictions p [K×B] with targets y [K×B], without a factor ½.
///
///     L = Σ w (p − y)²    [1×1]
///
/// With weights w [1×B] the mean divides by K times their sum; a sample of weight zero has no
/// influence. Traps when shapes differ, and when a mean is wanted of nothing.
public func squaredError(
  predictions: Tape.Variable, targets: Matrix, weights: Matrix? = nil, reduction: Reduction = .sum
) -> Tape.Variable {
  let loss = WeightedLoss("squaredError", "predictions", predictions, targets, weights)
  let difference = loss.outputs - loss.targets
  return loss.reduced(difference ⊙ difference, reduction, perSample: predictions.value.rows)
}

/// The samples that count, and what they count.
private struct WeightedLoss {
  let name: String
  let outputs: Tape.Variable
  let targets: Tape.Variable
  let weights: Tape.Variable

  /// Leaves out samples of weight zero; traps when shapes differ.
  init(
    _ name: String, _ what: String, _ outputs: Tape.Variable, _ targets: Matrix, _ weights: Matrix?
  ) {
    let value = outputs.value
    if targets.rows != value.rows || targets.columns != value.columns {
      trap("\(name): \(what) \(value.shape), targets \(targets.shape): shapes differ")
    }
    let weights = weights ?? .ones(1, value.columns)
    if weights.rows != 1 || weights.columns != value.columns {
      trap("\(name): \(what) \(value.shape), weights \(weights.shape): expected 1×\(value.columns)")
    }
    let counted = (0..<value.columns).filter { weights[0, $0] != 0 }
    self.name = name
    self.outputs = outputs.columns(counted)
    self.targets = outputs.tape.variable(targets).columns(counted)
    self.weights = outputs.tape.variable(weights).columns(counted)
  }

  /// The weighted sum of the terms of every sample, or their mean.
  func reduced(
    _ terms: Tape.Variable, _ reduction: Reduction, perSample count: Int
  ) -> Tape.Variable {
    let sum = (terms.columnSums ⊙ weights).sum
    if reduction == .sum { return sum }
    let total = Double(count) * weights.value.sum
    if total == 0 { trap("\(name): a mean over a total weight of zero") }
    return 1 / total * sum
  }
}

// The losses on a tape. They are composed of operations, so they have no rules of their own. A loss
// over a sequence is that of its steps side by side. Letters: K classes or outputs, B batch.

/// The cross-entropy on a tape of the softmax of logits z [K×B] with one class per sample.
///
///     L = Σ over the batch of w (log Σ_j e^(z_j) − z_target)    [1×1]
///
/// With weights w [1×B] the mean divides by their sum. A sample of weight zero has no influence, and
/// its target is not looked at; when all are such, the mean is zero. Traps unless there is one target
/// per column and each that counts is a row of the logits, and when other weights sum to zero for a
/// mean.
public func softmaxCrossEntropy(
  logits: Tape.Variable, targets: [Int], weights: Matrix? = nil, reduction: Reduction = .sum
) -> Tape.Variable {
  let z = logits.value
  if targets.count != z.columns {
    trap("softmaxCrossEntropy: logits \(z.shape), but \(targets.count) targets")
  }
  let oneHot = Matrix(rows: z.rows, columns: z.columns) { $0 == targets[$1] ? 1 : 0 }
  let loss = WeightedLoss("softmaxCrossEntropy", "logits", logits, oneHot, weights)
  for sample in loss.samples where targets[sample] < 0 || targets[sample] >= z.rows {
    trapClass(targets[sample], of: "logits", z, sample: sample)
  }
  return loss.crossEntropy(reduction)
}

/// The cross-entropy on a tape of the softmax of logits z [K×B] with targets y [K×B].
///
///     L = Σ over the batch of w Σ_k y_k (log Σ_j e^(z_j) − z_k)    [1×1]
///
/// With weights w [1×B] the mean divides by their sum. A sample of weight zero has no influence; when
/// all are such, the mean is zero. Traps when shapes differ, and when other weights sum to zero for a
/// mean.
public func softmaxCrossEntropy(
  logits: Tape.Variable, targets: Matrix, weights: Matrix? = nil, reduction: Reduction = .sum
) -> Tape.Variable {
  WeightedLoss("softmaxCrossEntropy", "logits", logits, targets, weights).crossEntropy(reduction)
}

/// The squared error on a tape of predictions p [K×B] with targets y [K×B], without a factor ½.
///
///     L = Σ w (p − y)²    [1×1]
///
/// With weights w [1×B] the mean divides by K times their sum. A sample of weight zero has no
/// influence; when all are such, the mean is zero. Traps when shapes differ, and when other weights
/// sum to zero for a mean.
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
  let samples: [Int]
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
      trap(
        """
        \(name): \(what) \(value.shape), weights \(weights.shape): \
        expected weights 1×\(value.columns)
        """)
    }
    let counted = (0..<value.columns).filter { weights[0, $0] != 0 }
    self.name = name
    samples = counted
    self.outputs = outputs.columns(counted)
    self.targets = outputs.tape.variable(targets).columns(counted)
    self.weights = outputs.tape.variable(weights).columns(counted)
  }

  /// The cross-entropy of targets and the softmax of the outputs.
  func crossEntropy(_ reduction: Reduction) -> Tape.Variable {
    reduced(-(targets ⊙ logSoftmax(outputs)), reduction, perSample: 1)
  }

  /// The weighted sum of the terms of every sample, or their mean.
  func reduced(
    _ terms: Tape.Variable, _ reduction: Reduction, perSample count: Int
  ) -> Tape.Variable {
    let sum = (terms.columnSums ⊙ weights).sum
    if reduction == .sum || samples.isEmpty { return sum }
    let total = Double(count) * weights.value.sum
    if total == 0 { trap("\(name): weights that sum to zero have no mean") }
    return 1 / total * sum
  }
}

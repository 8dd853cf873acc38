// The losses, value and gradient together. A sample is a column. Letters: K classes or outputs,
// B batch.

/// How the losses of the entries of a batch become one number.
public enum Reduction: Equatable, Sendable {
  /// Their sum, so that losses of several steps can be added.
  case sum
  /// Their mean: over the samples for cross-entropy, over all entries for squared error.
  case mean

  /// The factor of the sum when there are `count` terms.
  func factor(_ count: Int) -> Double { self == .sum ? 1 : 1 / Double(count) }
}

/// The cross-entropy of the softmax of logits z [K×B] with one class per sample.
///
///     L = Σ over the batch of (log Σ_j e^(z_j) − z_target)      dz = softmax(z) − onehot(target)
///
/// The logarithm of a probability is never taken, so that a hopeless sample has a large loss and
/// not an infinite one. Traps unless there is one target per column and each is a row of the logits.
public func softmaxCrossEntropy(
  logits: Matrix, targets: [Int], reduction: Reduction = .sum
) -> (loss: Double, gradient: Matrix) {
  if targets.count != logits.columns {
    trap("softmaxCrossEntropy: logits \(logits.shape), but \(targets.count) targets")
  }
  let factor = reduction.factor(logits.columns)
  let normalizers = logSumExp(logits)
  var gradient = softmax(logits)
  var loss = 0.0
  for (column, target) in targets.enumerated() {
    if target < 0 || target >= logits.rows {
      trap("softmaxCrossEntropy: logits \(logits.shape) have no class \(target)")
    }
    loss += normalizers[0, column] - logits[target, column]
    gradient[target, column] -= 1
  }
  return (factor * loss, factor * gradient)
}

/// The cross-entropy of the softmax p of logits z [K×B] with targets y [K×B].
///
///     L = Σ over the batch of Σ_k y_k (log Σ_j e^(z_j) − z_k)      dz = p Σ_k y_k − y
///
/// The factor Σ_k y_k matters where a column of targets does not sum to exactly one. Traps when
/// the shapes differ.
public func softmaxCrossEntropy(
  logits: Matrix, targets: Matrix, reduction: Reduction = .sum
) -> (loss: Double, gradient: Matrix) {
  if targets.rows != logits.rows || targets.columns != logits.columns {
    trap("softmaxCrossEntropy: logits \(logits.shape), targets \(targets.shape): shapes differ")
  }
  let factor = reduction.factor(logits.columns)
  let normalizers = logSumExp(logits)
  let probabilities = softmax(logits)
  var loss = 0.0
  var gradient = Matrix.zeros(logits.rows, logits.columns)
  for column in 0..<logits.columns {
    var total = 0.0
    for row in 0..<logits.rows {
      total += targets[row, column]
      loss += targets[row, column] * (normalizers[0, column] - logits[row, column])
    }
    for row in 0..<logits.rows {
      gradient[row, column] = probabilities[row, column] * total - targets[row, column]
    }
  }
  return (factor * loss, factor * gradient)
}

/// The squared error of predictions p [K×B] with targets y [K×B], without a factor ½.
///
///     L = Σ (p − y)²      dp = 2 (p − y)
///
/// Traps when the shapes differ.
public func squaredError(
  predictions: Matrix, targets: Matrix, reduction: Reduction = .sum
) -> (loss: Double, gradient: Matrix) {
  if targets.rows != predictions.rows || targets.columns != predictions.columns {
    trap("squaredError: predictions \(predictions.shape), targets \(targets.shape): shapes differ")
  }
  let factor = reduction.factor(predictions.rows * predictions.columns)
  let difference = predictions - targets
  return (factor * (difference ⊙ difference).sum, 2 * factor * difference)
}

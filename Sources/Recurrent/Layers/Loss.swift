// The losses, value and gradient together. A sample is a column. Letters: K classes or outputs,
// B batch.

/// How the losses of the entries of a batch become one number.
public enum Reduction: Equatable, Sendable {
  /// Their sum, so that losses of several steps can be added.
  case sum
  /// Their mean: over the samples for cross-entropy, over all entries for squared error.
  ///
  /// With weights w_b the sum is divided by Σ w_b, or by K Σ w_b for squared error. When every weight
  /// is zero, or there is no sample, the mean is zero and so is its gradient; a mean traps when other
  /// weights sum to zero.
  case mean
}

/// The cross-entropy of the softmax of logits z [K×B] with one class per sample.
///
///     L = Σ over the batch of w (log Σ_j e^(z_j) − z_target)    dz = w (softmax(z) − onehot(target))
///
/// The logarithm of a probability is never taken, so that a hopeless sample has a large loss and
/// not an infinite one. The weights w [1×B] are one when not given. A sample of weight zero adds
/// exactly zero to loss and gradient: neither its logits nor its target are looked at. Traps unless
/// there is one target, and one weight, per column and each target is a row of the logits.
public func softmaxCrossEntropy(
  logits: Matrix, targets: [Int], weights: Matrix? = nil, reduction: Reduction = .sum
) -> (loss: Double, gradient: Matrix) {
  if targets.count != logits.columns {
    trap("softmaxCrossEntropy: logits \(logits.shape), but \(targets.count) targets")
  }
  let weights = SampleWeights(weights, loss: "softmaxCrossEntropy", "logits", logits)
  let normalizers = logSumExp(logits)
  var gradient = softmax(logits)
  for (column, target) in targets.enumerated() where weights[column] != 0 {
    if target < 0 || target >= logits.rows {
      trapClass(target, of: "logits", logits, sample: column)
    }
    gradient[target, column] -= 1
  }
  return weights.reduce(reduction, gradient: gradient) { column in
    normalizers[0, column] - logits[targets[column], column]
  }
}

/// Stops for a target that is no row of the logits.
func trapClass(_ target: Int, of name: String, _ logits: Matrix, sample: Int) -> Never {
  trap(
    """
    softmaxCrossEntropy: \(name) \(logits.shape) have no class \(target), \
    the target of sample \(sample)
    """)
}

/// The cross-entropy of the softmax p of logits z [K×B] with targets y [K×B].
///
///     L = Σ over the batch of w Σ_k y_k (log Σ_j e^(z_j) − z_k)      dz = w (p Σ_k y_k − y)
///
/// The factor Σ_k y_k matters where a column of targets does not sum to exactly one. The weights
/// w [1×B] are one when not given; a sample of weight zero adds exactly zero to loss and gradient,
/// whatever it holds. Traps when the shapes do not fit.
public func softmaxCrossEntropy(
  logits: Matrix, targets: Matrix, weights: Matrix? = nil, reduction: Reduction = .sum
) -> (loss: Double, gradient: Matrix) {
  if targets.rows != logits.rows || targets.columns != logits.columns {
    trap("softmaxCrossEntropy: logits \(logits.shape), targets \(targets.shape): shapes differ")
  }
  let weights = SampleWeights(weights, loss: "softmaxCrossEntropy", "logits", logits)
  let normalizers = logSumExp(logits)
  let totals = targets.columnSums
  let probabilities = softmax(logits)
  let gradient = Matrix(rows: logits.rows, columns: logits.columns) { row, column in
    probabilities[row, column] * totals[0, column] - targets[row, column]
  }
  return weights.reduce(reduction, gradient: gradient) { column in
    (0..<logits.rows).reduce(0) { loss, row in
      loss + targets[row, column] * (normalizers[0, column] - logits[row, column])
    }
  }
}

/// The squared error of predictions p [K×B] with targets y [K×B], without a factor ½.
///
///     L = Σ w (p − y)²      dp = 2 w (p − y)
///
/// The weights w [1×B] are one when not given; a sample of weight zero adds exactly zero to loss and
/// gradient, whatever it holds. Traps when the shapes do not fit.
public func squaredError(
  predictions: Matrix, targets: Matrix, weights: Matrix? = nil, reduction: Reduction = .sum
) -> (loss: Double, gradient: Matrix) {
  if targets.rows != predictions.rows || targets.columns != predictions.columns {
    trap("squaredError: predictions \(predictions.shape), targets \(targets.shape): shapes differ")
  }
  let weights = SampleWeights(weights, loss: "squaredError", "predictions", predictions)
  let difference = predictions - targets
  let squares = (difference ⊙ difference).columnSums
  return weights.reduce(reduction, terms: predictions.rows, gradient: 2 * difference) { column in
    squares[0, column]
  }
}

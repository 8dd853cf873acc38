// The losses of all steps of a sequence, as those of one wide batch: the steps lie side by side.
// Letters: K classes or outputs, B batch, T steps.

/// The cross-entropy of the softmax of logits z_t [K×B] with one class per sample and step.
///
///     L = Σ_t Σ over the batch of w (log Σ_j e^(z_j) − z_target)    dz = w (softmax(z) − onehot(target))
///
/// The weights w_t [1×B], one when not given, tell how much each sample counts at each step; zeros and
/// ones are a mask. Where the weight is zero, loss and gradient are exactly zero and neither logits nor
/// target are looked at. A mean divides by Σ w over all steps; see `Reduction`. Traps when the numbers
/// of steps differ, or shapes do not fit.
public func softmaxCrossEntropy(
  logits: [Matrix], targets: [[Int]], weights: [Matrix]? = nil, reduction: Reduction = .sum
) -> (loss: Double, gradient: [Matrix]) {
  let name = "softmaxCrossEntropy"
  requireSteps(name, ("logits", logits), weights, targets: targets.count)
  for (time, (logits, targets)) in zip(logits, targets).enumerated()
  where targets.count != logits.columns {
    trap("\(name): logits[\(time)] \(logits.shape), but \(targets.count) targets")
  }
  requireClasses(logits, targets, weights)
  let (loss, gradient) = softmaxCrossEntropy(
    logits: .sideBySide(logits), targets: targets.flatMap(\.self),
    weights: weights.map(weightsSideBySide), reduction: reduction)
  return (loss, gradient.split(into: logits.count))
}

/// The cross-entropy of the softmax p_t of logits z_t [K×B] with targets y_t [K×B].
///
///     L = Σ_t Σ over the batch of w Σ_k y_k (log Σ_j e^(z_j) − z_k)      dz = w (p Σ_k y_k − y)
///
/// The weights w_t [1×B], one when not given, tell how much each sample counts at each step; where
/// the weight is zero, loss and gradient are exactly zero, whatever is there. A mean divides by Σ w over
/// all steps; see `Reduction`. Traps when the numbers of steps differ, or shapes do not fit.
public func softmaxCrossEntropy(
  logits: [Matrix], targets: [Matrix], weights: [Matrix]? = nil, reduction: Reduction = .sum
) -> (loss: Double, gradient: [Matrix]) {
  let name = "softmaxCrossEntropy"
  requireSteps(name, ("logits", logits), weights, targets: targets)
  let (loss, gradient) = softmaxCrossEntropy(
    logits: .sideBySide(logits), targets: .sideBySide(targets),
    weights: weights.map(weightsSideBySide), reduction: reduction)
  return (loss, gradient.split(into: logits.count))
}

/// The squared error of predictions p_t [K×B] with targets y_t [K×B], without a factor ½.
///
///     L = Σ_t Σ w (p − y)²      dp = 2 w (p − y)
///
/// The weights w_t [1×B], one when not given, tell how much each sample counts at each step; where
/// the weight is zero, loss and gradient are exactly zero, whatever is there. A mean divides by
/// K Σ w over all steps; see `Reduction`. Traps when the numbers of steps differ, or shapes do not fit.
public func squaredError(
  predictions: [Matrix], targets: [Matrix], weights: [Matrix]? = nil, reduction: Reduction = .sum
) -> (loss: Double, gradient: [Matrix]) {
  let name = "squaredError"
  requireSteps(name, ("predictions", predictions), weights, targets: targets)
  let (loss, gradient) = squaredError(
    predictions: .sideBySide(predictions), targets: .sideBySide(targets),
    weights: weights.map(weightsSideBySide), reduction: reduction)
  return (loss, gradient.split(into: predictions.count))
}

/// The weights that hide the steps after each sample's end: w_t [1×B], one where t < length, else zero.
///
/// Traps when the number of steps is negative, or a length is negative or beyond the steps.
public func stepWeights(lengths: [Int], steps: Int) -> [Matrix] {
  if steps < 0 { trap("stepWeights: steps is \(steps), expected 0 or more") }
  for length in lengths where length < 0 || length > steps {
    trap("stepWeights: a length of \(length) in \(steps) steps")
  }
  return (0..<steps).map { time in
    Matrix(rows: 1, columns: lengths.count) { _, sample in time < lengths[sample] ? 1 : 0 }
  }
}

/// The weights of all steps, 1×0 when there is none.
private func weightsSideBySide(_ weights: [Matrix]) -> Matrix {
  weights.isEmpty ? .zeros(1, 0) : .sideBySide(weights)
}

/// Traps unless each target that counts is a row of its step's logits.
private func requireClasses(_ logits: [Matrix], _ targets: [[Int]], _ weights: [Matrix]?) {
  for (time, (logits, targets)) in zip(logits, targets).enumerated() {
    for (sample, target) in targets.enumerated() where target < 0 || target >= logits.rows {
      if let weights, weights[time][0, sample] == 0 { continue }
      trapClass(target, of: "logits[\(time)]", logits, sample: sample)
    }
  }
}

/// Traps unless there are as many steps of everything, all of one shape.
private func requireSteps(
  _ loss: String, _ predictions: (name: String, steps: [Matrix]), _ weights: [Matrix]?,
  targets: [Matrix]
) {
  requireSteps(loss, predictions, weights, targets: targets.count)
  for (time, (step, target)) in zip(predictions.steps, targets).enumerated()
  where step.rows != target.rows || step.columns != target.columns {
    trap(
      """
      \(loss): \(predictions.name)[\(time)] \(step.shape), targets[\(time)] \(target.shape): \
      shapes differ
      """)
  }
}

/// Traps unless there are as many steps of everything, all predictions of one shape.
private func requireSteps(
  _ loss: String, _ predictions: (name: String, steps: [Matrix]), _ weights: [Matrix]?,
  targets: Int
) {
  let (name, steps) = predictions
  if steps.count != targets {
    trap("\(loss): \(steps.count) steps of \(name), but \(targets) of targets")
  }
  requireOneShape(loss, predictions)
  guard let weights else { return }
  if steps.count != weights.count {
    trap("\(loss): \(steps.count) steps of \(name), but \(weights.count) of weights")
  }
  for (time, (step, weight)) in zip(steps, weights).enumerated()
  where weight.rows != 1 || weight.columns != step.columns {
    trap(
      """
      \(loss): \(name)[\(time)] \(step.shape), weights[\(time)] \(weight.shape): \
      expected weights 1×\(step.columns)
      """)
  }
}

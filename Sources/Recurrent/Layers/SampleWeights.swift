// How much each sample of a batch counts in a loss. A weight of zero is a mask: it hides whatever the
// sample holds.

/// The weights of the samples of a batch; one each when none are given.
struct SampleWeights {
  private let loss: String
  private let count: Int
  private let weights: Matrix?

  /// Traps unless there is one weight for each column of the loss's predictions.
  init(_ weights: Matrix?, loss: String, _ name: String, _ predictions: Matrix) {
    if let weights, weights.rows != 1 || weights.columns != predictions.columns {
      trap(
        """
        \(loss): \(name) \(predictions.shape), weights \(weights.shape): \
        expected weights 1×\(predictions.columns)
        """)
    }
    self.loss = loss
    self.count = predictions.columns
    self.weights = weights
  }

  /// The weight of a sample.
  subscript(sample: Int) -> Double { weights.map { $0[0, sample] } ?? 1 }

  /// The weighted sum or mean of losses, one for each sample, and of their gradients.
  ///
  /// A mean divides by Σ weights × terms. Samples of weight zero add nothing, were they NaN. When all
  /// samples are such the mean is zero; it traps when other weights sum to zero.
  func reduce(
    _ reduction: Reduction, terms: Int = 1, gradient: Matrix, _ losses: (_ sample: Int) -> Double
  ) -> (loss: Double, gradient: Matrix) {
    var (sum, total, counts) = (0.0, 0.0, false)
    for sample in 0..<count where self[sample] != 0 {
      sum += self[sample] * losses(sample)
      total += self[sample]
      counts = true
    }
    var factor = 1.0
    if reduction == .mean && counts {
      if total == 0 { trap("\(loss): weights that sum to zero have no mean") }
      factor = 1 / (total * Double(terms))
    }
    return (factor * sum, factor * weighing(gradient))
  }

  /// Each column times its weight; zero where that is zero.
  private func weighing(_ matrix: Matrix) -> Matrix {
    guard let weights else { return matrix }
    var result = matrix
    result.withMutableEntries { entries in
      for sample in 0..<count {
        let weight = weights[0, sample]
        for index in sample * matrix.rows..<(sample + 1) * matrix.rows {
          entries[index] = weight == 0 ? 0 : weight * entries[index]
        }
      }
    }
    return result
  }
}

// The product of the way back's every step, Uᵀ•δ, block by block where that is faster.

/// The transposed weights of the previous hidden state, ready to be multiplied with deltas.
///
/// BLAS packs a transposed factor anew for every product, but takes a plain one of moderate size as it
/// is. So the weights are transposed once for all steps, and the sum over the gates is taken gate by
/// gate.
struct StateProduct {
  private let weights: Matrix
  private let isTransposed: Bool
  private let size: Int
  private let rows: Int

  /// Prepares the weights [n·H × H] for a batch.
  init(_ weights: Matrix, size: Int, batch: Int) {
    isTransposed = size >= 32 && batch >= 8
    self.weights = isTransposed ? weights.transposed : weights
    self.size = size
    rows = weights.rows
  }

  /// Computes dh ← Σ over the gates of U_kᵀ•δ_k, or adds it, for some samples on one thread.
  func multiply(
    _ samples: Int, _ deltas: Factor, into target: UnsafeMutablePointer<Double>, adding: Bool
  ) {
    withExtendedLifetime(weights) {
      let base = weights.storage.base
      if !isTransposed {
        Recurrent.multiply(
          size, samples, rows, Factor(base, leading: rows, transposed: true), deltas,
          into: target, leading: size, adding: adding, onThreads: false)
        return
      }
      for first in stride(from: 0, to: rows, by: size) {
        Recurrent.multiply(
          size, samples, size, Factor(base + first * size, leading: size),
          deltas.rows(from: first), into: target, leading: size, adding: adding || first > 0,
          onThreads: false)
      }
    }
  }
}

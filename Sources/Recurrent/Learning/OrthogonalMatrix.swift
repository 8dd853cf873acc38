// A random orthogonal matrix: the factor Q of a Gaussian matrix A = Q•R, by Householder's reflections.

extension Matrix {
  /// A random matrix [n×m] with orthonormal columns, or orthonormal rows where it is wider than high.
  ///
  ///     A = Q•R    A Gaussian, R upper triangular with a positive diagonal
  ///
  /// The signs of R make Q spread evenly over all orthogonal matrices (by Haar's measure). A negative
  /// size traps.
  ///
  /// F. Mezzadri, How to generate random matrices from the classical compact groups, Notices of the AMS
  /// 54 (2007). A. S. Householder, Unitary triangularization of a nonsymmetric matrix, Journal of the
  /// ACM 5 (1958).
  ///
  /// - Complexity: O(n·m·min(n, m)).
  public static func orthogonal<Generator: RandomNumberGenerator>(
    _ rows: Int, _ columns: Int, using generator: inout Generator
  ) -> Matrix {
    if rows < columns { return orthogonal(columns, rows, using: &generator).transposed }
    return gaussian(rows, columns, using: &generator).orthonormalFactor
  }

  /// The factor Q [n×m] of a matrix at least as high as wide, with a positive diagonal of R.
  private var orthonormalFactor: Matrix {
    var reduced = self
    var signs: [Double] = []
    reduced.withMutableEntries { entries in
      for pivot in 0..<columns {
        let column = entries[pivot * rows + pivot..<(pivot + 1) * rows]
        signs.append(makeReflection(UnsafeMutableBufferPointer(rebasing: column)))
        for other in pivot + 1..<columns {
          reflect(
            UnsafeMutableBufferPointer(
              rebasing: entries[other * rows + pivot..<(other + 1) * rows]),
            by: UnsafeBufferPointer(rebasing: entries[pivot * rows + pivot..<(pivot + 1) * rows]))
        }
      }
    }
    // Q is the product of the reflections, the last one applied first, to columns of the identity.
    var factor = Matrix(rows: rows, columns: columns) { $0 == $1 ? signs[$1] : 0 }
    factor.withMutableEntries { entries in
      reduced.withEntries { vectors in
        for pivot in (0..<columns).reversed() {
          let vector = vectors[pivot * rows + pivot..<(pivot + 1) * rows]
          for column in pivot..<columns {
            reflect(
              UnsafeMutableBufferPointer(
                rebasing: entries[column * rows + pivot..<(column + 1) * rows]),
              by: UnsafeBufferPointer(rebasing: vector))
          }
        }
      }
    }
    return factor
  }
}

/// Replaces a column x by the vector w, of norm √2 or zero, with (I − w•wᵀ)•x = (r, 0, …, 0); gives the
/// sign of r.
private func makeReflection(_ column: UnsafeMutableBufferPointer<Double>) -> Double {
  let norm = Matrix.column(Array(column)).norm
  if norm == 0 { return 1 }
  // r has the sign opposite to the first entry, so that nothing cancels.
  let sign: Double = column[0] > 0 ? -1 : 1
  for index in column.indices { column[index] /= norm }
  column[0] -= sign
  // ‖x/‖x‖ − r/‖x‖‖² = 2 (1 + |x₁|/‖x‖), of which |w₁| is a part already.
  let scale = column[0].magnitude.squareRoot()
  for index in column.indices { column[index] /= scale }
  return sign
}

/// Applies a reflection to a column: x ← x − w (wᵀ•x).
private func reflect(
  _ column: UnsafeMutableBufferPointer<Double>, by vector: UnsafeBufferPointer<Double>
) {
  var product = 0.0
  for index in column.indices { product += vector[index] * column[index] }
  for index in column.indices { column[index] -= product * vector[index] }
}

// The only file that calls BLAS: the matrix product, plain, with either factor transposed, or added
// to what is already there, so that the backward pass copies nothing; and the Frobenius norm.

internal import COpenBLAS

extension Matrix {
  /// The matrix product: entry (i, j) is the sum over k of left (i, k) × right (k, j).
  ///
  ///     A • B    [M×K] • [K×N] = [M×N]
  ///
  /// Traps when the inner sizes differ. With K = 0 the product is zero. NaN and infinity take part
  /// as in any sum: a zero times a NaN is a NaN.
  ///
  /// - Complexity: O(M·K·N), by `dgemm`.
  public static func • (left: Matrix, right: Matrix) -> Matrix {
    product(.plain(left), .plain(right))
  }

  /// The Frobenius norm, the square root of the sum of the squared entries.
  ///
  /// It is scaled inside, so that entries near the largest number do not overflow.
  public var norm: Double {
    storage.withUnsafeBufferPointer { cblas_dnrm2(blasint($0.count), $0.baseAddress, 1) }
  }

  /// A factor of a product, read plainly or transposed without being copied.
  struct Factor {
    let matrix: Matrix
    let isTransposed: Bool

    static func plain(_ matrix: Matrix) -> Factor { Factor(matrix: matrix, isTransposed: false) }
    static func transposed(_ matrix: Matrix) -> Factor {
      Factor(matrix: matrix, isTransposed: true)
    }

    var rows: Int { isTransposed ? matrix.columns : matrix.rows }
    var columns: Int { isTransposed ? matrix.rows : matrix.columns }
    var shape: String { "\(rows)×\(columns)" }
  }

  /// The product of two factors.
  static func product(_ left: Factor, _ right: Factor) -> Matrix {
    var result = Matrix.zeros(left.rows, right.columns)
    result.addProduct(left, right)
    return result
  }

  /// Adds the product of two factors in place.
  mutating func addProduct(_ left: Factor, _ right: Factor) {
    if left.columns != right.rows {
      trap(
        """
        Matrix: \(left.shape) • \(right.shape): \
        inner sizes \(left.columns) and \(right.rows) differ
        """)
    }
    if rows != left.rows || columns != right.columns {
      trap("Matrix: \(shape) += \(left.shape) • \(right.shape): shapes differ")
    }
    // BLAS refuses leading sizes of zero, and there would be nothing to add.
    if rows == 0 || columns == 0 || left.columns == 0 { return }
    let (m, n, k) = (blasint(rows), blasint(columns), blasint(left.columns))
    left.matrix.storage.withUnsafeBufferPointer { a in
      right.matrix.storage.withUnsafeBufferPointer { b in
        storage.withUnsafeMutableBufferPointer { c in
          cblas_dgemm(
            CblasColMajor,
            left.isTransposed ? CblasTrans : CblasNoTrans,
            right.isTransposed ? CblasTrans : CblasNoTrans,
            m, n, k, 1, a.baseAddress, blasint(left.matrix.rows),
            b.baseAddress, blasint(right.matrix.rows), 1, c.baseAddress, m)
        }
      }
    }
  }
}

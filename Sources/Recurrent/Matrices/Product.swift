// The only file that calls BLAS: c += a·b on columns in memory, plain or with a factor transposed. What
// is too small for BLAS's preparations is done here, and what is too small for two threads gets one.

internal import COpenBLAS

/// A factor of a product in memory: where its first entry is, how far its columns lie apart, and
/// whether it is read transposed.
struct Factor {
  let base: UnsafePointer<Double>
  let leading: Int
  let isTransposed: Bool

  init(_ base: UnsafePointer<Double>, leading: Int, transposed: Bool = false) {
    self.base = base
    self.leading = leading
    isTransposed = transposed
  }
}

/// Computes c ← a·b, or c ← c + a·b, with a [m×k], b [k×n] and c [m×n] after any transposition.
///
/// The target must not overlap the factors. Sizes of zero are allowed.
func multiply(
  _ m: Int, _ n: Int, _ k: Int, _ a: Factor, _ b: Factor,
  into c: UnsafeMutablePointer<Double>, leading: Int, adding: Bool
) {
  // BLAS refuses leading sizes of zero.
  if m == 0 || n == 0 || k == 0 {
    if !adding { for column in 0..<n { (c + column * leading).update(repeating: 0, count: m) } }
    return
  }
  let work = m * n * k
  if work <= ProductSize.loops {
    multiplySmall(m, n, k, a, b, into: c, leading: leading, adding: adding)
    return
  }
  ProductSize.setThreads(for: work)
  let beta = adding ? 1.0 : 0.0
  if n == 1 && (!b.isTransposed || b.leading == 1) {
    cblas_dgemv(
      CblasColMajor, a.isTransposed ? CblasTrans : CblasNoTrans,
      blasint(a.isTransposed ? k : m), blasint(a.isTransposed ? m : k),
      1, a.base, blasint(a.leading), b.base, 1, beta, c, 1)
    return
  }
  cblas_dgemm(
    CblasColMajor, a.isTransposed ? CblasTrans : CblasNoTrans,
    b.isTransposed ? CblasTrans : CblasNoTrans, blasint(m), blasint(n), blasint(k),
    1, a.base, blasint(a.leading), b.base, blasint(b.leading), beta, c, blasint(leading))
}

/// The products that are worth a call of BLAS, and those that are worth its threads.
private enum ProductSize {
  /// The largest m·n·k that plain loops finish before BLAS has begun.
  static let loops = 512

  /// The largest m·n·k that one thread finishes before a second one has woken up.
  static let oneThread = 1 << 19

  static let processors = Int32(openblas_get_num_procs())

  static func setThreads(for work: Int) {
    let wanted = work <= oneThread ? 1 : processors
    if openblas_get_num_threads() != wanted { openblas_set_num_threads(wanted) }
  }
}

/// The product by loops, for sizes at which a call costs more than the work.
private func multiplySmall(
  _ m: Int, _ n: Int, _ k: Int, _ a: Factor, _ b: Factor,
  into c: UnsafeMutablePointer<Double>, leading: Int, adding: Bool
) {
  let (aRow, aColumn) = a.isTransposed ? (a.leading, 1) : (1, a.leading)
  let (bRow, bColumn) = b.isTransposed ? (b.leading, 1) : (1, b.leading)
  for column in 0..<n {
    let target = c + column * leading
    let factor = b.base + column * bColumn
    for row in 0..<m {
      var sum = adding ? target[row] : 0
      let entries = a.base + row * aRow
      for inner in 0..<k { sum += entries[inner * aColumn] * factor[inner * bRow] }
      target[row] = sum
    }
  }
}

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
    product(left, right)
  }

  /// Which factor of a product is read transposed, without being copied.
  enum Side { case left, right }

  /// The product of two matrices, one of them perhaps transposed.
  static func product(_ left: Matrix, _ right: Matrix, transposing side: Side? = nil) -> Matrix {
    let (m, k) = side == .left ? (left.columns, left.rows) : (left.rows, left.columns)
    let (l, n) = side == .right ? (right.columns, right.rows) : (right.rows, right.columns)
    if k != l { trap("Matrix: \(m)×\(k) • \(l)×\(n): inner sizes \(k) and \(l) differ") }
    return left.withEntries { a in
      right.withEntries { b in
        Matrix(rows: m, columns: n, settingWith: { c in
          guard let a = a.baseAddress, let b = b.baseAddress else { return }
          multiply(
            m, n, k, Factor(a, leading: left.rows, transposed: side == .left),
            Factor(b, leading: right.rows, transposed: side == .right),
            into: c, leading: m, adding: false)
        })
      }
    }
  }

  /// The Frobenius norm, the square root of the sum of the squared entries.
  ///
  /// It is scaled inside, so that entries near the largest number do not overflow.
  public var norm: Double {
    withEntries { cblas_dnrm2(blasint($0.count), $0.baseAddress, 1) }
  }
}

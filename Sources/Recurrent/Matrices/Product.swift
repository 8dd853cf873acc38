// The product of matrices: c += a·b on columns in memory, plain or with a factor transposed. What is too
// small for BLAS's preparations is done here, and what is large is shared out among threads.

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

  /// The factor from a row, or a column, on.
  func rows(from first: Int) -> Factor {
    Factor(base + first * (isTransposed ? leading : 1), leading: leading, transposed: isTransposed)
  }
  func columns(from first: Int) -> Factor {
    Factor(base + first * (isTransposed ? 1 : leading), leading: leading, transposed: isTransposed)
  }
}

/// Computes c ← a·b, or c ← c + a·b, with a [m×k], b [k×n] and c [m×n] after any transposition.
///
/// The target must not overlap the factors. Sizes of zero are allowed. A large product is shared out
/// among threads, unless the caller is one of them.
func multiply(
  _ m: Int, _ n: Int, _ k: Int, _ a: Factor, _ b: Factor,
  into c: UnsafeMutablePointer<Double>, leading: Int, adding: Bool, onThreads: Bool = true
) {
  if onThreads {
    let number = Threads.number(for: max(m, n), work: m * n * k)
    if number > 1 {
      Threads.forEachPart(number, of: max(m, n)) { _, part in
        let isColumns = n >= m
        multiply(
          isColumns ? m : part.count, isColumns ? part.count : n, k,
          isColumns ? a : a.rows(from: part.lowerBound),
          isColumns ? b.columns(from: part.lowerBound) : b,
          into: c + part.lowerBound * (isColumns ? leading : 1), leading: leading,
          adding: adding, onThreads: false)
      }
      return
    }
  }
  // BLAS refuses leading sizes of zero.
  if m == 0 || n == 0 || k == 0 {
    if !adding { for column in 0..<n { (c + column * leading).update(repeating: 0, count: m) } }
    return
  }
  if m * n * k <= largestForLoops {
    multiplySmall(m, n, k, a, b, into: c, leading: leading, adding: adding)
    return
  }
  if max(m, n, k, a.leading, b.leading, leading) > Int(Int32.max) {
    trap("Matrix: \(m)×\(k) • \(k)×\(n): BLAS counts to \(Int32.max)")
  }
  let beta = adding ? 1.0 : 0.0
  if n == 1 && (!b.isTransposed || b.leading == 1) {
    BLAS.system.dgemv(
      BLAS.columnMajor, BLAS.order(transposed: a.isTransposed),
      Int32(a.isTransposed ? k : m), Int32(a.isTransposed ? m : k),
      1, a.base, Int32(a.leading), b.base, 1, beta, c, 1)
    return
  }
  BLAS.system.dgemm(
    BLAS.columnMajor, BLAS.order(transposed: a.isTransposed),
    BLAS.order(transposed: b.isTransposed), Int32(m), Int32(n), Int32(k),
    1, a.base, Int32(a.leading), b.base, Int32(b.leading), beta, c, Int32(leading))
}

/// The largest m·n·k that plain loops finish before BLAS has begun.
private let largestForLoops = 512

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
  /// Traps when the inner sizes differ, or one is beyond the 32 bits in which BLAS counts. Products
  /// that are not small need OpenBLAS at run time, and trap without it. With K = 0 the product is zero.
  /// NaN and infinity take part as in any sum: a zero times a NaN is a NaN.
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
        Matrix(
          rows: m, columns: n,
          settingWith: { c in
            guard let a = a.baseAddress, let b = b.baseAddress else { return }
            multiply(
              m, n, k, Factor(a, leading: left.rows, transposed: side == .left),
              Factor(b, leading: right.rows, transposed: side == .right),
              into: c, leading: m, adding: false)
          })
      }
    }
  }
}

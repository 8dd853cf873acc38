// The system's BLAS, found when the first large product asks for it: a program of small matrices does
// not pay for its loading.

internal import CVectorMath

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// The routines of the loaded BLAS.
struct BLAS: @unchecked Sendable {
  /// `cblas_dgemm`: order, transposition of a and b, m, n, k, α, a, lda, b, ldb, β, c, ldc.
  typealias Product =
    @convention(c) (
      Int32, Int32, Int32, Int32, Int32, Int32, Double, UnsafePointer<Double>, Int32,
      UnsafePointer<Double>, Int32, Double, UnsafeMutablePointer<Double>, Int32
    ) -> Void
  /// `cblas_dgemv`: order, transposition of a, m, n, α, a, lda, x, stride, β, y, stride.
  typealias ColumnProduct =
    @convention(c) (
      Int32, Int32, Int32, Int32, Double, UnsafePointer<Double>, Int32, UnsafePointer<Double>,
      Int32, Double, UnsafeMutablePointer<Double>, Int32
    ) -> Void

  let dgemm: Product
  let dgemv: ColumnProduct

  /// The BLAS of this system; traps when there is none.
  static let system = BLAS()

  // CBLAS's names for column order and for plain and transposed factors.
  static let columnMajor: Int32 = 102
  static func order(transposed: Bool) -> Int32 { transposed ? 112 : 111 }

  private static let names = [
    "libopenblas.so.0", "libopenblas.so",
    "/System/Library/Frameworks/Accelerate.framework/Accelerate",
  ]

  private init() {
    guard let library = Self.load() else {
      trap("Recurrent: no BLAS found: none of \(Self.names.joined(separator: ", ")) can be loaded")
    }
    func symbol(_ name: String) -> UnsafeMutableRawPointer {
      guard let address = dlsym(library, name) else { trap("Recurrent: the BLAS has no \(name)") }
      return address
    }
    dgemm = unsafeBitCast(symbol("cblas_dgemm"), to: Product.self)
    dgemv = unsafeBitCast(symbol("cblas_dgemv"), to: ColumnProduct.self)
  }

  /// Loads the library, without threads and with kernels for the vectors that this processor has.
  ///
  /// OpenBLAS takes its slowest kernels on processors newer than itself. It reads from the
  /// environment how many threads and which kernels to have, when it is loaded and at no other time.
  /// Kernels chosen there by hand are left alone; a number of threads is `Threads`' to follow.
  private static func load() -> UnsafeMutableRawPointer? {
    let (threads, kernels) = ("OPENBLAS_NUM_THREADS", "OPENBLAS_CORETYPE")
    let wanted = (
      threads: getenv(threads).map { String(cString: $0) },
      kernels: getenv(kernels).map { String(cString: $0) }
    )
    // `Threads` reads the same variable: before it says 1, not while it does.
    _ = Threads.most
    setenv(threads, "1", 1)
    let known = String(cString: recurrent_openblas_kernels())
    if wanted.kernels == nil && !known.isEmpty { setenv(kernels, known, 1) }
    defer {
      if let number = wanted.threads { setenv(threads, number, 1) } else { unsetenv(threads) }
      if wanted.kernels == nil { unsetenv(kernels) }
    }
    for name in names {
      if let library = dlopen(name, RTLD_NOW | RTLD_LOCAL) { return library }
    }
    return nil
  }
}

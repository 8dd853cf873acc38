// The system's BLAS, found when the first large product asks for it: a program of small matrices pays
// neither for its loading nor for its threads.

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
  /// How to set the number of threads, where the library has a say.
  private let setThreads: (@convention(c) (Int32) -> Void)?
  private let getThreads: (@convention(c) () -> Int32)?
  /// How many threads it took for itself.
  let threads: Int32

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
    setThreads = dlsym(library, "openblas_set_num_threads").map {
      unsafeBitCast($0, to: (@convention(c) (Int32) -> Void).self)
    }
    getThreads = dlsym(library, "openblas_get_num_threads").map {
      unsafeBitCast($0, to: (@convention(c) () -> Int32).self)
    }
    threads = getThreads.map { $0() } ?? 1
  }

  /// Loads the library, with kernels for the vectors that this processor has.
  ///
  /// OpenBLAS takes its slowest kernels on processors newer than itself. It reads the kind of
  /// processor from the environment when it is loaded and at no other time; what is set there by
  /// hand is left alone.
  private static func load() -> UnsafeMutableRawPointer? {
    let variable = "OPENBLAS_CORETYPE"
    let kernels = String(cString: recurrent_openblas_kernels())
    let isOurs = getenv(variable) == nil && !kernels.isEmpty
    if isOurs { setenv(variable, kernels, 0) }
    defer { if isOurs { unsetenv(variable) } }
    for name in names {
      if let library = dlopen(name, RTLD_NOW | RTLD_LOCAL) { return library }
    }
    return nil
  }

  /// Gives the next products one thread, or as many as the library took for itself.
  func useThreads(_ isLarge: Bool) {
    guard let getThreads, let setThreads, threads > 1 else { return }
    let wanted = isLarge ? threads : 1
    if getThreads() != wanted { setThreads(wanted) }
  }
}

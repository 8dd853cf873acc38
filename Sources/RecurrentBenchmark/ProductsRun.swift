// What a run is held against: its matrix products and nothing else, by BLAS with all its threads, on
// memory made before.
// Letters: D input size, H hidden size, B batch, T steps, G blocks of H rows in the weights.

import Recurrent

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The products of a run of a cell by name.
func productsRun(_ cell: String, _ size: Size) throws(BenchmarkError) -> Run {
  let blocks = ["rnn": 1, "gru": 3, "lstm": 4]
  guard let count = blocks[cell] else {
    throw BenchmarkError("the products of a cell '\(cell)' are not known")
  }
  let products = try Products(blocks: count, size)
  return { products.run() }
}

/// The routines of the BLAS that the library has loaded, with the kernels it has chosen.
private struct LoadedBLAS {
  typealias Product =
    @convention(c) (
      Int32, Int32, Int32, Int32, Int32, Int32, Double, UnsafePointer<Double>, Int32,
      UnsafePointer<Double>, Int32, Double, UnsafeMutablePointer<Double>, Int32
    ) -> Void

  let dgemm: Product
  private let setThreads: @convention(c) (Int32) -> Void
  private let threads: Int32

  init() throws(BenchmarkError) {
    // The library loads it for its first large product, before any thread of it is spoken for.
    _ = Matrix.ones(64, 64) • Matrix.ones(64, 64)
    guard let library = dlopen("libopenblas.so.0", RTLD_NOW | RTLD_NOLOAD),
      let product = dlsym(library, "cblas_dgemm"),
      let set = dlsym(library, "openblas_set_num_threads"),
      let processors = dlsym(library, "openblas_get_num_procs")
    else { throw BenchmarkError("the library has not loaded OpenBLAS") }
    dgemm = unsafeBitCast(product, to: Product.self)
    setThreads = unsafeBitCast(set, to: (@convention(c) (Int32) -> Void).self)
    threads = unsafeBitCast(processors, to: (@convention(c) () -> Int32).self)()
  }

  func useAllThreads() { setThreads(threads) }
}

/// The operands of the products, made once.
private final class Products {
  private let blas: LoadedBLAS
  private let size: Size
  /// The rows of the gates of all blocks, G·H.
  private let rows: Int
  /// The weights of the input W [GH×D] and of the hidden state U [GH×H].
  private let W, U: Buffer
  /// The inputs [D×TB], the hidden states [H×TB] and the gates [GH×TB], step beside step.
  private let inputs, hidden, gates: Buffer
  /// The gradients of W, U and the inputs, of their shapes, and of one hidden state [H×B].
  private let dW, dU, dInputs, dHidden: Buffer

  init(blocks: Int, _ size: Size) throws(BenchmarkError) {
    blas = try LoadedBLAS()
    self.size = size
    rows = blocks * size.hidden
    let samples = size.steps * size.batch
    W = Buffer(rows, size.input)
    U = Buffer(rows, size.hidden)
    inputs = Buffer(size.input, samples)
    hidden = Buffer(size.hidden, samples)
    gates = Buffer(rows, samples)
    dW = Buffer(rows, size.input)
    dU = Buffer(rows, size.hidden)
    dInputs = Buffer(size.input, samples)
    dHidden = Buffer(size.hidden, size.batch)
  }

  func run() -> Double {
    blas.useAllThreads()
    let (T, B, D, H) = (size.steps, size.batch, size.input, size.hidden)
    // Forward: W•x of all steps at once, then U•h of each.
    multiply(W.start, inputs.start, into: gates.start, rows, T * B, D)
    for step in 0..<T {
      multiply(
        U.start, hidden.start + step * H * B, into: gates.start + step * rows * B, rows, B, H,
        adding: true)
    }
    // Back: Uᵀ•δ of each step, then the rest of all steps at once.
    for step in (0..<T).reversed() {
      multiply(
        U.start, gates.start + step * rows * B, into: dHidden.start, H, B, rows, transposed: .left)
    }
    multiply(gates.start, inputs.start, into: dW.start, rows, D, T * B, transposed: .right)
    multiply(gates.start, hidden.start, into: dU.start, rows, H, T * B, transposed: .right)
    multiply(W.start, gates.start, into: dInputs.start, D, T * B, rows, transposed: .left)
    return dInputs.start.pointee
  }

  private enum Side { case left, right }

  /// The product [m×k]•[k×n] into, or onto, what is there.
  private func multiply(
    _ left: UnsafePointer<Double>, _ right: UnsafePointer<Double>,
    into result: UnsafeMutablePointer<Double>, _ m: Int, _ n: Int, _ k: Int,
    transposed side: Side? = nil, adding: Bool = false
  ) {
    // Column order, and whether a factor is transposed, as CBLAS numbers them.
    blas.dgemm(
      102, side == .left ? 112 : 111, side == .right ? 112 : 111, Int32(m), Int32(n), Int32(k), 1,
      left, Int32(side == .left ? k : m), right, Int32(side == .right ? n : k),
      adding ? 1 : 0, result, Int32(m))
  }
}

/// The memory of a matrix, filled with numbers of order one hundredth.
private final class Buffer {
  let start: UnsafeMutablePointer<Double>

  init(_ rows: Int, _ columns: Int) {
    start = .allocate(capacity: rows * columns)
    for index in 0..<rows * columns { start[index] = Double(index % 31 - 15) / 1000 }
  }

  deinit { start.deallocate() }
}

// Work shared out among threads that live as long as it does. BLAS has none of its own here: its threads
// wait for their next product busily, on the cores that the work between the products needs.

internal import CVectorMath

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Shares out work among as many threads as pay.
enum Threads {
  /// One for each processor that this process may use, unless `OPENBLAS_NUM_THREADS` says otherwise.
  static let most: Int = {
    if let wanted = getenv("OPENBLAS_NUM_THREADS"), let count = Int(String(cString: wanted)) {
      return max(1, count)
    }
    #if os(Linux)
      // `sysconf` counts those, too, that the process was forbidden.
      var allowed = [UInt64](repeating: 0, count: 128)
      if recurrent_get_affinity(0, UInt(allowed.count * 8), &allowed) == 0 {
        return max(1, allowed.reduce(0) { $0 + $1.nonzeroBitCount })
      }
    #endif
    return max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
  }()

  /// The least number of multiplications that pays for starting a thread.
  private static let smallestShare = 1 << 21
  /// Numbers beside each other in a cache line, so that threads seldom write the same one.
  private static let cacheLine = 8

  /// How many threads pay for columns, rows or samples whose work takes some number of
  /// multiplications; at least one.
  static func number(for count: Int, work: Int) -> Int {
    if work < 2 * smallestShare { return 1 }
    return max(1, min(most, work / smallestShare, count / cacheLine))
  }

  /// Cuts columns, rows or samples into parts and calls a closure once for each, with its number, on a
  /// thread each; waits for all.
  ///
  /// What the closure writes for one part it must not touch for another.
  static func forEachPart(
    _ number: Int, of count: Int, _ body: (_ number: Int, _ part: Range<Int>) -> Void
  ) {
    if number == 1 {
      body(0, 0..<count)
      return
    }
    func part(_ index: Int) -> Range<Int> {
      count * index / number..<count * (index + 1) / number
    }
    withoutActuallyEscaping(body) { body in
      let shares = (1..<number).map { Share(number: $0, part: part($0), body: body) }
      // The threads refer to their shares without keeping them.
      withExtendedLifetime(shares) {
        let threads = shares.map(start)
        body(0, part(0))
        for (share, thread) in zip(shares, threads) {
          // Where no thread could be had, its work is done here.
          if let thread { pthread_join(thread, nil) } else { share.run() }
        }
      }
    }
  }

  /// What a thread is to do.
  private final class Share {
    private let number: Int
    private let part: Range<Int>
    private let body: (Int, Range<Int>) -> Void

    init(number: Int, part: Range<Int>, body: @escaping (Int, Range<Int>) -> Void) {
      self.number = number
      self.part = part
      self.body = body
    }

    func run() { body(number, part) }
  }

  /// Starts a thread; the share must live until it is joined.
  private static func start(_ share: Share) -> pthread_t? {
    let reference = Unmanaged.passUnretained(share).toOpaque()
    #if canImport(Darwin)
      var thread: pthread_t?
      let status = pthread_create(
        &thread, nil,
        { argument in
          Unmanaged<Share>.fromOpaque(argument).takeUnretainedValue().run()
          return nil
        }, reference)
    #else
      var thread = pthread_t()
      let status = pthread_create(
        &thread, nil,
        { argument in
          if let argument { Unmanaged<Share>.fromOpaque(argument).takeUnretainedValue().run() }
          return nil
        }, reference)
    #endif
    return status == 0 ? thread : nil
  }
}

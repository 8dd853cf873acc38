// Work shared out among threads that live as long as it does. BLAS has none of its own here: its threads
// wait for their next product busily, on the cores that the work between the products needs.

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Shares out work among as many threads as pay.
enum Threads {
  /// One for each processor, unless `OPENBLAS_NUM_THREADS` says otherwise.
  static let most: Int = {
    if let wanted = getenv("OPENBLAS_NUM_THREADS"), let count = Int(String(cString: wanted)) {
      return max(1, count)
    }
    return max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
  }()

  /// The least number of multiplications that pays for starting a thread.
  private static let smallestShare = 1 << 21
  /// Numbers beside each other in a cache line, so that threads seldom write the same one.
  private static let cacheLine = 8

  /// Cuts columns, rows or samples into parts for work that takes some number of multiplications.
  ///
  /// There is always a part, if an empty one.
  static func parts(of count: Int, work: Int) -> [Range<Int>] {
    if work < 2 * smallestShare { return [0..<count] }
    let number = max(1, min(most, work / smallestShare, count / cacheLine))
    return (0..<number).map { count * $0 / number..<count * ($0 + 1) / number }
  }

  /// Calls a closure once for each part, with its number, on a thread each; waits for all.
  ///
  /// What the closure writes for one part it must not touch for another.
  static func forEach(
    _ parts: [Range<Int>], _ body: (_ number: Int, _ part: Range<Int>) -> Void
  ) {
    if parts.count > 1 {
      withoutActuallyEscaping(body) { body in
        let tasks = parts.indices.dropFirst().map { Task(number: $0, part: parts[$0], body: body) }
        let threads = tasks.map(start)
        body(0, parts[0])
        for (task, thread) in zip(tasks, threads) {
          // Where no thread could be had, its work is done here.
          if let thread { pthread_join(thread, nil) } else { task.run() }
        }
      }
    } else if let part = parts.first {
      body(0, part)
    }
  }

  /// What a thread is to do.
  private final class Task {
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

  /// Starts a thread; the task must live until it is joined.
  private static func start(_ task: Task) -> pthread_t? {
    let reference = Unmanaged.passUnretained(task).toOpaque()
    #if canImport(Darwin)
      var thread: pthread_t?
      let status = pthread_create(
        &thread, nil,
        { argument in
          Unmanaged<Task>.fromOpaque(argument).takeUnretainedValue().run()
          return nil
        }, reference)
    #else
      var thread = pthread_t()
      let status = pthread_create(
        &thread, nil,
        { argument in
          if let argument { Unmanaged<Task>.fromOpaque(argument).takeUnretainedValue().run() }
          return nil
        }, reference)
    #endif
    return status == 0 ? thread : nil
  }
}

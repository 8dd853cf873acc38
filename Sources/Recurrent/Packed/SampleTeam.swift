// Samples do not wait for each other, so a batch is shared out among threads for the whole walk: they meet
// once at its end, not at every step, and the gates' arithmetic is shared out with the products.

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// The threads of a walk, each with its own samples of the batch.
struct SampleTeam {
  /// The samples of each thread.
  let parts: [Range<Int>]

  /// The least number of multiplications that pays for starting a thread.
  private static let smallestShare = 1 << 21
  /// Numbers beside each other in a cache line, so that no two threads write the same one.
  private static let cacheLine = 8

  /// Shares out a batch for a walk that takes some number of multiplications.
  init(batch: Int, work: Int) {
    let most = work < 2 * Self.smallestShare ? 1 : Int(BLAS.system.threads)
    let count = max(1, min(most, work / Self.smallestShare, batch / Self.cacheLine))
    parts = (0..<count).map { batch * $0 / count..<batch * ($0 + 1) / count }
  }

  /// Whether the walk has threads of its own, so that its products must not have any.
  var isShared: Bool { parts.count > 1 }

  /// Calls a closure once for each part, with its number, on a thread each; waits for all.
  ///
  /// The closure must only write what belongs to its own samples.
  func forEachPart(_ body: (_ part: Int, _ samples: Range<Int>) -> Void) {
    guard isShared else {
      body(0, parts[0])
      return
    }
    BLAS.system.useThreads(false)
    withoutActuallyEscaping(body) { body in
      let tasks = parts.indices.dropFirst().map { Task(part: $0, samples: parts[$0], body: body) }
      let threads = tasks.map { Self.start($0) }
      body(0, parts[0])
      for (task, thread) in zip(tasks, threads) {
        // Where no thread could be had, its work is done here.
        if let thread { pthread_join(thread, nil) } else { task.run() }
      }
    }
  }

  /// What a thread is to do.
  private final class Task {
    let part: Int
    let samples: Range<Int>
    let body: (Int, Range<Int>) -> Void

    init(part: Int, samples: Range<Int>, body: @escaping (Int, Range<Int>) -> Void) {
      self.part = part
      self.samples = samples
      self.body = body
    }

    func run() { body(part, samples) }
  }

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
      return status == 0 ? thread : nil
    #else
      var thread = pthread_t()
      let status = pthread_create(
        &thread, nil,
        { argument in
          if let argument { Unmanaged<Task>.fromOpaque(argument).takeUnretainedValue().run() }
          return nil
        }, reference)
      return status == 0 ? thread : nil
    #endif
  }
}

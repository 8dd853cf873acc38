// How often the process asks for memory, counted by `allocations.c` where that is loaded.

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The functions of the counting allocator.
struct AllocationCounter {
  private let start: @convention(c) () -> Void
  private let stop: @convention(c) () -> Int

  /// Finds the functions among those of the libraries of the process.
  init() throws(BenchmarkError) {
    let program = dlopen(nil, RTLD_NOW)
    guard let start = dlsym(program, "allocations_start"),
      let stop = dlsym(program, "allocations_stop")
    else {
      throw BenchmarkError("the library of 'allocations.c' is not loaded before the others")
    }
    self.start = unsafeBitCast(start, to: (@convention(c) () -> Void).self)
    self.stop = unsafeBitCast(stop, to: (@convention(c) () -> Int).self)
  }

  /// The calls to the allocator during a run.
  func count(during run: Run) -> Int {
    start()
    _ = run()
    return stop()
  }
}

// From a request to its number.

/// What answers requests, one after the other.
struct Worker {
  /// A run, and what it was made for.
  private struct Kept {
    let cell: String
    let size: Size
    let run: Run
  }

  /// The last run of either kind, for the next round with the same one.
  private var layer, products: Kept?

  /// The number that a request asks for.
  mutating func answer(_ request: Request) throws(BenchmarkError) -> Double {
    let run = try run(for: request)
    switch request.measure {
    case .time, .gemm: return try milliseconds(request.repeats, of: run)
    case .memory: return try ResidentMemory.growth(during: run)
    case .allocations:
      // The first run of a process also makes the metadata of types.
      _ = run()
      return Double(try AllocationCounter().count(during: run))
    }
  }

  /// The run that a request is about, made when it is not the last one of its kind.
  private mutating func run(for request: Request) throws(BenchmarkError) -> Run {
    if request.measure == .gemm {
      return try Self.run(for: request, keeping: &products, making: productsRun)
    }
    return try Self.run(for: request, keeping: &layer, making: layerRun)
  }

  private static func run(
    for request: Request, keeping kept: inout Kept?,
    making make: (String, Size) throws(BenchmarkError) -> Run
  ) throws(BenchmarkError) -> Run {
    if let kept, kept.cell == request.cell, kept.size == request.size { return kept.run }
    // The memory of the last run is not to be there beside that of the next.
    kept = nil
    let run = try make(request.cell, request.size)
    kept = Kept(cell: request.cell, size: request.size, run: run)
    return run
  }

  /// The median time of some runs in milliseconds, after one that is not timed.
  private func milliseconds(_ repeats: Int, of run: Run) throws(BenchmarkError) -> Double {
    if !run().isFinite { throw BenchmarkError("the result is not finite") }
    let clock = ContinuousClock()
    let times = (0..<repeats).map { _ in clock.measure { _ = run() } }.sorted()
    return (times[(repeats - 1) / 2] + times[repeats / 2]) / 2 / .milliseconds(1)
  }
}

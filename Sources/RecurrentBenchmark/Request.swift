// What the driver asks for, one line each: `time lstm 100 32 64 64 5`.

/// The size of a problem.
struct Size: Hashable {
  /// The number of time steps, T.
  let steps: Int
  /// The number of samples, B.
  let batch: Int
  /// The number of input features, D.
  let input: Int
  /// The number of hidden units, H.
  let hidden: Int
}

/// A line of the driver, read.
struct Request {
  /// What is to be measured.
  enum Measure: String, CaseIterable {
    /// The milliseconds of a run forward and back, the median of several.
    case time
    /// The milliseconds of nothing but the matrix products of such a run.
    case gemm
    /// The megabytes by which the process grows in its first run.
    case memory
    /// The calls to the allocator in one run.
    case allocations
  }

  let measure: Measure
  let cell: String
  let size: Size
  /// How many runs are timed; one for what is not a time.
  let repeats: Int

  /// Reads a line: a measure, a cell, T, B, D, H and, for times, the number of runs.
  init(_ line: String) throws(BenchmarkError) {
    let words = line.split(separator: " ").map(String.init)
    guard let measure = words.first.flatMap(Measure.init) else {
      let names = Measure.allCases.map(\.rawValue).joined(separator: ", ")
      throw BenchmarkError("'\(line)' does not begin with one of \(names)")
    }
    let isTimed = measure == .time || measure == .gemm
    let numbers = words.dropFirst(2).compactMap { Int($0) }.filter { $0 > 0 }
    guard words.count == (isTimed ? 7 : 6), numbers.count == words.count - 2 else {
      let form = "\(measure.rawValue) CELL T B D H\(isTimed ? " REPEATS" : "")"
      throw BenchmarkError("'\(line)' is not of the form '\(form)' with numbers above zero")
    }
    self.measure = measure
    cell = words[1]
    size = Size(steps: numbers[0], batch: numbers[1], input: numbers[2], hidden: numbers[3])
    repeats = isTimed ? numbers[4] : 1
  }
}

/// Why a request has no answer, in a sentence.
struct BenchmarkError: Error {
  let message: String

  init(_ message: String) { self.message = message }
}

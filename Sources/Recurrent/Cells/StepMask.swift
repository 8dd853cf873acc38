// Which samples of a batch still run at a step, when their sequences differ in length.

/// The lengths of the sequences of a batch; all full when none are given.
struct StepMask {
  private let lengths: [Int]?

  /// Traps unless there is one length for each sample, none negative, none beyond the steps.
  init(_ lengths: [Int]?, steps: Int, batch: Int, type: Any.Type) {
    if let lengths {
      if lengths.count != batch {
        trap("\(type): \(lengths.count) lengths for a batch of \(batch)")
      }
      for length in lengths where length < 0 || length > steps {
        trap("\(type): a length of \(length) in \(steps) steps")
      }
    }
    self.lengths = lengths
  }

  /// Whether every sample takes every step.
  var isFull: Bool { lengths == nil }

  /// Whether a sample takes a step.
  func runs(_ sample: Int, at time: Int) -> Bool { lengths.map { time < $0[sample] } ?? true }

  /// Calls a closure with each run of neighbouring samples that do, or do not, take a step.
  func forEachRun(
    at time: Int, in samples: Range<Int>, _ body: (Range<Int>, _ isRunning: Bool) -> Void
  ) {
    guard lengths != nil else {
      if !samples.isEmpty { body(samples, true) }
      return
    }
    var first = samples.lowerBound
    while first < samples.upperBound {
      let isRunning = runs(first, at: time)
      var end = first + 1
      while end < samples.upperBound && runs(end, at: time) == isRunning { end += 1 }
      body(first..<end, isRunning)
      first = end
    }
  }

  /// A matrix with zeros in the columns of samples that have ended.
  ///
  /// What is written there, were it NaN, has no effect.
  func erasing(_ matrix: Matrix, after time: Int) -> Matrix {
    if isFull { return matrix }
    return Matrix(rows: matrix.rows, columns: matrix.columns) { row, sample in
      runs(sample, at: time) ? matrix[row, sample] : 0
    }
  }

  /// A value with zeros in the columns of samples that have ended.
  func erasing<Value: ParameterSpace>(_ value: Value, after time: Int) -> Value {
    isFull ? value : value.mapParameters { erasing($0, after: time) }
  }

  /// A state with the columns of another one where samples have ended.
  func choosing<State: ParameterSpace>(_ state: State, at time: Int, else other: State) -> State {
    if isFull { return state }
    return state.mapParameters(with: other) { running, ended in
      Matrix(rows: running.rows, columns: running.columns) { row, sample in
        runs(sample, at: time) ? running[row, sample] : ended[row, sample]
      }
    }
  }
}

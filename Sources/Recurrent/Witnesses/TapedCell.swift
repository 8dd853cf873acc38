// A cell's walk through time on a tape. Samples that have ended take no part in a step at all: the
// step is run on the columns of those that still run, where the hand-written passes use masks.
// Letters: D input size, H hidden size, B batch, T steps.

/// A cell whose step is also written with the operations of a tape.
///
/// A cell of one's own conforms with one function, its formulas written again:
///
///     static func step(
///       _ cell: Taped<Self>, _ x: Tape.Variable, from state: Taped<State>
///     ) -> (hidden: Tape.Variable, state: Taped<State>) {
///       var next = state
///       next.hidden = tanh(cell.affine(x, state.hidden))
///       return (next.hidden, next)
///     }
public protocol TapedCell: RecurrentCell {
  /// Runs one step on an input [D×B], and gives the output [H×B] and the state after it.
  static func step(
    _ cell: Taped<Self>, _ input: Tape.Variable, from state: Taped<State>
  ) -> (hidden: Tape.Variable, state: Taped<State>)
}

/// A direction in time.
public enum TimeDirection: Equatable, Sendable, CaseIterable {
  /// From the first step to the last.
  case forwards
  /// From each sample's last step to the first.
  case backwards
}

extension Taped where Point: TapedCell {
  /// Runs one step on an input [D×B], and gives the output [H×B] and the state after it.
  public func step(
    _ input: Tape.Variable, from state: Taped<Point.State>
  ) -> (hidden: Tape.Variable, state: Taped<Point.State>) {
    Point.step(self, input, from: state)
  }

  /// Runs the cell over inputs x_t [D×B] from an initial state.
  ///
  /// With lengths, sample b takes only the steps t < lengths[b]; at other steps its output is a zero
  /// column and its state stays what it is. Traps when shapes or lengths do not fit.
  ///
  /// - Parameters:
  ///   - inputs: The inputs; `inputs[t]`.
  ///   - initial: The state before the first step of the walk, in its direction.
  ///   - lengths: How many steps each sample takes; nil when all of them take all steps.
  ///   - direction: Where the walk begins.
  /// - Returns: The output of each step, [H×B], in the order of time, and the state after the walk.
  public func unroll(
    _ inputs: [Tape.Variable], from initial: Taped<Point.State>, lengths: [Int]? = nil,
    direction: TimeDirection = .forwards
  ) -> (hidden: [Tape.Variable], final: Taped<Point.State>) {
    let batch = initial.variables.first?.value.columns ?? 0
    let lengths = lengths ?? Array(repeating: inputs.count, count: batch)
    if lengths.count != batch {
      trap("Taped<\(Point.self)>: \(lengths.count) lengths for a batch of \(batch)")
    }
    for length in lengths where length < 0 || length > inputs.count {
      trap("Taped<\(Point.self)>: a length of \(length) in \(inputs.count) steps")
    }
    var (hidden, state) = (inputs, initial)
    let times = Array(inputs.indices)
    for time in direction == .forwards ? times : times.reversed() {
      let input = inputs[time]
      if input.value.columns != batch {
        trap("Taped<\(Point.self)>: input \(time) is \(input.value.shape), expected D×\(batch)")
      }
      let running = lengths.indices.filter { time < lengths[$0] }
      let ended = lengths.indices.filter { time >= lengths[$0] }
      let order = running + ended
      let places = order.indices.sorted { order[$0] < order[$1] }
      func joined(_ running: Tape.Variable, _ ended: Tape.Variable) -> Tape.Variable {
        .sideBySide([running, ended]).columns(places)
      }
      let (output, after) = step(input.columns(running), from: state.map { $0.columns(running) })
      state = after.map(with: state.map { $0.columns(ended) }, joined)
      let zeros = output.tape.variable(.zeros(output.value.rows, ended.count))
      hidden[time] = joined(output, zeros)
    }
    return (hidden, state)
  }
}

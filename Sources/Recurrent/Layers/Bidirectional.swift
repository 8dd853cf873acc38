// Two cells over one sequence, one from its start and one from its end. Letters: D input size, H hidden
// size of the cell that runs forwards, G that of the other, mostly the same, B batch, T steps.

/// Two cells over one sequence, one from each end, their hidden states joined at each step.
///
///     →h_t = forwards(x_t, →h_{t−1})      ←h_t = backwards(x_t, ←h_{t+1})      y_t = [→h_t; ←h_t]
///
/// M. Schuster and K. K. Paliwal, Bidirectional recurrent neural networks, IEEE Transactions on
/// Signal Processing 45 (1997).
public struct Bidirectional<Cell: RecurrentCell>: SequenceLayer {
  /// The cell that runs from the first step to the last.
  public var forwards: Cell
  /// The cell that runs from the last step to the first.
  public var backwards: Cell

  /// Makes a layer of two cells, whose inputs must have one size; their hidden sizes may differ.
  ///
  /// The outputs have the rows of both. Traps when the inputs' sizes differ; those of a cell that
  /// is no ``AffineCell`` are not known before the walk, which traps then.
  public init(forwards: Cell, backwards: Cell) {
    if let ahead = forwards as? any AffineCell, let back = backwards as? any AffineCell,
      ahead.inputSize != back.inputSize
    {
      trap("\(Self.self): inputs of \(ahead.inputSize) forwards and \(back.inputSize) backwards")
    }
    self.forwards = forwards
    self.backwards = backwards
  }

  /// The parameters of both cells: `fwd.W`, …, `bwd.W`, ….
  public var parameters: [Parameter<Self>] {
    forwards.parameters(at: \.forwards, prefix: "fwd.")
      + backwards.parameters(at: \.backwards, prefix: "bwd.")
  }

  /// The states of both cells.
  public struct State: ParameterSpace {
    /// The state of the cell that runs from the start: before step 0, or after the last one.
    public var forwards: Cell.State
    /// The state of the cell that runs from the end: before the last step, or after step 0.
    public var backwards: Cell.State

    /// Gathers the two.
    public init(forwards: Cell.State, backwards: Cell.State) {
      self.forwards = forwards
      self.backwards = backwards
    }

    /// The matrices of both states: `fwd.h`, …, `bwd.h`, ….
    public var parameters: [Parameter<Self>] {
      forwards.parameters(at: \.forwards, prefix: "fwd.")
        + backwards.parameters(at: \.backwards, prefix: "bwd.")
    }
  }

  /// What a walk in both directions keeps.
  public struct Unrolled: LayerTrace {
    /// The walk from the start.
    public let forwards: Recurrent.Unrolled<Cell>
    /// The walk from the end, in its own time: its step 0 is the last step of each sample.
    public let backwards: Recurrent.Unrolled<Cell>
    /// Both hidden states of each step, the forward one above, y_t [(H+G)×B].
    ///
    /// Where a sample has ended its column is zero.
    public let hidden: [Matrix]

    /// The state of each cell after its own last step.
    public var final: State { State(forwards: forwards.final, backwards: backwards.final) }
  }

  /// The gradients of a walk in both directions.
  public struct Gradient: LayerGradient {
    /// What the walk from the start found.
    public var forwards: SequenceGradient<Cell>
    /// What the walk from the end found, in its own time: its step 0 is the last of each sample.
    public var backwards: SequenceGradient<Cell>
    /// The gradient of each input by both directions, [D×B]; `inputs[t]`.
    public var inputs: [Matrix]

    /// The gradients of both cells.
    public var layer: Bidirectional {
      Bidirectional(forwards: forwards.cell, backwards: backwards.cell)
    }
    /// The gradients of both initial states.
    public var initial: State {
      State(forwards: forwards.initial, backwards: backwards.initial)
    }
  }

  /// The states of zeros of both cells.
  public func zeroState(batch: Int) -> State {
    State(
      forwards: forwards.zeroState(batch: batch), backwards: backwards.zeroState(batch: batch))
  }

  /// Runs both cells over inputs x_t [D×B], each from its own initial state.
  ///
  /// With lengths, one for each sample, the forward direction of sample b stops after its last step,
  /// lengths[b] − 1, and the backward direction starts there. Traps when shapes or lengths do not fit.
  ///
  /// - Complexity: That of two layers of one direction.
  public func callAsFunction(
    _ inputs: [Matrix], from initial: State, lengths: [Int]? = nil
  ) -> Unrolled {
    let ahead = forwards.unroll(inputs, from: initial.forwards, lengths: lengths)
    let back = backwards.unroll(
      reversed(inputs, lengths: lengths), from: initial.backwards, lengths: lengths)
    return Unrolled(
      forwards: ahead, backwards: back,
      hidden: zip(ahead.hidden, reversed(back.hidden, lengths: lengths)).map {
        .stacked([$0, $1])
      })
  }

  /// The gradients of a walk from those on every output y_t [(H+G)×B] and on both final states.
  ///
  /// Each direction receives its own rows; the gradients on the inputs add up. Gradients on
  /// outputs after a sample's end are ignored. Traps unless there is one gradient per step and shapes
  /// fit.
  ///
  /// - Parameters:
  ///   - unrolled: What the walk forward kept.
  ///   - hidden: The gradient on each output, [(H+G)×B]; `hidden[t]`.
  ///   - final: The gradients on the final states of both cells.
  /// - Returns: The gradients of both cells, of the inputs and of both initial states.
  public func backward(through unrolled: Unrolled, hidden: [Matrix], final: State) -> Gradient {
    let outputs = unrolled.hidden
    if hidden.count != outputs.count {
      trap("\(Self.self): \(outputs.count) steps, but \(hidden.count) gradients on them")
    }
    for (time, (gradient, output)) in zip(hidden, outputs).enumerated()
    where gradient.rows != output.rows || gradient.columns != output.columns {
      trap(
        """
        \(Self.self): the gradient of output \(time) is \(gradient.shape), \
        expected \(output.shape)
        """)
    }
    let parts = zip(hidden, unrolled.forwards.hidden).map { gradient, ahead in
      (above: gradient.rows(0..<ahead.rows), below: gradient.rows(ahead.rows..<gradient.rows))
    }
    let lengths = unrolled.forwards.lengths
    let ahead = forwards.backward(
      through: unrolled.forwards, hidden: parts.map(\.above), final: final.forwards)
    let back = backwards.backward(
      through: unrolled.backwards, hidden: reversed(parts.map(\.below), lengths: lengths),
      final: final.backwards)
    return Gradient(
      forwards: ahead, backwards: back,
      inputs: zip(ahead.inputs, reversed(back.inputs, lengths: lengths)).map { $0.plus($1) })
  }
}

extension Bidirectional: Sendable where Cell: Sendable {}
extension Bidirectional.State: Sendable where Cell.State: Sendable {}
extension Bidirectional.Unrolled: Sendable
where Cell: Sendable, Cell.State: Sendable, Cell.Trace: Sendable {}
extension Bidirectional.Gradient: Sendable
where Cell: Sendable, Cell.State: Sendable, Cell.Preactivation: Sendable {}

// The layers' walks on a tape: one cell, two in opposite directions, layers one above the other.
// Letters: D input size, K output size, B batch, T steps.

/// A layer whose walk is also written with the operations of a tape.
public protocol TapedLayer: SequenceLayer {
  /// Runs the layer over inputs x_t [D×B], and gives its outputs [K×B] and the final state.
  ///
  /// Sample b has `lengths[b]` steps; its outputs after them are zero columns.
  static func unroll(
    _ layer: Taped<Self>, _ inputs: [Tape.Variable], from initial: Taped<State>, lengths: [Int]?
  ) -> (hidden: [Tape.Variable], final: Taped<State>)
}

extension Taped where Point: TapedLayer {
  /// Runs the layer over inputs x_t [D×B], and gives its outputs [K×B] and the final state.
  ///
  /// With lengths, sample b takes only the steps t < lengths[b]; its outputs after them are zero
  /// columns. Traps when shapes or lengths do not fit.
  public func unroll(
    _ inputs: [Tape.Variable], from initial: Taped<Point.State>, lengths: [Int]? = nil
  ) -> (hidden: [Tape.Variable], final: Taped<Point.State>) {
    Point.unroll(self, inputs, from: initial, lengths: lengths)
  }
}

extension RecurrentLayer: TapedLayer where Cell: TapedCell {
  /// Runs the cell over inputs x_t [D×B], a step after the other.
  public static func unroll(
    _ layer: Taped<Self>, _ inputs: [Tape.Variable], from initial: Taped<State>, lengths: [Int]?
  ) -> (hidden: [Tape.Variable], final: Taped<State>) {
    layer.cell.unroll(inputs, from: initial, lengths: lengths)
  }
}

extension Bidirectional: TapedLayer where Cell: TapedCell {
  /// Runs one cell in each direction over inputs x_t [D×B]; the outputs of the first are above.
  ///
  /// The second walks down in time from each sample's last step, where the library reverses the
  /// samples and walks up.
  public static func unroll(
    _ layer: Taped<Self>, _ inputs: [Tape.Variable], from initial: Taped<State>, lengths: [Int]?
  ) -> (hidden: [Tape.Variable], final: Taped<State>) {
    let ahead = layer.forwards.unroll(inputs, from: initial.forwards, lengths: lengths)
    let back = layer.backwards.unroll(
      inputs, from: initial.backwards, lengths: lengths, direction: .backwards)
    var final = initial
    final.forwards = ahead.final
    final.backwards = back.final
    return (zip(ahead.hidden, back.hidden).map { .stacked([$0, $1]) }, final)
  }
}

extension Stacked: TapedLayer where Layer: TapedLayer {
  /// Runs each layer over the outputs of the one below.
  public static func unroll(
    _ layer: Taped<Self>, _ inputs: [Tape.Variable], from initial: Taped<State>, lengths: [Int]?
  ) -> (hidden: [Tape.Variable], final: Taped<State>) {
    var (hidden, final) = (inputs, initial)
    for index in layer.value.layers.indices {
      let walk = layer[\.layers[index]].unroll(
        hidden, from: initial[\.layers[index]], lengths: lengths)
      hidden = walk.hidden
      final[\.layers[index]] = walk.final
    }
    return (hidden, final)
  }
}

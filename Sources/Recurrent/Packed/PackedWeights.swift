// A cell's weights with its gates one below the other, and taken apart again.

/// The weights of all gates of a cell, or their gradients.
struct PackedWeights: Sendable {
  /// The weights of the input, [n·H × D], of the blocks that see it.
  var input: Matrix
  /// The weights of the previous hidden state, [n·H × H], of the blocks that see it.
  var recurrent: Matrix
  /// The biases of all blocks, [G·H × 1].
  var bias: Matrix
  /// The weight of the reset state in a GRU's candidate, [H×H], where the reset comes first.
  var reset = Matrix.zeros(0, 0)
}

extension PackedWeights {
  /// Puts maps one below the other.
  init(stacking maps: [Affine]) {
    self.init(
      input: .stacked(maps.map(\.inputWeight)), recurrent: .stacked(maps.map(\.recurrentWeight)),
      bias: .stacked(maps.map(\.bias)))
  }

  /// The maps, when every block sees both the input and the hidden state.
  func maps(_ count: Int) -> [Affine] {
    let (inputs, recurrents) = (input.blocks(count), recurrent.blocks(count))
    let biases = bias.blocks(count)
    return (0..<count).map {
      Affine(inputWeight: inputs[$0], recurrentWeight: recurrents[$0], bias: biases[$0])
    }
  }
}

extension Matrix {
  /// Blocks of as many rows each, from the top; a single block shares the entries.
  func blocks(_ count: Int) -> [Matrix] {
    if count == 1 { return [self] }
    let size = rows / count
    return (0..<count).map { rows($0 * size..<($0 + 1) * size) }
  }
}

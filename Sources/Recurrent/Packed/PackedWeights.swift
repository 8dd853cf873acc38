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
  var reset = Matrix.empty
}

extension PackedWeights {
  /// The number of multiplications of a step, for one sample.
  var count: Int { input.storage.count + recurrent.storage.count + reset.storage.count }

  /// Makes room for the weights of a cell's gates, which are still to be placed.
  init(of blocks: GateBlocks, input: Int, hidden: Int) {
    func room(_ count: Int, _ columns: Int) -> Matrix {
      Matrix(rows: count * hidden, columns: columns, settingWith: { _ in })
    }
    self.init(
      input: room(blocks.ofInput.count, input), recurrent: room(blocks.ofHidden.count, hidden),
      bias: room(blocks.count, 1))
  }

  /// Copies a matrix of H rows to its place among the blocks of one of the three.
  static func place(_ part: Matrix, at block: Int, of whole: Matrix) {
    part.copyEntries(to: whole.storage.base + block * part.rows, leading: whole.rows)
  }

  /// Copies a map to the same place among the blocks of all three.
  func place(_ map: Affine, at block: Int) {
    Self.place(map.inputWeight, at: block, of: input)
    Self.place(map.recurrentWeight, at: block, of: recurrent)
    Self.place(map.bias, at: block, of: bias)
  }

  /// The map of a block, when every block sees both the input and the hidden state.
  func map(_ block: Int, of count: Int) -> Affine {
    Affine(
      inputWeight: input.block(block, of: count),
      recurrentWeight: recurrent.block(block, of: count),
      bias: bias.block(block, of: count))
  }
}

extension Matrix {
  /// One of some blocks of as many rows each, from the top; a single one shares the entries.
  func block(_ index: Int, of count: Int) -> Matrix {
    let size = rows / count
    return count == 1 ? self : rows(index * size..<(index + 1) * size)
  }
}

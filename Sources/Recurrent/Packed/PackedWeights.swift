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
    let (seeing, repeating) = (blocks.ofInput.count * hidden, blocks.ofHidden.count * hidden)
    let all = blocks.count * hidden
    var room = Room(matrices: 3, entries: seeing * input + repeating * hidden + all)
    self.init(
      input: room.matrix(seeing, input), recurrent: room.matrix(repeating, hidden),
      bias: room.matrix(all, 1))
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

  /// Room for the blocks of all of them.
  func room(for blocks: GateBlocks) -> Room {
    Room(
      matrices: blocks.ofInput.count + blocks.ofHidden.count + blocks.count,
      entries: input.count + recurrent.count + bias.count)
  }

  /// The map of the only block.
  var map: Affine { Affine(inputWeight: input, recurrentWeight: recurrent, bias: bias) }

  /// The map of a block, when every block sees both the input and the hidden state.
  func map(_ block: Int, of count: Int, in room: inout Room) -> Affine {
    Affine(
      inputWeight: input.block(block, of: count, in: &room),
      recurrentWeight: recurrent.block(block, of: count, in: &room),
      bias: bias.block(block, of: count, in: &room))
  }
}

extension Matrix {
  /// One of some blocks of as many rows each, from the top.
  func block(_ index: Int, of count: Int) -> Matrix {
    let size = rows / count
    return rows(index * size..<(index + 1) * size)
  }

  /// The same, with its entries copied into a room.
  func block(_ index: Int, of count: Int, in room: inout Room) -> Matrix {
    let size = rows / count
    let block = room.matrix(size, columns)
    copyRows(index * size..<(index + 1) * size, to: block.storage.base)
    return block
  }
}

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

  /// Puts the maps of a cell, of which there is one at least, one below the other.
  init(stacking maps: [Affine]) {
    let (h, d) = (maps[0].inputWeight.rows, maps[0].inputWeight.columns)
    let rows = maps.count * h
    self.init(
      input: Matrix(
        rows: rows, columns: d,
        settingWith: {
          for k in maps.indices { maps[k].inputWeight.copyEntries(to: $0 + k * h, leading: rows) }
        }),
      recurrent: Matrix(
        rows: rows, columns: h,
        settingWith: {
          for k in maps.indices {
            maps[k].recurrentWeight.copyEntries(to: $0 + k * h, leading: rows)
          }
        }),
      bias: Matrix(
        rows: rows, columns: 1,
        settingWith: {
          for k in maps.indices { maps[k].bias.copyEntries(to: $0 + k * h, leading: rows) }
        }))
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

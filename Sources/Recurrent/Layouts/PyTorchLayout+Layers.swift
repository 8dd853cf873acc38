// PyTorch's layers with several layers or directions as the library's, in and out.

extension Stacked {
  /// Reads `torch.nn.RNN`, `LSTM` or `GRU` with `num_layers` layers in one direction.
  ///
  ///     try Stacked<RecurrentLayer<LSTMCell>>(pyTorch: arrays, layers: 2)
  ///
  /// Names, `prefix` and `content` are as for a cell. Traps unless there is a layer.
  ///
  /// - Parameters:
  ///   - arrays: The arrays by name.
  ///   - layers: The number of layers.
  ///   - prefix: What the names begin with.
  ///   - content: Whether they are parameters or gradients.
  /// - Throws: What is missing, unexpected or of another shape, all at once.
  public init<Cell: PyTorchCell>(
    pyTorch arrays: [String: Matrix], layers: Int, prefix: String = "",
    as content: LayoutContent = .parameters
  ) throws(LayoutError) where Layer == RecurrentLayer<Cell> {
    let cells = try Cell.pyTorchLayers(arrays, layers: layers, prefix: prefix, as: content)
    self.init(cells.map { RecurrentLayer($0[0]) })
  }

  /// Reads `torch.nn.RNN`, `LSTM` or `GRU` with `num_layers` layers and `bidirectional=True`.
  ///
  ///     try Stacked<Bidirectional<GRUCell>>(pyTorch: arrays, layers: 2)
  ///
  /// Names, `prefix` and `content` are as for a cell. Traps unless there is a layer.
  ///
  /// - Parameters:
  ///   - arrays: The arrays by name.
  ///   - layers: The number of layers.
  ///   - prefix: What the names begin with.
  ///   - content: Whether they are parameters or gradients.
  /// - Throws: What is missing, unexpected or of another shape, all at once.
  public init<Cell: PyTorchCell>(
    pyTorch arrays: [String: Matrix], layers: Int, prefix: String = "",
    as content: LayoutContent = .parameters
  ) throws(LayoutError) where Layer == Bidirectional<Cell> {
    let cells = try Cell.pyTorchLayers(
      arrays, layers: layers, bidirectional: true, prefix: prefix, as: content)
    self.init(cells.map { Bidirectional(forwards: $0[0], backwards: $0[1]) })
  }

  /// The arrays of all layers by PyTorch's names, with biases as for a cell.
  public func pyTorchArrays<Cell: PyTorchCell>(
    prefix: String = "", as content: LayoutContent = .parameters
  ) -> [String: Matrix] where Layer == RecurrentLayer<Cell> {
    layers.indices.reduce(into: [:]) { arrays, layer in
      let cell = layers[layer].cell
      arrays.merge(cell.pyTorchArrays(layer: layer, prefix: prefix, as: content)) { $1 }
    }
  }

  /// The arrays of all layers in both directions by PyTorch's names, with biases as for a cell.
  public func pyTorchArrays<Cell: PyTorchCell>(
    prefix: String = "", as content: LayoutContent = .parameters
  ) -> [String: Matrix] where Layer == Bidirectional<Cell> {
    layers.indices.reduce(into: [:]) { arrays, layer in
      for (cell, reversed) in [(layers[layer].forwards, false), (layers[layer].backwards, true)] {
        arrays.merge(
          cell.pyTorchArrays(layer: layer, reversed: reversed, prefix: prefix, as: content)
        ) { $1 }
      }
    }
  }
}

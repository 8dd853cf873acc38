// The weights with which torch's layers start, drawn in the order in which torch declares them.
// Letters: D input size, H hidden size, K outputs, n gates.

extension TorchRandom {
  /// The initial weights of `torch.nn.RNN(D, H)`, `LSTM(D, H)` or `GRU(D, H)` by PyTorch's names.
  ///
  /// Each is spread evenly over ± 1/√H. Layer after layer, forward before reverse: `weight_ih` [nH×D],
  /// `weight_hh` [nH×H], `bias_ih` and `bias_hh` [nH×1]; a layer above the first has H inputs, or 2H with
  /// two directions.
  ///
  ///     var torch = TorchRandom(seed: 123)
  ///     let cell = try RNNCell(pyTorch: torch.parameters(of: RNNCell.self, input: 4, hidden: 5))
  ///
  /// Traps unless all sizes are positive.
  ///
  /// - Parameters:
  ///   - cell: The kind of cell, which tells the number of gates.
  ///   - input: The number of inputs, D.
  ///   - hidden: The number of hidden units, H.
  ///   - layers: The number of layers.
  ///   - bidirectional: Whether there is a second direction, from the end.
  ///   - dtype: The type of the layer; of `.float32` the numbers are those of `layer.double()`.
  /// - Returns: The arrays by name.
  public mutating func parameters<Cell: PyTorchCell>(
    of cell: Cell.Type, input: Int, hidden: Int, layers: Int = 1, bidirectional: Bool = false,
    dtype: DType = .float32
  ) -> [String: Matrix] {
    if min(input, hidden, layers) < 1 {
      trap("TorchRandom: D = \(input), H = \(hidden), \(layers) layers: expected 1 or more of each")
    }
    let bound = 1 / Double(hidden).squareRoot()
    let rows = Cell.pyTorchGates * hidden
    let directions = bidirectional ? [false, true] : [false]
    var result: [String: Matrix] = [:]
    for layer in 0..<layers {
      let columns = layer == 0 ? input : hidden * directions.count
      for reversed in directions {
        let names = PyTorchNames(layer: layer, reversed: reversed, prefix: "")
        result[names.inputWeight] = uniform(-bound, bound, rows, columns, dtype: dtype)
        result[names.recurrentWeight] = uniform(-bound, bound, rows, hidden, dtype: dtype)
        result[names.inputBias] = uniform(-bound, bound, rows, 1, dtype: dtype)
        result[names.recurrentBias] = uniform(-bound, bound, rows, 1, dtype: dtype)
      }
    }
    return result
  }

  /// The initial weights of `torch.nn.Linear(H, K)`: `weight` [K×H], then `bias` [K×1].
  ///
  /// Each is spread evenly over ± 1/√H. Traps unless both sizes are positive.
  public mutating func linearParameters(
    input: Int, output: Int, dtype: DType = .float32
  ) -> [String: Matrix] {
    if min(input, output) < 1 {
      trap("TorchRandom: H = \(input), K = \(output): expected 1 or more of each")
    }
    // The weight's bound is computed as torch does, by way of a gain and a deviation.
    let size = Double(input)
    let gain = (2 / (1 + 5.0.squareRoot() * 5.0.squareRoot())).squareRoot()
    let weightBound = 3.0.squareRoot() * (gain / size.squareRoot())
    let bound = 1 / size.squareRoot()
    let weight = uniform(-weightBound, weightBound, output, input, dtype: dtype)
    return ["weight": weight, "bias": uniform(-bound, bound, output, 1, dtype: dtype)]
  }
}

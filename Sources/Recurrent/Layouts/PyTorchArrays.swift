// The four arrays of one PyTorch layer in one direction: all gates' weights stacked along the rows, and
// two biases. Letters: D input size, H hidden size, n gates.

/// The arrays of one layer of `torch.nn.RNN`, `LSTM` or `GRU` in one direction.
///
///     a = W_ih•x + b_ih + W_hh•h + b_hh      a [nH×B], gate after gate
public struct PyTorchArrays: Equatable, Sendable {
  /// The weight of the input, `weight_ih` [nH×D].
  public let inputWeight: Matrix
  /// The weight of the previous hidden state, `weight_hh` [nH×H].
  public let recurrentWeight: Matrix
  /// The bias beside the input, `bias_ih` [nH×1].
  public let inputBias: Matrix
  /// The bias beside the hidden state, `bias_hh` [nH×1].
  public let recurrentBias: Matrix

  /// Gathers W_ih [nH×D], W_hh [nH×H], b_ih [nH×1] and b_hh [nH×1].
  ///
  /// Traps unless they have the same rows, a multiple of H, and each bias one column.
  public init(
    inputWeight: Matrix, recurrentWeight: Matrix, inputBias: Matrix, recurrentBias: Matrix
  ) {
    let (rows, hidden) = (recurrentWeight.rows, recurrentWeight.columns)
    if inputWeight.rows != rows || hidden == 0 || rows % hidden != 0
      || inputBias.rows != rows || inputBias.columns != 1
      || recurrentBias.rows != rows || recurrentBias.columns != 1
    {
      trap(
        """
        PyTorchArrays: W_ih \(inputWeight.shape), W_hh \(recurrentWeight.shape), \
        b_ih \(inputBias.shape), b_hh \(recurrentBias.shape): \
        expected nH×D, nH×H, nH×1 and nH×1
        """)
    }
    self.inputWeight = inputWeight
    self.recurrentWeight = recurrentWeight
    self.inputBias = inputBias
    self.recurrentBias = recurrentBias
  }

  /// Stacks the maps of a cell's gates.
  init(_ maps: [Affine], as content: LayoutContent) {
    let bias = Matrix.stacked(maps.map(\.bias))
    self.init(
      inputWeight: .stacked(maps.map(\.inputWeight)),
      recurrentWeight: .stacked(maps.map(\.recurrentWeight)),
      inputBias: bias, recurrentBias: content.second(bias))
  }

  /// The number of gates, n.
  public var gates: Int { recurrentWeight.rows / recurrentWeight.columns }

  /// The rows of a gate in each of the arrays.
  func rows(of gate: Int) -> Range<Int> {
    let size = recurrentWeight.columns
    return gate * size..<(gate + 1) * size
  }

  /// The maps of the gates, each with one bias.
  func maps(_ content: LayoutContent) -> [Affine] {
    (0..<gates).map { gate in
      let rows = rows(of: gate)
      return Affine(
        inputWeight: inputWeight.rows(rows), recurrentWeight: recurrentWeight.rows(rows),
        bias: content.joined(inputBias.rows(rows), recurrentBias.rows(rows)))
    }
  }
}

// How a cell's weights are drawn, whatever the cell: each gate's W, U and b by its own rule. Letters:
// D input size, H hidden size.

/// A cell made of affine maps, one for each gate.
public protocol AffineCell: RecurrentCell {
  /// Where the maps are, in the order of the parameters.
  var maps: [WritableKeyPath<Self, Affine>] { get }
  /// Where biases are that belong to no map.
  var freeBiases: [WritableKeyPath<Self, Matrix>] { get }
}

extension AffineCell {
  /// None.
  public var freeBiases: [WritableKeyPath<Self, Matrix>] { [] }

  /// The number of inputs, D.
  var inputSize: Int { maps.first.map { self[keyPath: $0].inputWeight.columns } ?? 0 }

  /// The number of hidden units, H.
  var hiddenSize: Int { maps.first.map { self[keyPath: $0].bias.rows } ?? 0 }

  /// The cell with the same sizes and weights drawn anew, W, U and b of each gate in turn.
  ///
  ///     LSTMCell.zeros(input: 3, hidden: 8).initialized(using: &generator).withForgetBias(1)
  ///
  /// Each gate counts for itself: Glorot's bound is that of a weight [H×D] or [H×H], where Keras takes
  /// all gates for one weight [nH×D].
  public func initialized<Generator: RandomNumberGenerator>(
    inputWeight: Initializer = .glorotUniform, recurrentWeight: Initializer = .orthogonal(),
    bias: Initializer = .zeros, using generator: inout Generator
  ) -> Self {
    func drawn(_ matrix: Matrix, _ rule: Initializer) -> Matrix {
      rule(matrix.rows, matrix.columns, using: &generator)
    }
    var result = self
    for path in maps {
      let map = self[keyPath: path]
      result[keyPath: path] = Affine(
        inputWeight: drawn(map.inputWeight, inputWeight),
        recurrentWeight: drawn(map.recurrentWeight, recurrentWeight),
        bias: drawn(map.bias, bias))
    }
    for path in freeBiases { result[keyPath: path] = drawn(self[keyPath: path], bias) }
    return result
  }

  /// The cell with the same sizes and all entries spread evenly over ± 1/√H, as PyTorch spreads them.
  ///
  /// PyTorch has two biases where this library has their sum: here each bias is drawn once. For
  /// PyTorch's own numbers draw with `TorchRandom.parameters(of:input:hidden:)`.
  public func uniformlyInitialized<Generator: RandomNumberGenerator>(
    using generator: inout Generator
  ) -> Self {
    let rule = Initializer.uniform(1 / Double(max(1, hiddenSize)).squareRoot())
    return initialized(inputWeight: rule, recurrentWeight: rule, bias: rule, using: &generator)
  }
}

extension RNNCell: AffineCell {
  /// The one map.
  public var maps: [WritableKeyPath<RNNCell, Affine>] { [\.affine] }
}

extension ResidualRNNCell: AffineCell {
  /// The one map.
  public var maps: [WritableKeyPath<ResidualRNNCell, Affine>] { [\.affine] }
}

extension LSTMCell: AffineCell {
  /// The maps i, f, g and o.
  public var maps: [WritableKeyPath<LSTMCell, Affine>] {
    [\.inputGate, \.forgetGate, \.candidate, \.outputGate]
  }

  /// The cell with the same number everywhere in the forget gate's bias.
  ///
  /// One, or two, lets the cell remember before it has learned to.
  ///
  /// F. Gers, J. Schmidhuber and F. Cummins, Learning to forget, Neural Computation 12 (2000);
  /// R. Jozefowicz, W. Zaremba and I. Sutskever, An empirical exploration of recurrent network
  /// architectures, ICML (2015).
  public func withForgetBias(_ number: Double) -> LSTMCell {
    var result = self
    result.forgetGate.bias = number * Matrix.ones(forgetGate.bias.rows, 1)
    return result
  }
}

extension GRUCell: AffineCell {
  /// The maps r, z and n.
  public var maps: [WritableKeyPath<GRUCell, Affine>] { [\.resetGate, \.updateGate, \.candidate] }

  /// c_n where the reset comes after the product.
  public var freeBiases: [WritableKeyPath<GRUCell, Matrix>] {
    reset == .afterProduct ? [\.recurrentBias] : []
  }
}

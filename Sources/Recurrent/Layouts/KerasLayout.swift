// The names and shapes under which Keras keeps the weights of recurrent layers, in and out: rows are
// inputs there, and the gates stand side by side. An array with one axis is a column [n×1]. Letters: D
// input size, H hidden size, n gates.

/// A cell whose weights Keras keeps as well.
public protocol KerasCell: RecurrentCell {
  /// Reads the arrays of a layer.
  ///
  ///     kernel [D×nH]   recurrent_kernel [H×nH]   bias [nH×1], or [2×nH] of a GRU that resets after
  ///
  /// Names that do not begin with the prefix (`lstm/`, say) belong to other layers and are left alone;
  /// all others must be there, and no more.
  ///
  /// - Parameters:
  ///   - arrays: The arrays by name.
  ///   - prefix: What the names begin with.
  ///   - content: Whether they are parameters or gradients.
  /// - Throws: What is missing, unexpected or of another shape, all at once.
  init(keras arrays: [String: Matrix], prefix: String, as content: LayoutContent)
    throws(LayoutError)

  /// The cell's arrays by Keras's names.
  func kerasArrays(prefix: String, as content: LayoutContent) -> [String: Matrix]
}

extension KerasCell {
  /// Reads the arrays of a layer, parameters unless told otherwise.
  ///
  /// - Parameters:
  ///   - arrays: The arrays by name.
  ///   - content: Whether they are parameters or gradients.
  /// - Throws: What is missing, unexpected or of another shape, all at once.
  public init(
    keras arrays: [String: Matrix], as content: LayoutContent = .parameters
  ) throws(LayoutError) {
    try self.init(keras: arrays, prefix: "", as: content)
  }

  /// Reads the parameters of a layer whose names begin with a prefix.
  ///
  /// - Parameters:
  ///   - arrays: The arrays by name.
  ///   - prefix: What the names begin with.
  /// - Throws: What is missing, unexpected or of another shape, all at once.
  public init(keras arrays: [String: Matrix], prefix: String) throws(LayoutError) {
    try self.init(keras: arrays, prefix: prefix, as: .parameters)
  }

  /// The cell's arrays by Keras's names, parameters unless told otherwise.
  public func kerasArrays(as content: LayoutContent = .parameters) -> [String: Matrix] {
    kerasArrays(prefix: "", as: content)
  }

  /// The cell's parameters by Keras's names after a prefix.
  public func kerasArrays(prefix: String) -> [String: Matrix] {
    kerasArrays(prefix: prefix, as: .parameters)
  }
}

/// `SimpleRNN`.
extension RNNCell: KerasCell {
  /// Makes a cell with tanh, which can be changed afterwards: the arrays do not tell.
  ///
  /// - Parameters:
  ///   - arrays: The arrays by name.
  ///   - prefix: What the names begin with.
  ///   - content: Whether they are parameters or gradients; there is one bias, so it does not matter.
  /// - Throws: What is missing, unexpected or of another shape, all at once.
  public init(
    keras arrays: [String: Matrix], prefix: String, as content: LayoutContent
  ) throws(LayoutError) {
    let read = try KerasArrays(arrays, prefix: prefix, gates: 1, for: "RNNCell")
    self.init(read.maps[0])
  }

  /// `kernel` [D×H], `recurrent_kernel` [H×H] and `bias` [H×1].
  public func kerasArrays(prefix: String, as content: LayoutContent) -> [String: Matrix] {
    KerasArrays([affine]).named(prefix)
  }
}

/// `LSTM`, gates in the order i, f, c, o, where c is the candidate.
extension LSTMCell: KerasCell {
  /// Makes a cell from the arrays of its four gates.
  ///
  /// - Parameters:
  ///   - arrays: The arrays by name.
  ///   - prefix: What the names begin with.
  ///   - content: Whether they are parameters or gradients; there is one bias, so it does not matter.
  /// - Throws: What is missing, unexpected or of another shape, all at once.
  public init(
    keras arrays: [String: Matrix], prefix: String, as content: LayoutContent
  ) throws(LayoutError) {
    let maps = try KerasArrays(arrays, prefix: prefix, gates: 4, for: "LSTMCell").maps
    self.init(inputGate: maps[0], forgetGate: maps[1], candidate: maps[2], outputGate: maps[3])
  }

  /// `kernel` [D×4H], `recurrent_kernel` [H×4H] and `bias` [4H×1].
  public func kerasArrays(prefix: String, as content: LayoutContent) -> [String: Matrix] {
    KerasArrays([inputGate, forgetGate, candidate, outputGate]).named(prefix)
  }
}

/// `GRU`, gates in the order z, r, h, where h is the candidate.
extension GRUCell: KerasCell {
  /// Makes a cell that resets where the bias says: after the product if it is [2×3H], before if [3H×1].
  ///
  /// Row 0 of the bias stands beside the input, row 1 beside the state.
  ///
  /// - Parameters:
  ///   - arrays: The arrays by name.
  ///   - prefix: What the names begin with.
  ///   - content: Whether they are parameters or gradients.
  /// - Throws: What is missing, unexpected or of another shape, all at once.
  public init(
    keras arrays: [String: Matrix], prefix: String, as content: LayoutContent
  ) throws(LayoutError) {
    let read = try KerasArrays(
      arrays, prefix: prefix, gates: 3, for: "GRUCell", allowsTwoBiases: true)
    var maps = read.maps
    guard let second = read.secondBias else {
      self.init(resetGate: maps[1], updateGate: maps[0], candidateBeforeProduct: maps[2])
      return
    }
    let size = read.size
    let summed = 0..<2 * size
    if !content.allows(read.bias.rows(summed), second.rows(summed)) {
      var error = LayoutError("GRUCell from Keras")
      error.unequal = ["the rows of \(prefix)bias"]
      throw error
    }
    for gate in 0..<2 {
      maps[gate].bias = content.joined(
        maps[gate].bias, second.rows(gate * size..<(gate + 1) * size))
    }
    self.init(
      resetGate: maps[1], updateGate: maps[0], candidate: maps[2],
      recurrentBias: second.rows(2 * size..<3 * size))
  }

  /// `kernel` [D×3H], `recurrent_kernel` [H×3H] and `bias`, [2×3H] or [3H×1] by where the reset is.
  ///
  /// With two rows, of parameters row 0 is the whole bias and row 1 zero, but for c_n; of gradients,
  /// both are the bias's.
  public func kerasArrays(prefix: String, as content: LayoutContent) -> [String: Matrix] {
    var arrays = KerasArrays([updateGate, resetGate, candidate])
    if reset == .afterProduct {
      arrays.secondBias = .stacked([
        content.second(updateGate.bias), content.second(resetGate.bias), recurrentBias,
      ])
    }
    return arrays.named(prefix)
  }
}

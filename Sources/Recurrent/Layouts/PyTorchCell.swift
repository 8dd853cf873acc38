// The cells that PyTorch has too, and what their gates are called there. Names of arrays are in
// PyTorchLayout.swift.

/// A cell whose weights PyTorch keeps as well.
public protocol PyTorchCell: RecurrentCell {
  /// The number of gates whose weights are stacked in one array.
  static var pyTorchGates: Int { get }
  /// How many gates, counted from the first, add their two biases, for which this library has one.
  static var pyTorchSummedGates: Int { get }

  /// Makes a cell from one layer's arrays; traps unless they are of as many gates as the cell has.
  init(_ arrays: PyTorchArrays, as content: LayoutContent)

  /// The cell's arrays as PyTorch stacks them; `pyTorchArrays` gives them by name.
  func stackedForPyTorch(as content: LayoutContent) -> PyTorchArrays
}

extension PyTorchCell {
  /// All of them.
  public static var pyTorchSummedGates: Int { pyTorchGates }

  /// Traps unless arrays are of as many gates as the cell has.
  fileprivate static func requireGates(_ arrays: PyTorchArrays) {
    if arrays.gates != pyTorchGates {
      trap("\(Self.self): arrays of \(arrays.gates) gates, expected \(pyTorchGates)")
    }
  }
}

/// `torch.nn.RNN`.
extension RNNCell: PyTorchCell {
  /// One: the cell itself.
  public static var pyTorchGates: Int { 1 }

  /// Makes a cell with tanh, which can be changed afterwards: the arrays do not tell.
  public init(_ arrays: PyTorchArrays, as content: LayoutContent) {
    Self.requireGates(arrays)
    self.init(arrays.maps(content)[0])
  }

  /// W, U and b.
  public func stackedForPyTorch(as content: LayoutContent) -> PyTorchArrays {
    PyTorchArrays([affine], as: content)
  }
}

/// PyTorch has no such cell; its arrays are those of `torch.nn.RNN`.
extension ResidualRNNCell: PyTorchCell {
  /// One: the cell itself.
  public static var pyTorchGates: Int { 1 }

  /// Makes a cell with tanh, which can be changed afterwards: the arrays do not tell.
  public init(_ arrays: PyTorchArrays, as content: LayoutContent) {
    Self.requireGates(arrays)
    self.init(arrays.maps(content)[0])
  }

  /// W, U and b.
  public func stackedForPyTorch(as content: LayoutContent) -> PyTorchArrays {
    PyTorchArrays([affine], as: content)
  }
}

/// `torch.nn.LSTM`, gates in the order i, f, g, o.
extension LSTMCell: PyTorchCell {
  /// Four: i, f, g and o.
  public static var pyTorchGates: Int { 4 }

  /// Makes a cell from the arrays of its four gates.
  public init(_ arrays: PyTorchArrays, as content: LayoutContent) {
    Self.requireGates(arrays)
    let maps = arrays.maps(content)
    self.init(inputGate: maps[0], forgetGate: maps[1], candidate: maps[2], outputGate: maps[3])
  }

  /// The arrays of the gates i, f, g and o.
  public func stackedForPyTorch(as content: LayoutContent) -> PyTorchArrays {
    PyTorchArrays([inputGate, forgetGate, candidate, outputGate], as: content)
  }
}

/// `torch.nn.GRU`, gates in the order r, z, n, reset after the product.
extension GRUCell: PyTorchCell {
  /// Three: r, z and n.
  public static var pyTorchGates: Int { 3 }
  /// Two: the candidate's second bias is inside the reset.
  public static var pyTorchSummedGates: Int { 2 }

  /// Makes a cell that resets after the product.
  public init(_ arrays: PyTorchArrays, as content: LayoutContent) {
    Self.requireGates(arrays)
    var maps = arrays.maps(content)
    maps[2].bias = arrays.inputBias.rows(arrays.rows(of: 2))
    self.init(
      resetGate: maps[0], updateGate: maps[1], candidate: maps[2],
      recurrentBias: arrays.recurrentBias.rows(arrays.rows(of: 2)))
  }

  /// The arrays of the gates r, z and n; traps when the cell resets before the product.
  public func stackedForPyTorch(as content: LayoutContent) -> PyTorchArrays {
    if reset != .afterProduct {
      trap("GRUCell: reset before the product, where PyTorch resets after it")
    }
    let stacked = PyTorchArrays([resetGate, updateGate, candidate], as: content)
    return PyTorchArrays(
      inputWeight: stacked.inputWeight, recurrentWeight: stacked.recurrentWeight,
      inputBias: stacked.inputBias,
      recurrentBias: .stacked([
        content.second(resetGate.bias), content.second(updateGate.bias), recurrentBias,
      ]))
  }
}

// The affine map inside every cell and gate, forward and backward, written once.
// Letters: D input size, H hidden size, B batch.

/// The map a = W•x + U•h + b of an input and a hidden state.
public struct Affine: ParameterSpace, Sendable {
  /// The weight of the input, W [H×D].
  public var inputWeight: Matrix
  /// The weight of the previous hidden state, U [H×H].
  public var recurrentWeight: Matrix
  /// The bias, b [H×1].
  public var bias: Matrix

  /// Makes a map from W [H×D], U [H×H] and b [H×1]; traps when the shapes do not fit together.
  public init(inputWeight: Matrix, recurrentWeight: Matrix, bias: Matrix) {
    let size = inputWeight.rows
    if recurrentWeight.rows != size || recurrentWeight.columns != size
      || bias.rows != size || bias.columns != 1
    {
      trap(
        """
        Affine: W \(inputWeight.shape), U \(recurrentWeight.shape), b \(bias.shape): \
        expected U \(size)×\(size) and b \(size)×1
        """)
    }
    self.inputWeight = inputWeight
    self.recurrentWeight = recurrentWeight
    self.bias = bias
  }

  /// The map of zeros from D inputs and H hidden units to H pre-activations.
  public static func zeros(input: Int, hidden: Int) -> Affine {
    Affine(
      inputWeight: .zeros(hidden, input), recurrentWeight: .zeros(hidden, hidden),
      bias: .zeros(hidden, 1))
  }

  /// W, U and b.
  public var parameters: [Parameter<Affine>] {
    [
      Parameter("W", \.inputWeight), Parameter("U", \.recurrentWeight), Parameter("b", \.bias),
    ]
  }

  /// The pre-activation of an input x [D×B] and a hidden state h [H×B].
  ///
  ///     a = W•x + U•h + b    [H×B]
  ///
  /// Traps when the shapes do not fit.
  public func callAsFunction(_ x: Matrix, _ h: Matrix) -> Matrix {
    let (d, size) = (inputWeight.columns, inputWeight.rows)
    if x.rows != d || h.rows != size || x.columns != h.columns {
      trap("Affine: x is \(x.shape) and h is \(h.shape), expected \(d)×B and \(size)×B")
    }
    return inputWeight • x + recurrentWeight • h + bias
  }

  /// The gradients of the map, of x and of h, from the gradient δ [H×B] on its output.
  ///
  ///     dW = δ•xᵀ   dU = δ•hᵀ   db = Σ over the batch of δ   dx = Wᵀ•δ   dh = Uᵀ•δ
  ///
  /// Traps when the shapes do not fit.
  public func backward(
    _ x: Matrix, _ h: Matrix, output delta: Matrix
  ) -> (map: Affine, input: Matrix, hidden: Matrix) {
    let map = Affine(
      inputWeight: .product(delta, x, transposing: .right),
      recurrentWeight: .product(delta, h, transposing: .right),
      bias: delta.rowSums)
    return (
      map,
      .product(inputWeight, delta, transposing: .left),
      .product(recurrentWeight, delta, transposing: .left)
    )
  }
}

extension Affine {
  /// Traps unless the map takes D inputs and H hidden units to H numbers, whatever was assigned to it.
  func requireShape(_ input: Int, _ hidden: Int, of cell: Any.Type, _ suffix: String = "") {
    func require(_ matrix: Matrix, _ rows: Int, _ columns: Int, _ symbol: String) {
      if matrix.rows != rows || matrix.columns != columns {
        trap("\(cell): \(symbol)\(suffix) is \(matrix.shape), expected \(rows)×\(columns)")
      }
    }
    require(inputWeight, hidden, input, "W")
    require(recurrentWeight, hidden, hidden, "U")
    require(bias, hidden, 1, "b")
  }

  /// Traps unless the map of another gate of the cell has the same shapes.
  func requireShape(of other: Affine, _ cell: String, _ symbol: String, _ otherSymbol: String) {
    if inputWeight.rows != other.inputWeight.rows
      || inputWeight.columns != other.inputWeight.columns
    {
      trap(
        """
        \(cell): W_\(symbol) is \(inputWeight.shape) \
        and W_\(otherSymbol) is \(other.inputWeight.shape)
        """)
    }
  }
}

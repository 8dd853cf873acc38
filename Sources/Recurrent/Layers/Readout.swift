// From the hidden state to the logits. Letters: H hidden size, K outputs, B batch.

/// The affine map z = V•h + c of a hidden state.
public struct Readout: ParameterSpace, Sendable {
  /// The weight, V [K×H].
  public var weight: Matrix
  /// The bias, c [K×1].
  public var bias: Matrix

  /// Makes a readout from V [K×H] and c [K×1]; traps when the shapes do not fit together.
  public init(weight: Matrix, bias: Matrix) {
    if bias.rows != weight.rows || bias.columns != 1 {
      trap("Readout: V \(weight.shape), c \(bias.shape): expected c \(weight.rows)×1")
    }
    self.weight = weight
    self.bias = bias
  }

  /// The readout of zeros from H hidden units to K outputs.
  public static func zeros(hidden: Int, output: Int) -> Readout {
    Readout(weight: .zeros(output, hidden), bias: .zeros(output, 1))
  }

  /// V and c.
  public var parameters: [Parameter<Readout>] {
    [Parameter("V", \.weight), Parameter("c", \.bias)]
  }

  /// The logits of a hidden state h [H×B].
  ///
  ///     z = V•h + c    [K×B]
  ///
  /// Traps when the shapes do not fit.
  public func callAsFunction(_ h: Matrix) -> Matrix { weight • h + bias }

  /// The gradients of the map and of h from the gradient dz [K×B] on its output.
  ///
  ///     dV = dz•hᵀ   dc = Σ over the batch of dz   dh = Vᵀ•dz
  ///
  /// Traps when the shapes do not fit.
  public func backward(_ h: Matrix, output dz: Matrix) -> (map: Readout, hidden: Matrix) {
    let map = Readout(weight: .product(dz, h, transposing: .right), bias: dz.rowSums)
    return (map, .product(weight, dz, transposing: .left))
  }
}

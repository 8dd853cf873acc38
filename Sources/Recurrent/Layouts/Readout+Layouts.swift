// The readout as other libraries keep it. An array with one axis is a column [n×1]. Letters: H hidden
// units, K outputs.

extension Readout {
  /// Reads the arrays of `torch.nn.Linear(H, K)`: `weight` [K×H] and `bias` [K×1].
  ///
  /// Names that do not begin with the prefix (`fc.`, say) belong to other modules and are left alone;
  /// all others must be there, and no more.
  ///
  /// - Parameters:
  ///   - arrays: The arrays by name.
  ///   - prefix: What the names begin with.
  /// - Throws: What is missing, unexpected or of another shape, all at once.
  public init(pyTorch arrays: [String: Matrix], prefix: String = "") throws(LayoutError) {
    let (weight, bias) = try Self.read(
      arrays, prefix + "weight", prefix + "bias", prefix, "PyTorch", outputs: \.rows)
    self.init(weight: weight, bias: bias)
  }

  /// The arrays of `torch.nn.Linear`, `weight` [K×H] and `bias` [K×1].
  public func pyTorchArrays(prefix: String = "") -> [String: Matrix] {
    [prefix + "weight": weight, prefix + "bias": bias]
  }

  /// Reads the arrays of Keras's `Dense(K)`: `kernel` [H×K] and `bias` [K×1].
  ///
  /// Names that do not begin with the prefix belong to other layers and are left alone; all others
  /// must be there, and no more.
  ///
  /// - Parameters:
  ///   - arrays: The arrays by name.
  ///   - prefix: What the names begin with.
  /// - Throws: What is missing, unexpected or of another shape, all at once.
  public init(keras arrays: [String: Matrix], prefix: String = "") throws(LayoutError) {
    let (kernel, bias) = try Self.read(
      arrays, prefix + "kernel", prefix + "bias", prefix, "Keras", outputs: \.columns)
    self.init(weight: kernel.transposed, bias: bias)
  }

  /// The arrays of Keras's `Dense`, `kernel` [H×K] and `bias` [K×1].
  public func kerasArrays(prefix: String = "") -> [String: Matrix] {
    [prefix + "kernel": weight.transposed, prefix + "bias": bias]
  }

  /// The weight and the bias by their names, with as many outputs as the weight has.
  private static func read(
    _ arrays: [String: Matrix], _ weightName: String, _ biasName: String, _ prefix: String,
    _ library: String, outputs: KeyPath<Matrix, Int>
  ) throws(LayoutError) -> (Matrix, Matrix) {
    var error = LayoutError("Readout from \(library)")
    let names = [weightName, biasName]
    error.missing = names.filter { arrays[$0] == nil }
    error.unexpected = arrays.keys.filter { $0.hasPrefix(prefix) && !names.contains($0) }.sorted()
    let (weight, bias) = (arrays[weightName], arrays[biasName])
    if let weight { error.expect(biasName, bias, weight[keyPath: outputs], 1) }
    guard error.isEmpty, let weight, let bias else { throw error }
    return (weight, bias)
  }
}

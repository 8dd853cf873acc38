// The names under which PyTorch keeps the arrays of recurrent layers in a `state_dict`, in and out. An
// array with one axis is a column [n×1]. Letters: D input size, H hidden size, n gates.

/// The names of the arrays of one layer in one direction.
struct PyTorchNames {
  let inputWeight: String
  let recurrentWeight: String
  let inputBias: String
  let recurrentBias: String

  init(layer: Int, reversed: Bool, prefix: String) {
    if layer < 0 { trap("PyTorchLayout: layer \(layer), expected 0 or more") }
    let suffix = Self.suffix(layer: layer, reversed: reversed)
    inputWeight = prefix + "weight_ih" + suffix
    recurrentWeight = prefix + "weight_hh" + suffix
    inputBias = prefix + "bias_ih" + suffix
    recurrentBias = prefix + "bias_hh" + suffix
  }

  /// The names in the order in which PyTorch declares them.
  var all: [String] { [inputWeight, recurrentWeight, inputBias, recurrentBias] }

  /// What the names of a layer end in.
  static func suffix(layer: Int, reversed: Bool) -> String {
    "_l\(layer)" + (reversed ? "_reverse" : "")
  }
}

extension PyTorchCell {
  /// Reads the one cell of a layer `torch.nn.RNN(D, H)`, `LSTM(D, H)` or `GRU(D, H)`.
  ///
  ///     weight_ih_l0 [nH×D]   weight_hh_l0 [nH×H]   bias_ih_l0 [nH×1]   bias_hh_l0 [nH×1]
  ///
  /// Names that do not begin with the prefix (`encoder.`, say) belong to other modules and are left
  /// alone; all others must be there, and no more. The nonlinearity of a simple cell is tanh and can be
  /// changed afterwards.
  ///
  /// - Parameters:
  ///   - arrays: The arrays by name.
  ///   - prefix: What the names begin with.
  ///   - content: Whether they are parameters or gradients.
  /// - Throws: What is missing, unexpected or of another shape, all at once.
  public init(
    pyTorch arrays: [String: Matrix], prefix: String = "", as content: LayoutContent = .parameters
  ) throws(LayoutError) {
    self = try Self.pyTorchLayers(arrays, layers: 1, prefix: prefix, as: content)[0][0]
  }

  /// Reads the cell of one layer in one direction and leaves the other layers alone.
  ///
  /// The names end in `_l` and the layer, and in `_reverse` for the direction from the end. `prefix` and
  /// `content` are as for a single layer.
  ///
  /// - Parameters:
  ///   - arrays: The arrays by name.
  ///   - layer: The layer, from zero; traps when negative.
  ///   - reversed: Whether the cell of the direction from the end is meant.
  ///   - prefix: What the names begin with.
  ///   - content: Whether they are parameters or gradients.
  /// - Throws: What is missing, unexpected or of another shape in this layer, all at once.
  public init(
    pyTorch arrays: [String: Matrix], layer: Int, reversed: Bool = false, prefix: String = "",
    as content: LayoutContent = .parameters
  ) throws(LayoutError) {
    var error = LayoutError("\(Self.self) from PyTorch")
    let names = PyTorchNames(layer: layer, reversed: reversed, prefix: prefix)
    let suffix = PyTorchNames.suffix(layer: layer, reversed: reversed)
    error.unexpected = arrays.keys.filter {
      $0.hasPrefix(prefix) && $0.hasSuffix(suffix) && !names.all.contains($0)
    }.sorted()
    let hidden = Self.hiddenSize(arrays, [names])
    let input = Self.inputSize(arrays, [names], hidden: hidden)
    let read = Self.read(arrays, names, input: input, hidden: hidden, as: content, &error)
    guard error.isEmpty, let read else { throw error }
    self = read
  }

  /// Reads the cells of a layer with several layers, or two directions, or both.
  ///
  /// A layer above the first has H inputs, or 2H with two directions. `prefix` and `content` are as for
  /// a single layer. Traps unless there is a layer.
  ///
  /// - Parameters:
  ///   - arrays: The arrays by name.
  ///   - layers: The number of layers.
  ///   - bidirectional: Whether there is a second direction, from the end.
  ///   - prefix: What the names begin with.
  ///   - content: Whether they are parameters or gradients.
  /// - Returns: `result[layer][0]` is the cell forward, `result[layer][1]` the one from the end.
  /// - Throws: What is missing, unexpected or of another shape, all at once.
  public static func pyTorchLayers(
    _ arrays: [String: Matrix], layers: Int, bidirectional: Bool = false, prefix: String = "",
    as content: LayoutContent = .parameters
  ) throws(LayoutError) -> [[Self]] {
    if layers < 1 { trap("PyTorchLayout: \(layers) layers, expected 1 or more") }
    var error = LayoutError("\(Self.self) from PyTorch")
    let names = (0..<layers).map { layer in
      (bidirectional ? [false, true] : [false]).map {
        PyTorchNames(layer: layer, reversed: $0, prefix: prefix)
      }
    }
    let known = Set(names.joined().flatMap(\.all))
    error.unexpected = arrays.keys.filter { $0.hasPrefix(prefix) && !known.contains($0) }.sorted()
    // Both directions of all layers have one H; the inputs of a layer are the outputs of the one below.
    let hidden = hiddenSize(arrays, Array(names.joined()))
    let inputs = inputSize(arrays, names[0], hidden: hidden)
    var result: [[Self]] = []
    for (layer, directions) in names.enumerated() {
      let expected = layer == 0 ? inputs : hidden.map { $0 * directions.count }
      var cells: [Self] = []
      for names in directions {
        if let cell = read(arrays, names, input: expected, hidden: hidden, as: content, &error) {
          cells.append(cell)
        }
      }
      result.append(cells)
    }
    if !error.isEmpty { throw error }
    return result
  }

  /// The cell's arrays by PyTorch's names.
  ///
  /// Of parameters, `bias_ih` is the whole bias and `bias_hh` zero, but for c_n of a GRU; of gradients,
  /// both are the bias's. Traps when the layer is negative.
  public func pyTorchArrays(
    layer: Int = 0, reversed: Bool = false, prefix: String = "",
    as content: LayoutContent = .parameters
  ) -> [String: Matrix] {
    stackedForPyTorch(as: content).named(
      PyTorchNames(layer: layer, reversed: reversed, prefix: prefix))
  }

  /// The number of hidden units, H; nil when no array tells.
  ///
  /// A weight tells whose own rows and columns agree. Where none do, they may all be transposed,
  /// and a bias tells.
  private static func hiddenSize(_ arrays: [String: Matrix], _ names: [PyTorchNames]) -> Int? {
    let weights = names.compactMap { arrays[$0.recurrentWeight] }
    let fitting = weights.first { $0.columns > 0 && $0.rows == pyTorchGates * $0.columns }
    if let fitting { return fitting.columns }
    let biases = names.flatMap { [$0.inputBias, $0.recurrentBias] }.compactMap { arrays[$0] }
    let bias = biases.first {
      $0.columns == 1 && $0.rows > 0 && $0.rows.isMultiple(of: pyTorchGates)
    }
    return bias.map { $0.rows / pyTorchGates } ?? weights.first?.columns
  }

  /// The number of inputs, D, by the first weight with the rows that it must have, if one has.
  private static func inputSize(
    _ arrays: [String: Matrix], _ names: [PyTorchNames], hidden: Int?
  ) -> Int? {
    guard let hidden else { return nil }
    return names.compactMap { arrays[$0.inputWeight] }
      .first { $0.rows == pyTorchGates * hidden }?.columns
  }

  /// Reads one cell with D inputs and H hidden units, or notes what is wrong.
  private static func read(
    _ arrays: [String: Matrix], _ names: PyTorchNames, input: Int?, hidden: Int?,
    as content: LayoutContent, _ error: inout LayoutError
  ) -> Self? {
    var found = LayoutError(error.subject)
    found.missing = names.all.filter { arrays[$0] == nil }
    let (inputWeight, recurrentWeight) = (arrays[names.inputWeight], arrays[names.recurrentWeight])
    let (inputBias, recurrentBias) = (arrays[names.inputBias], arrays[names.recurrentBias])
    if hidden == 0 {
      found.expect(names.recurrentWeight, recurrentWeight, pyTorchGates, 1)
    } else if let hidden {
      let rows = pyTorchGates * hidden
      if let input {
        found.expect(names.inputWeight, inputWeight, rows, input)
      } else {
        found.expect(names.inputWeight, inputWeight, rows, "D")
      }
      found.expect(names.recurrentWeight, recurrentWeight, rows, hidden)
      found.expect(names.inputBias, inputBias, rows, 1)
      found.expect(names.recurrentBias, recurrentBias, rows, 1)
    }
    if found.isEmpty, let inputBias, let recurrentBias {
      let summed = 0..<inputBias.rows / pyTorchGates * pyTorchSummedGates
      if !content.allows(inputBias.rows(summed), recurrentBias.rows(summed)) {
        found.unequal = ["\(names.inputBias) and \(names.recurrentBias)"]
      }
    }
    error.missing += found.missing
    error.misshapen += found.misshapen
    error.unequal += found.unequal
    guard found.isEmpty, let inputWeight, let recurrentWeight, let inputBias, let recurrentBias
    else { return nil }
    return Self(
      PyTorchArrays(
        inputWeight: inputWeight, recurrentWeight: recurrentWeight, inputBias: inputBias,
        recurrentBias: recurrentBias),
      as: content)
  }
}

extension PyTorchArrays {
  /// The arrays by name.
  func named(_ names: PyTorchNames) -> [String: Matrix] {
    [
      names.inputWeight: inputWeight, names.recurrentWeight: recurrentWeight,
      names.inputBias: inputBias, names.recurrentBias: recurrentBias,
    ]
  }
}

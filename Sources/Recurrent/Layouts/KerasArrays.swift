// The arrays of one Keras layer, checked and turned: gates one above the other, as everywhere here.
// Letters: D input size, H hidden size, n gates.

/// The weights of one Keras layer, transposed.
struct KerasArrays {
  /// The transpose of `kernel`, [nH×D].
  let inputWeight: Matrix
  /// The transpose of `recurrent_kernel`, [nH×H].
  let recurrentWeight: Matrix
  /// `bias`, or its first row, [nH×1].
  let bias: Matrix
  /// The second row of `bias` where it has two, [nH×1].
  var secondBias: Matrix?

  /// The number of hidden units, H.
  var size: Int { recurrentWeight.columns }

  /// Stacks the maps of a cell's gates.
  init(_ maps: [Affine]) {
    inputWeight = .stacked(maps.map(\.inputWeight))
    recurrentWeight = .stacked(maps.map(\.recurrentWeight))
    bias = .stacked(maps.map(\.bias))
  }

  /// Reads the arrays whose names begin with the prefix.
  init(
    _ arrays: [String: Matrix], prefix: String, gates: Int, for cell: String,
    allowsTwoBiases: Bool = false
  ) throws(LayoutError) {
    let names = ["kernel", "recurrent_kernel", "bias"].map { prefix + $0 }
    var error = LayoutError("\(cell) from Keras")
    error.missing = names.filter { arrays[$0] == nil }
    error.unexpected = arrays.keys.filter { $0.hasPrefix(prefix) && !names.contains($0) }.sorted()
    let (kernel, recurrent, bias) = (arrays[names[0]], arrays[names[1]], arrays[names[2]])
    if let hidden = recurrent?.rows, hidden == 0 {
      // What the others should be cannot be told from it.
      error.expect(names[1], recurrent, 1, gates)
    } else if let hidden = recurrent?.rows {
      error.expect(names[0], kernel, kernel?.rows ?? 0, gates * hidden)
      error.expect(names[1], recurrent, hidden, gates * hidden)
      if !allowsTwoBiases {
        error.expect(names[2], bias, gates * hidden, 1)
      } else if let bias, bias.shape != "2×\(gates * hidden)", bias.shape != "\(gates * hidden)×1" {
        error.misshapen.append(
          .init(
            name: names[2], shape: bias.shape,
            expected: "2×\(gates * hidden) or \(gates * hidden)×1"))
      }
    }
    guard error.isEmpty, let kernel, let recurrent, let bias else { throw error }
    inputWeight = kernel.transposed
    recurrentWeight = recurrent.transposed
    if bias.columns == 1 {
      self.bias = bias
    } else {
      self.bias = bias.row(0).transposed
      secondBias = bias.row(1).transposed
    }
  }

  /// The maps of the gates, with the first bias; arrays that were read have hidden units.
  var maps: [Affine] {
    (0..<recurrentWeight.rows / size).map { gate in
      let rows = gate * size..<(gate + 1) * size
      return Affine(
        inputWeight: inputWeight.rows(rows), recurrentWeight: recurrentWeight.rows(rows),
        bias: bias.rows(rows))
    }
  }

  /// The arrays by name.
  func named(_ prefix: String) -> [String: Matrix] {
    [
      prefix + "kernel": inputWeight.transposed,
      prefix + "recurrent_kernel": recurrentWeight.transposed,
      prefix + "bias": secondBias.map { Matrix.stacked([bias.transposed, $0.transposed]) } ?? bias,
    ]
  }
}

// The checks of the maps without time: the affine one inside the cells, and the readout of all steps.

import Recurrent

extension Check {
  /// The maps, alone.
  static var maps: [Check] {
    [
      Check("affine map", [{ affine(3, 3, 3) }, { affine(2, 3, 4) }]),
      Check("readout", [{ readout(3, 3, 3, 3) }, { readout(4, 3, 2, 5) }]),
    ]
  }

  /// A map and what it is given.
  private struct AffinePoint: ParameterSpace {
    var map: Affine
    var input: Matrix
    var hidden: Matrix

    var parameters: [Parameter<Self>] {
      map.parameters(at: \.map) + [Parameter("x", \.input), Parameter("h", \.hidden)]
    }
  }

  private static func affine(_ d: Int, _ h: Int, _ batch: Int) -> Comparison {
    var random = SplitMix64(seed: 7)
    let point = AffinePoint(
      map: .zeros(input: d, hidden: h), input: .zeros(d, batch), hidden: .zeros(h, batch)
    ).randomized(in: -0.8...0.8, using: &random)
    let delta = Matrix.gaussian(h, batch, using: &random)
    let claimed = point.map.backward(point.input, point.hidden, output: delta)
    return Comparison(
      "D \(d), H \(h), B \(batch)",
      of: AffinePoint(map: claimed.map, input: claimed.input, hidden: claimed.hidden), at: point,
      function: { ($0.map($0.input, $0.hidden) ⊙ delta).sum },
      taped: { ($0[\.map]($0.input, $0.hidden) ⊙ $0.input.tape.variable(delta)).sum })
  }

  /// A readout and the hidden states of all steps.
  private struct ReadoutPoint: ParameterSpace {
    var readout: Readout
    var hidden: [Matrix]

    var parameters: [Parameter<Self>] {
      readout.parameters(at: \.readout)
        + hidden.indices.map { Parameter("h[\($0)]", \.hidden[$0]) }
    }
  }

  private static func readout(_ steps: Int, _ h: Int, _ outputs: Int, _ batch: Int) -> Comparison {
    var random = SplitMix64(seed: 8)
    let point = ReadoutPoint(
      readout: .zeros(hidden: h, output: outputs),
      hidden: Array(repeating: .zeros(h, batch), count: steps)
    ).randomized(in: -0.8...0.8, using: &random)
    let upstream = (0..<steps).map { _ in Matrix.gaussian(outputs, batch, using: &random) }
    let claimed = point.readout.backward(point.hidden, output: upstream)
    return Comparison(
      "T \(steps), H \(h), K \(outputs), B \(batch)",
      of: ReadoutPoint(readout: claimed.map, hidden: claimed.hidden), at: point,
      function: { zip($0.readout($0.hidden), upstream).reduce(0) { $0 + ($1.0 ⊙ $1.1).sum } },
      taped: { taped in
        let outputs = (0..<steps).map { time in
          let hidden = taped[\.hidden[time]]
          return (taped[\.readout](hidden) ⊙ hidden.tape.variable(upstream[time])).sum
        }
        return outputs.dropFirst().reduce(outputs[0], +)
      })
  }
}

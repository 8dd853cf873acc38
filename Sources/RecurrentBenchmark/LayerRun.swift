// What is timed: a recurrent layer run forward over T steps and back, as a chapter would call it.
// Compiled without optimisation, this file is the caller that a chapter is.

import Recurrent

/// A run whose inputs and weights are made.
///
/// Each call gives one entry of the result, by which a run that went wrong is noticed.
typealias Run = () -> Double

/// The run of a cell by name.
func layerRun(_ cell: String, _ size: Size) throws(BenchmarkError) -> Run {
  switch cell {
  case "rnn": return layerRun(RNNCell.zeros(input: size.input, hidden: size.hidden), size)
  case "lstm": return layerRun(LSTMCell.zeros(input: size.input, hidden: size.hidden), size)
  case "gru": return layerRun(GRUCell.zeros(input: size.input, hidden: size.hidden), size)
  default: throw BenchmarkError("the library has no cell '\(cell)'")
  }
}

/// The run of a layer of any cell: forward over all steps, and the gradients of parameters, inputs
/// and initial state from random ones on every hidden state.
///
/// The weights are spread over ±1/√H, as PyTorch's are.
private func layerRun<Cell: RecurrentCell>(_ zeros: Cell, _ size: Size) -> Run {
  var random = SplitMix64(seed: 1)
  let bound = 1 / Double(size.hidden).squareRoot()
  let layer = RecurrentLayer(zeros.randomized(in: -bound...bound, using: &random))
  let inputs = (0..<size.steps).map { _ in
    Matrix.random(size.input, size.batch, in: -1...1, using: &random)
  }
  let initial = zeros.zeroState(batch: size.batch).randomized(in: -1...1, using: &random)
  let upstream = (0..<size.steps).map { _ in
    Matrix.random(size.hidden, size.batch, in: -1...1, using: &random)
  }
  return {
    let unrolled = layer(inputs, from: initial)
    let gradient = layer.backward(through: unrolled, hidden: upstream)
    return gradient.inputs[0][0, 0]
  }
}

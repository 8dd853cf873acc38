// How the cells lie in the recorded files: PyTorch's layout [out, in] with the gates one below the
// other, and Keras' layout, its transpose.

import Testing

@testable import Recurrent

/// A cell that can be read from recorded parameters, and whose parts can be compared with recorded ones.
protocol GoldenCell: RecurrentCell {
  /// Reads the cell from a group of recorded parameters.
  init(recorded group: [String: Matrix], _ config: GoldenCase.Config) throws
  /// The parameters, or their gradients, under the recorded names.
  var recorded: [String: Matrix] { get }
  /// The state of a hidden state and, where the cell has one, a cell state.
  static func state(_ hidden: Matrix, _ memory: Matrix?) throws -> State
  /// The hidden state and, where the cell has one, the cell state.
  static func parts(_ state: State) -> (hidden: Matrix, memory: Matrix?)
  /// What a step kept, under the recorded names.
  static func recorded(_ trace: Trace) -> [String: Matrix]
  /// The deltas of a step, one gate below the other.
  static func recorded(_ delta: Preactivation) -> Matrix
  /// The whole gradient of the cell state after a step, where there is one.
  static func memoryGradient(_ trace: Trace, hidden: Matrix, memory: Matrix?) throws -> Matrix?
}

extension GoldenCell {
  static func memoryGradient(_ trace: Trace, hidden: Matrix, memory: Matrix?) throws -> Matrix? {
    nil
  }
}

extension Matrix {
  /// Parts of as many rows each, from the top.
  fileprivate func gates(_ count: Int) -> [Matrix] {
    (0..<count).map { rows($0 * (rows / count)..<($0 + 1) * (rows / count)) }
  }
}

extension Activation {
  fileprivate init(recorded name: String) throws {
    self = try ["tanh": .tanh, "relu": .relu].value(name)
  }
}

extension Affine {
  /// The maps of gates that lie one below the other; both biases act as one, their sum.
  fileprivate static func gates(_ count: Int, in group: [String: Matrix]) throws -> [Affine] {
    let inputs = try group.value("W_ih").gates(count)
    let recurrents = try group.value("W_hh").gates(count)
    let biases = try (group.value("b_ih") + group.value("b_hh")).gates(count)
    return (0..<count).map {
      Affine(inputWeight: inputs[$0], recurrentWeight: recurrents[$0], bias: biases[$0])
    }
  }

  /// Maps, or their gradients, in the recorded layout; both biases have the gradient of their sum.
  fileprivate static func recorded(_ gates: [Affine]) -> [String: Matrix] {
    let bias = Matrix.stacked(gates.map(\.bias))
    return [
      "W_ih": .stacked(gates.map(\.inputWeight)), "W_hh": .stacked(gates.map(\.recurrentWeight)),
      "b_ih": bias, "b_hh": bias,
    ]
  }
}

extension RNNCell: GoldenCell {
  init(recorded group: [String: Matrix], _ config: GoldenCase.Config) throws {
    try self.init(
      Affine.gates(1, in: group)[0], activation: Activation(recorded: config.activation))
  }
  var recorded: [String: Matrix] { Affine.recorded([affine]) }
  static func state(_ hidden: Matrix, _ memory: Matrix?) throws -> State { State(hidden: hidden) }
  static func parts(_ state: State) -> (hidden: Matrix, memory: Matrix?) { (state.hidden, nil) }
  static func recorded(_ trace: Trace) -> [String: Matrix] {
    ["z": trace.preactivation, "h": trace.hidden]
  }
  static func recorded(_ delta: Matrix) -> Matrix { delta }
}

extension ResidualRNNCell: GoldenCell {
  init(recorded group: [String: Matrix], _ config: GoldenCase.Config) throws {
    try self.init(
      Affine.gates(1, in: group)[0], activation: Activation(recorded: config.activation))
  }
  var recorded: [String: Matrix] { Affine.recorded([affine]) }
  static func state(_ hidden: Matrix, _ memory: Matrix?) throws -> State { State(hidden: hidden) }
  static func parts(_ state: State) -> (hidden: Matrix, memory: Matrix?) { (state.hidden, nil) }
  static func recorded(_ trace: Trace) -> [String: Matrix] {
    ["z": trace.preactivation, "a": trace.activation, "h": trace.hidden]
  }
  static func recorded(_ delta: Matrix) -> Matrix { delta }
}

extension LSTMCell: GoldenCell {
  init(recorded group: [String: Matrix], _ config: GoldenCase.Config) throws {
    let gates = try Affine.gates(4, in: group)
    self.init(
      inputGate: gates[0], forgetGate: gates[1], candidate: gates[2], outputGate: gates[3])
  }
  var recorded: [String: Matrix] {
    Affine.recorded([inputGate, forgetGate, candidate, outputGate])
  }
  static func state(_ hidden: Matrix, _ memory: Matrix?) throws -> State {
    State(hidden: hidden, cell: try #require(memory))
  }
  static func parts(_ state: State) -> (hidden: Matrix, memory: Matrix?) {
    (state.hidden, state.cell)
  }
  static func recorded(_ trace: Trace) -> [String: Matrix] {
    [
      "z": recorded(trace.preactivation), "i": trace.inputGate, "f": trace.forgetGate,
      "g": trace.candidate, "o": trace.outputGate, "c": trace.cell, "h": trace.hidden,
    ]
  }
  static func recorded(_ delta: Preactivation) -> Matrix {
    .stacked([delta.inputGate, delta.forgetGate, delta.candidate, delta.outputGate])
  }
  static func memoryGradient(_ trace: Trace, hidden: Matrix, memory: Matrix?) throws -> Matrix? {
    let shown = tanh(trace.cell)
    let slope = Matrix.ones(shown.rows, shown.columns) - shown ⊙ shown
    return try #require(memory) + hidden ⊙ trace.outputGate ⊙ slope
  }
}

extension GRUCell: GoldenCell {
  /// Reads r, z, n below one another, or Keras' z, r, n side by side.
  ///
  /// The bias of the candidate's recurrent product is of its own where the reset comes after it.
  init(recorded group: [String: Matrix], _ config: GoldenCase.Config) throws {
    guard let kernel = group["kernel"] else {
      var gates = try Affine.gates(3, in: group)
      gates[2].bias = try group.value("b_ih").gates(3)[2]
      try self.init(
        resetGate: gates[0], updateGate: gates[1], candidate: gates[2],
        recurrentBias: group.value("b_hh").gates(3)[2])
      return
    }
    let inputs = kernel.transposed.gates(3)
    let recurrents = try group.value("recurrent_kernel").transposed.gates(3)
    guard let isAfter = config.reset_after else { throw MissingTensor(name: "reset_after") }
    let bias = try isAfter ? group.value("bias").transposed : group.value("bias")
    let biases = (isAfter ? bias.column(0) : bias).gates(3)
    let recurrentBiases = (isAfter ? bias.column(1) : bias.zeroed).gates(3)
    let (r, z, n) = (1, 0, 2)
    func map(_ gate: Int, _ bias: Matrix) -> Affine {
      Affine(inputWeight: inputs[gate], recurrentWeight: recurrents[gate], bias: bias)
    }
    let reset = map(r, biases[r] + recurrentBiases[r])
    let update = map(z, biases[z] + recurrentBiases[z])
    if isAfter {
      self.init(
        resetGate: reset, updateGate: update, candidate: map(n, biases[n]),
        recurrentBias: recurrentBiases[n])
    } else {
      self.init(
        resetGate: reset, updateGate: update, candidateBeforeProduct: map(n, biases[n]))
    }
  }
  var recorded: [String: Matrix] {
    var group = Affine.recorded([resetGate, updateGate, candidate])
    let biases = [resetGate.bias, updateGate.bias]
    group["b_hh"] = .stacked(biases + [recurrentBias])
    let keras = [updateGate, resetGate, candidate]
    group["kernel"] = Matrix.stacked(keras.map(\.inputWeight)).transposed
    group["recurrent_kernel"] = Matrix.stacked(keras.map(\.recurrentWeight)).transposed
    let bias = Matrix.stacked(keras.map(\.bias))
    let recurrent = Matrix.stacked([updateGate.bias, resetGate.bias, recurrentBias])
    group["bias"] =
      reset == .beforeProduct ? bias : Matrix.sideBySide([bias, recurrent]).transposed
    return group
  }
  static func state(_ hidden: Matrix, _ memory: Matrix?) throws -> State { State(hidden: hidden) }
  static func parts(_ state: State) -> (hidden: Matrix, memory: Matrix?) { (state.hidden, nil) }
  static func recorded(_ trace: Trace) -> [String: Matrix] {
    ["r": trace.resetGate, "z_gate": trace.updateGate, "n": trace.candidate, "h": trace.hidden]
  }
  static func recorded(_ delta: Preactivation) -> Matrix {
    .stacked([delta.resetGate, delta.updateGate, delta.candidate])
  }
}

// One recorded problem of one layer, whatever the cell, with its weights and gradients in the layouts of
// the libraries they come from.

import Testing

@testable import Recurrent

struct RecordedLayer: Decodable, CustomTestStringConvertible {
  struct Inputs: Decodable {
    struct Upstream: Decodable {
      let output, h_n: Tensor
      let c_n: Tensor?
    }
    let x, h0: Tensor
    let c0: Tensor?
    let upstream: Upstream?
  }
  struct Outputs: Decodable { let output: Tensor }
  struct Deltas: Decodable { let logits: Tensor? }
  struct Gradients: Decodable {
    let l0: [String: Tensor]
    let readout: [String: Tensor]?
  }
  struct Keras: Decodable { let params, grads: [String: Tensor] }
  let name: String
  let inputs: Inputs
  let params: [String: [String: Tensor]]
  let outputs: Outputs
  let grads: Gradients
  let deltas: Deltas?
  let keras: Keras?
  var testDescription: String { name }

  static func named(_ file: String) throws -> [RecordedLayer] {
    try fixture(file, as: Fixture<RecordedLayer>.self).cases
  }

  /// The arrays of all layers by PyTorch's names.
  func pyTorchParameters() throws -> [String: Matrix] {
    var result: [String: Matrix] = [:]
    for (group, tensors) in params where group != "readout" {
      for (name, tensor) in tensors { result[try Self.pyTorchName(name, group)] = tensor.matrix }
    }
    return result
  }

  /// The gradients of the first layer by PyTorch's names.
  func pyTorchGradients() throws -> [String: Matrix] {
    var result: [String: Matrix] = [:]
    for (name, tensor) in grads.l0 { result[try Self.pyTorchName(name, "l0")] = tensor.matrix }
    return result
  }

  private static func pyTorchName(_ name: String, _ group: String) throws -> String {
    let long = [
      "W_ih": "weight_ih", "W_hh": "weight_hh", "b_ih": "bias_ih", "b_hh": "bias_hh",
    ]
    return try #require(long[name]) + "_" + group
  }

  /// The gradient on each hidden state from outside: recorded, or by way of the readout.
  func upstream() throws -> [Matrix] {
    if let upstream = inputs.upstream { return upstream.output.steps }
    let weight = try #require(params["readout"]?["W"]).matrix
    return try #require(deltas?.logits).steps.map { weight.transposed • $0 }
  }

  /// The hidden states and the gradient of the cell, as this library computes them.
  func run<Cell: RecurrentCell>(
    _ cell: Cell, _ state: (_ hidden: Matrix, _ cell: Matrix?) -> Cell.State
  ) throws -> (hidden: [Matrix], gradient: Cell) {
    let layer = RecurrentLayer(cell)
    let initial = state(inputs.h0.steps[0], inputs.c0?.steps[0])
    let unrolled = layer(inputs.x.steps, from: initial)
    let final =
      inputs.upstream.map { state($0.h_n.steps[0], $0.c_n?.steps[0]) } ?? initial.zeroed
    let gradient = layer.backward(through: unrolled, hidden: try upstream(), final: final)
    return (unrolled.hidden, gradient.cell)
  }
}

/// Expects arrays of the same names to agree to 1e-12.
func expectClose(
  _ own: [String: Matrix], _ recorded: [String: Matrix],
  sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(own.keys.sorted() == recorded.keys.sorted(), sourceLocation: sourceLocation)
  for (name, expected) in recorded {
    let apart = own[name].map { distance($0, expected) } ?? Double.infinity
    #expect(apart <= 1e-12, "\(name)", sourceLocation: sourceLocation)
  }
}

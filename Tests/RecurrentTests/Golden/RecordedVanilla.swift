// The recorded one-layer problems by the fields that layouts and optimisers need.

@testable import Recurrent

/// One recorded problem of a one-layer network.
struct VanillaCase: Decodable {
  struct Inputs: Decodable {
    let x, h0: Tensor
    let target: Tensor?
  }
  struct Layer: Decodable { let W_ih, W_hh, b_ih, b_hh: Tensor }
  struct Output: Decodable { let W, b: Tensor }
  struct Parameters: Decodable {
    let l0: Layer
    let readout: Output?
  }
  struct Gradients: Decodable { let l0: Layer }
  let params: Parameters
  let grads: Gradients

  static func all() throws -> [VanillaCase] {
    try fixture("rnn_vanilla", as: Fixture<VanillaCase>.self).cases
  }
}

extension VanillaCase.Layer {
  var cell: RNNCell {
    RNNCell(
      inputWeight: W_ih.matrix, recurrentWeight: W_hh.matrix, bias: b_ih.matrix + b_hh.matrix)
  }
}

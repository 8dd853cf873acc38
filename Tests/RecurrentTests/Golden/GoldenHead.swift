// What stands above a recorded network: the readout, and the loss with a weight for each sample of each
// step. Samples are taken one by one.

@testable import Recurrent

/// The readout and the loss of a recorded problem.
struct GoldenHead {
  /// The weighted loss; zero where none is recorded.
  private(set) var loss = 0.0
  /// Its gradient on each output of the network.
  private(set) var gradients: [Matrix]
  /// What was computed, by the paths of the recorded tensors.
  private(set) var results: [String: [Matrix]] = [:]

  init(_ recorded: GoldenCase, output: [Matrix]) throws {
    gradients = output.map(\.zeroed)
    guard let kind = recorded.config.loss else { return }
    let readout = try recorded.tensors["params.readout.W"].map {
      Readout(weight: $0[0], bias: try recorded.tensors.value("params.readout.b")[0])
    }
    let logits = readout.map { readout in output.map { readout($0) } } ?? output
    let weights = try recorded.tensors.value("inputs.step_weight")[0]
    let count = weights.sum * (kind == "mse" ? Double(logits[0].rows) : 1)
    let factor = recorded.config.reduction == "mean" ? 1 / count : 1
    var errors: [Matrix] = []
    for (time, logits) in logits.enumerated() {
      let parts = try (0..<logits.columns).map { sample in
        let (loss, gradient) = try Self.loss(kind, recorded, time, sample, logits.column(sample))
        let weight = factor * weights[time, sample]
        self.loss += weight * loss
        return weight * gradient
      }
      errors.append(.sideBySide(parts))
    }
    guard let readout else {
      gradients = errors
      return
    }
    var sum = readout.zeroed
    for time in output.indices {
      let gradient = readout.backward(output[time], output: errors[time])
      sum += gradient.map
      gradients[time] = gradient.hidden
    }
    results = [
      "outputs.logits": logits, "outputs.probs": logits.map(softmax), "deltas.logits": errors,
      "grads.readout.W": [sum.weight], "grads.readout.b": [sum.bias],
      "keras.grads.dense_kernel": [sum.weight.transposed], "keras.grads.dense_bias": [sum.bias],
    ]
  }

  /// The loss of one sample of one step, and its gradient.
  private static func loss(
    _ kind: String, _ recorded: GoldenCase, _ time: Int, _ sample: Int, _ logits: Matrix
  ) throws -> (loss: Double, gradient: Matrix) {
    let target = try recorded.tensors.value("inputs.target")
    switch kind {
    case "softmax_ce_index":
      return softmaxCrossEntropy(logits: logits, targets: [Int(target[0][time, sample])])
    case "softmax_ce_probs":
      return softmaxCrossEntropy(logits: logits, targets: target[time].column(sample))
    case "mse":
      return squaredError(predictions: logits, targets: target[time].column(sample))
    default: throw MissingTensor(name: kind)
    }
  }
}

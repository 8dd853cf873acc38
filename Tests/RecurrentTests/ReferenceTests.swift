import Testing

@testable import Recurrent

/// One recorded problem of a one-layer network.
struct VanillaCase: Decodable, CustomTestStringConvertible {
  struct Config: Decodable {
    let activation: String
    let loss: String?
    let reduction: String?
  }
  struct Inputs: Decodable {
    struct Upstream: Decodable { let output, h_n: Tensor }
    let x, h0: Tensor
    let target, step_weight: Tensor?
    let upstream: Upstream?
  }
  struct Layer: Decodable { let W_ih, W_hh, b_ih, b_hh: Tensor }
  struct Output: Decodable { let W, b: Tensor }
  struct Parameters: Decodable {
    let l0: Layer
    let readout: Output?
  }
  struct Outputs: Decodable {
    let output, h_n: Tensor
    let logits, probs: Tensor?
  }
  struct Gradients: Decodable {
    let x, h0: Tensor
    let l0: Layer
    let readout: Output?
  }
  struct Intermediates: Decodable {
    struct Step: Decodable { let z, h: Tensor }
    let l0: Step
  }
  struct Deltas: Decodable {
    struct Step: Decodable { let dz: Tensor }
    let l0: Step
    let logits: Tensor?
  }
  let name: String
  let config: Config
  let inputs: Inputs
  let params: Parameters
  let outputs: Outputs
  let loss: Double
  let grads: Gradients
  let intermediates: Intermediates?
  let deltas: Deltas?
  var testDescription: String { name }

  static func all() throws -> [VanillaCase] {
    try fixture("rnn_vanilla", as: Fixture<VanillaCase>.self).cases
  }
}

extension VanillaCase.Layer {
  func cell(_ activation: Activation = .tanh) -> RNNCell {
    RNNCell(
      inputWeight: W_ih.matrix, recurrentWeight: W_hh.matrix, bias: b_ih.matrix + b_hh.matrix,
      activation: activation)
  }
}

extension VanillaCase {
  /// The distance of everything the library computes from everything that was recorded, by name.
  func distances() throws -> [String: Double] {
    let activation = try #require(["tanh": Activation.tanh, "relu": .relu][config.activation])
    let layer = RecurrentLayer(params.l0.cell(activation))
    let unrolled = layer(inputs.x.steps, from: .init(hidden: inputs.h0.steps[0]))
    var distances = [
      "output": distance(unrolled.hidden, outputs.output.steps),
      "h_n": distance([unrolled.final.hidden], outputs.h_n.steps),
    ]
    if let step = intermediates?.l0 {
      distances["z"] = distance(unrolled.steps.map(\.preactivation), step.z.steps)
      distances["h"] = distance(unrolled.steps.map(\.hidden), step.h.steps)
    }

    var total = 0.0
    var upstream = unrolled.hidden.map(\.zeroed)
    var final = unrolled.final.zeroed
    if let given = inputs.upstream {
      upstream = given.output.steps
      final = .init(hidden: given.h_n.steps[0])
      for (gradient, hidden) in zip(upstream, unrolled.hidden) {
        total += (gradient ⊙ hidden).sum
      }
      total += (final.hidden ⊙ unrolled.final.hidden).sum
    }
    if let readout = params.readout {
      let readout = Readout(weight: readout.W.matrix, bias: readout.b.matrix)
      let logits = unrolled.hidden.map { readout($0) }
      let (loss, errors) = try headLoss(logits)
      total += loss
      var sum = readout.zeroed
      for step in logits.indices {
        let gradient = readout.backward(unrolled.hidden[step], output: errors[step])
        sum += gradient.map
        upstream[step] += gradient.hidden
      }
      distances["logits"] = distance(logits, try #require(outputs.logits).steps)
      if let probabilities = outputs.probs {
        distances["probs"] = distance(logits.map(softmax), probabilities.steps)
      }
      if let recorded = deltas?.logits { distances["dlogits"] = distance(errors, recorded.steps) }
      let expected = try #require(grads.readout)
      distances["dV"] = distance(sum.weight, expected.W.matrix)
      distances["dc"] = distance(sum.bias, expected.b.matrix)
    }
    distances["loss"] = distance(.column([total]), .column([loss]))

    let gradient = layer.backward(through: unrolled, hidden: upstream, final: final)
    distances["dW"] = distance(gradient.cell.affine.inputWeight, grads.l0.W_ih.matrix)
    distances["dU"] = distance(gradient.cell.affine.recurrentWeight, grads.l0.W_hh.matrix)
    distances["db_ih"] = distance(gradient.cell.affine.bias, grads.l0.b_ih.matrix)
    distances["db_hh"] = distance(gradient.cell.affine.bias, grads.l0.b_hh.matrix)
    distances["dx"] = distance(gradient.inputs, grads.x.steps)
    distances["dh0"] = distance([gradient.initial.hidden], grads.h0.steps)
    if let step = deltas?.l0 { distances["dz"] = distance(gradient.deltas, step.dz.steps) }
    return distances
  }

  /// The loss over all samples of all steps that have weight, and its gradient on each step's logits.
  private func headLoss(_ logits: [Matrix]) throws -> (loss: Double, gradients: [Matrix]) {
    let weights = try #require(inputs.step_weight)
    let target = try #require(inputs.target)
    let (batch, outputs) = (logits[0].columns, logits[0].rows)
    let count = weights.data.reduce(0, +) * (config.loss == "mse" ? Double(outputs) : 1)
    let factor = config.reduction == "mean" ? 1 / count : 1
    var total = 0.0
    var gradients: [Matrix] = []
    for step in logits.indices {
      let weight = weights.data[step * batch]
      try #require((0..<batch).allSatisfy { weights.data[step * batch + $0] == weight })
      let (loss, gradient) =
        switch config.loss {
        case "softmax_ce_index":
          softmaxCrossEntropy(
            logits: logits[step],
            targets: target.data[step * batch..<(step + 1) * batch].map { Int($0) })
        case "softmax_ce_probs":
          softmaxCrossEntropy(logits: logits[step], targets: target.steps[step])
        default:
          squaredError(predictions: logits[step], targets: target.steps[step])
        }
      total += factor * weight * loss
      gradients.append(factor * weight * gradient)
    }
    return (total, gradients)
  }
}

@Suite struct ReferenceTests {
  @Test("outputs, loss and gradients are PyTorch's", arguments: try VanillaCase.all())
  func vanilla(_ recorded: VanillaCase) throws {
    let distances = try recorded.distances()
    // What careful float64 arithmetic reaches.
    for (name, distance) in distances { #expect(distance <= 1e-13, "\(name)") }
  }

  @Test("every recorded case was read")
  func vanillaCount() throws {
    #expect(try VanillaCase.all().count == 9)
  }
}

/// One recorded demonstration of a course notebook: columns are samples, time is the last axis.
struct CourseCase: Decodable {
  struct Inputs: Decodable {
    let x: Tensor
    let a0, da, h0, upstream_output: Tensor?
  }
  struct Parameters: Decodable {
    let Wax, Waa, Wya, ba, by: Tensor?
    let l0: VanillaCase.Layer?
  }
  struct Outputs: Decodable { let a, logits, y_softmax_over_classes, output: Tensor? }
  struct Gradients: Decodable {
    let dx, da0, dWax, dWaa, dba, x, h0: Tensor?
    let l0: VanillaCase.Layer?
  }
  let name: String
  let inputs: Inputs
  let params: Parameters
  let outputs: Outputs
  let grads: Gradients?

  static func named(_ name: String) throws -> CourseCase {
    try #require(
      try fixture("article2", as: Fixture<CourseCase>.self).cases.first { $0.name == name })
  }

  func cell() throws -> RNNCell {
    RNNCell(
      inputWeight: try #require(params.Wax).matrix,
      recurrentWeight: try #require(params.Waa).matrix, bias: try #require(params.ba).matrix)
  }
  func readout() throws -> Readout {
    Readout(weight: try #require(params.Wya).matrix, bias: try #require(params.by).matrix)
  }
  func initial() throws -> RNNCell.State { .init(hidden: try #require(inputs.a0).matrix) }
}

@Suite struct CourseTests {
  @Test("the cell's forward demonstration has the recorded values")
  func cellForward() throws {
    let recorded = try CourseCase.named("course_cell_forward")
    let trace = try recorded.cell().step(recorded.inputs.x.matrix, from: recorded.initial())
    let logits = try recorded.readout()(trace.hidden)
    let outputs = recorded.outputs
    expectClose(trace.hidden, try #require(outputs.a).matrix)
    expectClose(logits, try #require(outputs.logits).matrix)
    expectClose(softmax(logits), try #require(outputs.y_softmax_over_classes).matrix)
  }

  @Test("the sequence's forward demonstration has the recorded values")
  func sequenceForward() throws {
    let recorded = try CourseCase.named("course_sequence_forward")
    let layer = RecurrentLayer(try recorded.cell())
    let unrolled = layer(recorded.inputs.x.lastAxisSteps, from: try recorded.initial())
    let readout = try recorded.readout()
    let logits = unrolled.hidden.map { readout($0) }
    let outputs = recorded.outputs
    expectClose(unrolled.hidden, try #require(outputs.a).lastAxisSteps)
    expectClose(logits, try #require(outputs.logits).lastAxisSteps)
    expectClose(
      logits.map(softmax), try #require(outputs.y_softmax_over_classes).lastAxisSteps)
  }

  @Test("the cell's backward demonstration has the recorded gradients")
  func cellBackward() throws {
    let recorded = try CourseCase.named("course_cell_backward")
    let cell = try recorded.cell()
    let initial = try recorded.initial()
    let trace = cell.step(recorded.inputs.x.matrix, from: initial)
    let gradient = cell.backward(
      through: trace, hidden: try #require(recorded.inputs.da).matrix, state: initial.zeroed)
    let expected = try #require(recorded.grads)
    expectClose(trace.hidden, try #require(recorded.outputs.a).matrix)
    expectClose(gradient.input, try #require(expected.dx).matrix)
    expectClose(gradient.state.hidden, try #require(expected.da0).matrix)
    expectClose(gradient.cell.affine.inputWeight, try #require(expected.dWax).matrix)
    expectClose(gradient.cell.affine.recurrentWeight, try #require(expected.dWaa).matrix)
    expectClose(gradient.cell.affine.bias, try #require(expected.dba).matrix)
  }

  @Test("the sequence's backward demonstration has the recorded gradients")
  func sequenceBackward() throws {
    let recorded = try CourseCase.named("course_sequence_backward")
    let layer = RecurrentLayer(try recorded.cell())
    let unrolled = layer(recorded.inputs.x.lastAxisSteps, from: try recorded.initial())
    let gradient = layer.backward(
      through: unrolled, hidden: try #require(recorded.inputs.da).lastAxisSteps)
    let expected = try #require(recorded.grads)
    expectClose(unrolled.hidden, try #require(recorded.outputs.a).lastAxisSteps)
    expectClose(gradient.inputs, try #require(expected.dx).lastAxisSteps)
    expectClose(gradient.initial.hidden, try #require(expected.da0).matrix)
    expectClose(gradient.cell.affine.inputWeight, try #require(expected.dWax).matrix)
    expectClose(gradient.cell.affine.recurrentWeight, try #require(expected.dWaa).matrix)
    expectClose(gradient.cell.affine.bias, try #require(expected.dba).matrix)
  }

  @Test("torch's RNN(4, 5) demonstration has the recorded gradients")
  func torch() throws {
    let recorded = try CourseCase.named("torch_rnn_4_5")
    let layer = RecurrentLayer(try #require(recorded.params.l0).cell())
    let initial = RNNCell.State(hidden: try #require(recorded.inputs.h0).steps[0])
    let unrolled = layer(recorded.inputs.x.steps, from: initial)
    let gradient = layer.backward(
      through: unrolled, hidden: try #require(recorded.inputs.upstream_output).steps)
    let expected = try #require(recorded.grads)
    let weights = try #require(expected.l0)
    expectClose(unrolled.hidden, try #require(recorded.outputs.output).steps)
    expectClose(gradient.inputs, try #require(expected.x).steps)
    expectClose([gradient.initial.hidden], try #require(expected.h0).steps)
    expectClose(gradient.cell.affine.inputWeight, weights.W_ih.matrix)
    expectClose(gradient.cell.affine.recurrentWeight, weights.W_hh.matrix)
    expectClose(gradient.cell.affine.bias, weights.b_ih.matrix)
  }
}

/// Expects two matrices to agree to 1e-10 of the larger of one and the largest entry.
func expectClose(
  _ a: Matrix, _ b: Matrix, within tolerance: Double = 1e-10,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(distance(a, b) <= tolerance, sourceLocation: sourceLocation)
}

/// The same over a sequence.
func expectClose(
  _ a: [Matrix], _ b: [Matrix], within tolerance: Double = 1e-10,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(distance(a, b) <= tolerance, sourceLocation: sourceLocation)
}

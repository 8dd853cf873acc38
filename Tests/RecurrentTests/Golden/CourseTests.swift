import Testing

@testable import Recurrent

/// One recorded demonstration of a course notebook: columns are samples, time is the last axis.
struct CourseCase: Decodable {
  struct Layer: Decodable {
    let W_ih, W_hh, b_ih, b_hh: Tensor

    var cell: RNNCell {
      RNNCell(
        inputWeight: W_ih.matrix, recurrentWeight: W_hh.matrix, bias: b_ih.matrix + b_hh.matrix)
    }
  }
  struct Inputs: Decodable {
    let x: Tensor
    let a0, da, h0, upstream_output: Tensor?
  }
  struct Parameters: Decodable {
    let Wax, Waa, Wya, ba, by: Tensor?
    let l0: Layer?
  }
  struct Outputs: Decodable { let a, logits, y_softmax_over_classes, output: Tensor? }
  struct Gradients: Decodable {
    let dx, da0, dWax, dWaa, dba, x, h0: Tensor?
    let l0: Layer?
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
    let layer = RecurrentLayer(try #require(recorded.params.l0).cell)
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

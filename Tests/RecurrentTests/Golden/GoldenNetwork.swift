// A recorded network run by the library: layers of one or two directions, joined here by hand from
// single walks, so that this stands as a reference for the library's own layers of layers too.
// Letters: D input size, H hidden size, B batch, T steps.

import Testing

@testable import Recurrent

/// A recorded network of one kind of cell.
struct GoldenNetwork<Cell: GoldenCell> {
  let recorded: GoldenCase
  /// Whether the walks are those of the definition, a step after the other, and not the packed ones.
  let isStepwise: Bool

  /// One direction of one layer, with its walk; time runs as the cell sees it.
  struct Direction {
    let group: String
    let cell: Cell
    let isReversed: Bool
    let inputs: [Matrix]
    let unrolled: Unrolled<Cell>
  }

  private var lengths: [Int]? { recorded.config.lengths }

  /// Everything that is recorded, computed: by the paths of the recorded tensors.
  func computed() throws -> [String: [Matrix]] {
    var results: [String: [Matrix]] = [:]
    let layers = try forward()
    let output = joined(try #require(layers.last))
    let states = layers.flatMap { $0 }.map { Cell.parts($0.unrolled.final) }
    results["outputs.output"] = output
    results["outputs.h_n"] = states.map(\.hidden)
    results["outputs.c_n"] = states.compactMap(\.memory)
    for direction in layers.joined() {
      let traces = direction.unrolled.steps.map(Cell.recorded)
      for name in traces[0].keys {
        results["intermediates.\(direction.group).\(name)"] = inTime(
          try traces.map { try $0.value(name) }, direction)
      }
    }

    let head = try GoldenHead(recorded, output: output)
    results.merge(head.results) { _, new in new }
    var loss = head.loss
    var upstream = head.gradients
    let given = recorded.tensors["inputs.upstream.output"]
    let final = states.indices.map { index in
      (
        recorded.tensors["inputs.upstream.h_n"]?[index] ?? states[index].hidden.zeroed,
        recorded.tensors["inputs.upstream.c_n"]?[index] ?? states[index].memory?.zeroed
      )
    }
    if let given {
      loss += zip(given, output).reduce(0) { $0 + ($1.0 ⊙ $1.1).sum }
      for (gradient, state) in zip(final, states) {
        loss += (gradient.0 ⊙ state.hidden).sum
        if let memory = state.memory, let gradient = gradient.1 { loss += (gradient ⊙ memory).sum }
      }
      upstream = zip(upstream, given).map(+)
    }
    results["loss"] = [.column([loss])]

    var initial: [(hidden: Matrix, memory: Matrix?)] = []
    var state = states.count
    for layer in layers.reversed() {
      state -= layer.count
      var below: [Matrix]?
      var parts: [(hidden: Matrix, memory: Matrix?)] = []
      for (index, direction) in layer.enumerated() {
        let size = output[0].rows / layer.count
        let own = inTime(upstream.map { $0.rows(index * size..<(index + 1) * size) }, direction)
        let final = try Cell.state(final[state + index].0, final[state + index].1)
        let gradient = backward(direction, own, final)
        parts.append(Cell.parts(gradient.initial))
        let inputs = inTime(gradient.inputs, direction)
        below = below.map { zip($0, inputs).map(+) } ?? inputs
        try record(direction, gradient, own, final, in: &results)
      }
      initial = parts + initial
      upstream = try #require(below)
    }
    results["grads.x"] = upstream
    results["grads.h0"] = initial.map(\.hidden)
    results["grads.c0"] = initial.compactMap(\.memory)
    return results
  }

  /// The walks of all layers, from the bottom.
  private func forward() throws -> [[Direction]] {
    var layers: [[Direction]] = []
    var below = try recorded.tensors.value("inputs.x")
    let suffixes = recorded.config.bidirectional ? ["", "_reverse"] : [""]
    for layer in 0..<recorded.config.num_layers {
      let directions = try suffixes.enumerated().map { index, suffix in
        let group = "l\(layer)\(suffix)"
        let cell = try Cell(recorded: recorded.group("params.\(group)"), recorded.config)
        let place = layer * suffixes.count + index
        let inputs = index == 0 ? below : reversed(below)
        let initial = try Cell.state(
          recorded.tensors.value("inputs.h0")[place], recorded.tensors["inputs.c0"]?[place])
        return Direction(
          group: group, cell: cell, isReversed: index == 1, inputs: inputs,
          unrolled: walk(cell, inputs, initial, lengths))
      }
      layers.append(directions)
      below = joined(directions)
    }
    return layers
  }

  private func walk(
    _ cell: Cell, _ inputs: [Matrix], _ initial: Cell.State, _ lengths: [Int]?
  ) -> Unrolled<Cell> {
    isStepwise
      ? cell.unrollStepwise(inputs, from: initial, lengths: lengths)
      : RecurrentLayer(cell)(inputs, from: initial, lengths: lengths)
  }

  private func backward(
    _ direction: Direction, _ upstream: [Matrix], _ final: Cell.State
  ) -> SequenceGradient<Cell> {
    isStepwise
      ? direction.cell.backwardStepwise(
        through: direction.unrolled, hidden: upstream, final: final)
      : RecurrentLayer(direction.cell).backward(
        through: direction.unrolled, hidden: upstream, final: final)
  }

  /// Keeps the gradients of one direction.
  ///
  /// What reaches a state in all is what reaches it from outside, and the gradient of the initial
  /// state of the rest of the sequence.
  private func record(
    _ direction: Direction, _ gradient: SequenceGradient<Cell>, _ upstream: [Matrix],
    _ final: Cell.State, in results: inout [String: [Matrix]]
  ) throws {
    let group = direction.group
    let weights = gradient.cell.recorded
    for (name, matrix) in weights { results["grads.\(group).\(name)"] = [matrix] }
    for (name, torch) in [("kernel", "W_ih"), ("recurrent_kernel", "W_hh")] {
      results["keras.grads.\(name)"] = [try weights.value(torch).transposed]
    }
    results["keras.grads.bias"] = [try weights.value("b_ih")]
    var stacked = gradient.deltas.map(Cell.recorded)
    if recorded.config.cell == "keras_gru" {
      let size = stacked[0].rows / 3
      stacked = stacked.map {
        .stacked([$0.rows(size..<2 * size), $0.rows(0..<size), $0.rows(2 * size..<3 * size)])
      }
    }
    results["deltas.\(group).dz"] = inTime(stacked, direction)
    var (hidden, memory): ([Matrix], [Matrix]) = ([], [])
    for (time, trace) in direction.unrolled.steps.enumerated() {
      let rest = Direction(
        group: group, cell: direction.cell, isReversed: direction.isReversed, inputs: [],
        unrolled: walk(
          direction.cell, Array(direction.inputs[(time + 1)...]), trace.state,
          lengths.map { $0.map { max(0, $0 - time - 1) } }))
      let carried = Cell.parts(backward(rest, Array(upstream[(time + 1)...]), final).initial)
      hidden.append(upstream[time] + carried.hidden)
      let total = try Cell.memoryGradient(
        trace, hidden: hidden[time], memory: carried.memory)
      if let total {
        memory.append(total)
      }
    }
    results["deltas.\(group).dh"] = inTime(hidden, direction)
    if !memory.isEmpty { results["deltas.\(group).dc"] = inTime(memory, direction) }
  }

  /// The outputs of the directions of a layer, one above the other.
  private func joined(_ layer: [Direction]) -> [Matrix] {
    let outputs = layer.map { inTime($0.unrolled.hidden, $0) }
    return outputs[0].indices.map { time in .stacked(outputs.map { $0[time] }) }
  }

  /// A sequence as the cell of a direction sees it in the order of time, or the other way round.
  private func inTime(_ sequence: [Matrix], _ direction: Direction) -> [Matrix] {
    direction.isReversed ? reversed(sequence) : sequence
  }

  /// A sequence with each sample's own steps in reverse, and zeros after its end.
  private func reversed(_ sequence: [Matrix]) -> [Matrix] {
    sequence.indices.map { time in
      Matrix(rows: sequence[time].rows, columns: sequence[time].columns) { row, sample in
        let length = lengths?[sample] ?? sequence.count
        return time < length ? sequence[length - 1 - time][row, sample] : 0
      }
    }
  }
}

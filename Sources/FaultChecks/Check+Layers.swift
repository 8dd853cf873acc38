// The checks of what is built from cells: two directions, several layers, chunks, and the other exact
// method. Letters: D input size, H hidden size.

import Recurrent

extension Check {
  /// Layers of LSTMs, which have two states to confuse, and of simple cells.
  static var layers: [Check] {
    [
      Check("bidirectional layer", walks(bidirectional)),
      Check(
        "stacked layers",
        walks { input, hidden in
          Stacked(
            (0..<3).map {
              RecurrentLayer(LSTMCell.zeros(input: $0 == 0 ? input : hidden, hidden: hidden))
            })
        }
          + walks { input, hidden in
            Stacked([bidirectional(input, hidden), bidirectional(2 * hidden, hidden)])
          }),
      Check("truncated walk", WalkProblem.all.map { problem in { truncated(problem) } }),
      Check(
        "real-time learning",
        Activation.allCases.flatMap { activation in
          [
            { realTime(WalkProblem(steps: 3, input: 3, hidden: 3, batch: 3), activation) },
            { realTime(WalkProblem(steps: 4, input: 2, hidden: 3, batch: 5), activation) },
          ]
        }),
    ]
  }

  private static func bidirectional(_ input: Int, _ hidden: Int) -> Bidirectional<LSTMCell> {
    let cell = LSTMCell.zeros(input: input, hidden: hidden)
    return Bidirectional(forwards: cell, backwards: cell)
  }

  private static func walks<Layer: TapedLayer>(
    _ zeros: @escaping (_ input: Int, _ hidden: Int) -> Layer
  ) -> [() -> Comparison] {
    WalkProblem.all.map { problem in
      { WalkData(problem, zeros(problem.input, problem.hidden)).comparison }
    }
  }

  /// The gradients of a walk in chunks: the sums of those that the witnesses find for each chunk from
  /// the state that it starts from.
  private static func truncated(_ problem: WalkProblem) -> Comparison {
    let data = WalkData(
      problem, RecurrentLayer(LSTMCell.zeros(input: problem.input, hidden: problem.hidden)))
    let size = 2
    let chunks = data.layer.chunked(
      data.inputs, by: size, from: data.initial, lengths: problem.lengths)
    func witness(
      _ gradient: (_ chunk: RecurrentLayer<LSTMCell>.Unrolled, [Matrix], [Matrix], LSTMCell.State)
        -> WitnessGradient<RecurrentLayer<LSTMCell>>
    ) -> GradientReport {
      let parts = chunks.enumerated().map { index, chunk in
        let steps = index * size..<index * size + chunk.hidden.count
        return gradient(
          chunk, Array(data.inputs[steps]), Array(data.upstream[steps]),
          index == chunks.count - 1 ? data.final : data.final.zeroed)
      }
      let claimed = data.layer.backward(
        through: chunks, hidden: data.upstream, final: data.final)
      return GradientReport(
        comparing: claimed,
        with: SumOfChunks(
          layer: parts.reduce(data.layer.zeroed) { $0 + $1.layer },
          inputs: parts.flatMap(\.inputs), initial: parts[0].initial))
    }
    return Comparison(
      problem: "\(problem.description), chunks of \(size)",
      tape: witness { chunk, inputs, upstream, final in
        data.layer.tapeGradient(
          inputs, from: chunk.initial, lengths: chunk.lengths, hidden: upstream, final: final)
      },
      differences: witness { chunk, inputs, upstream, final in
        data.layer.differenceGradient(
          inputs, from: chunk.initial, lengths: chunk.lengths, hidden: upstream, final: final)
      })
  }

  /// What witnesses find for all chunks together.
  private struct SumOfChunks: LayerGradient {
    let layer: RecurrentLayer<LSTMCell>
    let inputs: [Matrix]
    let initial: LSTMCell.State
  }

  /// The gradients of parameters and initial state that are carried forward in time.
  private static func realTime(_ problem: WalkProblem, _ activation: Activation) -> Comparison {
    let data = WalkData(
      problem,
      RecurrentLayer(
        RNNCell.zeros(input: problem.input, hidden: problem.hidden, activation: activation)))
    var upstream = data.upstream
    upstream[upstream.count - 1] += data.final.hidden
    let claimed = realTimeGradients(
      of: data.layer.cell, inputs: data.inputs, from: data.initial, hidden: upstream)
    func report(_ witness: WitnessGradient<RecurrentLayer<RNNCell>>) -> GradientReport {
      GradientReport(
        comparing: RealTimePoint(cell: claimed.cell, initial: claimed.initial),
        with: RealTimePoint(cell: witness.layer.cell, initial: witness.initial))
    }
    return Comparison(
      problem: problem.description, tape: report(data.byTape),
      differences: report(data.byDifferences))
  }

  /// What real-time learning finds.
  private struct RealTimePoint: ParameterSpace {
    var cell: RNNCell
    var initial: RNNCell.State

    var parameters: [Parameter<Self>] {
      cell.parameters(at: \.cell) + initial.parameters(at: \.initial, suffix: "[-1]")
    }
  }
}

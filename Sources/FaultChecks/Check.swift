// The checks by name. Each formula that faults are put in is held by one of them.

import Recurrent

/// Comparisons that a formula must stand.
struct Check {
  /// What is checked: `LSTM, packed`.
  let name: String
  /// The comparisons, to be made in order.
  let comparisons: [() -> Comparison]

  /// Names some comparisons.
  init(_ name: String, _ comparisons: [() -> Comparison]) {
    self.name = name
    self.comparisons = comparisons
  }

  /// All of them.
  static var all: [Check] { cells + layers + maps + losses }
}

extension Check {
  /// Each cell by itself, step by step and packed, and all of them together.
  private static var cells: [Check] {
    let kinds: [(name: String, walks: [Walks])] = [
      (
        "RNN",
        Activation.allCases.map { activation in
          Walks { RNNCell.zeros(input: $0, hidden: $1, activation: activation) }
        }
      ),
      (
        "residual RNN",
        Activation.allCases.map { activation in
          Walks { ResidualRNNCell.zeros(input: $0, hidden: $1, activation: activation) }
        }
      ),
      ("LSTM", [Walks { LSTMCell.zeros(input: $0, hidden: $1) }]),
      ("GRU, reset after", [Walks { GRUCell.zeros(input: $0, hidden: $1) }]),
      (
        "GRU, reset before",
        [Walks { GRUCell.zeros(input: $0, hidden: $1, reset: .beforeProduct) }]
      ),
    ]
    return (kinds + [("every cell", kinds.flatMap(\.walks))]).flatMap { name, walks in
      [
        Check("\(name), step by step", walks.flatMap(\.stepwise)),
        Check("\(name), packed", walks.flatMap(\.packed)),
      ]
    }
  }

  /// The comparisons of a kind of cell.
  private struct Walks {
    let stepwise: [() -> Comparison]
    let packed: [() -> Comparison]

    init<Cell: TapedCell>(_ zeros: @escaping (_ input: Int, _ hidden: Int) -> Cell) {
      stepwise = comparisons { Stepwise(zeros($0, $1)) }
      packed = comparisons(zeros)
    }
  }

  /// The comparisons of a walk of a kind of cell: of all gradients, and of the deltas.
  private static func comparisons<Cell: TapedCell>(
    _ zeros: @escaping (_ input: Int, _ hidden: Int) -> Cell
  ) -> [() -> Comparison] {
    WalkProblem.all.flatMap { problem in
      let data = { WalkData(problem, RecurrentLayer(zeros(problem.input, problem.hidden))) }
      return [{ data().comparison }, { deltas(data()) }]
    }
  }

  /// The comparison of a walk's deltas, by the gradients of the input's weights that follow from them.
  ///
  ///     dW_k = Σ_t δ_k•x_tᵀ
  private static func deltas<Cell: TapedCell>(_ data: WalkData<RecurrentLayer<Cell>>) -> Comparison
  {
    let deltas = data.claimed.deltas.map(\.named)
    func report(_ witness: WitnessGradient<RecurrentLayer<Cell>>) -> GradientReport {
      let weights = Dictionary(
        uniqueKeysWithValues: witness.layer.named.map { ($0.name, $0.value) })
      return GradientReport(
        (deltas.first ?? []).indices.compactMap { index in
          let gate = deltas[0][index].name.dropFirst()
          guard let weight = weights["W\(gate)"] else { return nil }
          return (
            name: "δ\(gate)",
            claimed: zip(deltas, data.inputs).reduce(weight.zeroed) { sum, step in
              sum + step.0[index].value • step.1.transposed
            },
            witness: weight
          )
        })
    }
    return Comparison(
      problem: data.problem.description, tape: report(data.byTape),
      differences: report(data.byDifferences))
  }
}

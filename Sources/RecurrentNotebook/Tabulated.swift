// How the library's values show themselves in a chapter: as tables, named by the symbols of the
// derivation. This is the only module that knows both the library and the runtime of snippets.

public import Recurrent
public import SnippetRuntime

extension Matrix: Tabulated {
  /// One table, without a name.
  public var tables: [Table] { [Table(rows: rows, columns: columns, values: values)] }
}

extension ParameterSpace {
  /// One table for each parameter, under its name.
  ///
  /// A model of a chapter's own is shown with nothing more than `extension Model: Tabulated {}`.
  public var tables: [Table] {
    named.map { name, value in
      Table(name: name, rows: value.rows, columns: value.columns, values: value.values)
    }
  }
}

extension Affine: Tabulated {}
extension RNNCell: Tabulated {}
extension RNNCell.State: Tabulated {}
extension ResidualRNNCell: Tabulated {}
extension ResidualRNNCell.State: Tabulated {}
extension LSTMCell: Tabulated {}
extension LSTMCell.State: Tabulated {}
extension LSTMCell.Preactivation: Tabulated {}
extension GRUCell: Tabulated {}
extension GRUCell.State: Tabulated {}
extension GRUCell.Preactivation: Tabulated {}
extension Readout: Tabulated {}
extension RecurrentLayer: Tabulated {}
extension Bidirectional: Tabulated {}
extension Bidirectional.State: Tabulated {}
extension Stacked: Tabulated {}
extension Stacked.State: Tabulated {}

extension LayerGradient {
  /// The gradients of the parameters, of the inputs as `x[t]`, and of the initial state as `h[-1]`.
  public var tables: [Table] {
    layer.tables
      + inputs.enumerated().flatMap { index, input in
        input.tables.named("x[\(index)]")
      } + initial.named.flatMap { name, value in value.tables.named("\(name)[-1]") }
  }
}

extension SequenceGradient: Tabulated {}
extension Bidirectional.Gradient: Tabulated {}
extension Stacked.Gradient: Tabulated {}
extension TruncatedGradient: Tabulated {}
extension WitnessGradient: Tabulated {}

extension GradientReport: Tabulated {
  /// One table with a row for each matrix compared, the worst first: its relative error and its largest difference.
  public var tables: [Table] {
    var table = Table(
      rows: entries.map(\.name), columns: ["relative error", "largest difference"],
      entries.map { [$0.error, $0.largestDifference] })
    table.name = "gradients"
    return [table]
  }
}

extension RNNCell.Trace: Tabulated {
  /// The pre-activation a and the state h.
  public var tables: [Table] { preactivation.tables.named("a") + hidden.tables.named("h") }
}

extension ResidualRNNCell.Trace: Tabulated {
  /// The pre-activation a and the state h.
  public var tables: [Table] { preactivation.tables.named("a") + hidden.tables.named("h") }
}

extension LSTMCell.Trace: Tabulated {
  /// The gates i, f, g and o, and the states c and h.
  public var tables: [Table] {
    inputGate.tables.named("i") + forgetGate.tables.named("f") + candidate.tables.named("g")
      + outputGate.tables.named("o") + cell.tables.named("c") + hidden.tables.named("h")
  }
}

extension GRUCell.Trace: Tabulated {
  /// The gates r and z, the candidate n and the state h.
  public var tables: [Table] {
    resetGate.tables.named("r") + updateGate.tables.named("z") + candidate.tables.named("n")
      + hidden.tables.named("h")
  }
}

extension Unrolled: Tabulated where Cell.Trace: Tabulated {
  /// What the steps kept, a table [H×T] for each quantity and sample; with several samples, `h[0]` is that of the first.
  public var tables: [Table] {
    let steps = steps.map(\.tables)
    guard let first = steps.first else { return [] }
    return first.indices.flatMap { quantity -> [Table] in
      let shape = first[quantity]
      return (0..<shape.columns).map { sample in
        let name = shape.columns == 1 ? shape.name : "\(shape.name)[\(sample)]"
        let values = (0..<shape.rows).flatMap { row in
          steps.map { $0[quantity].values[row * shape.columns + sample] }
        }
        return Table(name: name, rows: shape.rows, columns: steps.count, values: values)
      }
    }
  }
}

extension Bidirectional.Unrolled: Tabulated where Cell.Trace: Tabulated {
  /// What the steps of both directions kept, each in its own time.
  public var tables: [Table] {
    forwards.tables.inside("forwards") + backwards.tables.inside("backwards")
  }
}

extension Stacked.Unrolled: Tabulated where Layer.Unrolled: Tabulated {
  /// What the steps of each layer kept, the lowest first, counted from zero.
  public var tables: [Table] {
    layers.enumerated().flatMap { index, walk in walk.tables.inside("layer \(index)") }
  }
}

extension [Table] {
  /// The tables as parts of something with a name.
  fileprivate func inside(_ whole: String) -> [Table] { renamed { "\(whole).\($0)" } }

  /// The tables under one name.
  fileprivate func named(_ name: String) -> [Table] { renamed { _ in name } }

  private func renamed(_ name: (String) -> String) -> [Table] {
    map { table in
      var table = table
      table.name = name(table.name)
      return table
    }
  }
}

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
  /// One table for each matrix compared, the worst first: its error and its largest difference, [1×2].
  public var tables: [Table] {
    entries.map { entry in
      Table(name: entry.name, rows: 1, columns: 2, values: [entry.error, entry.largestDifference])
    }
  }
}

extension [Table] {
  /// The tables under one name.
  fileprivate func named(_ name: String) -> [Table] {
    map { Table(name: name, rows: $0.rows, columns: $0.columns, values: $0.values) }
  }
}

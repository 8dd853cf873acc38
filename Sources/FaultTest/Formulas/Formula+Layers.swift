// Faults in what is built from cells, and in real-time recurrent learning.

extension Formula {
  /// The way back through two directions.
  static let bidirectional = Formula(
    "bidirectional layer", heldBy: "bidirectional layer",
    Site(
      "Layers/Bidirectional.swift", "public func backward(",
      Fault(.sign, "$0.plus($1)", "$0 - $1"),
      Fault(.term, "$0.plus($1)", "$0.plus($1.zeroed)"),
      Fault(
        .time, "reversed(parts.map(\\.below), lengths: lengths)", "parts.map(\\.below)"),
      Fault(.time, "reversed(back.inputs, lengths: lengths)", "back.inputs"),
      Fault(
        .time, "reversed(back.inputs, lengths: lengths)", "reversed(back.inputs, lengths: nil)"),
      Fault(.state, "final: final.backwards", "final: final.forwards"),
      Fault(.state, "through: unrolled.backwards", "through: unrolled.forwards"),
      Fault(
        .state, "gradient.rows(0..<ahead.rows)", "gradient.rows(ahead.rows..<gradient.rows)"),
      Fault(.weight, "forwards: ahead, backwards: back", "forwards: back, backwards: ahead")))

  /// The way back through layers one above the other.
  static let stacked = Formula(
    "stacked layers", heldBy: "stacked layers",
    Site(
      "Layers/Stacked.swift", "public func backward(",
      Fault(.sign, "upstream = gradient.inputs", "upstream = gradient.inputs.map { -$0 }"),
      Fault(.term, "upstream = gradient.inputs", "_ = gradient.inputs"),
      Fault(.term, "inputs: upstream", "inputs: hidden"),
      Fault(.time, "upstream = gradient.inputs", "upstream = gradient.inputs.reversed()"),
      Fault(.state, "final: final.layers[index]", "final: final.layers[0]"),
      Fault(.state, "hidden: upstream, final", "hidden: hidden, final"),
      Fault(
        .state, "through: unrolled.layers[index]",
        "through: unrolled.layers[layers.count - 1 - index]"),
      Fault(.weight, "layers: gradients.reversed()", "layers: gradients")))

  /// The way back through a walk in chunks.
  static let truncated = Formula(
    "truncated walk", heldBy: "truncated walk",
    Site(
      "Layers/TruncatedBackpropagation.swift",
      "public func backward(\n    through chunks: [Unrolled], hidden: [Matrix], final: State",
      Fault(.sign, "{ $0 + $1.layer }", "{ $0 - $1.layer }"),
      Fault(.term, "gradients.dropFirst()", "gradients.dropFirst(gradients.count)"),
      Fault(.term, "? final : chunk.final.zeroed", "? final.zeroed : chunk.final.zeroed"),
      Fault(.time, "hidden[start..<end]", "hidden[start..<end].reversed()"),
      Fault(.time, "inputs: gradients.flatMap", "inputs: gradients.reversed().flatMap"),
      Fault(.time, "index == chunks.count - 1", "index == 0"),
      Fault(.state, "? final : chunk.final.zeroed", "? final : final"),
      Fault(.state, "initial: first.initial", "initial: gradients[gradients.count - 1].initial")))

  /// The gradients that are carried forward in time.
  static let realTime = Formula(
    "real-time learning", heldBy: "real-time learning",
    Site(
      "Witnesses/RealTimeLearning.swift", "public mutating func advance(",
      Fault(.transpose, "u • sensitivities[sample]", "u.transposed • sensitivities[sample]"),
      Fault(.weight, "u • sensitivities[sample]", "w • sensitivities[sample]"),
      Fault(.term, "u • sensitivities[sample]", "sensitivities[sample]"),
      Fault(.time, "[input, h, .ones", "[input, cell.activation(a), .ones"),
      Fault(.term, ".ones(1, h.columns)", ".zeros(1, h.columns)"),
      Fault(.state, "slopes.column(sample)", "slopes.column(0)")),
    Site(
      "Witnesses/RealTimeLearning.swift", "private func advanced(",
      Fault(.sign, "+= sources[source, 0]", "-= sources[source, 0]"),
      Fault(.derivative, "*= slopes[index % h, 0]", "*= slopes[0, 0]")),
    Site(
      "Witnesses/RealTimeLearning.swift", "private func slope(",
      Fault(.derivative, "secant * secant", "secant"),
      Fault(.derivative, "$0 > 0 ? 1 : 0", "$0 > 0 ? $0 : 0")),
    Site(
      "Witnesses/RealTimeLearning.swift", "public func gradient(",
      Fault(.transpose, "row[0, $0 + $1 * h]", "row[0, $0 * h + $1]"),
      Fault(.state, "hidden.column(sample)", "hidden.column(0)"),
      Fault(.term, "sum += Matrix", "sum = Matrix"),
      Fault(.time, "(d + h + 1) * h + index", "(d + h) * h + index")))
}

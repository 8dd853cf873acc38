// Faults in the maps without time: the affine one inside every gate, and the readout.

extension Formula {
  /// The way back through the affine map.
  static let affine = Formula(
    "affine map", heldBy: "affine map",
    Site(
      "Cells/Affine.swift", "public func backward(",
      Fault(.sign, "bias: delta.rowSums", "bias: -delta.rowSums"),
      Fault(.term, "bias: delta.rowSums", "bias: delta.column(0)"),
      Fault(.transpose, ".product(delta, x, transposing", ".product(x, delta, transposing"),
      Fault(.transpose, ".product(delta, h, transposing", ".product(h, delta, transposing"),
      Fault(
        .transpose, ".product(delta, h, transposing: .right)", "delta • h"),
      Fault(.transpose, ".product(inputWeight, delta, transposing: .left)", "inputWeight • delta"),
      Fault(
        .transpose, ".product(recurrentWeight, delta, transposing: .left)",
        "recurrentWeight • delta"),
      Fault(.state, ".product(delta, h,", ".product(delta, x,"),
      Fault(.state, ".product(delta, x,", ".product(delta, h,"),
      Fault(.weight, ".product(recurrentWeight, delta,", ".product(inputWeight, delta,"),
      Fault(.weight, ".product(inputWeight, delta,", ".product(recurrentWeight, delta,")))

  /// The way back through the readout.
  static let readout = Formula(
    "readout", heldBy: "readout",
    Site(
      "Layers/Readout.swift", "public func backward(",
      Fault(.sign, "bias: dz.rowSums", "bias: -dz.rowSums"),
      Fault(.term, "bias: dz.rowSums", "bias: dz.column(0)"),
      Fault(.transpose, ".product(dz, h, transposing", ".product(h, dz, transposing"),
      Fault(.transpose, ".product(weight, dz, transposing: .left)", "weight • dz"),
      Fault(.state, ".product(dz, h, transposing", ".product(dz, dz, transposing"),
      Fault(.weight, ".product(weight, dz", ".product(map.weight, dz")),
    Site(
      "Layers/Readout+Sequence.swift", "public func backward(",
      Fault(.time, ".sideBySide(hidden)", ".sideBySide(hidden.reversed())"),
      Fault(.time, "split(into: hidden.count)", "split(into: hidden.count).reversed()")))
}

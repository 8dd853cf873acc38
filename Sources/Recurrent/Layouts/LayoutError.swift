// What can be wrong with arrays that come from outside, said all at once.

/// Named arrays that do not fit a layout.
public struct LayoutError: Error, Equatable, Sendable {
  /// An array of a shape that was not expected.
  public struct Misfit: Equatable, Sendable {
    /// The name of the array.
    public let name: String
    /// Its shape, rows first: `4×3`.
    public let shape: String
    /// The shape that was expected, or the shapes; of `12×D`, D is not known.
    public let expected: String
  }

  /// What was to be read: `LSTMCell from PyTorch`.
  public let subject: String
  /// The names that are not there, in the order of the layout.
  public internal(set) var missing: [String] = []
  /// The names that the layout does not have, in alphabetical order.
  public internal(set) var unexpected: [String] = []
  /// The arrays of other shapes, in the order of the layout.
  public internal(set) var misshapen: [Misfit] = []
  /// The pairs of gradients that must be equal and are not, in the order of the layout.
  public internal(set) var unequal: [String] = []

  init(_ subject: String) { self.subject = subject }

  var isEmpty: Bool {
    missing.isEmpty && unexpected.isEmpty && misshapen.isEmpty && unequal.isEmpty
  }

  /// Notes an array whose shape is not the expected one; one that is missing is noted elsewhere.
  mutating func expect(_ name: String, _ array: Matrix?, _ rows: Int, _ columns: Int) {
    guard let array, array.rows != rows || array.columns != columns else { return }
    misshapen.append(Misfit(name: name, shape: array.shape, expected: "\(rows)×\(columns)"))
  }

  /// Notes an array with another number of rows where a letter stands for the columns.
  mutating func expect(_ name: String, _ array: Matrix?, _ rows: Int, _ columns: String) {
    guard let array, array.rows != rows else { return }
    misshapen.append(Misfit(name: name, shape: array.shape, expected: "\(rows)×\(columns)"))
  }
}

extension LayoutError: CustomStringConvertible {
  /// One sentence: `LSTMCell from PyTorch: missing bias_hh_l0; weight_ih_l0 is 8×4, expected 12×4`.
  public var description: String {
    var parts: [String] = []
    if !missing.isEmpty { parts.append("missing " + missing.joined(separator: ", ")) }
    if !unexpected.isEmpty { parts.append("unexpected " + unexpected.joined(separator: ", ")) }
    parts += misshapen.map { "\($0.name) is \($0.shape), expected \($0.expected)" }
    parts += unequal.map { "\($0) differ, which gradients of one bias cannot" }
    return "\(subject): " + parts.joined(separator: "; ")
  }
}

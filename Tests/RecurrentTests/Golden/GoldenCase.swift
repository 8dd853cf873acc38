// A recorded problem with all its tensors by their paths: `params.l0.W_ih`, `grads.x`, `deltas.logits`.
// The files tell samples by rows; here they are columns, so steps are transposed on the way in.

import Testing

@testable import Recurrent

struct MissingTensor: Error { let name: String }

extension Dictionary where Key == String {
  /// The value of a name, which must be there.
  func value(_ name: String) throws -> Value {
    guard let value = self[name] else { throw MissingTensor(name: name) }
    return value
  }
}

/// One recorded problem: what it is, and every tensor of it.
struct GoldenCase: Decodable, CustomTestStringConvertible, Sendable {
  struct Config: Decodable {
    let cell: String
    let activation: String
    let num_layers: Int
    let bidirectional: Bool
    let lengths: [Int]?
    let loss: String?
    let reduction: String?
    let reset_after: Bool?
  }

  /// A tensor, a number, or tensors and numbers by name; texts and lists are left out.
  private enum Recorded: Decodable {
    case matrices([Matrix])
    case group([String: Recorded])
    case other

    struct Name: CodingKey {
      let stringValue: String
      var intValue: Int? { nil }
      init(stringValue: String) { self.stringValue = stringValue }
      init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
      if let container = try? decoder.container(keyedBy: Name.self) {
        if container.contains(Name(stringValue: "shape")) {
          let tensor = try Tensor(from: decoder)
          self = .matrices(tensor.shape.count == 3 ? tensor.steps : [tensor.matrix])
        } else {
          self = .group(
            Dictionary(
              uniqueKeysWithValues: try container.allKeys.map {
                ($0.stringValue, try container.decode(Recorded.self, forKey: $0))
              }))
        }
      } else if let number = try? decoder.singleValueContainer().decode(Double.self) {
        self = .matrices([.column([number])])
      } else {
        self = .other
      }
    }

    /// Adds everything to a dictionary, under its path.
    func add(to tensors: inout [String: [Matrix]], at path: String) {
      switch self {
      case .matrices(let matrices): tensors[path] = matrices
      case .group(let group):
        for (name, value) in group {
          value.add(to: &tensors, at: path.isEmpty ? name : "\(path).\(name)")
        }
      case .other: break
      }
    }
  }

  private enum Key: CodingKey { case name, config }

  var file = ""
  let name: String
  let config: Config
  /// Every tensor by its path: time-major ones as their steps, others as one matrix, vectors as columns.
  let tensors: [String: [Matrix]]
  var testDescription: String { "\(file): \(name)" }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    name = try container.decode(String.self, forKey: .name)
    config = try container.decode(Config.self, forKey: .config)
    var tensors: [String: [Matrix]] = [:]
    try Recorded(from: decoder).add(to: &tensors, at: "")
    self.tensors = tensors
  }

  /// The files whose cases all have this form; a file more is a name more.
  static let files = [
    "rnn_vanilla", "rnn_residual", "lstm", "lstm_article4", "lstm_keras", "gru", "gru_keras",
    "rnn_stacked_article3", "lstm_deep", "packed",
  ]

  private static let read = Result {
    try files.flatMap { file in
      try fixture(file, as: Fixture<GoldenCase>.self).cases.map {
        var recorded = $0
        recorded.file = file
        return recorded
      }
    }
  }

  static func all() throws -> [GoldenCase] { try read.get() }
}

extension GoldenCase {
  /// The tensors below a path, by the rest of theirs, each one matrix.
  func group(_ path: String) -> [String: Matrix] {
    var group: [String: Matrix] = [:]
    for (name, matrices) in tensors where name.hasPrefix(path + ".") && matrices.count == 1 {
      group[String(name.dropFirst(path.count + 1))] = matrices[0]
    }
    return group
  }

  /// What a library must compute from `inputs` and `params`: every tensor of these sections.
  var expected: [String: [Matrix]] {
    let sections = ["outputs.", "grads.", "intermediates.", "deltas.", "keras.grads."]
    return tensors.filter { path, _ in
      path == "loss" || sections.contains { path.hasPrefix($0) }
    }
  }
}

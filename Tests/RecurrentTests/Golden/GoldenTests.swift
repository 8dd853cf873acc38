import Foundation
import Testing

@testable import Recurrent

extension GoldenCase {
  /// The distance of what the library computes from every recorded tensor, by its path.
  ///
  /// A tensor that was not computed is infinitely far. Padding is compared where its value means
  /// something: in outputs and gradients, not in what a step that is not taken keeps.
  func distances(isStepwise: Bool) throws -> [String: Double] {
    let computed = try computed(isStepwise: isStepwise)
    var distances: [String: Double] = [:]
    for (path, expected) in expected {
      guard let computed = computed[path] else {
        distances[path] = .infinity
        continue
      }
      let isKept = path.hasPrefix("intermediates.") || path.hasPrefix("deltas.l")
      distances[path] =
        isKept
        ? distance(running(computed), running(expected)) : distance(computed, expected)
    }
    return distances
  }

  private func computed(isStepwise: Bool) throws -> [String: [Matrix]] {
    func run<Cell: GoldenCell>(_ cell: Cell.Type) throws -> [String: [Matrix]] {
      try GoldenNetwork<Cell>(recorded: self, isStepwise: isStepwise).computed()
    }
    switch config.cell {
    case "rnn": return try run(RNNCell.self)
    case "residual_rnn": return try run(ResidualRNNCell.self)
    case "lstm": return try run(LSTMCell.self)
    case "gru", "keras_gru": return try run(GRUCell.self)
    default: throw MissingTensor(name: config.cell)
    }
  }

  /// A sequence with zeros in the columns of samples that have ended.
  private func running(_ sequence: [Matrix]) -> [Matrix] {
    guard let lengths = config.lengths else { return sequence }
    return sequence.enumerated().map { time, matrix in
      Matrix(rows: matrix.rows, columns: matrix.columns) {
        time < lengths[$1] ? matrix[$0, $1] : 0
      }
    }
  }

  static func named(_ name: String) throws -> GoldenCase {
    try #require(try all().first { $0.name == name })
  }
}

@Suite struct GoldenTests {
  /// What careful float64 arithmetic reaches: 3e-15 was measured, the rest is room for another BLAS.
  static let bound = 1e-13

  @Test(
    "every recorded tensor is what the library computes, packed and stepwise",
    arguments: try GoldenCase.all(), [false, true])
  func distances(_ recorded: GoldenCase, isStepwise: Bool) throws {
    for (path, distance) in try recorded.distances(isStepwise: isStepwise) {
      #expect(distance <= Self.bound, "\(path)")
    }
  }

  @Test("every recorded case was read, and every tensor of it")
  func counts() throws {
    let counts = try GoldenCase.files.map { file in
      let cases = try GoldenCase.all().filter { $0.file == file }
      return "\(file): \(cases.count) cases, \(cases.reduce(0) { $0 + $1.expected.count }) tensors"
    }
    #expect(
      counts == [
        "rnn_vanilla: 9 cases, 155 tensors", "rnn_residual: 3 cases, 51 tensors",
        "lstm: 4 cases, 93 tensors", "lstm_article4: 1 cases, 31 tensors",
        "lstm_keras: 3 cases, 86 tensors", "gru: 4 cases, 85 tensors",
        "gru_keras: 4 cases, 66 tensors", "rnn_stacked_article3: 3 cases, 63 tensors",
        "lstm_deep: 3 cases, 138 tensors", "packed: 5 cases, 132 tensors",
      ])
  }

  @Test("the figures that article 4 prints are right to the digits of float32")
  func article4() throws {
    let recorded = try GoldenCase.named("article4_published_case")
    let results = try GoldenNetwork<LSTMCell>(recorded: recorded, isStepwise: false).computed()
    func rows(_ path: String, _ steps: Range<Int>) throws -> Matrix {
      Matrix.sideBySide(Array(try #require(results[path])[steps])).transposed
    }
    let recurrent = try #require(results["grads.l0.W_hh"])[0]
    let figures: [(names: [String], value: Matrix, digits: Int)] = [
      (["lstm_seq"], try rows("outputs.output", 0..<3), 7),
      (["last_c"], try rows("outputs.c_n", 0..<1), 7),
      (["output_seq"], try rows("outputs.probs", 0..<3), 6),
      (["delta_hT", "my_delta_hT"], try rows("deltas.l0.dh", 2..<3), 6),
      (["delta_cT", "my_delta_cT"], try rows("deltas.l0.dc", 2..<3), 6),
      (["delta_h1", "my_delta_h1"], try rows("deltas.l0.dh", 0..<1), 7),
      (["delta_c1", "my_delta_c1"], try rows("deltas.l0.dc", 0..<1), 6),
      (["dl_dW_f", "my_dl_dW_f"], recurrent.rows(2..<4).transposed, 5),
    ]
    let published = recorded.group("published")
    #expect(Set(figures.flatMap(\.names)) == Set(published.keys))
    for figure in figures {
      for name in figure.names {
        let printed = try #require(published[name])
        let error = (printed - figure.value).values.map(abs).max() ?? .infinity
        let largest = figure.value.values.map(abs).max() ?? 0
        #expect(error <= largest * pow(10, -Double(figure.digits)), "\(name)")
      }
    }
  }

  @Test(
    "the worst distances are printed",
    .enabled(if: ProcessInfo.processInfo.environment["GOLDEN_REPORT"] != nil))
  func report() throws {
    var worst: [String: (distance: Double, tensor: String)] = [:]
    for recorded in try GoldenCase.all() {
      for isStepwise in [false, true] {
        for (path, distance) in try recorded.distances(isStepwise: isStepwise)
        where distance >= worst[recorded.file]?.distance ?? 0 {
          worst[recorded.file] = (distance, "\(recorded.name) \(path)")
        }
      }
    }
    let lines = worst.sorted { $0.value.distance > $1.value.distance }.map {
      "\($0.key) \($0.value.distance) (\($0.value.tensor))"
    }
    print("golden: worst max|a-b|/max(1,max|b|): \(lines.joined(separator: "; "))")
  }
}

// Recorded problems of deep, bidirectional and ragged networks, read into any of the library's cells.
// Weights there are [gates·H × D], the gates one below the other; layers are named `l0`, `l0_reverse`.

import Testing

@testable import Recurrent

/// Tensors by dotted name, `l0.W_ih`, however deep they lie in the file.
struct Tensors: Decodable {
  private let named: [String: Tensor]

  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    var named: [String: Tensor] = [:]
    for key in container.allKeys {
      let inner = try container.nestedContainer(keyedBy: Key.self, forKey: key)
      if inner.contains(Key(stringValue: "shape")) {
        named[key.stringValue] = try container.decode(Tensor.self, forKey: key)
      } else {
        for (name, tensor) in try container.decode(Tensors.self, forKey: key).named {
          named["\(key.stringValue).\(name)"] = tensor
        }
      }
    }
    self.named = named
  }

  func contains(_ name: String) -> Bool { named[name] != nil }
  func tensor(_ name: String) throws -> Tensor { try #require(named[name], "no \(name)") }
  func matrix(_ name: String) throws -> Matrix { try tensor(name).matrix }
  func steps(_ name: String) throws -> [Matrix] { try tensor(name).steps }

  /// The classes [T, B] of each step.
  func classes(_ name: String) throws -> [[Int]] {
    try matrix(name).transposed.columnLists.map { $0.map { Int($0) } }
  }
  /// The weights [T, B] of each step, [1×B].
  func weights(_ name: String) throws -> [Matrix] {
    let matrix = try matrix(name)
    return (0..<matrix.rows).map { matrix.row($0) }
  }
  func readout() throws -> Readout {
    Readout(weight: try matrix("readout.W"), bias: try matrix("readout.b"))
  }
}

extension Matrix {
  fileprivate var columnLists: [[Double]] { (0..<columns).map { column($0).values } }
}

/// A cell that can be read from recorded weights.
protocol ReferenceCell: RecurrentCell {
  /// Makes a cell from the map of each gate; `recurrentBias` is the last gate's b_hh.
  static func reference(_ maps: [Affine], _ lastMapAlone: Affine, recurrentBias: Matrix) -> Self
  static func referenceState(_ hidden: Matrix, _ cell: Matrix?) throws -> State
}

extension ReferenceCell {
  /// The cell of a group of tensors.
  init(_ tensors: Tensors, _ group: String) throws {
    let (W, U) = (try tensors.matrix("\(group).W_ih"), try tensors.matrix("\(group).W_hh"))
    let (b, c) = (try tensors.matrix("\(group).b_ih"), try tensors.matrix("\(group).b_hh"))
    let size = U.columns
    func map(_ gate: Int, _ bias: Matrix) -> Affine {
      let rows = gate * size..<(gate + 1) * size
      return Affine(
        inputWeight: W.rows(rows), recurrentWeight: U.rows(rows), bias: bias.rows(rows))
    }
    let gates = W.rows / size
    self = .reference(
      (0..<gates).map { map($0, b + c) }, map(gates - 1, b),
      recurrentBias: c.rows((gates - 1) * size..<gates * size))
  }

  /// The matrices whose names start with a letter, one below the other.
  private func stacked(_ letter: String) -> Matrix {
    .stacked(named.filter { $0.name.hasPrefix(letter) }.map(\.value))
  }

  /// The distances of a gradient from the recorded ones of a group.
  func distances(_ tensors: Tensors, _ group: String) throws -> [String: Double] {
    var recurrentBias = stacked("b")
    // The GRU's last gate has two biases, which the simple cell and the LSTM only use as a sum.
    if let c = named.first(where: { $0.name == "c_n" })?.value {
      recurrentBias = .stacked([recurrentBias.rows(0..<recurrentBias.rows - c.rows), c])
    }
    return [
      "\(group).W_ih": distance(stacked("W"), try tensors.matrix("\(group).W_ih")),
      "\(group).W_hh": distance(stacked("U"), try tensors.matrix("\(group).W_hh")),
      "\(group).b_ih": distance(stacked("b"), try tensors.matrix("\(group).b_ih")),
      "\(group).b_hh": distance(recurrentBias, try tensors.matrix("\(group).b_hh")),
    ]
  }
}

extension RNNCell: ReferenceCell {
  static func reference(_ maps: [Affine], _ last: Affine, recurrentBias: Matrix) -> RNNCell {
    RNNCell(maps[0])
  }
  static func referenceState(_ hidden: Matrix, _ cell: Matrix?) -> State { State(hidden: hidden) }
}

extension LSTMCell: ReferenceCell {
  static func reference(_ maps: [Affine], _ last: Affine, recurrentBias: Matrix) -> LSTMCell {
    LSTMCell(inputGate: maps[0], forgetGate: maps[1], candidate: maps[2], outputGate: maps[3])
  }
  static func referenceState(_ hidden: Matrix, _ cell: Matrix?) throws -> State {
    State(hidden: hidden, cell: try #require(cell))
  }
}

extension GRUCell: ReferenceCell {
  static func reference(_ maps: [Affine], _ last: Affine, recurrentBias: Matrix) -> GRUCell {
    GRUCell(
      resetGate: maps[0], updateGate: maps[1], candidate: last, recurrentBias: recurrentBias)
  }
  static func referenceState(_ hidden: Matrix, _ cell: Matrix?) -> State { State(hidden: hidden) }
}

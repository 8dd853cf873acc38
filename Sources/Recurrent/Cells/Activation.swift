// The nonlinearities of the simple cells.

internal import CVectorMath

/// The nonlinearity of a simple recurrent cell.
public enum Activation: Equatable, Sendable, CaseIterable {
  /// h = tanh(a).
  case tanh
  /// h = max(0, a).
  case relu
  /// h = a, the linear network.
  case identity

  /// The output of every entry, h = f(a).
  public func callAsFunction(_ preactivation: Matrix) -> Matrix {
    switch self {
    case .tanh: Recurrent.tanh(preactivation)
    case .relu: Recurrent.relu(preactivation)
    case .identity: preactivation
    }
  }

  /// The derivative f′(a) of every entry, written with the output h = f(a).
  ///
  /// tanh: 1 − h²; relu: 1 where h > 0, else 0; identity: 1.
  public func derivative(output: Matrix) -> Matrix {
    switch self {
    case .tanh: tanhDerivative(output: output)
    case .relu: reluDerivative(output: output)
    case .identity: output.map { _ in 1 }
    }
  }

  /// Applies the function to numbers in memory.
  func apply(to entries: UnsafeMutablePointer<Double>, count: Int) {
    switch self {
    case .tanh: recurrent_tanh(entries, entries, count)
    case .relu: for index in 0..<count where entries[index] < 0 { entries[index] = 0 }
    case .identity: break
    }
  }

  /// Sets numbers to f′(a) · g from outputs h = f(a) and gradients g on them.
  func differentiate(
    _ outputs: UnsafePointer<Double>, _ gradients: UnsafePointer<Double>,
    into deltas: UnsafeMutablePointer<Double>, count: Int
  ) {
    switch self {
    case .tanh:
      for index in 0..<count {
        deltas[index] = (1 - outputs[index] * outputs[index]) * gradients[index]
      }
    case .relu:
      for index in 0..<count {
        let h = outputs[index]
        deltas[index] = (h.isNaN ? h : h > 0 ? 1 : 0) * gradients[index]
      }
    case .identity:
      deltas.update(from: gradients, count: count)
    }
  }
}

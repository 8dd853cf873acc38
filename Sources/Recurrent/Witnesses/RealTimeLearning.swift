// The second exact method, forward in time: the derivatives of the hidden state with respect to
// everything that came before it are carried along, and nothing is walked back. It shares no code
// with the way back, so the two testify for each other. Letters: D input size, H hidden size,
// B batch, T steps.

/// The real-time recurrent learning of a simple cell, advanced a step at a time.
///
/// Beside h_t of each sample goes its sensitivity, the derivative of every h_t with respect to every
/// entry of W, U and b, J_t [H × H(D+H+1)], and of h_0, K_t [H×H]:
///
///     J_t = diag(f′(a_t)) (U•J_{t−1} + [x_tᵀ  h_{t−1}ᵀ  1] ⊗ I)      J_0 = 0
///     K_t = diag(f′(a_t)) U•K_{t−1}                                    K_0 = I
///     dθ = J_tᵀ•dh_t      dh_0 = K_tᵀ•dh_t
///
/// The gradient of a loss on h_t is known at step t, and the memory does not grow with time.
///
/// The gradients of inputs are left out: those of x_s would need one more derivative, of h_t with
/// respect to x_s, for each step s so far, so that a step would cost more the later it comes.
///
/// The cell may be changed between steps, to learn while the network runs. The derivatives are then
/// those with respect to one change made to all cells so far.
///
///     var learning = RealTimeLearning(cell, from: initial)
///     for t in inputs.indices {
///       let h = learning.advance(inputs[t])
///       sum += learning.gradient(hidden: upstream(h, t)).cell
///     }
///
/// R. J. Williams and D. Zipser, A learning algorithm for continually running fully recurrent neural
/// networks, Neural Computation 1 (1989).
public struct RealTimeLearning: Sendable {
  /// The cell that runs the next step; one of other shapes traps there.
  public var cell: RNNCell
  /// The state after the last step, h_t [H×B].
  public private(set) var state: RNNCell.State
  /// [J_t K_t] of each sample; the columns of J_t are those of [W U b], one below the other.
  private var sensitivities: [Matrix]
  private let inputSize: Int

  /// Starts from an initial state h_0 [H×B]; traps when its size is not the cell's.
  public init(_ cell: RNNCell, from initial: RNNCell.State) {
    let (size, hidden) = (cell.affine.bias.rows, initial.hidden)
    if hidden.rows != size {
      trap("RealTimeLearning: h is \(hidden.shape), expected \(size)×B")
    }
    self.cell = cell
    state = initial
    inputSize = cell.affine.inputWeight.columns
    let start = Matrix.zeros(size, size * (inputSize + size + 1))
    sensitivities = Array(
      repeating: .sideBySide([start, .identity(size)]), count: hidden.columns)
  }

  /// Runs one step on x_t [D×B], sensitivities included, and returns h_t [H×B].
  ///
  ///     a_t = W•x_t + U•h_{t−1} + b      h_t = f(a_t)
  ///
  /// Traps when the shapes do not fit.
  ///
  /// - Complexity: O(H³·(D + H + 1)·B).
  @discardableResult
  public mutating func advance(_ input: Matrix) -> Matrix {
    let (w, u, b) = (cell.affine.inputWeight, cell.affine.recurrentWeight, cell.affine.bias)
    let h = state.hidden
    if w.columns != inputSize || w.rows != h.rows {
      trap("RealTimeLearning: W is \(w.shape), expected \(h.rows)×\(inputSize)")
    }
    if input.rows != inputSize || input.columns != h.columns {
      trap("RealTimeLearning: x is \(input.shape), expected \(inputSize)×\(h.columns)")
    }
    let a = w • input + u • h + b
    let slopes = slope(of: cell.activation, at: a)
    let sources = Matrix.stacked([input, h, .ones(1, h.columns)])
    for sample in sensitivities.indices {
      sensitivities[sample] = advanced(
        u • sensitivities[sample], by: sources.column(sample), slopes: slopes.column(sample))
    }
    state.hidden = cell.activation(a)
    return state.hidden
  }

  /// The gradients of the cell and the initial state from the gradient dh_t [H×B] of a loss on h_t.
  ///
  /// They are those of this loss alone: over all steps before it, summed over the batch. A loss on
  /// several steps is the sum of such gradients. Traps when the shape is not that of h_t.
  ///
  /// - Complexity: O(H²·(D + H + 1)·B).
  public func gradient(hidden: Matrix) -> (cell: RNNCell, initial: RNNCell.State) {
    let (h, d) = (state.hidden.rows, inputSize)
    if hidden.rows != h || hidden.columns != state.hidden.columns {
      trap("RealTimeLearning: dh is \(hidden.shape), expected \(state.hidden.shape)")
    }
    var sum = Matrix.zeros(h, d + h + 1)
    var initial = Matrix.zeros(h, hidden.columns)
    for (sample, sensitivity) in sensitivities.enumerated() {
      let row = hidden.column(sample).transposed • sensitivity
      sum += Matrix(rows: h, columns: d + h + 1) { row[0, $0 + $1 * h] }
      for index in 0..<h { initial[index, sample] = row[0, (d + h + 1) * h + index] }
    }
    let gradient = RNNCell(
      inputWeight: sum.columns(0..<d), recurrentWeight: sum.columns(d..<d + h),
      bias: sum.columns(d + h..<d + h + 1), activation: cell.activation)
    return (gradient, RNNCell.State(hidden: initial))
  }

  /// diag(slopes) (carried + sourcesᵀ ⊗ I), where the columns beyond the sources have none.
  private func advanced(_ carried: Matrix, by sources: Matrix, slopes: Matrix) -> Matrix {
    var result = carried
    let h = carried.rows
    result.withMutableEntries { entries in
      for source in 0..<sources.rows {
        for row in 0..<h { entries[(source * h + row) * h + row] += sources[source, 0] }
      }
      for index in entries.indices { entries[index] *= slopes[index % h, 0] }
    }
    return result
  }

  /// f′(a), from the pre-activation: the way back takes it from the output.
  private func slope(of activation: Activation, at a: Matrix) -> Matrix {
    switch activation {
    case .tanh:
      // The square of 1 / cosh a.
      exp(a).map { power in
        let secant = 2 / (power + 1 / power)
        return secant * secant
      }
    case .relu: a.map { $0.isNaN ? $0 : $0 > 0 ? 1 : 0 }
    case .identity: .ones(a.rows, a.columns)
    }
  }
}

/// The gradients of a simple cell and its initial state over a sequence, forward in time.
///
/// The same as by backpropagation through time, by another exact method; see `RealTimeLearning`. The
/// gradient on the final state, if there is one, is to be added to that on the last hidden state.
/// Traps unless there is one gradient per step and shapes fit.
///
/// - Parameters:
///   - cell: The cell, the same at every step.
///   - inputs: The inputs, x_t [D×B].
///   - initial: The state before the first step, h_0 [H×B].
///   - hidden: The gradient on each hidden state, [H×B]; `hidden[t]`.
/// - Returns: The gradients of the parameters and of the initial state.
/// - Complexity: O(T·H³·(D + H + 1)·B).
public func realTimeGradients(
  of cell: RNNCell, inputs: [Matrix], from initial: RNNCell.State, hidden: [Matrix]
) -> (cell: RNNCell, initial: RNNCell.State) {
  if hidden.count != inputs.count {
    trap("realTimeGradients: \(inputs.count) steps, but \(hidden.count) gradients on them")
  }
  var learning = RealTimeLearning(cell, from: initial)
  var sum = (cell: cell.zeroed, initial: initial.zeroed)
  for (input, upstream) in zip(inputs, hidden) {
    learning.advance(input)
    let gradient = learning.gradient(hidden: upstream)
    sum.cell += gradient.cell
    sum.initial += gradient.initial
  }
  return sum
}

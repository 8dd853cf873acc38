// What named arrays stand for, which matters where another library has two biases for one of ours.

/// Whether arrays in another library's layout are parameters or gradients.
///
/// Where that library adds two biases, this one has their sum b. Of parameters the two are added on the
/// way in, and b and zeros on the way out. Each of the two has the gradient of b: of gradients the
/// first is taken on the way in, and both are the same on the way out.
///
/// The function is the same, the path of training is not: where both biases are trained, an
/// optimiser moves their sum twice as far as it moves b, and clipping counts the gradient of b
/// twice in the norm. To have the steps of this library there, put the sum in the first bias, and
/// freeze the second at zero and leave it out of the norm.
public enum LayoutContent: Equatable, Sendable, CaseIterable {
  /// Parameters: b = b₁ + b₂.
  case parameters
  /// Gradients: db = db₁ = db₂.
  case gradients

  /// The bias of this library from the two of another one.
  func joined(_ first: Matrix, _ second: Matrix) -> Matrix {
    switch self {
    case .parameters: first.plus(second)
    case .gradients: first
    }
  }

  /// What the second bias of another library is when the first is that of this one.
  func second(_ bias: Matrix) -> Matrix {
    switch self {
    case .parameters: bias.zeroed
    case .gradients: bias
    }
  }

  /// Whether two biases can be what they are said to be: gradients must agree but for rounding, which
  /// may be that of single precision.
  func allows(_ first: Matrix, _ second: Matrix) -> Bool {
    switch self {
    case .parameters: true
    case .gradients: !((first - second).norm > 1e-5 * max(first.norm, second.norm))
    }
  }
}

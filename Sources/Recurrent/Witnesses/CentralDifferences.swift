// The witness that knows nothing of derivatives: the loss is run again, twice per entry.

/// The gradient of a scalar function at a point, by central differences.
///
///     g = (f(x + h) − f(x − h)) / 2h,    h = step × max(1, |x|), entry by entry
///
/// With the default step the error is near 1e-10 for functions of order one: small enough to tell a
/// wrong formula, not small enough to tell the last digits of a right one. Works for any parameter
/// space: a matrix, a cell, a state, a model of one's own.
///
/// - Complexity: Two runs of the function per entry.
public func centralDifferences<Point: ParameterSpace>(
  of function: (Point) -> Double, at point: Point, step: Double = 1e-5
) -> Point {
  var gradient = point
  for parameter in point.parameters {
    var moved = point
    gradient[keyPath: parameter.path] = differences(at: point[keyPath: parameter.path], step) {
      moved[keyPath: parameter.path] = $0
      return function(moved)
    }
  }
  return gradient
}

/// The gradient of a scalar function of a sequence of matrices, by central differences.
///
/// The same rule as for a parameter space; `result[t]` is the gradient of the matrix `point[t]`.
///
/// - Complexity: Two runs of the function per entry.
public func centralDifferences(
  of function: ([Matrix]) -> Double, at point: [Matrix], step: Double = 1e-5
) -> [Matrix] {
  point.indices.map { index in
    var moved = point
    return differences(at: point[index], step) {
      moved[index] = $0
      return function(moved)
    }
  }
}

/// The differences of a function of one matrix.
private func differences(
  at point: Matrix, _ step: Double, of function: (Matrix) -> Double
) -> Matrix {
  var moved = point
  return Matrix(rows: point.rows, columns: point.columns) { row, column in
    let x = point[row, column]
    let h = step * max(1, abs(x))
    // The distance really moved, after rounding, and not 2h.
    let (above, below) = (x + h, x - h)
    moved[row, column] = above
    let valueAbove = function(moved)
    moved[row, column] = below
    let valueBelow = function(moved)
    moved[row, column] = x
    return (valueAbove - valueBelow) / (above - below)
  }
}

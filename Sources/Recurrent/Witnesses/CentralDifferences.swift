// The witness that knows nothing of derivatives: the loss is run again, twice per entry.

/// The gradient of a scalar function at a point, by central differences.
///
///     g = (f(x + h) − f(x − h)) / 2h,    h = step × max(1, |x|), entry by entry
///
/// With the default step the absolute error is near 1e-10 for functions and entries of order one: small
/// enough to tell a wrong formula, not small enough to tell the last digits of a right one. Rounding of
/// f alone makes an error of about |f| · 1e-11, so that a gradient much smaller than f is met to fewer
/// digits. Works for any parameter space: a matrix, a cell, a state, a model of one's own. Traps unless
/// the step is finite and at least the distance from one to the next number: a smaller one moves nothing.
///
/// - Complexity: Two runs of the function per entry.
public func centralDifferences<Point: ParameterSpace>(
  of function: (Point) -> Double, at point: Point, step: Double = 1e-5
) -> Point {
  requireStep(step)
  var (gradient, moved) = (point, point)
  for parameter in point.parameters {
    let path = parameter.path
    gradient[keyPath: path] = differences(
      at: point[keyPath: path], step,
      setting: { row, column, entry in moved[keyPath: path][row, column] = entry },
      running: { function(moved) })
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
  requireStep(step)
  var moved = point
  return point.indices.map { index in
    differences(
      at: point[index], step,
      setting: { row, column, entry in moved[index][row, column] = entry },
      running: { function(moved) })
  }
}

/// Traps unless a step moves every number.
private func requireStep(_ step: Double) {
  if !(step >= .ulpOfOne && step.isFinite) {
    trap(
      """
      centralDifferences: step is \(step), expected a finite number \
      of at least \(Double.ulpOfOne)
      """)
  }
}

/// The differences when the entries of one matrix, of a point that is changed in place, are moved.
///
/// In place, so that the matrix is not copied for each of its entries.
private func differences(
  at point: Matrix, _ step: Double,
  setting set: (_ row: Int, _ column: Int, _ entry: Double) -> Void, running run: () -> Double
) -> Matrix {
  Matrix(rows: point.rows, columns: point.columns) { row, column in
    let x = point[row, column]
    let h = step * max(1, abs(x))
    // The distance really moved, after rounding, and not 2h.
    let (above, below) = (x + h, x - h)
    set(row, column, above)
    let valueAbove = run()
    set(row, column, below)
    let valueBelow = run()
    set(row, column, x)
    return (valueAbove - valueBelow) / (above - below)
  }
}

// Between arrays, as other libraries write them, and matrices. Letters: F features, B batch, T steps.

extension NumericArray {
  /// Makes the scalar array with no axis; traps as the initializer with a shape does.
  public init(scalar: Double, elementType: ElementType = .float64) {
    self.init(shape: [], elements: [scalar], elementType: elementType)
  }

  /// Makes the array [rows, columns] of a matrix; traps as the initializer with a shape does.
  public init(_ matrix: Matrix, elementType: ElementType = .float64) {
    self.init(
      shape: [matrix.rows, matrix.columns], elements: matrix.values, elementType: elementType)
  }

  /// Makes the array [n] of a column [n×1], which is how other libraries keep a bias.
  ///
  /// Traps when the matrix does not have exactly one column, and as the initializer with a shape does.
  public init(column: Matrix, elementType: ElementType = .float64) {
    if column.columns != 1 {
      trap("NumericArray: column of \(column.rows)×\(column.columns): not one column")
    }
    self.init(shape: [column.rows], elements: column.values, elementType: elementType)
  }

  /// Makes the array [T, B, F] of T steps, each a matrix [F×B].
  ///
  ///     array[t, b, f] = steps[t][f, b]
  ///
  /// No steps make the array [0, 0, 0]. Traps when the steps differ in shape, and as the initializer
  /// with a shape does.
  public init(steps: [Matrix], elementType: ElementType = .float64) {
    let (features, batch) = (steps.first?.rows ?? 0, steps.first?.columns ?? 0)
    var elements: [Double] = []
    elements.reserveCapacity(steps.count * features * batch)
    for (time, step) in steps.enumerated() {
      if step.rows != features || step.columns != batch {
        trap(
          "NumericArray: step 0 is \(features)×\(batch) and step \(time) is "
            + "\(step.rows)×\(step.columns)")
      }
      elements += Self.transposed(step.values[...], rows: features, columns: batch)
    }
    self.init(
      shape: [steps.count, batch, features], elements: elements, elementType: elementType)
  }

  /// The number of an array with no axis.
  ///
  /// - Throws: `FileError` when the array has axes.
  public var scalar: Double {
    get throws(FileError) {
      if !shape.isEmpty { throw unfit("a scalar has no axes") }
      return elements[0]
    }
  }

  /// The array as a matrix: [rows, columns] as it is, [n] as the column [n×1].
  ///
  /// - Throws: `FileError` when the array has neither one axis nor two.
  public var matrix: Matrix {
    get throws(FileError) {
      switch shape.count {
      case 1: return Matrix(rows: shape[0], columns: 1, values: elements)
      case 2: return Matrix(rows: shape[0], columns: shape[1], values: elements)
      default: throw unfit("a matrix has one axis or two")
      }
    }
  }

  /// The steps of an array [T, B, F], each a matrix [F×B].
  ///
  ///     steps[t][f, b] = array[t, b, f]
  ///
  /// - Throws: `FileError` when the array does not have three axes.
  public var steps: [Matrix] {
    get throws(FileError) {
      if shape.count != 3 { throw unfit("steps have three axes: time, batch, features") }
      let (batch, features) = (shape[1], shape[2])
      let size = batch * features
      return (0..<shape[0]).map { time in
        let step = elements[time * size..<(time + 1) * size]
        return Matrix(
          rows: features, columns: batch,
          values: Self.transposed(step, rows: batch, columns: features))
      }
    }
  }

  private func unfit(_ expected: String) -> FileError {
    FileError("\(expected); this array's shape is \(ArrayShape.text(shape))")
  }

  /// The row-major elements of a transposed matrix.
  private static func transposed(
    _ elements: ArraySlice<Double>, rows: Int, columns: Int
  ) -> [Double] {
    var result: [Double] = []
    if elements.isEmpty { return result }
    result.reserveCapacity(elements.count)
    for column in 0..<columns {
      for row in 0..<rows { result.append(elements[elements.startIndex + row * columns + column]) }
    }
    return result
  }
}

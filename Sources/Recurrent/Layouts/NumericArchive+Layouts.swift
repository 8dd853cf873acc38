// Between files and layouts: an archive's arrays as matrices by name, and back.

extension NumericArchive {
  /// The arrays as matrices by name: [rows, columns] as they are, [n] as columns [n×1].
  ///
  /// - Throws: `FileError`, with the name, when an array has neither one axis nor two.
  public var matrices: [String: Matrix] {
    get throws(FileError) {
      var result: [String: Matrix] = [:]
      for (name, array) in named {
        do throws(FileError) {
          result[name] = try array.matrix
        } catch {
          throw FileError("array \(FileError.quoted(name)): \(error.problem)")
        }
      }
      return result
    }
  }

  /// Makes an archive of a layout's arrays, in the order of their names.
  ///
  /// A bias, whose name says so after the last dot or slash (`bias_ih_l0`, `head.bias`,
  /// `lstm/bias`), has one axis when it is a column, as PyTorch and Keras keep it; every other
  /// matrix has two. Elements of a floating-point type are rounded to it; traps when an integer
  /// type does not have an element.
  public init(_ matrices: [String: Matrix], elementType: ElementType = .float64) {
    self.init()
    for (name, matrix) in matrices.sorted(by: { $0.key < $1.key }) {
      let isBias = name.split { $0 == "." || $0 == "/" }.last?.hasPrefix("bias") ?? false
      self[name] =
        isBias && matrix.columns == 1
        ? NumericArray(column: matrix, elementType: elementType)
        : NumericArray(matrix, elementType: elementType)
    }
  }
}

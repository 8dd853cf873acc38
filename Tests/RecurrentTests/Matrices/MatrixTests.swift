import Testing

@testable import Recurrent

@Suite struct MatrixTests {
  @Test("rows are written as they are read")
  func rows() {
    let matrix = Matrix([[1, 2, 3], [4, 5, 6]])
    #expect((matrix.rows, matrix.columns) == (2, 3))
    #expect(matrix[0, 2] == 3)
    #expect(matrix[1, 0] == 4)
    #expect(matrix.values == [1, 2, 3, 4, 5, 6])
    #expect(matrix == Matrix(rows: 2, columns: 3, values: [1, 2, 3, 4, 5, 6]))
    #expect(matrix == Matrix(rows: 2, columns: 3) { Double(3 * $0 + $1 + 1) })
    #expect(matrix.transposed == Matrix([[1, 4], [2, 5], [3, 6]]))
    #expect(matrix.row(1) == Matrix([[4, 5, 6]]))
    #expect(matrix.column(1) == .column([2, 5]))
    #expect(matrix.rowSums == .column([6, 15]))
    #expect(matrix.sum == 21)
    #expect(matrix.map { -$0 } == -matrix)
  }

  @Test("an entry is set where it is read")
  func entry() {
    var matrix = Matrix.zeros(2, 3)
    matrix[1, 2] = 7
    let copy = matrix
    matrix[0, 0] = 1
    #expect(matrix.values == [1, 0, 0, 0, 0, 7])
    #expect(copy.values == [0, 0, 0, 0, 0, 7])
  }

  @Test("the identity and diagonals have zeros elsewhere")
  func diagonal() {
    #expect(Matrix.identity(2) == Matrix([[1, 0], [0, 1]]))
    #expect(Matrix.diagonal(.column([3, 4])) == Matrix([[3, 0], [0, 4]]))
  }

  @Test("rows are printed on lines, aligned, with digits that read back")
  func description() {
    #expect(
      "\(Matrix([[1, -20.5], [0.1, 3], [1e-7, .nan]]))" == """
          1.0  -20.5
          0.1    3.0
        1e-07    nan
        """)
    #expect("\(Matrix([[2]]))" == "2.0")
    #expect("\(Matrix([[-.nan, .signalingNaN, -.infinity]]))" == "nan  nan  -inf")
    #expect("\(Matrix.zeros(0, 3))" == "(0×3)")
  }

  @Test("the norm does not overflow")
  func norm() {
    #expect(Matrix([[3, 0], [0, -4]]).norm == 5)
    #expect(Matrix([[3e300, 4e300]]).norm == 5e300)
    #expect(Matrix.zeros(0, 0).norm == 0)
    #expect(Matrix([[1, .nan]]).norm.isNaN)
  }

  @Test("finite means neither infinite nor NaN")
  func isFinite() {
    #expect(Matrix([[1, 2]]).isFinite)
    #expect(!Matrix([[1, .infinity]]).isFinite)
    #expect(!Matrix([[.nan, 2]]).isFinite)
    #expect(Matrix.zeros(0, 2).isFinite)
  }

  @Test("a matrix that no memory could hold traps with its shape")
  func tooLarge() async {
    var result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = Matrix.zeros(1 << 40, 1 << 40) }
    #expect(message(result).contains("Matrix: 1099511627776×1099511627776 is too large"))
    result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = Matrix.zeros(1 << 30, 1 << 30) }
    #expect(message(result).contains("Matrix: 1073741824×1073741824 is too large"))
    result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = Matrix(rows: .max, columns: 2, values: []) }
    #expect(message(result).contains("Matrix: 9223372036854775807×2 is too large"))
    result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = Matrix(rows: -1, columns: -2, values: [1, 2]) }
    #expect(message(result).contains("Matrix: -1×-2 is not a shape"))
  }

  @Test("mistakes of shape trap with the shapes")
  func traps() async {
    var result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = Matrix([[1, 2], [3]]) }
    #expect(message(result).contains("Matrix: row 0 has 2 entries and row 1 has 1"))
    result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = Matrix.zeros(4, 3)[4, 0] }
    #expect(message(result).contains("Matrix: [4, 0] is outside 4×3"))
    result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = Matrix(rows: 2, columns: 2, values: [1, 2, 3]) }
    #expect(message(result).contains("Matrix: 3 values do not fill 2×2"))
    result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = Matrix.diagonal(.zeros(2, 3)) }
    #expect(message(result).contains("Matrix: diagonal of 2×3: not one column"))
    result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = Matrix.zeros(-1, 3) }
    #expect(message(result).contains("Matrix: -1×3 is not a shape"))
    result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = Matrix.zeros(2, 3).column(3) }
    #expect(message(result).contains("Matrix: column 3 is outside 2×3"))
    result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = Matrix.zeros(2, 3).row(-1) }
    #expect(message(result).contains("Matrix: row -1 is outside 2×3"))
  }
}

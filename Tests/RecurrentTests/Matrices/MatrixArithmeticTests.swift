import Testing

@testable import Recurrent

@Suite struct MatrixArithmeticTests {
  @Test("the product is the sum over the inner index", arguments: seeds)
  func product(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    let (m, k, n) = (size(&generator), size(&generator), size(&generator))
    let a = random(m, k, &generator)
    let b = random(k, n, &generator)
    let expected = Matrix(rows: m, columns: n) { row, column in
      (0..<k).reduce(0) { $0 + a[row, $1] * b[$1, column] }
    }
    expectClose(a • b, expected, within: 1e-14)
  }

  @Test("(A • B)ᵀ = Bᵀ • Aᵀ", arguments: seeds)
  func transposedProduct(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    let (m, k, n) = (size(&generator), size(&generator), size(&generator))
    let a = random(m, k, &generator)
    let b = random(k, n, &generator)
    expectClose((a • b).transposed, b.transposed • a.transposed, within: 1e-14)
  }

  @Test("a factor read transposed is the transposed factor", arguments: seeds)
  func factors(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    let (m, k, n) = (size(&generator), size(&generator), size(&generator))
    let a = random(m, k, &generator)
    let b = random(k, n, &generator)
    expectClose(.product(a.transposed, b, transposing: .left), a • b, within: 1e-14)
    expectClose(.product(a, b.transposed, transposing: .right), a • b, within: 1e-14)
  }

  @Test("the product is linear in both factors", arguments: seeds)
  func linearity(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    let (m, k, n) = (size(&generator), size(&generator), size(&generator))
    let a = random(m, k, &generator)
    let b = random(m, k, &generator)
    let c = random(k, n, &generator)
    let d = random(k, n, &generator)
    expectClose((2 * a + b * -3) • c, 2 * (a • c) - 3 * (b • c), within: 1e-13)
    expectClose(a • (2 * c - d), 2 * (a • c) - a • d, within: 1e-13)
  }

  @Test("the identity changes nothing", arguments: seeds)
  func identity(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    let a = random(size(&generator), size(&generator), &generator)
    #expect(.identity(a.rows) • a == a)
    #expect(a • .identity(a.columns) == a)
    let column = random(a.rows, 1, &generator)
    #expect(
      Matrix.diagonal(column) • a
        == Matrix(rows: a.rows, columns: a.columns) {
          column[$0, 0] * a[$0, $1]
        })
  }

  @Test("a product over nothing is zero, and empty matrices are matrices")
  func empty() {
    #expect(Matrix.zeros(2, 0) • .zeros(0, 3) == .zeros(2, 3))
    #expect(Matrix.zeros(0, 2) • .zeros(2, 3) == .zeros(0, 3))
    #expect(Matrix.zeros(2, 3) • .zeros(3, 0) == .zeros(2, 0))
    #expect(Matrix.zeros(0, 3) + .zeros(0, 3) == .zeros(0, 3))
    #expect(Matrix.zeros(3, 0) + .zeros(3, 1) == .zeros(3, 0))
    #expect(Matrix.zeros(3, 0).rowSums == .zeros(3, 1))
    #expect(Matrix.zeros(0, 3).transposed == .zeros(3, 0))
    #expect(Matrix([]) == .zeros(0, 0))
    #expect(Matrix([[], []]) == .zeros(2, 0))
    #expect(Matrix.zeros(3, 0).sum == 0)
  }

  @Test("zero times NaN is NaN, in every operator")
  func nan() {
    let zero = Matrix.zeros(2, 2)
    let nan = Matrix([[.nan, 0], [0, 0]])
    #expect((zero • nan)[1, 0].isNaN)
    #expect((nan • zero)[0, 1].isNaN)
    #expect((zero ⊙ nan)[0, 0].isNaN)
    #expect((0 * nan)[0, 0].isNaN)
    #expect((zero + nan)[0, 0].isNaN)
    #expect((zero - nan)[0, 0].isNaN)
    #expect((zero + nan.column(0))[0, 1].isNaN)
    #expect(nan.rowSums[0, 0].isNaN && nan.rowSums[1, 0] == 0)
    #expect((zero • Matrix([[.infinity, 0], [0, 0]]))[0, 0].isNaN)
    var large = Matrix.zeros(70, 70)
    large[69, 3] = .nan
    #expect((0..<70).allSatisfy { (Matrix.zeros(70, 70) • large)[$0, 3].isNaN })
  }

  @Test("a column on the right is added to every column, and nothing else is spread")
  func broadcast() {
    let a = Matrix([[1, 2], [3, 4]])
    #expect(a + .column([10, 20]) == Matrix([[11, 12], [23, 24]]))
    #expect(a.column(0) + .column([10, 20]) == .column([11, 23]))
  }

  @Test("operators in place are the operators")
  func inPlace() {
    let (a, b) = (Matrix([[1, 2], [3, 4]]), Matrix([[5, 6], [7, 8]]))
    var sum = a
    sum += b
    #expect(sum == a + b && sum == Matrix([[6, 8], [10, 12]]))
    sum -= b
    #expect(sum == a && a - b == Matrix([[-4, -4], [-4, -4]]))
    #expect(a ⊙ b == Matrix([[5, 12], [21, 32]]))
    #expect(2 * a == a * 2)
  }

  @Test("a number is added to, taken from and divides every entry, on both sides and in place")
  func numbers() {
    let a = Matrix([[1, 2], [4, -8]])
    #expect(1 - a == Matrix([[0, -1], [-3, 9]]) && a - 1 == -(1 - a))
    #expect(1 + a == Matrix([[2, 3], [5, -7]]) && a + 1 == 1 + a)
    #expect(a / 3 == Matrix([[1.0 / 3, 2.0 / 3], [4.0 / 3, -8.0 / 3]]))
    #expect((a / 0).values == [.infinity, .infinity, .infinity, -.infinity])
    var b = a
    b *= 3
    #expect(b == 3 * a && a[0, 0] == 1)
    b /= 3
    #expect(b == a)
    #expect((0 * Matrix([[.nan]]) + 1)[0, 0].isNaN)
    #expect(1 - Matrix.zeros(0, 3) == .zeros(0, 3))
  }

  @Test("a product of more than BLAS counts traps with the sizes")
  func large() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var entries = [0.0]
      entries.withUnsafeMutableBufferPointer { entries in
        guard let base = entries.baseAddress else { return }
        let factor = Factor(base, leading: 1)
        multiply(
          1, 2, 1 << 31, factor, factor, into: base, leading: 1, adding: false, onThreads: false)
      }
    }
    #expect(
      message(result).contains(
        "Matrix: 1×2147483648 • 2147483648×2: BLAS counts to 2147483647"))
  }

  @Test("shapes that do not fit trap with both of them")
  func traps() async {
    var result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = Matrix.zeros(4, 3) • .zeros(2, 1) }
    #expect(message(result).contains("Matrix: 4×3 • 2×1: inner sizes 3 and 2 differ"))
    result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = Matrix.zeros(4, 3) ⊙ .zeros(4, 1) }
    #expect(message(result).contains("Matrix: 4×3 ⊙ 4×1: shapes differ"))
    result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = Matrix.zeros(4, 3) + .zeros(3, 1) }
    #expect(message(result).contains("Matrix: 4×3 + 3×1: shapes differ"))
    result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = Matrix.zeros(4, 1) + .zeros(4, 3) }
    #expect(message(result).contains("Matrix: 4×1 + 4×3: shapes differ"))
    result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = Matrix.zeros(4, 3) - .zeros(4, 1) }
    #expect(message(result).contains("Matrix: 4×3 - 4×1: shapes differ"))
    result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var matrix = Matrix.zeros(4, 3)
      matrix += .zeros(4, 1)
    }
    #expect(message(result).contains("Matrix: 4×3 += 4×1: shapes differ"))
  }
}

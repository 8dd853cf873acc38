import Testing

@testable import Recurrent

/// Always the same number.
private struct Constant: RandomNumberGenerator {
  mutating func next() -> UInt64 { 1 << 62 }
}

@Suite struct OrthogonalMatrixTests {
  @Test("columns, or rows if there are fewer, are orthonormal", arguments: seeds)
  func orthonormal(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    let (rows, columns) = (size(&generator), size(&generator))
    let matrix = Matrix.orthogonal(rows, columns, using: &generator)
    #expect(matrix.rows == rows && matrix.columns == columns)
    let gram = rows < columns ? matrix • matrix.transposed : matrix.transposed • matrix
    #expect(distance(gram, .identity(min(rows, columns))) < 1e-14)
  }

  @Test("it is Q of the Gaussian matrix, with a positive diagonal of R", arguments: seeds)
  func factor(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    let columns = size(&generator)
    let rows = columns + size(&generator)
    var again = generator
    let q = Matrix.orthogonal(rows, columns, using: &generator)
    let a = Matrix.gaussian(rows, columns, using: &again)
    let r = q.transposed • a
    #expect(distance(q • r, a) < 1e-14)
    for row in 0..<columns {
      #expect(r[row, row] > 0)
      for column in 0..<row { #expect(abs(r[row, column]) < 1e-14) }
    }
  }

  @Test("a Gaussian matrix without full rank does no harm")
  func singular() {
    var constant = Constant()
    let matrix = Matrix.orthogonal(4, 4, using: &constant)
    #expect(distance(matrix.transposed • matrix, .identity(4)) < 1e-14)
  }

  @Test("rotations and reflections are equally frequent, in every direction")
  func even() {
    var generator = SplitMix64(seed: 9)
    var (rotations, right, up) = (0, 0, 0)
    for _ in 0..<1000 {
      let q = Matrix.orthogonal(2, 2, using: &generator)
      if q[0, 0] * q[1, 1] - q[0, 1] * q[1, 0] > 0 { rotations += 1 }
      if q[0, 0] > 0 { right += 1 }
      if q[1, 0] > 0 { up += 1 }
    }
    // Three standard deviations of a fair coin are 47.
    for count in [rotations, right, up] { #expect(abs(count - 500) < 50) }
  }
}

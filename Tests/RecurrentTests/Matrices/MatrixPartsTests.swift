import Testing

@testable import Recurrent

extension Matrix {
  /// Where the entries are in memory.
  fileprivate var place: UnsafePointer<Double>? { withEntries { $0.baseAddress } }

  /// Whether the entries are, in memory, those of another matrix from a column on.
  fileprivate func shares(_ other: Matrix, from column: Int = 0) -> Bool {
    place == other.place.map { $0 + column * other.rows }
  }
}

@Suite struct MatrixPartsTests {
  private let matrix = Matrix([[1, 2, 3, 4], [5, 6, 7, 8]])

  @Test("columns, rows and blocks are what they are read as")
  func parts() {
    #expect(matrix.columns(1..<3) == Matrix([[2, 3], [6, 7]]))
    #expect(matrix.columns(2..<2) == .zeros(2, 0))
    #expect(matrix.column(3) == .column([4, 8]))
    #expect(matrix.rows(1..<2) == Matrix([[5, 6, 7, 8]]))
    #expect(matrix.rows(2..<2) == .zeros(0, 4))
    #expect(matrix.row(0) == Matrix([[1, 2, 3, 4]]))
    #expect(matrix.split(into: 2) == [Matrix([[1, 2], [5, 6]]), Matrix([[3, 4], [7, 8]])])
    #expect([matrix.block(0, of: 2), matrix.block(1, of: 2)] == [matrix.row(0), matrix.row(1)])
    #expect(matrix.block(0, of: 1) == matrix)
    #expect(Matrix.zeros(2, 0).split(into: 0) == [])
    #expect(Matrix.zeros(2, 0).split(into: 3) == Array(repeating: .zeros(2, 0), count: 3))
  }

  @Test("stacked and side by side undo rows and columns", arguments: seeds)
  func joined(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    let (r, c) = (size(&generator), size(&generator))
    let matrix = random(r, c, &generator)
    let (row, column) = (
      Int.random(in: 0...r, using: &generator), Int.random(in: 0...c, using: &generator)
    )
    #expect(Matrix.stacked([matrix.rows(0..<row), matrix.rows(row..<r)]) == matrix)
    #expect(Matrix.sideBySide([matrix.columns(0..<column), matrix.columns(column..<c)]) == matrix)
    #expect(Matrix.sideBySide((0..<c).map { matrix.column($0) }).values == matrix.values)
    let (a, b) = (random(r, 2, &generator), random(r, 3, &generator))
    #expect(Matrix.sideBySide([a, b]) == Matrix.stacked([a.transposed, b.transposed]).transposed)
    // Views as parts: their columns do not begin where the memory does.
    let view = matrix.columns(column..<c)
    #expect(
      Matrix.stacked([view, view]).values == view.values + view.values)
    #expect(view.transposed.transposed == view)
    #expect(view.map { $0 + 1 } - view == .ones(r, c - column))
  }

  @Test("nothing joined is empty")
  func empty() {
    #expect(Matrix.stacked([]) == .zeros(0, 0))
    #expect(Matrix.sideBySide([]) == .zeros(0, 0))
    #expect(Matrix.stacked([.zeros(0, 3), .zeros(2, 3)]) == .zeros(2, 3))
    #expect(Matrix.sideBySide([.zeros(3, 0), .ones(3, 2)]) == .ones(3, 2))
  }

  @Test("neighbouring columns share memory with the whole, and are joined without copying")
  func sharing() {
    #expect(matrix.columns(1..<3).shares(matrix, from: 1))
    #expect(matrix.columns(1..<4).column(1).shares(matrix, from: 2))
    let steps = matrix.split(into: 4)
    #expect(Matrix.sideBySide(steps).shares(matrix))
    #expect(Matrix.sideBySide(Array(steps[1...2])).shares(matrix, from: 1))
    #expect(Matrix.sideBySide([steps[2]]).shares(matrix, from: 2))
    let copy = matrix
    #expect(copy.shares(matrix))
  }

  @Test("columns that are no neighbours, or strangers, are copied")
  func strangers() {
    let steps = matrix.split(into: 4)
    let swapped = Matrix.sideBySide([steps[1], steps[0]])
    #expect(swapped == Matrix([[2, 1], [6, 5]]) && !swapped.shares(matrix, from: 1))
    let gap = Matrix.sideBySide([steps[0], steps[2]])
    #expect(gap == Matrix([[1, 3], [5, 7]]) && !gap.shares(matrix))
    let twice = Matrix.sideBySide([steps[0], steps[0]])
    #expect(twice == Matrix([[1, 1], [5, 5]]) && !twice.shares(matrix))
    let stranger = Matrix([[2], [6]])
    let joined = Matrix.sideBySide([steps[0], stranger])
    #expect(joined == matrix.columns(0..<2) && !joined.shares(matrix))
    var changed = steps
    changed[1][0, 0] = 9
    #expect(Matrix.sideBySide(changed) == Matrix([[1, 9, 3, 4], [5, 6, 7, 8]]))
    #expect(!matrix.rows(0..<1).shares(matrix))
  }

  @Test("whoever of those that share is changed, the others are not")
  func copyOnWrite() {
    let original = Matrix([[1, 2, 3, 4], [5, 6, 7, 8]])
    func fresh() -> Matrix { Matrix(rows: 2, columns: 4, values: original.values) }

    // The whole: its parts stay.
    var whole = fresh()
    var part = whole.columns(1..<3)
    whole[0, 1] = 0
    #expect(part == original.columns(1..<3) && whole[0, 1] == 0)

    // A part: the whole and the other parts stay.
    whole = fresh()
    part = whole.columns(1..<3)
    let other = whole.columns(2..<4)
    part[1, 1] = 0
    #expect(whole == original && other == original.columns(2..<4) && part[1, 1] == 0)

    // What was joined: what it was joined from stays.
    whole = fresh()
    let steps = whole.split(into: 4)
    var joined = Matrix.sideBySide(steps)
    joined[0, 0] = 0
    joined += .ones(2, 4)
    #expect(steps == original.split(into: 4) && whole == original)

    // A copy, by every way of changing in place.
    var copy = whole
    copy -= whole
    #expect(whole == original && copy == .zeros(2, 4))
    copy = whole
    copy.withMutableEntries { $0[0] = 0 }
    #expect(whole == original && copy[0, 0] == 0)

    // A part that outlives the whole is its own.
    var last = Matrix(rows: 2, columns: 4, values: original.values).columns(3..<4)
    last[0, 0] = 0
    #expect(last == .column([0, 8]))
  }

  @Test("parts outside, and parts that do not fit, trap with the shapes")
  func traps() async {
    var result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = Matrix.zeros(2, 3).columns(1..<4) }
    #expect(message(result).contains("Matrix: columns 1..<4 are outside 2×3"))
    result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = Matrix.zeros(2, 3).rows(-1..<1) }
    #expect(message(result).contains("Matrix: rows -1..<1 are outside 2×3"))
    result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = Matrix.stacked([.zeros(2, 3), .zeros(2, 4)]) }
    #expect(message(result).contains("Matrix: 2×3 above 2×4: numbers of columns differ"))
    result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = Matrix.sideBySide([.zeros(2, 3), .zeros(3, 3)]) }
    #expect(message(result).contains("Matrix: 2×3 beside 3×3: numbers of rows differ"))
    result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) { _ = Matrix.zeros(2, 3).split(into: 2) }
    #expect(message(result).contains("Matrix: columns of 2×3 do not make 2 parts"))
  }
}

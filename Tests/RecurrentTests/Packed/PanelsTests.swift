import CVectorMath
import Testing

@testable import Recurrent

/// Small whole numbers, whose sums are exact in any order.
private func wholeNumbers(
  _ rows: Int, _ columns: Int, _ generator: inout SplitMix64
) -> Matrix {
  Matrix(rows: rows, columns: columns) { _, _ in
    Double(Int.random(in: -9...9, using: &generator))
  }
}

private func randomShape(_ generator: inout SplitMix64) -> (m: Int, n: Int, k: Int) {
  (
    Int.random(in: 0...60, using: &generator), Int.random(in: 0...19, using: &generator),
    Int.random(in: 0...30, using: &generator)
  )
}

extension Panels {
  /// Lays out a matrix, or its transpose, in a block of its own.
  fileprivate init(_ matrix: Matrix, transposed: Bool = false) {
    var room = Room(matrices: 1, entries: Panels.count(matrix, transposed: transposed))
    self.init(matrix, transposed: transposed, in: &room)
  }
}

/// Factors in panels, against the products of their definition.
@Suite struct PanelsTests {
  /// The product by its definition.
  private func product(_ a: Matrix, _ b: Matrix) -> Matrix {
    Matrix(rows: a.rows, columns: b.columns) { row, column in
      (0..<a.columns).reduce(0) { $0 + a[row, $1] * b[$1, column] }
    }
  }

  @Test("a product is added to zero, to one column or to what is there, and to nothing beside it")
  func starts() {
    var generator = SplitMix64(seed: 1)
    for _ in 0..<200 {
      let (m, n, k) = randomShape(&generator)
      let (a, b) = (wholeNumbers(m, k, &generator), wholeNumbers(k, n, &generator))
      let column = wholeNumbers(m, 1, &generator)
      // Two rows below the target belong to someone else.
      let before = wholeNumbers(m + 2, n, &generator)
      for panels in [Panels(a), Panels(a.transposed, transposed: true)] {
        for (start, added) in [
          (Panels.Start.zero, Matrix.zeros(m, n)),
          (.column(column.storage.base), column • .ones(1, n)),
          (.target, before.rows(0..<m)),
        ] {
          let target = before.copied
          withExtendedLifetime((panels, b)) {
            panels.multiply(
              n, b.storage.base, leading: k, addingTo: start, into: target.storage.base,
              leading: m + 2)
          }
          #expect(target.rows(0..<m) == product(a, b) + added)
          #expect(target.rows(m..<m + 2) == before.rows(m..<m + 2))
        }
      }
      withExtendedLifetime(column) {}
    }
  }

  @Test("the instruction sets give the same sums, whatever the strides")
  func instructionSets() {
    typealias Product = (
      UnsafePointer<Double>?, Int, Int, UnsafePointer<Double>?, Int, Int, Int,
      UnsafePointer<Double>?, Int, UnsafeMutablePointer<Double>?, Int
    ) -> Void
    var sets: [Product] = [recurrent_multiply_panels_base]
    #if arch(x86_64)
      if recurrent_has_avx2() != 0 { sets.append(recurrent_multiply_panels_avx2) }
      if recurrent_has_avx512() != 0 { sets.append(recurrent_multiply_panels_avx512) }
    #endif
    var generator = SplitMix64(seed: 2)
    for _ in 0..<200 {
      let (m, n, k) = randomShape(&generator)
      let rows = min(m, Panels.height)
      let (a, b) = (wholeNumbers(m, k, &generator), wholeNumbers(n, k, &generator))
      let panel = Matrix(rows: recurrent_panel_height(rows), columns: k, settingWith: { _ in })
      recurrent_fill_panel(a.storage.base, m, rows, k, panel.storage.base)
      #expect(panel.rows(0..<rows) == a.rows(0..<rows))
      #expect(panel.rows(rows..<panel.rows) == .zeros(panel.rows - rows, k))
      for multiply in sets {
        let target = Matrix.zeros(rows, n)
        multiply(
          panel.storage.base, rows, k, b.storage.base, n, 1, n, nil, 0, target.storage.base, rows)
        #expect(target == product(a.rows(0..<rows), b.transposed))
      }
    }
  }

  @Test("sums over steps take the rows that they ask for, and are zero without steps")
  func stepSums() {
    var generator = SplitMix64(seed: 3)
    for steps in [0, 1, 5, 300] {
      let deltas = wholeNumbers(37, steps, &generator)
      let (x, h) = (wholeNumbers(9, steps, &generator), wholeNumbers(4, steps, &generator))
      var room = Room(matrices: 3, entries: 30 * 9 + 26 * 4 + 37)
      let sums = [
        StepSum(of: 0..<30, seen: x, in: &room), StepSum(of: 11..<37, seen: h, in: &room),
        StepSum(of: 0..<37, seen: nil, in: &room),
      ]
      StepSum.compute(sums, over: deltas)
      #expect(sums[0].gradient == product(deltas.rows(0..<30), x.transposed))
      #expect(sums[1].gradient == product(deltas.rows(11..<37), h.transposed))
      #expect(sums[2].gradient == deltas.rowSums)
    }
  }

  @Test(
    "what is not finite is not lost: zero times NaN or infinity is NaN, and only where it belongs")
  func nonfinite() {
    var generator = SplitMix64(seed: 4)
    for bad in [Double.nan, .infinity] {
      let a = Matrix.zeros(29, 6)
      var b = wholeNumbers(6, 11, &generator)
      b[2, 7] = bad
      let target = Matrix.zeros(29, 11)
      let panels = Panels(a)
      withExtendedLifetime((panels, b)) {
        panels.multiply(
          11, b.storage.base, leading: 6, addingTo: .zero, into: target.storage.base, leading: 29)
      }
      for column in 0..<11 {
        for row in 0..<29 { #expect(target[row, column].isNaN == (column == 7)) }
      }
    }
  }
}

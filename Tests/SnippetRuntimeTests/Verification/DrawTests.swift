// Random points: what is drawn depends on names and places, and on nothing else.

import Testing

@testable import SnippetRuntime

@Suite("Draw") struct DrawTests {
  @Test("the same name and seed bring the same numbers, another name or seed others")
  func names() {
    var (first, second, third) = (
      Draw(Choices(seed: 1)), Draw(Choices(seed: 1)), Draw(Choices(seed: 2))
    )
    _ = second.table("b", 3, 3)
    let a = first.table("a", 2, 3)
    #expect(second.table("a", 2, 3) == a)
    #expect(third.table("a", 2, 3) != a)
    #expect(first.table("b", 2, 3).values != a.values)
    #expect(a.values.allSatisfy { (-1...1).contains($0) })
  }

  @Test("a smaller matrix is a part of the larger")
  func parts() {
    var (small, large) = (Draw(Choices(seed: 3)), Draw(Choices(seed: 3)))
    let (a, b) = (small.table("a", 2, 2), large.table("a", 3, 4))
    #expect(a.values == [b.values[0], b.values[1], b.values[4], b.values[5]])
  }

  @Test("a name drawn again is another matrix, with a mark")
  func again() {
    var draw = Draw(Choices(seed: 1))
    let (first, second) = (draw.table("x", 1), draw.table("x", 1))
    #expect(first.values != second.values)
    #expect(draw.inputs.map(\.name) == ["x", "x'2"])
  }

  @Test("sizes are what is asked for, unless less is chosen, and never less than makes sense")
  func sizes() {
    var choices = Choices(seed: 1)
    choices.sizes = ["T": 1, "H": 2, "B": 9]
    var draw = Draw(choices)
    #expect(draw.size("T", 4, atLeast: 3) == 3)
    #expect(draw.size("H", 4) == 2)
    #expect(draw.size("B", 4) == 4)
    #expect(draw.size("D", 5) == 5)
    #expect(draw.sizes.map(\.name) == ["T", "H", "B", "D"])
  }

  @Test("numbers and indices are drawn within their range")
  func ranges() {
    for seed in 1...50 {
      var draw = Draw(Choices(seed: seed))
      #expect((2...3).contains(draw.number("a", in: 2...3)))
      #expect((0..<4).contains(draw.index("k", below: 4)))
      #expect(draw.inputs.last?.values[0].rounded() == draw.inputs.last?.values[0])
    }
  }

  @Test("a recipe makes numbers rounder, but never takes them out of their range")
  func recipes() {
    let place = Place(row: 0, column: 0)
    let range = -0.9...0.9
    let cases: [(Recipe, Double)] = [
      (Recipe(), 0.77), (Recipe(filling: .constant(0)), 0), (Recipe(filling: .constant(1)), 0.77),
      (Recipe(filling: .rounded(to: 1)), 0), (Recipe(filling: .rounded(to: 2)), 0.5),
      (Recipe(filling: .rounded(to: 10)), 0.8),
      (Recipe(filling: .rounded(to: 10), entries: [place: 0.5]), 0.5),
    ]
    for (recipe, value) in cases { #expect(recipe.value(0.77, at: place, in: range) == value) }
    #expect(Recipe(filling: .constant(0)).value(2.5, at: place, in: 2...3) == 2.5)
  }
}

// Derivations: neighbouring lines must agree at every point.

import Testing

@testable import SnippetRuntime

@Suite("Derive") struct DeriveTests {
  private func derivation(
    tolerance: Double = 1e-12, @ChainBuilder _ chain: (Double, Double) -> Chain
  ) -> Derivation {
    let chains = (1...5).map { seed -> Chain in
      var draw = Draw(Choices(seed: seed))
      return chain(draw.number("a"), draw.number("b"))
    }
    return Derivation(of: "e", chains, tolerance: tolerance, line: 3, column: 7)
  }

  @Test("lines that follow pass, each at its own place")
  func passes() {
    let first = #line + 2
    let found = derivation { a, b in
      (a + b) * (a + b)
      let square = a * a
      square + 2 * a * b
        + b * b
    }
    #expect(found.passed)
    #expect(found.points == 5)
    #expect(found.steps.map(\.line) == [first, first + 2])
    #expect(found.steps.map(\.column) == [7, 7])
    #expect(found.steps.map(found.follows) == [true, true])
  }

  @Test("the line that does not follow is known, with both values")
  func wrong() throws {
    let found = derivation { a, b in
      a * b
      b * a
      2 * b * a
      2 * a * b
    }
    #expect(!found.passed)
    #expect(found.steps.map(found.follows) == [true, true, false, true])
    let worst = try #require(found.steps[2].worst)
    #expect(abs(worst.error - 1.0 / 3) < 1e-15)
    #expect(worst.actual == 2 * worst.expected)
  }

  @Test("a line that is right at one point only does not follow")
  func somePoints() {
    let found = derivation { a, b in
      a * b
      a > 0 ? a * b : a
    }
    #expect(!found.passed)
  }

  @Test("a line that is no number at one point does not follow")
  func notFinite() {
    let found = derivation { a, b in
      a * a + b
      a * a + (a > 0 ? b : .nan)
    }
    #expect(!found.passed)
    #expect(found.steps[1].reason == "its value, or that of the line before, is not finite")
    #expect(
      !derivation { a, _ in
        Double.infinity + a
        Double.infinity - a
      }.passed)
  }

  @Test("lines of another shape, single lines, zeros and weak tolerances prove nothing")
  func refusals() {
    let shapes = derivation { a, b in
      [a, b]
      a
    }
    #expect(shapes.steps[1].reason == "its shape is 1×1, that of the line before 2×1")
    #expect(!shapes.passed)
    let single = derivation { a, _ in a }
    #expect(single.refusals == ["a derivation has two lines or more"])
    let zeros = derivation(tolerance: 0.5) { a, _ in
      a - a
      0.0
    }
    #expect(
      zeros.refusals == [
        "a tolerance of 0.5 is too weak for a derivation: at most 1e-05",
        "line 1 is zero at every point: nothing is tested by it",
        "line 2 is zero at every point: nothing is tested by it",
      ])
    #expect(!zeros.passed)
  }
}

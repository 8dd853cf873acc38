// Derivations: what an author reads when a line does not follow, and the marks on the page when all do.

import Testing

@testable import NotebookKit

@Suite("Derivations") struct DerivationTests {
  @Test("the first line that does not follow is named with both values and the line before")
  func wrongStep() async throws {
    let text = try await messages(
      about: """
        ```math id=square
        \\begin{aligned}
        (a + b)^2 &= a^2 + 2ab + b^2 \\\\
                  &= a^2 + ab + b^2 \\\\
                  &= (a + b)^2 - ab + 1
        \\end{aligned}
        ```

        ```swift run
        derive("square", at: { ($0.number("a", in: 1...1), $0.number("b", in: 2...2)) }) { a, b in
          (a + b) * (a + b)
          a * a + 2 * a * b + b * b
          a * a + a * b + b * b
          (a + b) * (a + b) - a * b + 1
        }
        ```
        """)
    #expect(
      text == """
        chapters/01-x.md:13:3: error: step 3 of equation 1.1 'square' does not follow from step 2: error 0.12, 1e-12 is allowed
          a * a + a * b + b * b
          ^
          [1×1] error 0.12; worst at [0, 0]: 7.0 against 9.0
        chapters/01-x.md:12:3: note: the step before is here
          a * a + 2 * a * b + b * b
          ^
        """)
  }

  @Test("a chain has a line for each of the equation's, all of one shape, and can fail")
  func refusals() async throws {
    let chain = """
      ```math id=sum
      \\begin{aligned}
      a + b &= b + a \\\\
            &= b + 0 + a
      \\end{aligned}
      ```

      ```swift run
      derive("sum", at: { ($0.number("a"), $0.number("b")) }) { a, b in
        a + b
        b + a
        b + 0 + a
        a + b
      }
      derive("sum", at: { ($0.number("a"), $0.number("b")) }) { a, b in
        a + b
        [a, b]
      }
      derive("sum", at: { $0.number("a") }, tolerance: 0.1) { a in
        a - a
        0.0
      }
      ```
      """
    #expect(
      try await messages(about: chain) == """
        chapters/01-x.md:9:1: error: equation 1.1 'sum' has 2 lines, its derivation has 4
        derive("sum", at: { ($0.number("a"), $0.number("b")) }) { a, b in
        ^~~~~~
        help: write one expression for each line, and one more for what stands left of the first

        chapters/01-x.md:17:3: error: step 2 of equation 1.1 'sum' does not follow from step 1: its shape is 2×1, that of the line before 1×1
          [a, b]
          ^
        chapters/01-x.md:16:3: note: the step before is here
          a + b
          ^

        chapters/01-x.md:19:1: error: the derivation of equation 1.1 'sum' proves nothing: a tolerance of 0.1 is too weak for a derivation: at most 1e-05
        derive("sum", at: { $0.number("a") }, tolerance: 0.1) { a in
        ^~~~~~

        chapters/01-x.md:19:1: error: the derivation of equation 1.1 'sum' proves nothing: line 1 is zero at every point: nothing is tested by it
        derive("sum", at: { $0.number("a") }, tolerance: 0.1) { a in
        ^~~~~~

        chapters/01-x.md:19:1: error: the derivation of equation 1.1 'sum' proves nothing: line 2 is zero at every point: nothing is tested by it
        derive("sum", at: { $0.number("a") }, tolerance: 0.1) { a in
        ^~~~~~
        """)
  }
}

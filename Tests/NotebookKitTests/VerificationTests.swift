// What an author reads when a verification fails, proves nothing or is not of the book: whole messages, from the real
// compiler.

import Testing

@testable import NotebookKit

@Suite("Verification") struct VerificationTests {
  @Test(
    "a formula that is off is told with its equation, the witness, and every tensor that differs")
  func off() async throws {
    let text = try await messages(
      about: """
        ```math id=square
        y = x^2
        ```

        ```math id=gates
        z = \\sigma(a)
        ```

        ```swift run
        struct Gates: Tabulated {
          var tables: [Table]
          init(_ i: Matrix, _ f: Matrix) {
            tables = [("W_i", i), ("W_f", f)].map { name, value in
              Table(name: name, rows: value.rows, columns: value.columns, values: value.values)
            }
          }
        }
        let x = Matrix([[1, 2, 3]])
        ```

        ```swift run
        verify("square", x ⊙ x,
          against: .tape(2 * x))

          verify("gates", Gates(x, 2 * x), against: .differences(Gates(x, x)),
            .exact("the library", Gates(x, 2 * x)))
        verify("gates", Gates(x, x), against: .recorded("a table", Gates(2 * x, 3 * x)))
        ```
        """)
    #expect(
      text == """
        chapters/01-x.md:22:1: error: equation 1.1 'square' does not hold: error 0.18 against the tape, 1e-12 is allowed
        verify("square", x ⊙ x,
        ^~~~~~
          [1×3] error 0.18; worst at [0, 2]: 9.0 against 6.0

        chapters/01-x.md:25:3: error: equation 1.2 'gates' does not hold: error 0.33 against central differences, 1e-06 is allowed
          verify("gates", Gates(x, 2 * x), against: .differences(Gates(x, x)),
          ^~~~~~
          W_f [1×3] error 0.33; worst at [0, 2]: 6.0 against 3.0

        chapters/01-x.md:27:1: error: equation 1.2 'gates' does not hold: error 0.5 against a table, 1e-09 is allowed
        verify("gates", Gates(x, x), against: .recorded("a table", Gates(2 * x, 3 * x)))
        ^~~~~~
          W_i [1×3] error 0.33; worst at [0, 2]: 3.0 against 6.0
          W_f [1×3] error 0.5; worst at [0, 2]: 3.0 against 9.0
        """)
  }

  @Test("a mutant that survives is named, with how near it comes")
  func survivors() async throws {
    let text = try await messages(
      about: """
        ```math id=square
        y = x^2
        ```

        ```swift run
        let x = 3.0
        verify(
          "square", x * x, against: .exact("nine", 9.0),
          mutants: ["x times x": x * x, "x": x, "2x": 2 * x, "nearly": 9 + 1e-12])
        ```
        """)
    #expect(
      text == """
        chapters/01-x.md:7:1: error: the mutant 'x times x' of equation 1.1 'square' survives: error 0, 1e-12 is allowed
        verify(
        ^~~~~~
        help: change the data so that the check can tell, or the mutant if it is right

        chapters/01-x.md:7:1: error: the mutant 'nearly' of equation 1.1 'square' survives: error 5.6e-14, 1e-12 is allowed
        verify(
        ^~~~~~
        help: change the data so that the check can tell, or the mutant if it is right
        """)
  }

  /// What is refused, a call each, and the reason.
  private static let refused: KeyValuePairs = [
    #"verify("e", x)"#: "there is no witness",
    #"verify("e", o, against: .tape(o))"#:
      "the tape: the norm of the value is 0: nothing is tested by it",
    #"verify("e", 1e-9 * x, against: .differences(1e-9 * x))"#:
      "central differences: the norm of the value is 5e-09, below 1e-08: nothing is tested by it",
    #"verify("e", [x], against: .tape([x, x]))"#:
      "fewer entries are compared than exist: 2 of 4; the claim lacks '[1]', which the tape has",
    #"verify("e", [x, x], against: .differences([x]))"#:
      "fewer entries are compared than exist: 2 of 4; central differences have no '[1]'",
    #"verify("e", x.transposed, against: .exact("the library", x))"#:
      "the shapes of the value differ: 1×2 is claimed, the library has 2×1",
    #"verify("e", x, against: .differences((1 / 0.0) * x))"#:
      "central differences: the value is not finite",
    #"verify("e", (0.0 / 0) * x, against: .tape(x))"#: "the claimed value is not finite",
    #"verify("e", x, against: .differences(x, tolerance: 0.1))"#:
      "a tolerance of 0.1 is too weak for central differences: at most 1e-05",
    #"verify("e", x, against: .tape(x), steps: 1, from: x)"#:
      "1 step in time cannot tell one index from another: take 3 or more",
    #"verify("e", x, against: .tape(x), steps: 3, from: o)"#:
      "the initial state is zero: what the first step makes of it is not tested",
    #"verify("e", x, against: .tape(x), steps: 3)"#:
      "the initial state is not given: add 'from:'",
    #"verify("e", x, against: .tape(x), from: x)"#:
      "the number of steps is not given: add 'steps:'",
    #"verify("e", x, against: .tape(x), mutants: ["lost": 1.0])"#:
      "the mutant 'lost' has another shape than the claim: no mistake is needed to reject it",
  ]

  @Test("a check that proves nothing is refused with the reason, and with nothing else")
  func refusals() async throws {
    let calls = Self.refused.map(\.key).joined(separator: "\n")
    let text = try await messages(
      about: """
        ```math id=e
        y = x
        ```

        ```swift run
        let (x, o) = (Matrix([[3], [4]]), Matrix.zeros(2, 1))
        \(calls)
        ```
        """)
    let expected = Self.refused.enumerated().map { index, item in
      """
      chapters/01-x.md:\(7 + index):1: error: the check of equation 1.1 'e' proves nothing: \(item.value)
      \(item.key)
      ^~~~~~
      """
    }
    #expect(text == expected.joined(separator: "\n\n"))
  }

  @Test("what cannot be told apart on the data is a warning, and the check holds")
  func weakness() async throws {
    let book = try TemporaryBook([
      "01-x.md": """
      ```math id=e
      y = x
      ```

      ```swift run
      let x = Matrix([[1, 2], [2, 1]])
      verify("e", [x, x], against: .tape([x, x]), mutants: ["x": [2 * x, x]])
      ```
      """
    ])
    let report = try await book.notebook.check()
    #expect(!report.failed)
    let expected = [
      "'[0]' can be transposed unnoticed", "'[1]' can be transposed unnoticed",
      "the sequence '[…]' can be shifted by a step unnoticed",
    ].map { weakness in
      """
      chapters/01-x.md:7:1: warning: weak data for equation 1.1 'e': \(weakness)
      verify("e", [x, x], against: .tape([x, x]), mutants: ["x": [2 * x, x]])
      ^~~~~~
      """
    }
    #expect(report.findings.map(\.description) == expected)
  }

  @Test("an equation must be of the book, and its name in the text of the snippet")
  func names() async throws {
    let text = try await messages(
      about: """
        ```math id=square
        y = x^2
        ```

        ```swift run
        let x = 3.0
        verify("sqare", x * x, against: .tape(9.0))
        verify("nothing-like-it", x * x, against: .tape(9.0))
        derive("squares", at: { $0.number("a") }) { a in
          a
          a
        }
        for name in ["square"] {
          verify("\\(name)", x * x, against: .tape(9.0))
        }
        ```
        """)
    #expect(
      text == """
        chapters/01-x.md:7:1: error: no equation has the name 'sqare'
        verify("sqare", x * x, against: .tape(9.0))
        ^~~~~~
        help: did you mean 'square'?

        chapters/01-x.md:8:1: error: no equation has the name 'nothing-like-it'
        verify("nothing-like-it", x * x, against: .tape(9.0))
        ^~~~~~
        help: name one with '```math id=nothing-like-it'

        chapters/01-x.md:9:1: error: no equation has the name 'squares'
        derive("squares", at: { $0.number("a") }) { a in
        ^~~~~~
        help: did you mean 'square'?

        chapters/01-x.md:14:3: error: the name 'square' is not spelled out in the snippet
          verify("\\(name)", x * x, against: .tape(9.0))
          ^~~~~~
        help: write verify("square", …) in the snippet itself
        """)
  }

  @Test("an equation that runs through time needs its steps, from whatever chapter it is verified")
  func time() async throws {
    let calls = """
      ```swift run
      verify("recursion", 3.0, against: .tape(3.0))
      verify("recursion", 3.0, against: .tape(3.0), steps: 3, from: 1.0)
      ```
      """
    let book = try TemporaryBook([
      "01-a.md": "```math id=recursion\nh_t = U h_{t-1}\n```\n\n" + calls, "02-b.md": calls,
    ])
    func message(_ place: String) -> String {
      """
      chapters/\(place): error: the check of equation 1.1 'recursion' proves nothing: \
      the equation runs through time, and it is not said over how many steps it was tested
      verify("recursion", 3.0, against: .tape(3.0))
      ^~~~~~
      help: add 'steps: T, from: h0', the number of steps and the initial state
      """
    }
    #expect(
      try await book.messages() == message("01-a.md:6:1") + "\n\n" + message("02-b.md:2:1"))
  }
}

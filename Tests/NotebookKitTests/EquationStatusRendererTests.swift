// The line below an equation, for everything that can be known of it.

import Testing

@testable import NotebookKit

struct EquationStatusCase: CustomTestStringConvertible, Sendable {
  var name: String
  var evidence: [Ledger.Evidence] = []
  var uses: [Use] = []
  var isRow = false
  var html: String

  var testDescription: String { name }
}

@Suite("Equation status line") struct EquationStatusRendererTests {
  /// A check of the equation 'e' in the snippet 'proof' of the second chapter.
  private static func check(
    passed: Bool = true, isRefutation: Bool = false, worst: Double?, own: Int = 0, rejected: Int,
    weaknesses: [String] = [], name: String? = "proof"
  ) -> Ledger.Evidence {
    Ledger.Evidence(
      page: "02-b", name: name, line: 7,
      report: VerificationReport(
        equation: "e", passed: passed, isRefutation: isRefutation,
        witnesses: [
          .init(name: "the tape", kind: "exact", worst: worst, tolerance: 1e-12, entries: 4)
        ], mutants: .init(own: own, tried: rejected, rejected: rejected), refusals: [],
        weaknesses: weaknesses, steps: nil, points: 1, line: 8, column: 1))
  }

  private static let uses = [
    Use(page: "01-a", chapter: 1, section: "here", title: "Here & now"),
    Use(page: "03-c", chapter: 3, section: "there", title: "There"),
  ]

  static let all = [
    EquationStatusCase(
      name: "unchecked",
      html: """
        <p class="verdict unchecked"><span class="mark" aria-hidden="true">·</span> \
        <span class="verdict-word">not checked</span></p>

        """),
    EquationStatusCase(
      name: "unchecked, but used", uses: uses,
      html: """
        <details class="verdict unchecked"><summary><span class="mark" aria-hidden="true">·</span> \
        <span class="verdict-word">not checked</span></summary>
        <div class="disclosed">
        <p>Used in <a href="01-a.html#here">Here &amp; now</a>, <a href="03-c.html#there">There</a></p>
        </div></details>

        """),
    EquationStatusCase(
      name: "verified twice, one row of several",
      evidence: [
        check(worst: 2e-15, own: 2, rejected: 5),
        check(worst: 3e-14, rejected: 3, weaknesses: ["…"], name: nil),
      ], uses: [uses[1]], isRow: true,
      html: """
        <details class="verdict verified"><summary><span class="number">(1.2)</span> \
        <span class="mark" aria-hidden="true">✓</span> <span class="verdict-word">verified</span> \
        <span class="brief">worst error 3e-14, 1e-12 allowed; 8 of 8 mutants rejected; weak data</span>\
        </summary>
        <div class="disclosed">
        <p>Checked by <a href="02-b.html#proof">the snippet “proof”</a></p>
        <b>first</b>
        <p>Checked by <a href="02-b.html#L7">the snippet at line 7</a></p>
        <b>second</b>
        <p>Used in <a href="03-c.html#there">There</a></p>
        </div></details>

        """),
    EquationStatusCase(
      name: "refuted", evidence: [check(isRefutation: true, worst: 0.25, rejected: 0)],
      html: """
        <details class="verdict refuted"><summary><span class="mark" aria-hidden="true">≠</span> \
        <span class="verdict-word">refuted, as intended</span> \
        <span class="brief">off by 0.25</span></summary>
        <div class="disclosed">
        <p>Refuted by <a href="02-b.html#proof">the snippet “proof”</a></p>
        <b>first</b>
        </div></details>

        """),
    EquationStatusCase(
      name: "one check that fails among those that hold",
      evidence: [
        check(worst: 2e-15, own: 1, rejected: 5), check(passed: false, worst: 0.5, rejected: 0),
      ],
      html: """
        <details class="verdict failed"><summary><span class="mark" aria-hidden="true">✗</span> \
        <span class="verdict-word">check failed</span> \
        <span class="brief">worst error 0.5, 1e-12 allowed; 5 of 5 mutants rejected</span></summary>
        <div class="disclosed">
        <p>Checked by <a href="02-b.html#proof">the snippet “proof”</a></p>
        <b>first</b>
        <p>Checked by <a href="02-b.html#proof">the snippet “proof”</a></p>
        <b>second</b>
        </div></details>

        """),
    EquationStatusCase(
      name: "an error that is no number",
      evidence: [check(passed: false, worst: nil, rejected: 0)],
      html: """
        <details class="verdict failed"><summary><span class="mark" aria-hidden="true">✗</span> \
        <span class="verdict-word">check failed</span> \
        <span class="brief">worst error nan, 1e-12 allowed</span></summary>
        <div class="disclosed">
        <p>Checked by <a href="02-b.html#proof">the snippet “proof”</a></p>
        <b>first</b>
        </div></details>

        """),
  ]

  @Test("the line says what the checks come to, and discloses them and the uses", arguments: all)
  func line(_ item: EquationStatusCase) {
    let renderer = EquationStatusRenderer(
      evidence: { page, equation in
        page == "02-b" && equation == "e" ? ["<b>first</b>\n", "<b>second</b>\n"] : []
      })
    let entry = Ledger.Entry(
      path: "chapters/01-a.md", page: "01-a", line: 3, name: "e", number: "1.2",
      evidence: item.evidence, uses: item.uses)
    #expect(renderer.html(entry, isRow: item.isRow).text == item.html)
  }
}

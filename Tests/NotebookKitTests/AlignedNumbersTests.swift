import Testing

@testable import NotebookKit

@Suite struct AlignedNumbersTests {
  @Test(
    "numbers of one table have one form, the shortest in which the largest keeps six digits",
    arguments: [
      ([], false, []),
      ([0], false, ["0"]),
      ([-0.0, 2], false, ["0", "2"]),
      ([1, -20, 3], false, ["1", "−20", "3"]),
      ([0.5, -0.25], false, ["0.50", "−0.25"]),
      ([1.0 / 3, 12.25], false, ["0.3333", "12.2500"]),
      ([1.0 / 3, 2.0 / 3], false, ["0.333333", "0.666667"]),
      ([1, 1e-17], false, ["1", "0"]),
      ([1, -1e-17], false, ["1", "0"]),
      ([1, 1e-17], true, ["1e0", "1e−17"]),
      ([3.3e-3, 15], true, ["0.0033", "15.0000"]),
      ([2.5e-9, -1e-9], false, ["2.5e−9", "−1.0e−9"]),
      ([123_456_789, 1], false, ["1.2346e8", "1.0000e0"]),
      ([.nan, 1.5], false, ["nan", "1.5"]),
      ([.infinity, -.infinity, 3], false, ["∞", "−∞", "3"]),
    ] as [([Double], Bool, [String])])
  func forms(_ values: [Double], keepsSmall: Bool, _ texts: [String]) {
    let form = AlignedNumbers(values, keepsSmall: keepsSmall)
    #expect(values.map(form.text) == texts)
  }
}

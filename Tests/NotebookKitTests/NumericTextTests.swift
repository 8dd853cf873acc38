// Lines as texts and numbers.

import Testing

@testable import NotebookKit

struct NumericTextCase: CustomTestStringConvertible {
  var line: String
  var texts: [String]
  var numbers: [Double]

  var testDescription: String { line.debugDescription }
}

@Suite("Numbers in lines") struct NumericTextTests {
  @Test(
    "a line is split into numbers and the text between them",
    arguments: [
      NumericTextCase(line: "", texts: [""], numbers: []),
      NumericTextCase(line: "loss", texts: ["loss"], numbers: []),
      NumericTextCase(line: "loss 0.5!", texts: ["loss ", "!"], numbers: [0.5]),
      NumericTextCase(
        line: "-1 +2 .5 3. 1e-3 2.5E+2", texts: ["", " ", " ", " ", " ", " ", ""],
        numbers: [-1, 2, 0.5, 3, 1e-3, 250]),
      NumericTextCase(line: "h1 dW_2 x12.5", texts: ["h1 dW_2 x12.5"], numbers: []),
      NumericTextCase(line: "3×4", texts: ["", "×", ""], numbers: [3, 4]),
      NumericTextCase(line: "W[0, 1]=-2", texts: ["W[", ", ", "]=", ""], numbers: [0, 1, -2]),
      NumericTextCase(line: "inf -inf", texts: ["", " ", ""], numbers: [.infinity, -.infinity]),
      NumericTextCase(line: "banana info", texts: ["banana info"], numbers: []),
      NumericTextCase(line: "٣", texts: ["٣"], numbers: []),
      NumericTextCase(line: "1e", texts: ["", "e"], numbers: [1]),
      NumericTextCase(line: "1e+ 2", texts: ["", "e+ ", ""], numbers: [1, 2]),
      NumericTextCase(line: "1.2.3", texts: ["", "", ""], numbers: [1.2, 0.3]),
      NumericTextCase(line: ". +. -", texts: [". +. -"], numbers: []),
      NumericTextCase(line: "a-1", texts: ["a-1"], numbers: []),
      NumericTextCase(line: "é1", texts: ["é1"], numbers: []),
      NumericTextCase(line: "e\u{301}1", texts: ["e\u{301}1"], numbers: []),
      NumericTextCase(line: "énan nané +inf.", texts: ["énan nané ", "."], numbers: [.infinity]),
      NumericTextCase(line: "∞1", texts: ["∞", ""], numbers: [1]),
    ])
  func numericText(_ item: NumericTextCase) {
    let text = NumericText(item.line)
    #expect(text.texts == item.texts)
    #expect(text.numbers == item.numbers)
  }
}

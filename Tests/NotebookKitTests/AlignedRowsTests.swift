// The rows of formulas: TeX in, what numbers them out.

import Testing

@testable import NotebookKit

struct RowsCase: CustomTestStringConvertible {
  var tex: String
  /// The environment and its punctuation, the marks of the whole, and each row with its marks.
  var dump: String

  var testDescription: String { tex }
}

extension AlignedRows {
  /// What was read, in the words of the TeX.
  fileprivate func dump(_ tex: String) -> String {
    let units = Array(tex.utf16)
    func text(_ range: Range<Int>) -> String { String(decoding: units[range], as: UTF16.self) }
    func words(_ marks: Marks) -> String {
      let labels = marks.labels.map { "label '\(text($0.argument))' by '\(text($0.range))'" }
      let tags = marks.tags.map { "tag\($0.isStarred ? "*" : "") '\(text($0.argument))'" }
      let others = marks.suppressions.map { "'\(text($0))'" }
      return (labels + tags + others).map { "; " + $0 }.joined()
    }
    let head =
      environment.map {
        "\($0.name) (\(text($0.opening)), \(text($0.closing))) '\(text($0.punctuation))'"
      } ?? "no rows"
    let lines = rows.map { row in
      "'\(text(row.range))', \(row.dividers.map { text($0..<$0 + 1) })\(words(row.marks))"
    }
    return ([head + words(whole)] + lines).joined(separator: "\n")
  }
}

@Suite("Aligned rows") struct AlignedRowsTests {
  @Test(
    "a block that is all there is has rows",
    arguments: [
      RowsCase(
        tex: #"\begin{aligned} a &= b \\ c &= d \end{aligned}"#,
        dump: """
          aligned (aligned, aligned) ''
          'a &= b', ["&"]
          'c &= d', ["&"]
          """),
      RowsCase(
        tex:
          "% a note\n \\begin{align}a&=b,\\\\[2pt] % \\\\ no row\nc&=d%\n\\end{align} \\,. % the end",
        dump: #"""
          align (align, align) '\,.'
          'a&=b,', ["&"]
          'c&=d', ["&"]
          """#),
      RowsCase(
        tex: #"\begin{alignat*}{2} a & b & c & d \cr e \\ \end{alignat*}"#,
        dump: """
          alignat* (alignat*, alignat*) ''
          'a & b & c & d', ["&", "&", "&"]
          'e', []
          """),
      RowsCase(
        tex: #"\begin{gathered} a \\ \\ [2pt] b \end{gathered}"#,
        dump: """
          gathered (gathered, gathered) ''
          'a', []
          '', []
          '[2pt] b', []
          """),
      RowsCase(
        tex:
          #"\begin{split} \begin{cases} a & b \\ c \end{cases} {x \\ y} \text{a \\ b & c} \\ \left( z \right) \{ \\ \} \end{split}"#,
        dump: #"""
          split (split, split) ''
          '\begin{cases} a & b \\ c \end{cases} {x \\ y} \text{a \\ b & c}', []
          '\left( z \right) \{', []
          '\}', []
          """#),
    ])
  func blocks(_ item: RowsCase) {
    #expect(AlignedRows(item.tex).dump(item.tex) == item.dump)
  }

  @Test(
    "labels and tags belong to the row that they stand in, and else to the whole",
    arguments: [
      RowsCase(
        tex:
          #"\begin{aligned} a \label{x} \\ \label {y}\tag{G} b \\ c \tag*{$\ast$} \notag \end{aligned}"#,
        dump: #"""
          aligned (aligned, aligned) ''
          'a \label{x}', []; label 'x' by '\label{x}'
          '\label {y}\tag{G} b', []; label 'y' by '\label {y}'; tag 'G'
          'c \tag*{$\ast$} \notag', []; tag* '$\ast$'; '\notag'
          """#),
      RowsCase(
        tex: #"\begin{gather} a \\ b \end{gather}, \label{x}\tag{A} \label"#,
        dump: #"""
          gather (gather, gather) ','; label 'x' by '\label{x}'; label '' by '\label'; tag 'A'
          'a', []
          'b', []
          """#),
      RowsCase(
        tex: #"x + \text{😀} \label{x} {\label{y}} % \label{z}"#,
        dump: #"""
          no rows; label 'x' by '\label{x}'
          """#),
      RowsCase(
        tex: #"\begin{aligned} {a \label{x}} \\ \begin{cases} b \tag{B} \end{cases} \end{aligned}"#,
        dump: #"""
          aligned (aligned, aligned) ''
          '{a \label{x}}', []
          '\begin{cases} b \tag{B} \end{cases}', []
          """#),
    ])
  func marks(_ item: RowsCase) {
    #expect(AlignedRows(item.tex).dump(item.tex) == item.dump)
  }

  @Test(
    "beside anything else a block has no rows of its own",
    arguments: [
      #"x = \begin{aligned} a \label{x} \\ b \end{aligned}"#,
      #"\begin{aligned} a \label{x} \\ b \end{aligned} \quad (H = 1)"#,
      #"\begin{aligned} a \label{x} \end{aligned} \begin{aligned} b \end{aligned}"#,
      #"{\begin{aligned} a \label{x} \end{aligned}}"#, #"\begin{cases} a \label{x} \end{cases}"#,
      #"\displaystyle \begin{aligned} a \label{x} \end{aligned}"#,
    ])
  func beside(tex: String) {
    #expect(AlignedRows(tex).dump(tex) == "no rows")
  }

  @Test(
    "what does not close has nothing to number",
    arguments: [
      #"\begin{aligned} a \label{x}"#, #"\label{x} {"#, #"\label{x} }"#, #"\label{x"#,
      #"\begin{aligned} a \label{x} \end{align}"#, #"\begin{aligned} { a \end{aligned} } \tag{x}"#,
      #"\end{aligned} \tag{x}"#,
    ])
  func broken(tex: String) {
    #expect(AlignedRows(tex).dump(tex).hasPrefix("no rows") && AlignedRows(tex).whole.tags.isEmpty)
    #expect(AlignedRows(tex).whole.labels.isEmpty)
  }
}

// What pictures say to those who do not see them.

import Testing

@testable import NotebookKit
@testable import SnippetRuntime

struct TrendCase: CustomTestStringConvertible {
  var values: [Double]
  var words: String
  var isLogarithmic = false

  var testDescription: String { "\(values)" }
}

@Suite("Figure descriptions") struct FigureDescriptionTests {
  @Test(
    "the trend of a line in words",
    arguments: [
      TrendCase(values: [1, 1, 1], words: "stays the same"),
      TrendCase(values: [1, 2, 2, 3], words: "rises throughout"),
      TrendCase(values: [3, 2, 2, 1], words: "falls throughout"),
      TrendCase(values: [0, 2, 1, 9, 10], words: "rises overall"),
      TrendCase(values: [10, 9, 9.5, 1, 0], words: "falls overall"),
      TrendCase(values: [5, 0, 5], words: "falls, then rises"),
      TrendCase(values: [1, 9, 2], words: "rises, then falls"),
      TrendCase(values: [0, 1, -1, 0.1, 0], words: "falls, then rises"),
      TrendCase(values: [3, 9, 0, 6], words: "goes up and down"),
      TrendCase(values: [1, 1e-8, 1e-2], words: "falls overall"),
      TrendCase(values: [1, 1e-8, 1e-2], words: "falls, then rises", isLogarithmic: true),
      TrendCase(values: [-1.7e308, 1.7e308], words: "rises throughout"),
    ])
  func trend(_ item: TrendCase) {
    #expect(Trend(item.values, isLogarithmic: item.isLogarithmic).words == item.words)
  }

  private func description(_ x: Axis, _ y: Axis, _ series: Series...) -> String {
    ChartPicture(x: x, y: y, series: series).description
  }

  @Test("a chart tells its axes, and of each series the ends, the extremes and the trend")
  func chart() {
    #expect(
      description(
        .linear("lag", unit: "steps", in: 0...10), .logarithmic("norm"),
        .line("plain", [1, 5, 9], [1, 0.5, 2.5e-7]), .points("", [1, 2], [0.1, 1]),
        .points("one", [3], [0.2]), .line("", [4], [0.3]), .level("bound", 1e-6))
        == "Horizontal axis: lag in steps, 0 to 10. Vertical axis: norm, logarithmic, 2·10⁻⁷ to 1. "
        + "Line “plain”: 3 points, from 1 at 1 to 2.5·10⁻⁷ at 9, the least 2.5·10⁻⁷ at 9, "
        + "the greatest 1 at 1; it falls throughout. "
        + "Points: 2 points, the least 0.1 at 1, the greatest 1 at 2. "
        + "Points “one”: one point, 0.2 at 3. Line: one point, 0.3 at 4. Level “bound” at 10⁻⁶.")
    #expect(
      description(.linear(""), .linear("count"), .histogram("h", [1, 2, 2, 2.5, 3], bins: 2))
        == "Horizontal axis: no label, 1 to 3. Vertical axis: count, 0 to 4. "
        + "Histogram “h”: 5 values from 1 to 3 in 2 bins, most (4) from 2 to 3.")
  }

  @Test("a heat map tells shapes, ranges and where their ends are, by name or counted from 1")
  func heatMap() {
    func words(_ tables: [Table], _ rows: String = "", _ columns: String = "") -> String {
      HeatMapPicture(tables: tables, rows: rows, columns: columns).description
    }
    let table = Table(rows: ["plain", "gated"], columns: ["t = 1", "t = 2"], [[1, 2], [-3, 0]])
    #expect(
      words([table], "network", "time")
        == "Rows: network. Columns: time. 2×2: from −3 (gated, t = 1) to 2 (plain, t = 2).")
    #expect(
      words([
        Table(name: "[0].i", rows: 1, columns: 3, values: [0.5, 0.25, .nan]),
        Table(name: "[1].f", rows: 1, columns: 2, values: [7, 7]),
        Table(name: "[2].g", rows: 1, columns: 1, values: [.infinity]),
        Table(name: "[3].o", rows: 0, columns: 1, values: []),
      ])
        == "i, 1×3: from 0.25 (row 1, column 2) to 0.5 (row 1, column 1); 1 not finite. "
        + "f, 1×2: all entries are 7. g, 1×1: no finite entry.")
    #expect(
      words((0..<14).map { Table(name: "[\($0)]", rows: 1, columns: 1, values: [Double($0)]) })
        .hasSuffix("[11], 1×1: all entries are 11. And 2 more tables."))
  }
}

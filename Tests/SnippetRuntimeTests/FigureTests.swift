// What a picture may hold: what stops the snippet that asks for one that cannot be drawn.

import Testing

@testable import SnippetRuntime

struct DefectCase: CustomTestStringConvertible {
  var series: [Series]
  var x = Axis.linear("x")
  var y = Axis.linear("y")
  /// Why it cannot be drawn; nil when it can.
  var defect: String?

  var testDescription: String { defect ?? "none" }
}

@Suite("Figures") struct FigureTests {
  @Test(
    "a chart that cannot be drawn says why",
    arguments: [
      DefectCase(series: [], defect: "it has no series"),
      DefectCase(series: [.line("a", [Double]())], defect: "'a' has no points"),
      DefectCase(series: [.line("a", [1, 2], [1])], defect: "'a' has 2 x and 1 y"),
      DefectCase(series: [.points("a", [1], [1.5, 2])], defect: "'a' has 1 x and 2 y"),
      DefectCase(series: [.line("a", [1, .nan])], defect: "'a' contains nan"),
      DefectCase(series: [.points("a", [-.infinity], [1])], defect: "'a' contains -inf"),
      DefectCase(series: [.level("a", Double.infinity)], defect: "'a' contains inf"),
      DefectCase(
        series: [.line("good", [1, 2]), .line("a", [1, 0])], y: .logarithmic("y"),
        defect: "'a' contains 0.0, which a logarithmic axis cannot show"),
      DefectCase(
        series: [.line("a", [-1, 1], [1, 1])], x: .logarithmic("x"),
        defect: "'a' contains -1.0, which a logarithmic axis cannot show"),
      DefectCase(
        series: [.level("a", -2)], y: .logarithmic("y"),
        defect: "'a' contains -2.0, which a logarithmic axis cannot show"),
      DefectCase(series: [.histogram("a", [Int](), bins: 2)], defect: "'a' has no values"),
      DefectCase(
        series: [.histogram("a", [1], bins: 0)], defect: "'a' has 0 bins, not 1 to 1000"),
      DefectCase(
        series: [.histogram("a", [1], bins: 1001)], defect: "'a' has 1001 bins, not 1 to 1000"),
      DefectCase(
        series: [.histogram("a", [1], bins: 2)], y: .logarithmic("y"),
        defect: "the counts of 'a' begin at zero"),
      DefectCase(
        series: [.histogram("a", [1], bins: 2)], x: .logarithmic("x"),
        defect: "the bins of 'a' are of one width"),
      DefectCase(
        series: [.line("a", [1])], y: .logarithmic("loss", in: 0...1),
        defect: "the logarithmic axis 'loss' cannot begin at 0.0"),
      DefectCase(
        series: [.line("a", [1])], x: .linear("step", in: 0 ... .infinity),
        defect: "the axis 'step' has no end"),
      DefectCase(
        series: [.line("a", Array(repeating: 1, count: 10_001))],
        defect: "it has more than 20000 numbers"),
      DefectCase(series: [.line("a", Array(repeating: 1, count: 10_000))]),
      DefectCase(series: [.level("only a level", 0)]),
      DefectCase(
        series: [.line("a", [1e-300, 1e300])], x: .logarithmic("x"), y: .logarithmic("y")),
    ])
  func defects(_ item: DefectCase) {
    let figure = Figure(
      name: "f", caption: "", content: .chart(x: item.x, y: item.y, series: item.series), line: 1,
      column: 1)
    #expect(figure.defect == item.defect)
  }

  @Test(
    "a heat map needs entries, all of them finite and not too many",
    arguments: [
      ([[]], "it has no entries"), ([[1], []], nil),
      ([[1, .nan]], "an entry is not a finite number"),
      ([[1], [.infinity]], "an entry is not a finite number"),
      ([Array(repeating: 0, count: 20_000)], nil),
      ([Array(repeating: 0, count: 20_000), [1]], "it has more than 20000 entries"),
    ] as [([[Double]], String?)])
  func heatMapDefects(_ values: [[Double]], _ defect: String?) {
    let tables = values.map { Table(rows: 1, columns: $0.count, values: $0) }
    let figure = Figure(
      name: "f", caption: "", content: .heatMaps(tables, rows: "", columns: ""), line: 1, column: 1)
    #expect(figure.defect == defect)
  }

  @Test("values of a line without places are at 1, 2 and so on")
  func counted() {
    #expect(Series.line("a", [5, 7]) == Series.line("a", [1.0, 2], [5.0, 7]))
  }

  @Test("a figure with a defect, or an axis that ends before it begins, is no record")
  func damaged() {
    func bytes(_ change: (inout Series) -> Void) -> [UInt8] {
      var series = Series.line("a", [1.0])
      change(&series)
      return Record.drawn(
        Figure(
          name: "f", caption: "",
          content: .chart(x: .linear("x"), y: .linear("y"), series: [series]),
          line: 1, column: 1)
      ).bytes
    }
    #expect(Record(bytes: bytes { _ in }) != nil)
    #expect(Record(bytes: bytes { $0.y = [] }) == nil)
    #expect(Record(bytes: bytes { $0.y = [.nan] }) == nil)
    var writer = WireWriter()
    writer.write(6)
    for text in ["f", ""] { writer.write(text) }
    writer.write(0)
    writer.write("x")
    writer.write("")
    writer.write(0)
    writer.write([2, 1]) { $0.write($1) }
    #expect(Record(bytes: writer.bytes) == nil)
  }
}

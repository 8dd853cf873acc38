// Figures as they stand on pages: whole pictures of small data.

import Foundation
import Testing

@testable import NotebookKit
@testable import SnippetRuntime

@Suite("Figure pictures") struct FigurePictureTests {
  private func html(_ content: Figure.Content, name: String = "f") -> String {
    let figure = Figure(
      name: name, caption: "What is <seen>.", content: content, line: 1, column: 1)
    return FigureRenderer(labels: ["f": "Figure 2.1"]).html(figure).text
  }

  private func picture(_ x: Axis, _ y: Axis, _ series: Series...) -> String {
    ChartPicture(x: x, y: y, series: series).svg(id: "f").text
  }

  @Test("a chart of two lines: axes, marks, names at their ends, and the data in words")
  func lines() {
    #expect(
      html(
        .chart(
          x: .linear("step"), y: .linear("loss", unit: "nats"),
          series: [.line("Adam", [2, 1, 0.5]), .line("S<D", [2.5, 2, 1.75])])) == #"""
          @lines@
          """#)
  }

  @Test("a chart with logarithmic axes, many points and a level: dashes and exponents")
  func logarithmic() {
    let steps = (0...20).map { pow(10, -Double($0) / 2) }
    #expect(
      picture(
        .logarithmic("step"), .logarithmic("error"), .line("central", steps, steps),
        .line("forward", steps, steps.map { $0 * 100 }), .level("allowed", 1e-6)) == #"""
          @logarithmic@
          """#)
  }

  @Test("a histogram: a bar for each interval that has values, and a legend")
  func histogram() {
    #expect(
      picture(
        .linear("weight"), .linear("count"),
        .histogram("weights", [0, 0.1, 0.24, 0.25, 0.5, 1], bins: 4)) == #"""
          @histogram@
          """#)
  }

  @Test("points and single points of lines: shapes, and no line through one point")
  func points() {
    #expect(
      picture(
        .linear(""), .linear(""), .points("a", [1, 2], [1, 1]), .line("b", [2]),
        .points("c", [1.5], [2])) == #"""
          @points@
          """#)
  }

  @Test("two heat maps on one scale: cells by colour, rows and columns counted from 1, a bar")
  func heatMaps() {
    #expect(
      html(
        .heatMaps(
          [
            Table(name: "W", rows: 2, columns: 3, values: [1, -1, 0, 0.5, 0.5, 0.5]),
            Table(name: "U", rows: 2, columns: 2, values: [0, 0, 0, 0]),
          ], rows: "unit", columns: "input")) == #"""
          @heatMaps@
          """#)
  }

  @Test(
    "a heat map with names of rows and columns, an entry that is no number, and none below zero")
  func namedHeatMap() {
    let table = Table(
      rows: ["plain", "gated"], columns: ["t = 1", "t = 2"], [[4, .nan], [0, 2]])
    #expect(
      HeatMapPicture(tables: [table], rows: "", columns: "").svg(id: "f").text == #"""
        @namedHeatMap@
        """#)
  }

  // MARK: - Much data, and strange data

  private static let noise: [Double] = {
    var state: UInt64 = 1
    return (0..<20_000).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 40) / Double(1 << 24)
    }
  }()

  @Test func dump() throws {
    let steps = (0...20).map { pow(10, -Double($0) / 2) }
    let all = [
      "lines": html(
        .chart(
          x: .linear("step"), y: .linear("loss", unit: "nats"),
          series: [.line("Adam", [2, 1, 0.5]), .line("S<D", [2.5, 2, 1.75])])),
      "logarithmic": picture(
        .logarithmic("step"), .logarithmic("error"), .line("central", steps, steps),
        .line("forward", steps, steps.map { $0 * 100 }), .level("allowed", 1e-6)),
      "histogram": picture(
        .linear("weight"), .linear("count"),
        .histogram("weights", [0, 0.1, 0.24, 0.25, 0.5, 1], bins: 4)),
      "points": picture(
        .linear(""), .linear(""), .points("a", [1, 2], [1, 1]), .line("b", [2]),
        .points("c", [1.5], [2])),
      "heatMaps": html(
        .heatMaps(
          [
            Table(name: "W", rows: 2, columns: 3, values: [1, -1, 0, 0.5, 0.5, 0.5]),
            Table(name: "U", rows: 2, columns: 2, values: [0, 0, 0, 0]),
          ], rows: "unit", columns: "input")),
      "namedHeatMap": HeatMapPicture(
        tables: [
          Table(rows: ["plain", "gated"], columns: ["t = 1", "t = 2"], [[4, .nan], [0, 2]])
        ], rows: "", columns: ""
      ).svg(id: "f").text,
    ]
    for (name, text) in all {
      try Data(text.utf8).write(to: URL(fileURLWithPath: "/tmp/h8/svg/\(name)"))
    }
  }

  @Test("ten thousand points are a picture of less than 60 KB that still has the extremes")
  func much() {
    var y = Array(Self.noise.prefix(10_000))
    y[5000] = 9
    y[7000] = -9
    let one = picture(.linear("x"), .linear("y"), .line("a", y))
    #expect(one.utf8.count < 60_000)
    // From the top of the area to its bottom.
    #expect(
      one.contains("v-")
        && ChartPicture(x: .linear(""), y: .linear(""), series: [.line("", y)]).description
          .contains("the least −9 at 7001, the greatest 9 at 5001")
    )
    let lines = (0..<5).map { Series.line("\($0)", Self.noise[($0 * 2000)..<($0 * 2000 + 2000)]) }
    #expect(
      ChartPicture(x: .linear("x"), y: .linear("y"), series: lines).svg(id: "f").text.utf8.count
        < 60_000)
    let points = Series.points("p", Self.noise.prefix(10_000), Self.noise.suffix(10_000))
    #expect(picture(.linear("x"), .linear("y"), points).utf8.count < 60_000)
  }

  @Test("the last bits of numbers do not show")
  func steady() {
    let values = [0.1, 0.25, 0.5, 0.75, 1]
    let noisy = values.map { $0.nextUp }
    #expect(
      picture(.linear("x"), .linear("y"), .line("a", values))
        == picture(.linear("x"), .linear("y"), .line("a", noisy)))
    #expect(
      picture(.linear("x"), .linear("y"), .histogram("a", values, bins: 9))
        == picture(.linear("x"), .linear("y"), .histogram("a", noisy, bins: 9)))
    func heat(_ values: [Double]) -> HTML {
      HeatMapPicture(
        tables: [Table(rows: 1, columns: 5, values: values)], rows: "r", columns: "c"
      ).svg(id: "f")
    }
    #expect(heat(values) == heat(noisy))
  }

  @Test(
    "whatever can be drawn is drawn inside the picture",
    arguments: [
      [0], [1], [-1], [0.3, 0.3, 0.3], [1e-300, 2e-300], [1e300, -1e300], [1.7e308, -1.7e308],
      [5e-324], [-1e-310, 1e-310], [1e6, 1e6 + 1e-9], [1, 1 + 1e-15], [-3, -2], [0, 1e-30],
      [.greatestFiniteMagnitude], [-.greatestFiniteMagnitude], [123_456_789, 123_456_790],
    ] as [[Double]])
  func strange(_ values: [Double]) {
    var pictures = [
      picture(.linear(""), .linear(""), .line("", values)),
      picture(.linear("x"), .linear("y"), .points("a", values, values)),
      picture(.linear("x"), .linear("count"), .histogram("a", values, bins: 3)),
      picture(.linear("x"), .linear("y"), .level("a", values[0])),
      HeatMapPicture(
        tables: [Table(rows: 1, columns: values.count, values: values)], rows: "r", columns: ""
      ).svg(id: "f").text,
    ]
    if values.allSatisfy({ $0 > 0 }) {
      pictures.append(
        picture(.logarithmic("x"), .logarithmic("y"), .line("a", values, values), .level("", 1)))
    }
    for picture in pictures {
      #expect(!picture.contains("nan") && !picture.contains("inf"))
      for match in picture.matches(of: /[xy]="(-?[0-9.]+)"/) {
        #expect((0...660).contains(Double(match.1) ?? -1), "\(match.1)")
      }
      for match in picture.matches(of: /M(-?[0-9.]+)[ -]/) {
        #expect((-10...660).contains(Double(match.1) ?? -100), "\(match.1)")
      }
    }
  }

  @Test("names beside lines keep apart; those with no room are in a legend")
  func names() {
    func isLegend(_ ends: [Double]) -> Bool {
      let series = ends.enumerated().map { Series.line("line \($0)", [0, 100], [5, $1]) }
      let text = ChartPicture(x: .linear("x"), y: .linear("y"), series: series).svg(id: "f").text
      return text.contains("<text class=\"name\"")
    }
    #expect(!isLegend([0, 5, 10]))
    #expect(!isLegend([5, 5.1]))
    #expect(isLegend([5, 5, 5, 5]))
  }
}

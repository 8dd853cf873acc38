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
          <figure class="plot" id="f">
          <div class="scroll" tabindex="0">
          <svg viewBox="0 0 640 332" width="640" height="332" role="img" aria-labelledby="f:title f:text">
          <title id="f:title">Chart: loss by step</title>
          <desc id="f:text">Horizontal axis: step, 1 to 3. Vertical axis: loss in nats, 0.5 to 2.5. Line “Adam”: 3 points, from 2 at 1 to 0.5 at 3, the least 0.5 at 3, the greatest 2 at 1; it falls throughout. Line “S&lt;D”: 3 points, from 2.5 at 1 to 1.75 at 3, the least 1.75 at 3, the greatest 2.5 at 1; it falls throughout.</desc>
          <path class="grid" d="M29.8 26v264M311.4 26v264M592.9 26v264M29.8 290h563.1M29.8 224h563.1M29.8 158h563.1M29.8 92h563.1M29.8 26h563.1"/>
          <path class="axis" d="M29.8 290h563.1"/>
          <text class="tick middle" x="29.8" y="306">1</text>
          <text class="tick middle" x="311.4" y="306">2</text>
          <text class="tick middle" x="592.9" y="306">3</text>
          <text class="tick end" x="23.8" y="294">0.5</text>
          <text class="tick end" x="23.8" y="228">1</text>
          <text class="tick end" x="23.8" y="162">1.5</text>
          <text class="tick end" x="23.8" y="96">2</text>
          <text class="tick end" x="23.8" y="30">2.5</text>
          <text class="axis-title" x="2" y="13">loss (nats)</text>
          <text class="axis-title middle" x="311.3" y="324">step</text>
          <path class="line s1" d="M29.8 92l281.6 132 281.5 66"/>
          <path class="dots s1" d="M29.8 92h0M311.4 224h0M592.9 290h0"/>
          <path class="line s2" d="M29.8 26l281.6 66 281.5 33"/>
          <path class="shapes s2" d="M26.8 23h6v6h-6zM308.4 89h6v6h-6zM589.9 122h6v6h-6z"/>
          <text class="name s2" x="600.9" y="129">S&lt;D</text>
          <text class="name s1" x="600.9" y="294">Adam</text>
          </svg>
          </div>
          <figcaption><b>Figure 2.1.</b> What is &lt;seen&gt;.</figcaption>
          </figure>

          """#)
  }

  @Test("a chart with logarithmic axes, many points and a level: dashes and exponents")
  func logarithmic() {
    let steps = (0...20).map { pow(10, -Double($0) / 2) }
    #expect(
      picture(
        .logarithmic("step"), .logarithmic("error"), .line("central", steps, steps),
        .line("forward", steps, steps.map { $0 * 100 }), .level("allowed", 1e-6)) == #"""
          <svg viewBox="0 0 640 332" width="640" height="332" role="img" aria-labelledby="f:title f:text">
          <title id="f:title">Chart: error by step</title>
          <desc id="f:text">Horizontal axis: step, logarithmic, 10⁻¹⁰ to 1. Vertical axis: error, logarithmic, 10⁻¹⁰ to 100. Line “central”: 21 points, from 1 at 1 to 10⁻¹⁰ at 10⁻¹⁰, the least 10⁻¹⁰ at 10⁻¹⁰, the greatest 1 at 1; it falls throughout. Line “forward”: 21 points, from 100 at 1 to 10⁻⁸ at 10⁻¹⁰, the least 10⁻⁸ at 10⁻¹⁰, the greatest 100 at 1; it falls throughout. Level “allowed” at 10⁻⁶.</desc>
          <path class="minor" d="M95.2 26v264M202.9 26v264M310.6 26v264M418.3 26v264M526 26v264"/>
          <path class="grid" d="M41.3 26v264M149.1 26v264M256.8 26v264M364.5 26v264M472.2 26v264M579.9 26v264M41.3 290h538.6M41.3 246h538.6M41.3 202h538.6M41.3 158h538.6M41.3 114h538.6M41.3 70h538.6M41.3 26h538.6"/>
          <path class="axis" d="M41.3 290h538.6"/>
          <text class="tick middle" x="41.3" y="306">10<tspan dy="-5" class="exponent">−10</tspan></text>
          <text class="tick middle" x="149.1" y="306">10<tspan dy="-5" class="exponent">−8</tspan></text>
          <text class="tick middle" x="256.8" y="306">10<tspan dy="-5" class="exponent">−6</tspan></text>
          <text class="tick middle" x="364.5" y="306">10<tspan dy="-5" class="exponent">−4</tspan></text>
          <text class="tick middle" x="472.2" y="306">10<tspan dy="-5" class="exponent">−2</tspan></text>
          <text class="tick middle" x="579.9" y="306">10<tspan dy="-5" class="exponent">0</tspan></text>
          <text class="tick end" x="35.3" y="294">10<tspan dy="-5" class="exponent">−10</tspan></text>
          <text class="tick end" x="35.3" y="250">10<tspan dy="-5" class="exponent">−8</tspan></text>
          <text class="tick end" x="35.3" y="206">10<tspan dy="-5" class="exponent">−6</tspan></text>
          <text class="tick end" x="35.3" y="162">10<tspan dy="-5" class="exponent">−4</tspan></text>
          <text class="tick end" x="35.3" y="118">10<tspan dy="-5" class="exponent">−2</tspan></text>
          <text class="tick end" x="35.3" y="74">10<tspan dy="-5" class="exponent">0</tspan></text>
          <text class="tick end" x="35.3" y="30">10<tspan dy="-5" class="exponent">2</tspan></text>
          <text class="axis-title" x="2" y="13">error</text>
          <text class="axis-title middle" x="310.6" y="324">step</text>
          <path class="line s1" d="M579.9 70l-26.9 11-27 11-26.9 11-26.9 11-26.9 11-27 11-26.9 11-26.9 11-27 11-26.9 11-26.9 11-26.9 11-27 11-26.9 11-26.9 11-26.9 11-27 11-26.9 11-26.9 11-27 11"/>
          <path class="line s2 d1" d="M579.9 26l-26.9 11-27 11-26.9 11-26.9 11-26.9 11-27 11-26.9 11-26.9 11-27 11-26.9 11-26.9 11-26.9 11-27 11-26.9 11-26.9 11-26.9 11-27 11-26.9 11-26.9 11-27 11"/>
          <path class="level plain" d="M41.3 202h538.6"/>
          <text class="name s2" x="587.9" y="30">forward</text>
          <text class="name s1" x="587.9" y="74">central</text>
          <text class="name plain" x="587.9" y="206">allowed</text>
          </svg>
          """#)
  }

  @Test("a histogram: a bar for each interval that has values, and a legend")
  func histogram() {
    #expect(
      picture(
        .linear("weight"), .linear("count"),
        .histogram("weights", [0, 0.1, 0.24, 0.25, 0.5, 1], bins: 4)) == #"""
          <svg viewBox="0 0 640 357.5" width="640" height="357.5" role="img" aria-labelledby="f:title f:text">
          <title id="f:title">Histogram: count by weight</title>
          <desc id="f:text">Horizontal axis: weight, 0 to 1. Vertical axis: count, 0 to 3. Histogram “weights”: 6 values from 0 to 1 in 4 bins, most (3) from 0 to 0.25.</desc>
          <path class="grid" d="M24 26v264M84.4 26v264M144.8 26v264M205.2 26v264M265.6 26v264M326 26v264M386.4 26v264M446.8 26v264M507.2 26v264M567.6 26v264M628 26v264M24 290h604M24 202h604M24 114h604M24 26h604"/>
          <path class="axis" d="M24 290h604"/>
          <text class="tick middle" x="24" y="306">0</text>
          <text class="tick middle" x="84.4" y="306">0.1</text>
          <text class="tick middle" x="144.8" y="306">0.2</text>
          <text class="tick middle" x="205.2" y="306">0.3</text>
          <text class="tick middle" x="265.6" y="306">0.4</text>
          <text class="tick middle" x="326" y="306">0.5</text>
          <text class="tick middle" x="386.4" y="306">0.6</text>
          <text class="tick middle" x="446.8" y="306">0.7</text>
          <text class="tick middle" x="507.2" y="306">0.8</text>
          <text class="tick middle" x="567.6" y="306">0.9</text>
          <text class="tick middle" x="628" y="306">1</text>
          <text class="tick end" x="18" y="294">0</text>
          <text class="tick end" x="18" y="206">1</text>
          <text class="tick end" x="18" y="118">2</text>
          <text class="tick end" x="18" y="30">3</text>
          <text class="axis-title" x="2" y="13">count</text>
          <text class="axis-title middle" x="326" y="324">weight</text>
          <path class="bars s1" d="M24 290v-264h151v264zM175 290v-88h151v88zM326 290v-88h151v88zM477 290v-88h151v88z"/>
          <path class="bars s1" d="M27 345.5v-10h14v10z"/>
          <text class="name" x="50" y="344.5">weights</text>
          </svg>
          """#)
  }

  @Test("points and single points of lines: shapes, and no line through one point")
  func points() {
    #expect(
      picture(
        .linear(""), .linear(""), .points("a", [1, 2], [1, 1]), .line("b", [2]),
        .points("c", [1.5], [2])) == #"""
          <svg viewBox="0 0 640 323.5" width="640" height="323.5" role="img" aria-labelledby="f:title f:text">
          <title id="f:title">Chart</title>
          <desc id="f:text">Horizontal axis: no label, 1 to 2. Vertical axis: no label, 1 to 2. Points “a”: 2 points, all at 1. Line “b”: one point, 2 at 1. Points “c”: one point, 2 at 1.5.</desc>
          <path class="grid" d="M24 10v264M84.4 10v264M144.8 10v264M205.2 10v264M265.6 10v264M326 10v264M386.4 10v264M446.8 10v264M507.2 10v264M567.6 10v264M628 10v264M24 274h604M24 10h604"/>
          <path class="axis" d="M24 274h604"/>
          <text class="tick middle" x="24" y="290">1</text>
          <text class="tick middle" x="84.4" y="290">1.1</text>
          <text class="tick middle" x="144.8" y="290">1.2</text>
          <text class="tick middle" x="205.2" y="290">1.3</text>
          <text class="tick middle" x="265.6" y="290">1.4</text>
          <text class="tick middle" x="326" y="290">1.5</text>
          <text class="tick middle" x="386.4" y="290">1.6</text>
          <text class="tick middle" x="446.8" y="290">1.7</text>
          <text class="tick middle" x="507.2" y="290">1.8</text>
          <text class="tick middle" x="567.6" y="290">1.9</text>
          <text class="tick middle" x="628" y="290">2</text>
          <text class="tick end" x="18" y="278">1</text>
          <text class="tick end" x="18" y="14">2</text>
          <path class="dots s1" d="M24 274h0M628 274h0"/>
          <path class="shapes s2" d="M21 7h6v6h-6z"/>
          <path class="shapes s3" d="M326 5.8l4 7h-8z"/>
          <path class="dots s1" d="M34 306.5h0"/>
          <text class="name" x="50" y="310.5">a</text>
          <path class="line s2" d="M76.9 306.5h20"/>
          <path class="shapes s2" d="M83.9 303.5h6v6h-6z"/>
          <text class="name" x="102.9" y="310.5">b</text>
          <path class="shapes s3" d="M139.8 302.3l4 7h-8z"/>
          <text class="name" x="155.8" y="310.5">c</text>
          </svg>
          """#)
  }

  @Test("two heat maps on one scale: cells by colour, rows and columns counted from 1, a bar")
  func heatMaps() {
    #expect(
      html(
        .heatMaps(
          [
            Table(name: "W", rows: 2, columns: 3, values: [1, -1, 0, 0.5, 0, 0.5]),
            Table(name: "U", rows: 2, columns: 2, values: [0, 0, 0, 0]),
          ], rows: "unit", columns: "input")) == #"""
          <figure class="plot" id="f">
          <div class="scroll" tabindex="0">
          <svg class="narrow" viewBox="0 0 254.2 122" width="254.2" height="122" role="img" aria-labelledby="f:title f:text">
          <title id="f:title">2 heat maps</title>
          <desc id="f:text">Rows: unit. Columns: input. W, 2×3: from −1 (row 1, column 2) to 1 (row 1, column 1). U, 2×2: all entries are 0.</desc>
          <text class="panel" x="32.9" y="15">W</text>
          <g class="cells" transform="translate(32.9 22)scale(28 28)">
          <path class="minus l10" d="M1 0.5h1"/>
          <path class="plus l0" d="M2 0.5h1M1 1.5h1"/>
          <path class="plus l5" d="M0 1.5h1m1 0h1"/>
          <path class="plus l10" d="M0 0.5h1"/>
          </g>
          <text class="tick middle" x="46.9" y="93">1</text>
          <text class="tick middle" x="74.9" y="93">2</text>
          <text class="tick middle" x="102.9" y="93">3</text>
          <text class="tick end" x="26.9" y="40">1</text>
          <text class="tick end" x="26.9" y="68">2</text>
          <text class="panel" x="138.9" y="15">U</text>
          <g class="cells" transform="translate(138.9 22)scale(28 28)">
          <path class="plus l0" d="M0 0.5h2M0 1.5h2"/>
          </g>
          <text class="tick middle" x="152.9" y="93">1</text>
          <text class="tick middle" x="180.9" y="93">2</text>
          <text class="axis-title middle" x="113.9" y="111">input</text>
          <text class="axis-title middle" transform="translate(13 50)rotate(-90)">unit</text>
          <g class="bar">
          <path class="minus l10" d="M220.9 112v-2.2"/>
          <path class="minus l9" d="M220.9 109.8v-4.5"/>
          <path class="minus l8" d="M220.9 105.3v-4.5"/>
          <path class="minus l7" d="M220.9 100.8v-4.5"/>
          <path class="minus l6" d="M220.9 96.3v-4.5"/>
          <path class="minus l5" d="M220.9 91.8v-4.5"/>
          <path class="minus l4" d="M220.9 87.3v-4.5"/>
          <path class="minus l3" d="M220.9 82.8v-4.5"/>
          <path class="minus l2" d="M220.9 78.3v-4.5"/>
          <path class="minus l1" d="M220.9 73.8v-4.5"/>
          <path class="plus l0" d="M220.9 69.3v-4.5"/>
          <path class="plus l1" d="M220.9 64.8v-4.5"/>
          <path class="plus l2" d="M220.9 60.3v-4.5"/>
          <path class="plus l3" d="M220.9 55.8v-4.6"/>
          <path class="plus l4" d="M220.9 51.2v-4.4"/>
          <path class="plus l5" d="M220.9 46.8v-4.5"/>
          <path class="plus l6" d="M220.9 42.3v-4.5"/>
          <path class="plus l7" d="M220.9 37.8v-4.5"/>
          <path class="plus l8" d="M220.9 33.3v-4.5"/>
          <path class="plus l9" d="M220.9 28.8v-4.5"/>
          <path class="plus l10" d="M220.9 24.3v-2.3"/>
          </g>
          <text class="tick" x="232.9" y="116">−1</text>
          <text class="tick" x="232.9" y="71">0</text>
          <text class="tick" x="232.9" y="26">1</text>
          </svg>
          </div>
          <figcaption><b>Figure 2.1.</b> What is &lt;seen&gt;.</figcaption>
          </figure>

          """#)
  }

  @Test(
    "a heat map with names of rows and columns, an entry that is no number, and none below zero")
  func namedHeatMap() {
    let table = Table(
      rows: ["plain", "gated"], columns: ["t = 1", "t = 2"], [[4, .nan], [0, 2]])
    #expect(
      HeatMapPicture(tables: [table], rows: "", columns: "").svg(id: "f").text == #"""
        <svg class="narrow" viewBox="0 0 162.1 108" width="162.1" height="108" role="img" aria-labelledby="f:title f:text">
        <title id="f:title">Heat map</title>
        <desc id="f:text">2×2: from 0 (gated, t = 1) to 4 (plain, t = 1); 1 not finite.</desc>
        <g class="cells" transform="translate(39.6 8)scale(35.8 28)">
        <path class="missing" d="M1 0.5h1"/>
        <path class="plus l0" d="M0 1.5h1"/>
        <path class="plus l5" d="M1 1.5h1"/>
        <path class="plus l10" d="M0 0.5h1"/>
        </g>
        <text class="tick middle" x="57.5" y="79">t = 1</text>
        <text class="tick middle" x="93.3" y="79">t = 2</text>
        <text class="tick end" x="33.6" y="26">plain</text>
        <text class="tick end" x="33.6" y="54">gated</text>
        <g class="bar">
        <path class="plus l0" d="M137.2 98v-4.5"/>
        <path class="plus l1" d="M137.2 93.5v-9"/>
        <path class="plus l2" d="M137.2 84.5v-9"/>
        <path class="plus l3" d="M137.2 75.5v-9"/>
        <path class="plus l4" d="M137.2 66.5v-9"/>
        <path class="plus l5" d="M137.2 57.5v-9"/>
        <path class="plus l6" d="M137.2 48.5v-9"/>
        <path class="plus l7" d="M137.2 39.5v-9"/>
        <path class="plus l8" d="M137.2 30.5v-9"/>
        <path class="plus l9" d="M137.2 21.5v-9"/>
        <path class="plus l10" d="M137.2 12.5v-4.5"/>
        </g>
        <text class="tick" x="149.2" y="102">0</text>
        <text class="tick" x="149.2" y="79.5">1</text>
        <text class="tick" x="149.2" y="57">2</text>
        <text class="tick" x="149.2" y="34.5">3</text>
        <text class="tick" x="149.2" y="12">4</text>
        </svg>
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

  @Test("ten thousand points are a picture of less than 60 KB that still has the extremes")
  func much() throws {
    var y = Array(Self.noise.prefix(10_000))
    y[5000] = 9
    y[7000] = -9
    let one = picture(.linear("x"), .linear("y"), .line("a", y))
    #expect(one.utf8.count < 60_000)
    let chart = ChartPicture(x: .linear("x"), y: .linear("y"), series: [.line("a", y)])
    #expect(chart.description.contains("the least −9 at 7001, the greatest 9 at 5001"))
    // The axis goes from -10 to 10 on 264 units, the line from 9 to -9.
    let line = try #require(one.firstMatch(of: /class="line s1" d="([^"]*)"/)).1
    #expect(heights(of: line) == 39.2...276.8)
    let lines = (0..<5).map { Series.line("\($0)", Self.noise[($0 * 2000)..<($0 * 2000 + 2000)]) }
    #expect(
      ChartPicture(x: .linear("x"), y: .linear("y"), series: lines).svg(id: "f").text.utf8.count
        < 60_000)
    let map = HeatMapPicture(
      tables: [Table(rows: 100, columns: 100, values: Array(Self.noise.prefix(10_000)))], rows: "",
      columns: "")
    #expect(map.svg(id: "f").text.utf8.count < 75_000)
    let points = Series.points("p", Self.noise.prefix(10_000), Self.noise.suffix(10_000))
    #expect(picture(.linear("x"), .linear("y"), points).utf8.count < 60_000)
  }

  /// The least and the greatest height that a path comes to, in tenths.
  private func heights(of path: Substring) -> ClosedRange<Double> {
    var (command, isSecond, y, heights) = ("M", false, 0.0, [Double]())
    for match in path.matches(of: /([Mlhv]?) ?(-?(?:[0-9]+(?:\.[0-9])?|\.[0-9]))/) {
      if !match.1.isEmpty { (command, isSecond) = (String(match.1), false) }
      let number = Double(match.2) ?? .nan
      if command == "v" || isSecond {
        y = command == "M" ? number : y + number
        heights.append((y * 10).rounded() / 10)
      }
      isSecond = command == "M" || command == "l" ? !isSecond : false
    }
    return (heights.min() ?? 0)...(heights.max() ?? 0)
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

  @Test("a title stands above the picture")
  func title() {
    let figure = Figure(
      name: "f", title: "A < B", caption: "C.",
      content: .chart(x: .linear("x"), y: .linear("y"), series: [.line("a", [1.0, 2.0])]),
      line: 1, column: 1)
    let html = FigureRenderer(labels: [:]).html(figure).text
    #expect(
      html.hasPrefix(
        """
        <figure class="plot" id="f">
        <p class="title">A &lt; B</p>
        <div class="scroll" tabindex="0">
        <svg
        """))
  }

  @Test("where lines end too close for their names, levels still have theirs beside them")
  func levelNames() {
    let values = [0.5, 1]
    let svg = picture(
      .linear("x"), .linear("y"), .line("a", values), .line("b", values), .line("c", values),
      .line("d", values), .level("bound", 0.6))
    let names = svg.matches(of: /<text class="(name[^"]*)"[^>]*>([^<]*)</).map {
      "\($0.output.1): \($0.output.2)"
    }
    #expect(names == ["name plain: bound", "name: a", "name: b", "name: c", "name: d"])
  }

  @Test(
    "whatever can be drawn is drawn inside the picture",
    arguments: [
      [0], [1], [-1], [0.3, 0.3, 0.3], [1e-300, 2e-300], [1e300, -1e300], [1.7e308, -1.7e308],
      [.leastNonzeroMagnitude], [-.leastNormalMagnitude / 4, .leastNormalMagnitude / 4],
      [1e6, 1e6 + 1e-9], [1, 1 + 1e-15], [-3, -2], [0, 1e-30],
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
      for match in picture.matches(of: /\ [xy]="(-?[0-9.]+)"/) {
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

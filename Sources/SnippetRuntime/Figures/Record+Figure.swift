// How a picture crosses the wire.

extension WireWriter {
  mutating func write(_ figure: Figure) {
    write(figure.name)
    write(figure.title)
    write(figure.caption)
    switch figure.content {
    case .chart(let x, let y, let series):
      write(0)
      write(x)
      write(y)
      write(series) { $0.write($1) }
    case .heatMaps(let tables, let rows, let columns):
      write(1)
      write(tables) { $0.write($1) }
      write(rows)
      write(columns)
    }
    write(figure.line)
    write(figure.column)
  }

  private mutating func write(_ axis: Axis) {
    write(axis.label)
    write(axis.unit)
    write(axis.isLogarithmic ? 1 : 0)
    write(axis.range.map { [$0.lowerBound, $0.upperBound] } ?? []) { $0.write($1) }
  }

  private mutating func write(_ series: Series) {
    write(series.name)
    switch series.mark {
    case .line: write(0)
    case .points: write(1)
    case .histogram(let bins):
      write(2)
      write(bins)
    case .level: write(3)
    }
    write(series.x) { $0.write($1) }
    write(series.y) { $0.write($1) }
  }
}

extension WireReader {
  mutating func readFigure() throws(Damaged) -> Figure {
    let name = try readString()
    let title = try readString()
    let caption = try readString()
    let content: Figure.Content
    switch try readInt() {
    case 0:
      content = .chart(
        x: try readAxis(), y: try readAxis(),
        series: try readArray { (wire) throws(Damaged) in try wire.readSeries() })
    case 1:
      content = .heatMaps(
        try readArray { (wire) throws(Damaged) in try wire.readTable() },
        rows: try readString(), columns: try readString())
    default: throw Damaged()
    }
    let figure = Figure(
      name: name, title: title, caption: caption, content: content, line: try readInt(),
      column: try readInt())
    // What could not be drawn was never sent.
    guard figure.defect == nil else { throw Damaged() }
    return figure
  }

  private mutating func readAxis() throws(Damaged) -> Axis {
    let label = try readString()
    let unit = try readString()
    let isLogarithmic = try readInt() == 1
    let ends = try readArray { (wire) throws(Damaged) in try wire.readDouble() }
    var range: ClosedRange<Double>?
    if !ends.isEmpty {
      guard ends.count == 2, ends[0] <= ends[1] else { throw Damaged() }
      range = ends[0]...ends[1]
    }
    return Axis(label: label, unit: unit, isLogarithmic: isLogarithmic, range: range)
  }

  private mutating func readSeries() throws(Damaged) -> Series {
    let name = try readString()
    let mark: Series.Mark
    switch try readInt() {
    case 0: mark = .line
    case 1: mark = .points
    case 2: mark = .histogram(bins: try readInt())
    case 3: mark = .level
    default: throw Damaged()
    }
    return Series(
      name: name, mark: mark,
      x: try readArray { (wire) throws(Damaged) in try wire.readDouble() },
      y: try readArray { (wire) throws(Damaged) in try wire.readDouble() })
  }
}

// The functions by which snippets draw.

/// Draws series on two axes.
///
///     plot("loss", "The loss of the first hundred steps of training.",
///       x: .linear("step"), y: .logarithmic("loss", unit: "nats"),
///       .line("Adam", adam), .line("SGD", sgd))
///
/// It traps when a series has no points, different numbers of x and y, a number that is not finite, or one that a
/// logarithmic axis cannot show.
///
/// - Parameters:
///   - name: The figure's name, a plain literal that the book has once; links lead to it.
///   - caption: What the reader should see, in a sentence or two.
///   - title: What stands above the picture.
///   - x: The horizontal axis.
///   - y: The vertical axis.
///   - series: What is drawn.
///   - line: The line of the call, given by the compiler.
///   - column: The column of the call, given by the compiler.
public func plot(
  _ name: String, _ caption: String, title: String = "", x: Axis, y: Axis, _ series: Series...,
  line: Int = #line, column: Int = #column
) {
  plot(name, caption, title: title, x: x, y: y, series, line: line, column: column)
}

/// Draws a list of series on two axes; traps as the other form does.
///
/// - Parameters:
///   - name: The figure's name, a plain literal that the book has once; links lead to it.
///   - caption: What the reader should see, in a sentence or two.
///   - title: What stands above the picture.
///   - x: The horizontal axis.
///   - y: The vertical axis.
///   - series: What is drawn.
///   - line: The line of the call, given by the compiler.
///   - column: The column of the call, given by the compiler.
public func plot(
  _ name: String, _ caption: String, title: String = "", x: Axis, y: Axis, _ series: [Series],
  line: Int = #line, column: Int = #column
) {
  draw(
    Figure(
      name: name, title: title, caption: caption, content: .chart(x: x, y: y, series: series),
      line: line,
      column: column))
}

/// Draws the entries of a value's tables as colours on one common scale, one panel a table.
///
///     plot("jacobian", "The Jacobian of one step.", heatMap: J, rows: "unit after", columns: "unit before")
///
/// It traps when there is no entry, or one that is not finite.
///
/// - Parameters:
///   - name: The figure's name, a plain literal that the book has once; links lead to it.
///   - caption: What the reader should see, in a sentence or two.
///   - title: What stands above the picture.
///   - value: What is drawn: a matrix, or something with several, each under its name.
///   - rows: What a row stands for.
///   - columns: What a column stands for.
///   - line: The line of the call, given by the compiler.
///   - column: The column of the call, given by the compiler.
public func plot(
  _ name: String, _ caption: String, title: String = "", heatMap value: some Tabulated,
  rows: String, columns: String,
  line: Int = #line, column: Int = #column
) {
  draw(
    Figure(
      name: name, title: title, caption: caption,
      content: .heatMaps(value.tables, rows: rows, columns: columns), line: line, column: column))
}

private func draw(_ figure: Figure) {
  if let defect = figure.defect { fatalError("plot \(figure.name): \(defect)") }
  Session.current.report(.drawn(figure))
}

// A figure on its page: the picture, its number and its caption.

import SnippetRuntime

/// Renders figures.
struct FigureRenderer {
  /// What the text calls the chapter's figures, such as `Figure 2.1`, by name.
  var labels: [String: String]

  /// The figure with its anchor.
  func html(_ figure: Figure) -> HTML {
    let picture: HTML =
      switch figure.content {
      case .chart(let x, let y, let series):
        ChartPicture(x: x, y: y, series: series).svg(id: figure.name)
      case .heatMaps(let tables, let rows, let columns):
        HeatMapPicture(tables: tables, rows: rows, columns: columns).svg(id: figure.name)
      }
    let title: HTML = figure.title.isEmpty ? HTML() : "<p class=\"title\">\(figure.title)</p>\n"
    return Self.framed(
      picture, anchor: " id=\"\(figure.name)\"", title: title,
      caption: "<b>\(labels[figure.name] ?? "Figure").</b> \(figure.caption)")
  }

  /// A picture with what stands above and below it.
  static func framed(
    _ picture: HTML, anchor: HTML = HTML(), title: HTML = HTML(), caption: HTML
  ) -> HTML {
    """
    <figure class="plot"\(anchor)>
    \(title)\
    <div class="scroll" tabindex="0">
    \(picture)
    </div>
    <figcaption>\(caption)</figcaption>
    </figure>

    """
  }
}

/// A drawing with its size and what it says in words.
struct Picture {
  /// Its width.
  var width: Double
  /// Its height.
  var height: Double
  /// What kind of picture it is, in a few words.
  var title: String
  /// What it shows, in words.
  var description: String
  /// The marks.
  var content: HTML

  /// The whole `<svg>`.
  ///
  /// - Parameter id: What the anchors of its words begin with; names of the book hold no colon.
  /// - Returns: The element.
  func svg(id: String) -> HTML {
    let (width, height) = (PicturePath.number(width), PicturePath.number(height))
    let narrow: HTML = self.width < 480 ? " class=\"narrow\"" : HTML()
    return """
      <svg\(narrow) viewBox="0 0 \(width) \(height)" width="\(width)" height="\(height)" role="img" \
      aria-labelledby="\(id):title \(id):text">
      <title id="\(id):title">\(title)</title>
      <desc id="\(id):text">\(description)</desc>
      \(content)</svg>
      """
  }

  /// A text of the picture.
  ///
  /// - Parameters:
  ///   - kind: Its class.
  ///   - x: Where it begins, ends or has its middle, as the class says.
  ///   - y: Its baseline.
  ///   - text: The words.
  /// - Returns: The element.
  static func text(_ kind: HTML, _ x: Double, _ y: Double, _ text: HTML) -> HTML {
    if text == HTML() { return HTML() }
    return """
      <text class="\(kind)" x="\(PicturePath.number(x))" y="\(PicturePath.number(y))">\(text)</text>

      """
  }

  /// Lines or areas of the picture.
  static func path(_ kind: HTML, _ path: PicturePath) -> HTML {
    path.text.isEmpty ? HTML() : "<path class=\"\(kind)\" d=\"\(path.text)\"/>\n"
  }
}

// Pages as HTML: what a chapter's body is surrounded by, to help to find one's way.

/// What the pages of a book share.
struct BookFrame: Equatable, Sendable {
  /// A page in the contents.
  struct Entry: Equatable, Sendable {
    /// The page's name: its file is the name and `.html`.
    var name: String
    /// The chapter's number.
    var number: Int?
    /// The chapter's title, its mathematics set.
    var title: HTML
  }

  /// What the cover says about the book.
  var configuration: Configuration
  /// The book's title.
  var title: String
  /// The chapters in order, without the cover.
  var entries: [Entry]
  /// Whether there is a verification page.
  var hasVerification = false
  /// Whether there is an index of notation.
  var hasNotation = false
}

/// A page without what surrounds it: all that depends on its chapter alone.
struct PageBody: Equatable, Sendable, Codable {
  /// The page's name: its file is the name and `.html`.
  var name: String
  /// The chapter's number; nil for the cover.
  var number: Int?
  /// The chapter's title.
  var title: String
  /// What stands inside `<main>`.
  var content: HTML
  /// The headings, for the side.
  var outline: HTML
  /// What was checked, for the foot.
  var status: HTML
  /// What the page's checks found out about equations of the book, by name and in order.
  var evidence: [String: [HTML]]
  /// How the page's derivations of its equations went line by line, by name.
  var derivations: [String: HTML]
  /// The symbols that the chapter declares.
  var notation: [NotationRow] = []

  /// What stands in `content` where the status of an equation belongs; no text holds a NUL.
  ///
  /// Where it is one row of several, its number is said again.
  static func slot(for equation: String, isRow: Bool) -> HTML {
    HTML(raw: "\0\(isRow ? "row:" : "")\(equation)\0")
  }

  /// The content with every slot filled.
  func content(_ fill: (_ equation: String, _ isRow: Bool) -> HTML) -> HTML {
    // By bytes: a page has hundreds of thousands of characters.
    let pieces = content.text.utf8.split(separator: 0, omittingEmptySubsequences: false)
    return pieces.enumerated().map { index, bytes in
      let piece = Substring(bytes)
      if index % 2 == 0 { return HTML(raw: String(piece)) }
      let isRow = piece.hasPrefix("row:")
      return fill(String(isRow ? piece.dropFirst(4) : piece), isRow)
    }.joined()
  }
}

/// A whole page as HTML, in two parts: what a preview adds stands between them.
struct Document: Equatable, Sendable {
  /// What comes before the first element of the page's body.
  var head: HTML
  /// The rest.
  var body: HTML

  /// The page as it is published.
  var html: HTML { head + body }
}

/// Renders pages.
struct PageRenderer {
  /// What the pages share.
  let frame: BookFrame

  /// A chapter's page, given what stands below its named equations.
  func document(
    _ body: PageBody, status: (_ equation: String, _ isRow: Bool) -> HTML = { _, _ in HTML() }
  ) -> Document {
    let position = frame.entries.firstIndex { $0.name == body.name }
    let before = position.flatMap { $0 > 0 ? frame.entries[$0 - 1] : nil }
    let after = position.map { frame.entries.dropFirst($0 + 1).first } ?? frame.entries.first
    let contents = body.number == nil ? Self.list(of: frame.entries) : HTML()
    return document(
      title: body.title, name: body.name,
      body: """
        <main id="page:text">
        \(body.content(status))</main>
        \(contents)\(body.status)<nav class="turn" aria-label="Previous and next chapter">
        \(before.map { Self.turn($0, "prev", "← Previous") } ?? HTML())\
        \(after.map { Self.turn($0, "next", "Next →") } ?? HTML())</nav>

        """, outline: body.outline)
  }

  /// The cover of a book that has no `index.md`: its title and its contents.
  func cover() -> Document {
    document(
      title: frame.title, name: "index",
      body:
        "<main id=\"page:text\">\n<h1>\(frame.title)</h1>\n</main>\n\(Self.list(of: frame.entries))",
      outline: HTML())
  }

  /// What stands for everything that surrounds each page.
  var digest: Digest { Digest(of: [cover().html.text]) }

  private static func turn(_ entry: BookFrame.Entry, _ relation: HTML, _ label: HTML) -> HTML {
    """
    <a rel="\(relation)" class="\(relation)" href="\(entry.link)">\
    <span>\(label)</span> \(entry.heading)</a>

    """
  }

  private static func list(of entries: [BookFrame.Entry]) -> HTML {
    if entries.isEmpty { return HTML() }
    let items = entries.map { "<li><a href=\"\($0.link)\">\($0.heading)</a></li>\n" as HTML }
    return "<nav class=\"toc\" aria-label=\"Chapters\">\n<ul>\n\(items.joined())</ul>\n</nav>\n"
  }

  /// A page of any kind.
  func document(
    title: String, name: String, body: HTML, outline: HTML, scripts: [String] = [],
    isWide: Bool = false
  ) -> Document {
    let full = title == frame.title ? title : "\(title) · \(frame.title)"
    let chapters = frame.entries.map { entry -> HTML in
      let current = entry.name == name ? Self.current : HTML()
      return "<li><a href=\"\(entry.link)\"\(current)>\(entry.heading)</a></li>\n"
    }
    let indices: [HTML] = frame.indices.map { page, title in
      "<li><a href=\"\(page).html\"\(name == page ? Self.current : HTML())>\(title)</a></li>\n"
    }
    let sources = scripts.map { "<script src=\"\($0)\" defer></script>\n" as HTML }
    let head: HTML = """
      <!DOCTYPE html>
      <html lang="\(frame.configuration.language)">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <title>\(full)</title>
      <link rel="stylesheet" href="assets/katex/katex.min.css">
      <link rel="stylesheet" href="assets/style.css">
      \(sources.joined())</head>
      <body>

      """
    let content: HTML = """
      <a class="skip" href="#page:text">Skip to the text</a>
      <header class="bar"><a href="index.html">\(frame.title)</a></header>
      <div class="layout\(isWide ? " wide" : HTML())">
      <nav class="contents" aria-label="Contents"><details><summary>Contents</summary>
      <ul>
      \(chapters.joined())\(indices.joined())</ul></details>
      \(outline)</nav>
      <div class="page">
      \(body)\(footer())</div>
      </div>
      </body>
      </html>

      """
    return Document(head: head, body: content)
  }

  /// What tells the page that is open from the others in the contents.
  private static let current: HTML = " aria-current=\"page\""

  private func footer() -> HTML {
    let configuration = frame.configuration
    var parts: [HTML] = []
    if !configuration.authors.isEmpty {
      parts.append(HTML(escaping: configuration.authors.joined(separator: ", ")))
    }
    if let licence = configuration.licence { parts.append(HTML(escaping: licence)) }
    if let repository = configuration.repository {
      parts.append("<a href=\"\(repository)\">Sources</a>")
    }
    return parts.isEmpty ? HTML() : "<footer><p>\(parts.joined(separator: " · "))</p></footer>\n"
  }
}

extension BookFrame {
  /// The pages that are made of all chapters, with their titles.
  fileprivate var indices: [(page: String, title: String)] {
    (hasVerification ? [(verificationPage, "Verification")] : [])
      + (hasNotation ? [(notationPage, "Notation")] : [])
  }
}

extension BookFrame.Entry {
  /// The number and the title.
  fileprivate var heading: HTML {
    number.map { "<span class=\"number\">\($0)</span> \(title)" } ?? title
  }

  /// Where the page is, as an address.
  fileprivate var link: HTML { HTML(escapingURL: pageAddress(name)) }
}

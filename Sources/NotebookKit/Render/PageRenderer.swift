// A page as HTML: the chapter inside `<main>`, and around it what helps to find one's way.

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
  /// Marks Swift code.
  let highlighter: SwiftHighlighter

  /// A chapter's page; what is wrong with it stands in its place.
  func document(_ page: Page) -> Document {
    let name = page.chapter.name
    let position = frame.entries.firstIndex { $0.name == name }
    let before = position.flatMap { $0 > 0 ? frame.entries[$0 - 1] : nil }
    let after = position.map { frame.entries.dropFirst($0 + 1).first } ?? frame.entries.first
    let contents = page.chapter.number == nil ? Self.list(of: frame.entries) : HTML()
    return document(
      title: page.chapter.title, name: name,
      body: """
        <main id="page:text">
        \(content(page))</main>
        \(contents)\(status(page))<nav class="turn" aria-label="Previous and next chapter">
        \(before.map { Self.turn($0, "prev", "← Previous") } ?? HTML())\
        \(after.map { Self.turn($0, "next", "Next →") } ?? HTML())</nav>

        """, outline: outline(page))
  }

  /// The cover of a book that has no `index.md`: its title and its contents.
  func cover() -> Document {
    document(
      title: frame.title, name: "index",
      body:
        "<main id=\"page:text\">\n<h1>\(frame.title)</h1>\n</main>\n\(Self.list(of: frame.entries))",
      outline: HTML())
  }

  /// What stands inside `<main>`: the Markdown as cmark would render it, with exhibits and mathematics.
  func content(_ page: Page) -> HTML {
    let problems = ProblemRenderer(page)
    let exhibits = ExhibitRenderer(highlighter: highlighter, problems: problems)
    let markup = MarkupRenderer(
      block: { block in
        guard case .code(let fence) = block.kind else { return nil }
        let line = block.range.start.line
        if let exhibit = page.exhibits[line] { return exhibits.html(exhibit) }
        if page.outputs.contains(line) { return HTML() }
        if let (name, key) = page.equations[line] {
          let formula = page.formulas[key] ?? Self.broken(key.tex)
          let id: HTML = name.map { " id=\"\($0)\"" } ?? HTML()
          return "<div class=\"equation\"\(id)>\(formula)</div>\n"
        }
        return fence.isPlainSwift ? exhibits.plain(fence) : nil
      },
      formula: { page.formulas[$0.key(number: nil)] ?? Self.broken($0.tex) },
      headingID: { page.headings[$0.range.start.line]?.id },
      after: problems.html(after:))
    return problems.top + markup.html(page.chapter.blocks)
  }

  /// A formula that KaTeX refused: the TeX itself; the finding says why.
  fileprivate static func broken(_ tex: String) -> HTML {
    "<code class=\"problem\">\(tex)</code>"
  }

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

  private func status(_ page: Page) -> HTML {
    let snippets = page.exhibits.count
    if snippets == 0 || !page.errors.isEmpty { return HTML() }
    let checks = page.checks
    return """
      <p class="status">This page was built from \(snippets) snippet\(snippets == 1 ? "" : "s") of Swift and \
      \(checks) check\(checks == 1 ? "" : "s") that \(snippets == 1 ? "it" : "they") made: everything on it holds.</p>

      """
  }

  private func outline(_ page: Page) -> HTML {
    let headings = page.headings.sorted { $0.key < $1.key }.map(\.value)
      .filter { $0.level == 2 || $0.level == 3 }
    if headings.count < 2 { return HTML() }
    let items = headings.map { heading -> HTML in
      """
      <li class="level-\(heading.level)"><a href="#\(heading.id)">\
      \(page.html(heading))</a></li>

      """
    }
    return """
      <nav class="outline" aria-label="On this page"><p>On this page</p>
      <ul>
      \(items.joined())</ul></nav>

      """
  }

  private func document(title: String, name: String, body: HTML, outline: HTML) -> Document {
    let full = title == frame.title ? title : "\(title) · \(frame.title)"
    let chapters = frame.entries.map { entry -> HTML in
      let current: HTML = entry.name == name ? " aria-current=\"page\"" : HTML()
      return "<li><a href=\"\(entry.link)\"\(current)>\(entry.heading)</a></li>\n"
    }
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
      </head>
      <body>

      """
    let content: HTML = """
      <a class="skip" href="#page:text">Skip to the text</a>
      <header class="bar"><a href="index.html">\(frame.title)</a></header>
      <div class="layout">
      <nav class="contents" aria-label="Contents"><details open><summary>Contents</summary>
      <ul>
      \(chapters.joined())</ul></details>
      \(outline)</nav>
      <div class="page">
      \(body)\(footer())</div>
      </div>
      </body>
      </html>

      """
    return Document(head: head, body: content)
  }

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

extension Page {
  /// A heading's text with its mathematics set, for use inside a link.
  fileprivate func html(_ heading: Heading) -> HTML {
    let renderer = MarkupRenderer(
      block: { _ in nil },
      formula: { formulas[$0.key(number: nil)] ?? PageRenderer.broken($0.tex) },
      headingID: { _ in nil })
    return renderer.html(heading.content.withoutLinks)
  }
}

extension BookFrame.Entry {
  /// The entry of a page: its first heading is the title.
  init(_ page: Page) {
    let heading = page.headings.min { $0.key < $1.key }?.value
    self.init(
      name: page.chapter.name, number: page.chapter.number,
      title: heading.map { page.html($0) } ?? HTML(escaping: page.chapter.title))
  }

  /// The number and the title.
  fileprivate var heading: HTML {
    number.map { "<span class=\"number\">\($0)</span> \(title)" } ?? title
  }

  /// Where the page is, as an address.
  fileprivate var link: HTML { HTML(escapingURL: pageAddress(name)) }
}

extension Fence {
  /// Whether the fence is Swift that is only shown.
  fileprivate var isPlainSwift: Bool {
    info?.split(separator: " ").first == "swift"
  }
}

extension [Inline] {
  /// The text with the text of links in place of links, for use inside a link.
  fileprivate var withoutLinks: [Inline] {
    flatMap { inline -> [Inline] in
      switch inline {
      case .link(_, _, let inner, _): inner.withoutLinks
      case .footnoteReference: []
      default: [inline]
      }
    }
  }
}

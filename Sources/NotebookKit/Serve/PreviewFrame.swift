// What a preview adds to a page: a banner with what is wrong with the whole book, a badge that counts errors and leads
// to the first, and the script that loads the page again. None of it is ever written to `site/`.

/// The additions to one page.
struct PreviewFrame {
  /// The page's name.
  var page: String
  /// Tells this state of the page from others.
  var revision: String
  /// What is wrong with the book or the machine, as printed.
  var problems: [String] = []
  /// How many errors the page shows by itself.
  var errors = 0

  /// The page with the additions.
  func html(around document: Document) -> HTML { document.head + additions + document.body }

  /// A page that says one thing, where there is no page to show.
  func notice(_ title: String, _ sentence: HTML) -> HTML {
    html(
      around: Document(
        head: """
          <!DOCTYPE html>
          <html lang="en">
          <head>
          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width, initial-scale=1">
          <meta name="color-scheme" content="light dark">
          <title>\(title)</title>
          <link rel="stylesheet" href="/assets/style.css">
          </head>
          <body>

          """,
        body: """
          <main class="layout">
          <h1>\(title)</h1>
          <p>\(sentence)</p>
          </main>
          </body>
          </html>

          """))
  }

  private var additions: HTML {
    """
    <script src="/notebook-preview.js" data-page="\(page)" data-revision="\(revision)"></script>
    \(banner)\(badge)
    """
  }

  private var banner: HTML {
    if problems.isEmpty { return HTML() }
    let items = problems.map { problem -> HTML in
      "<pre class=\"problem\" tabindex=\"0\">\(problem.visible)</pre>\n"
    }
    return """
      <section class="preview-banner" id="page:banner" aria-label="What is wrong with the book">
      \(items.joined())</section>

      """
  }

  private var badge: HTML {
    let count = errors + problems.count
    if count == 0 { return HTML() }
    let place = problems.isEmpty ? ProblemRenderer.anchor : "page:banner"
    return """
      <a class="preview-badge" href="#\(place)">\(count) error\(count == 1 ? "" : "s")</a>

      """
  }
}

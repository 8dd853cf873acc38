// The index of notation: every symbol that a chapter of the book declares, with what it means where.

/// The page's name.
let notationPage = "notation"

/// The symbols of the whole book.
struct NotationIndex: Equatable {
  /// A symbol in one of its meanings.
  struct Entry: Equatable {
    /// The symbol, its meaning and its shape.
    var row: NotationRow
    /// The names of the pages that declare it so, in order.
    var pages: [String]
  }

  /// The entries by the symbol's letter, Latin before Greek; those of one letter in the order of the book.
  private(set) var entries: [Entry] = []

  /// Gathers the symbols of pages in the order of the book.
  init(_ pages: [(name: String, rows: [NotationRow])]) {
    var places: [String: Int] = [:]
    for (page, rows) in pages {
      for row in rows {
        // Not by the formulas as set: they say what their symbols mean in their own chapter.
        let key = "\(row.tex)\0\(row.words)"
        if let place = places[key] {
          entries[place].pages.append(page)
        } else {
          places[key] = entries.count
          entries.append(Entry(row: row, pages: [page]))
        }
      }
    }
    let order = entries.enumerated().map { index, entry in
      (key: Self.order(entry.row.tex), index: index, entry: entry)
    }
    entries = order.sorted { ($0.key, $0.index) < ($1.key, $1.index) }.map(\.entry)
  }

  /// Where a symbol stands: by its letter, then whether it is a small one, then its spelling.
  private static func order(_ tex: String) -> String {
    var base = tex
    for accent in [#"\bar"#, #"\dot"#, #"\tilde"#, #"\hat"#] where base.hasPrefix(accent) {
      base = String(base.dropFirst(accent.count))
    }
    base.removeAll { "{} ".contains($0) }
    if base.hasPrefix("\\") { return "~" + base.dropFirst() + "\0" + tex }
    let letter = base.prefix(1)
    let isSmall = letter == letter.lowercased()
    return letter.lowercased() + (isSmall ? "1" : "0") + base + "\0" + tex
  }
}

extension PageRenderer {
  /// The index of notation.
  func notation(_ index: NotationIndex) -> Document {
    let title = "Notation"
    let rows = index.entries.map { entry -> HTML in
      let places = entry.pages.map { page -> HTML in
        let label = frame.entries.first { $0.name == page }?.number.map(String.init) ?? page
        return "<a href=\"\(HTML(escapingURL: pageAddress(page)))\">\(label)</a>"
      }
      return """
        <tr><th scope="row">\(entry.row.symbol)</th><td>\(entry.row.meaning)</td>\
        <td>\(entry.row.shape ?? HTML())</td><td>\(places.joined(separator: ", "))</td></tr>

        """
    }
    return document(
      title: title, name: notationPage,
      body: """
        <main id="page:text">
        <h1>\(title)</h1>
        <p>Every symbol that a chapter of this book declares. Where a letter has several meanings, each stands with \
        the chapters in which it has that one.</p>
        <div class="scroll" tabindex="0"><table class="notation">
        <caption>Symbols by their letter, Latin before Greek</caption>
        <thead><tr><th scope="col">Symbol</th><th scope="col">Meaning</th><th scope="col">Shape</th>\
        <th scope="col">Chapters</th></tr></thead>
        <tbody>
        \(rows.joined())</tbody>
        </table></div>
        </main>

        """, outline: HTML())
  }
}

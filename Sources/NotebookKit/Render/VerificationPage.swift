// The verification page: every named equation of the book with what was found out about it.

/// The page's name.
let verificationPage = "verification"

extension PageRenderer {
  /// The verification page.
  func verification(_ ledger: Ledger) -> Document {
    let title = "Verification"
    return document(
      title: title, name: verificationPage,
      body: """
        <main id="page:text">
        <h1>\(title)</h1>
        <p>Every numbered equation of this book that has a name, what it was held against when the book was built, \
        and how many wrong versions the same check rejected. The same as JSON is in \
        <a href="\(verificationPage).json">\(verificationPage).json</a>.</p>
        \(Self.totals(ledger))\(ErrorPicture(ledger).html)\(table(ledger))</main>

        """, outline: HTML(), scripts: ["assets/sort.js"], isWide: true)
  }

  private static func totals(_ ledger: Ledger) -> HTML {
    let entries = ledger.entries
    func count(_ status: EquationStatus) -> Int { entries.count { $0.status == status } }
    let mutants = entries.map(\.mutants)
    let (own, tried, rejected) = (
      mutants.reduce(0) { $0 + $1.own }, mutants.reduce(0) { $0 + $1.tried },
      mutants.reduce(0) { $0 + $1.rejected }
    )
    let failed = count(.failed)
    let parts = [
      entries.count == 1 ? "1 equation" : "\(entries.count) equations",
      "\(count(.verified)) verified",
      "\(count(.refuted)) refuted, as the book says", "\(count(.unchecked)) not checked",
    ]
    let all = parts + (failed > 0 ? ["\(failed) do not hold"] : [])
    return """
      <p class="totals">\(all.joined(separator: " · ")). \(rejected) of \(tried) wrong versions rejected, \
      \(own) of them written by the authors.</p>

      """
  }

  private func table(_ ledger: Ledger) -> HTML {
    let heads = [
      "equation", "chapter", "status", "witnesses", "worst error", "allowed", "margin", "mutants",
      "snippet",
    ].map { "<th scope=\"col\" aria-sort=\"none\">\($0)</th>" as HTML }
    let rows = ledger.entries.enumerated().map { index, entry in row(entry, index) }
    return """
      <div class="scroll" tabindex="0"><table class="ledger sortable">
      <caption>Equations in the order of the book</caption>
      <thead><tr>\(heads.joined())</tr></thead>
      <tbody>
      \(rows.joined())</tbody>
      </table></div>

      """
  }

  private func row(_ entry: Ledger.Entry, _ index: Int) -> HTML {
    let place = HTML(escapingURL: "\(pageAddress(entry.page))#\(entry.name)")
    let decisive = entry.decisive
    let worst = decisive?.witness.worst
    let tolerance = decisive?.witness.tolerance
    let margin = worst.flatMap { worst in
      tolerance.map { worst == 0 ? Double.infinity : $0 / worst }
    }
    let isRefuted = entry.status == .refuted
    let chapter = frame.entries.first { $0.name == entry.page }
    let snippet =
      decisive.map { item -> HTML in
        "<a href=\"\(HTML(escapingURL: item.evidence.address))\">\(item.evidence.snippet)</a>"
      } ?? HTML()
    let mutants = entry.mutants
    return """
      <tr class="\(entry.status.rawValue)"><th scope="row" data-key="\(index)"><a href="\(place)">\(entry.number)</a> \
      <span class="name">\(entry.name)</span></th>\
      <td data-key="\(chapter?.number ?? 0)">\(chapter.map(\.title) ?? HTML(escaping: entry.page))</td>\
      <td><span class="mark" aria-hidden="true">\(entry.status.mark)</span> \(entry.status.words)</td>\
      <td>\(entry.witnesses.map(\.name).joined(separator: ", "))</td>\
      \(Self.cell(worst))\(Self.cell(isRefuted ? nil : tolerance))\(Self.cell(isRefuted ? nil : margin))\
      <td data-key="\(mutants.tried)">\(mutants.tried == 0 ? "" : "\(mutants.rejected) of \(mutants.tried)")</td>\
      <td>\(snippet)</td></tr>

      """
  }

  private static func cell(_ number: Double?) -> HTML {
    guard let number else { return "<td data-key=\"-1\"></td>" }
    if number.isInfinite { return "<td class=\"number\" data-key=\"1e999\">∞</td>" }
    return "<td class=\"number\" data-key=\"\(String(number))\">\(number.short)</td>"
  }
}

// The ledger: every named equation of the book with what was found out about it, from the verdicts of all chapters.

/// What is known of the book's equations.
struct Ledger: Equatable, Sendable {
  /// A check of an equation, and where it stands.
  struct Evidence: Equatable, Sendable {
    /// The page of the snippet.
    var page: String
    /// The snippet's name; nil when it has none.
    var name: String?
    /// The line of the snippet's opening fence.
    var line: Int
    /// What was found.
    var report: VerificationReport

    /// The snippet's anchor on its page.
    var anchor: String { name ?? "L\(line)" }
    /// The snippet as the command line knows it: its name, or its chapter and line.
    var snippet: String { name ?? "\(page).md:\(line)" }
  }

  /// A named equation.
  struct Entry: Equatable, Sendable {
    /// The path of its chapter.
    var path: String
    /// The page.
    var page: String
    /// The line that names it.
    var line: Int
    /// The name.
    var name: String
    /// The number.
    var number: String
    /// The checks of it, in the order of the book.
    var evidence: [Evidence] = []
    /// Where the text refers to it, in the order of the book.
    var uses: [Use] = []
    /// Whether a derivation of it fails.
    var hasFailedDerivation = false
    /// Whether a chapter that was left out checks it.
    var isCheckedElsewhere = false
  }

  /// The equations in the order of the book.
  private(set) var entries: [Entry] = []

  /// Knows nothing.
  init() {}

  /// Gathers what is known.
  ///
  /// - Parameters:
  ///   - items: The chapters of the book.
  ///   - references: The names of the book.
  ///   - reports: What became of the chapters' snippets, by path; those that are not known are left out.
  init(
    _ items: [Survey.Item], _ references: References, reports: [String: ChapterReport]
  ) {
    var places: [String: Int] = [:]
    for item in items {
      for equation in item.facts.equations where places[equation.name] == nil {
        guard let number = references.numbers[equation.name] else { continue }
        places[equation.name] = entries.count
        entries.append(
          Entry(
            path: item.source.path, page: item.source.pageName, line: equation.range.start.line,
            name: equation.name, number: number, uses: references.uses(of: equation.name)))
      }
    }
    for item in items {
      guard let report = reports[item.source.path] else {
        for name in item.facts.checked {
          places[name].map { entries[$0].isCheckedElsewhere = true }
        }
        continue
      }
      for snippet in report.snippets {
        for derivation in snippet.derivations where !derivation.passed {
          places[derivation.equation].map { entries[$0].hasFailedDerivation = true }
        }
        for report in snippet.verifications {
          guard let place = places[report.equation] else { continue }
          entries[place].evidence.append(
            Evidence(
              page: item.source.pageName, name: snippet.name, line: snippet.line, report: report))
        }
      }
    }
  }

  /// The equations of one page.
  func entries(on page: String) -> [Entry] { entries.filter { $0.page == page } }
}

/// What the checks of an equation come to.
enum EquationStatus: String, Sendable {
  /// Its formula holds.
  case verified
  /// Its formula is wrong, as the book says.
  case refuted
  /// Nothing was checked.
  case unchecked
  /// A check did not come out as it should.
  case failed
  /// A chapter that was left out checks it, with a result that is not known.
  case unknown
}

extension Ledger.Entry {
  /// What the checks come to.
  var status: EquationStatus {
    if hasFailedDerivation || evidence.contains(where: { !$0.report.passed }) { return .failed }
    if evidence.contains(where: \.report.isRefutation) { return .refuted }
    if evidence.isEmpty { return isCheckedElsewhere ? .unknown : .unchecked }
    return .verified
  }

  /// The check that leaves the least margin, with the witness that does.
  var decisive: (evidence: Ledger.Evidence, witness: VerificationReport.WitnessReport)? {
    let relevant = evidence.filter { $0.report.isRefutation == (status == .refuted) }
    return (relevant.isEmpty ? evidence : relevant).compactMap { item in
      item.report.decisive.map { (item, $0) }
    }.max { $0.1.share < $1.1.share }
  }

  /// The witnesses, each name once.
  var witnesses: [VerificationReport.WitnessReport] {
    var merged: [VerificationReport.WitnessReport] = []
    for witness in evidence.flatMap(\.report.witnesses) {
      if let index = merged.firstIndex(where: { $0.name == witness.name }) {
        if witness.share > merged[index].share { merged[index] = witness }
      } else {
        merged.append(witness)
      }
    }
    return merged
  }

  /// The wrong versions that were tried.
  var mutants: VerificationReport.MutantCount {
    evidence.map(\.report.mutants)
      .reduce(VerificationReport.MutantCount(own: 0, tried: 0, rejected: 0), +)
  }
}

// MARK: - What a book can ask for

extension Ledger {
  /// The equations of some chapters that are not verified, or by checks that tried no mutant.
  ///
  /// - Parameter sources: The texts of the chapters that count, by path.
  /// - Returns: An error for each.
  func shortcomings(in sources: [String: Source]) -> [Diagnostic] {
    entries.compactMap { entry in
      guard let source = sources[entry.path] else { return nil }
      let place = source.range(ofLine: entry.line)
      let title = "equation \(entry.number) '\(entry.name)'"
      switch entry.status {
      case .unchecked:
        return source.diagnostic(
          at: place, "\(title) is not verified",
          help: "add 'verify(\"\(entry.name)\", …)' to a snippet")
      case .verified where entry.mutants.own == 0:
        return source.diagnostic(
          at: place, "\(title) is verified, but its check was given no mutant",
          help: "add 'mutants: [\"what is wrong\": …]' to its 'verify'")
      case .verified, .refuted, .failed, .unknown: return nil
      }
    }
  }
}

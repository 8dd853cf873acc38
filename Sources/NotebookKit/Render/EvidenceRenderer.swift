// What a verification found, in full: for the equation that it is about, and for the snippet that made it.

import SnippetRuntime

/// Renders verifications and derivations.
enum EvidenceRenderer {
  /// The evidence of one check, shown on demand at its equation.
  static func html(_ verification: Verification) -> HTML {
    if verification.isRefutation {
      return verification.counterexample.map(counterexample) ?? HTML()
    }
    return witnesses(verification) + mutants(verification) + weaknesses(verification)
  }

  /// One line for the list of a snippet's checks, without its mark.
  static func summary(_ verification: Verification) -> HTML {
    let report = VerificationReport(verification)
    var parts = report.decisive.map { [$0.words] } ?? []
    if !report.isRefutation, report.mutants.tried > 0 { parts.append(report.mutants.words) }
    return HTML(escaping: parts.joined(separator: "; "))
  }

  private static func witnesses(_ verification: Verification) -> HTML {
    let bodies = verification.testimonies.filter { !$0.comparisons.isEmpty }.map {
      testimony -> HTML in
      let rows = testimony.comparisons.enumerated().map { index, item -> HTML in
        let first = index == 0
        let name: HTML =
          first
          ? "<th scope=\"rowgroup\" rowspan=\"\(testimony.comparisons.count)\">\(testimony.title)</th>"
          : HTML()
        let tensor = (item.name.isEmpty ? "" : item.name + " ") + "[\(item.rows)×\(item.columns)]"
        let failed: HTML = item.error <= testimony.tolerance ? HTML() : " class=\"failed\""
        let margin = item.error == 0 ? "∞" : (testimony.tolerance / item.error).short
        let norm = testimony.norms.indices.contains(index) ? testimony.norms[index].short : ""
        return """
          <tr\(failed)>\(name)<td>\(tensor)</td><td>\(item.error.short)</td>\
          <td>\(testimony.tolerance.short)</td><td>\(margin)</td>\
          <td>\(item.rows * item.columns)</td><td>\(norm)</td></tr>

          """
      }
      return "<tbody>\n\(rows.joined())</tbody>\n"
    }
    if bodies.isEmpty { return HTML() }
    let points =
      verification.points == 1 ? "" : ", the worst of \(verification.points) random points"
    let steps = verification.steps.map { ", over \($0) steps from a state that is not zero" } ?? ""
    return """
      <div class="scroll" tabindex="0"><table class="witnesses">
      <caption>Norm-relative errors\(points)\(steps)</caption>
      <thead><tr><th scope="col">witness</th><th scope="col">tensor</th>\
      <th scope="col">error</th><th scope="col">allowed</th><th scope="col">margin</th>\
      <th scope="col">entries</th><th scope="col">norm</th></tr></thead>
      \(bodies.joined())</table></div>

      """
  }

  private static func mutants(_ verification: Verification) -> HTML {
    if verification.mutants.isEmpty && verification.changes.isEmpty { return HTML() }
    let own = verification.mutants.map { mutant -> HTML in
      let (name, mark, word): (HTML, HTML, String) =
        mutant.rejected ? ("passed", "✓", "rejected") : ("failed", "✗", "survives")
      return """
        <li class="\(name)"><span class="mark">\(mark)</span> \(mutant.name) \
        <span class="evidence">\(word), error \(mutant.error.short)</span></li>

        """
    }
    let changes = verification.changes.map { change in
      "\(change.kind) (\(change.rejected) of \(change.tried))"
    }
    let others: HTML =
      changes.isEmpty
      ? HTML()
      : "<p>Changes of the value, rejected of tried: \(changes.joined(separator: ", ")).</p>\n"
    let list: HTML =
      own.isEmpty
      ? HTML()
      : """
      <p>Wrong versions that the same check was given:</p>
      <ul class="checks">
      \(own.joined())</ul>

      """
    return list + others
  }

  private static func weaknesses(_ verification: Verification) -> HTML {
    verification.weaknesses.map { "<p class=\"weak\">Weak data: \($0).</p>\n" as HTML }.joined()
  }

  /// The case in which a formula is wrong.
  static func counterexample(_ found: Counterexample) -> HTML {
    let sizes = found.sizes.map { "\($0.name) = \($0.value)" }.joined(separator: ", ")
    let inputs = found.inputs.map { TableRenderer.html($0, title: $0.name) }
    let given: HTML =
      inputs.isEmpty
      ? HTML() : "<p>Given:</p>\n<div class=\"shown\">\n\(inputs.joined())</div>\n"
    let title = found.tried > 0 ? "Smallest counterexample found" : "Counterexample"
    let label = sizes.isEmpty ? title : "\(title): \(sizes)"
    let name = found.claimed.name.isEmpty ? "" : " \(found.claimed.name)"
    return """
      <div class="counterexample"><p class="label">\(label)</p>
      \(given)<div class="shown">
      \(TableRenderer.html(found.claimed, title: "claimed\(name)"))\
      \(TableRenderer.html(found.actual, title: "true\(name)"))</div>
      </div>

      """
  }

  /// The lines of a derivation, each with its mark.
  static func html(_ derivation: Derivation) -> HTML {
    let items = derivation.steps.enumerated().dropFirst().map { index, step -> HTML in
      let (name, mark): (HTML, HTML) =
        derivation.follows(step)
        ? ("passed", "✓ <span class=\"word\">follows:</span>")
        : ("failed", "✗ <span class=\"word\">does not follow:</span>")
      let evidence = step.reason.isEmpty ? "error \(step.error.short)" : step.reason
      return """
        <li class="\(name)"><span class="mark">\(mark)</span> line \(index + 1) from line \(index) \
        <span class="evidence">\(evidence)</span></li>

        """
    }
    return "<ul class=\"checks\">\n\(items.joined())</ul>\n"
  }
}

extension Testimony {
  /// The name, and the step of differences.
  fileprivate var title: String {
    switch kind {
    case .differences(let step): "\(name), h = \(step.short) · max(1, |x|)"
    case .exact, .recorded: name
    }
  }
}

extension VerificationReport.WitnessReport {
  /// The error and what is allowed, in words.
  var words: String { "worst error \(worst?.short ?? "nan"), \(tolerance.short) allowed" }
}

extension VerificationReport.MutantCount {
  /// How many were rejected, in words.
  var words: String { "\(rejected) of \(tried) mutants rejected" }
}

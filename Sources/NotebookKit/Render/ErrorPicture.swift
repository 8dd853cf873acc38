// The errors of all checks on one logarithmic scale: how far each is from what is allowed.

import Foundation

/// Draws the errors of a ledger's equations.
struct ErrorPicture {
  /// A row: an equation and what its witnesses said.
  private struct Row {
    var entry: Ledger.Entry
    var witnesses: [VerificationReport.WitnessReport]
  }

  private let rows: [Row]

  /// Takes the equations whose formulas were to hold.
  init(_ ledger: Ledger) {
    rows = ledger.entries.filter { [.verified, .failed].contains($0.status) }
      .map { Row(entry: $0, witnesses: $0.witnesses) }
  }

  /// The exponents of ten at the ends of the axis; what is smaller stands at the left end.
  private static let exponents = (-17, 0)
  private static let (width, left, top, step) = (720.0, 52.0, 34.0, 15.0)

  /// The picture with its caption; empty when there is nothing to draw.
  var html: HTML {
    if rows.isEmpty { return HTML() }
    let height = Self.top + Self.step * Double(rows.count) + 8
    let drawn = rows.enumerated().map { index, row in
      self.row(row, at: Self.top + Self.step * (Double(index) + 0.5))
    }
    return """
      <figure class="errors">
      <div class="scroll" tabindex="0">
      <svg viewBox="0 0 \(Self.number(Self.width)) \(Self.number(height))" role="group" \
      aria-labelledby="errors-title errors-text">
      <title id="errors-title">Worst error and allowed error of every verified equation</title>
      <desc id="errors-text">\(alternative)</desc>
      \(axis(height: height))\(drawn.joined())</svg>
      </div>
      <figcaption>The worst error of each witness, and a bar at what it may be: \
      <span class="exact">●</span> another exact method, \
      <span class="differences">■</span> central differences, \
      <span class="recorded">▲</span> recorded numbers. The line between is the margin.</figcaption>
      </figure>

      """
  }

  /// What the picture says, in words.
  private var alternative: String {
    let kinds = [
      ("exact", "another exact method"), ("differences", "central differences"),
      ("recorded", "recorded numbers"),
    ]
    let sentences = kinds.compactMap { kind, words -> String? in
      let errors = rows.flatMap(\.witnesses).filter { $0.kind == kind }.compactMap(\.worst)
      guard let least = errors.min(), let most = errors.max() else { return nil }
      if least == most { return "Against \(words) the error is \(least.short)." }
      return "Against \(words) the errors lie between \(least.short) and \(most.short)."
    }
    let equations = rows.count == 1 ? "1 equation" : "\(rows.count) equations"
    return (["\(equations) on a logarithmic axis."] + sentences).joined(separator: " ")
  }

  private func axis(height: Double) -> HTML {
    let (first, last) = Self.exponents
    return stride(from: first + 1, through: last, by: 2).map { exponent -> HTML in
      let x = Self.number(Self.place(pow(10, Double(exponent))))
      return """
        <line class="grid" x1="\(x)" x2="\(x)" y1="\(Self.number(Self.top - 6))" \
        y2="\(Self.number(height))"/>\
        <text class="tick" x="\(x)" y="\(Self.number(Self.top - 14))">10\
        <tspan dy="-5" class="exponent">\(exponent == 0 ? "0" : "−\(-exponent)")</tspan></text>

        """
    }.joined()
  }

  private func row(_ row: Row, at y: Double) -> HTML {
    let address = HTML(escapingURL: "\(pageAddress(row.entry.page))#\(row.entry.name)")
    let marks = row.witnesses.map { witness -> HTML in
      let (from, to) = (Self.place(witness.worst ?? 1), Self.place(witness.tolerance))
      let words = "\(row.entry.name): \(witness.name), \(witness.words)"
      let bar = "\(Self.number(to)) \(Self.number(y - 5))V\(Self.number(y + 5))"
      return """
        <g class="\(witness.kind)"><title>\(words)</title>\
        <path class="margin" d="M\(Self.number(from)) \(Self.number(y))H\(Self.number(to))"/>\
        <path class="allowed" d="M\(bar)"/>\(Self.mark(witness.kind, from, y))</g>

        """
    }
    return """
      <a href="\(address)"><text class="label" x="\(Self.number(Self.left - 10))" \
      y="\(Self.number(y + 4))">\(row.entry.number)</text></a>
      \(marks.joined())
      """
  }

  private static func mark(_ kind: String, _ x: Double, _ y: Double) -> HTML {
    switch kind {
    case "exact": "<circle cx=\"\(number(x))\" cy=\"\(number(y))\" r=\"3.5\"/>"
    case "differences":
      "<rect x=\"\(number(x - 3.2))\" y=\"\(number(y - 3.2))\" width=\"6.4\" height=\"6.4\"/>"
    default:
      "<path d=\"M\(number(x - 4)) \(number(y + 3.5))h8l-4 -7.5z\"/>"
    }
  }

  /// Where an error stands on the axis.
  private static func place(_ error: Double) -> Double {
    let (first, last) = (Double(exponents.0), Double(exponents.1))
    let exponent = error > 0 ? min(max(log10(error), first), last) : first
    return left + (exponent - first) / (last - first) * (width - left - 16)
  }

  private static func number(_ value: Double) -> String {
    String(format: "%g", (value * 10).rounded() / 10)
  }
}

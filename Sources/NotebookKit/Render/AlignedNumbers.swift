// The numbers of a table as texts that line up: one number of decimals, or powers of ten, for all of them.

import Foundation

/// How the numbers of one table are written.
enum AlignedNumbers: Equatable {
  /// With as many digits after the point.
  case decimals(Int)
  /// With powers of ten, and as many digits after the point.
  case scientific(Int)

  /// Finds the shortest form in which the largest number keeps six digits.
  ///
  /// - Parameters:
  ///   - values: The numbers.
  ///   - keepsSmall: Whether numbers far below the largest keep digits of their own, as in a table of named quantities.
  ///     In a matrix they do not: there they are mostly rounding.
  init(_ values: [Double], keepsSmall: Bool = false) {
    let sizes = values.filter(\.isFinite).map(abs).filter { $0 > 0 }
    guard let largest = sizes.max(), let smallest = sizes.min() else {
      self = .decimals(0)
      return
    }
    let isWide = keepsSmall && smallest < largest * 1e-4
    let isWhole = largest < 1e6 && sizes.allSatisfy { $0 == $0.rounded() }
    if isWhole {
      self = .decimals(0)
    } else if isWide || largest >= 1e6 || largest < 1e-3 {
      self = .scientific(Self.shortest(upTo: isWide ? 2 : 4, sizes) { .scientific($0) })
    } else {
      let places = 5 - Int(log10(largest).rounded(.down))
      self = .decimals(Self.shortest(upTo: min(places, 7), sizes) { .decimals($0) })
    }
  }

  /// The fewest digits that say the same as the most.
  private static func shortest(
    upTo most: Int, _ values: [Double], _ form: (Int) -> AlignedNumbers
  ) -> Int {
    let full = values.map { Double(form(most).plain($0)) }
    return (0..<most).first { digits in
      values.map { Double(form(digits).plain($0)) } == full
    } ?? most
  }

  private func plain(_ value: Double) -> String {
    switch self {
    case .decimals(let digits): String(format: "%.\(digits)f", value)
    case .scientific(let digits): value == 0 ? "0" : String(format: "%.\(digits)e", value)
    }
  }

  /// A number in this form, with a true minus sign; a zero has none.
  func text(_ value: Double) -> String {
    if value.isNaN { return "nan" }
    if value.isInfinite { return value > 0 ? "∞" : "−∞" }
    let text = plain(value)
    let isNegative = text.hasPrefix("-") && Double(text) != 0
    let digits = text.hasPrefix("-") ? String(text.dropFirst()) : text
    return (isNegative ? "−" : "") + Self.shortExponent(digits)
  }

  /// `3.5e-07` as `3.5e−7`.
  private static func shortExponent(_ text: String) -> String {
    let parts = text.split(separator: "e")
    guard parts.count == 2, let exponent = Int(parts[1]) else { return text }
    return "\(parts[0])e\(exponent < 0 ? "−" : "")\(abs(exponent))"
  }
}

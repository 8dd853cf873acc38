// The numbers at axes and in descriptions: integers times powers of ten, so that they are written exactly.

import Foundation

/// An integer times a power of ten.
struct RoundNumber: Equatable, Sendable {
  /// The integer.
  var count: Int
  /// The power of ten.
  var exponent: Int

  /// Takes an integer and a power of ten; zeros at the end of the integer go into the power.
  init(_ count: Int, exponent: Int = 0) {
    (self.count, self.exponent) = (count, exponent)
    if count == 0 { self.exponent = 0 }
    while self.count != 0, self.count.isMultiple(of: 10) {
      self.count /= 10
      self.exponent += 1
    }
  }

  /// Rounds a finite number to a number of digits, 1 to 17.
  init(_ value: Double, digits: Int) {
    let text = String(format: "%.\(digits - 1)e", value)
    let parts = text.split(separator: "e")
    guard parts.count == 2, let exponent = Int(parts[1]),
      let count = Int(parts[0].filter { $0 != "." })
    else {
      self.init(0)
      return
    }
    self.init(count, exponent: exponent - (digits - 1))
  }

  /// The number that is nearest.
  var value: Double { Double("\(count)e\(exponent)") ?? .nan }

  /// The logarithm to base ten; the number is above zero.
  var logarithm: Double { log10(Double(count)) + Double(exponent) }

  /// The power of ten of the first digit.
  var magnitude: Int { exponent + String(abs(count)).count - 1 }

  /// The digits as they are written, scaled down by a power of ten.
  func decimal(over scale: Int = 0) -> String {
    let sign = count < 0 ? "−" : ""
    let (digits, places) = (String(abs(count)), scale - exponent)
    if places <= 0 {
      return sign + digits + String(repeating: "0", count: count == 0 ? 0 : -places)
    }
    let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
    return sign + padded.dropLast(places) + "." + padded.suffix(places)
  }

  /// How the number is written where it stands alone.
  var label: NumberLabel {
    count == 0 || (-3...5).contains(magnitude)
      ? NumberLabel(digits: decimal(), power: nil)
      : NumberLabel(digits: decimal(over: magnitude), power: magnitude)
  }
}

/// A number as it is written: digits, and a power of ten where they alone would be too long.
struct NumberLabel: Equatable, Sendable {
  /// The digits.
  var digits: String
  /// The power of ten; nil for none.
  var power: Int?

  /// What stands before the exponent.
  private var base: String {
    guard power != nil else { return digits }
    switch digits {
    case "1": return "10"
    case "−1": return "−10"
    default: return digits + "·10"
    }
  }

  private var exponent: String { power.map { $0 < 0 ? "−\(-$0)" : "\($0)" } ?? "" }

  /// The label inside a `<text>`.
  var html: HTML {
    if power == nil { return HTML(escaping: base) }
    return "\(base)<tspan dy=\"-5\" class=\"exponent\">\(exponent)</tspan>"
  }

  /// The label in running text.
  var text: String {
    base + exponent.map { $0 == "−" ? "⁻" : Self.raised[$0.wholeNumberValue ?? 0] }
  }

  /// How wide it is about, in units of the picture.
  var width: Double { TextExtent.width(base) + 0.7 * TextExtent.width(exponent) }

  private static let raised: [Character] = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"]
}

extension Double {
  /// Twelve significant digits: what the last bits of a result say is not to move a bar or a colour.
  var steady: Double { Double(String(format: "%.11e", self)) ?? self }

  /// Twelve significant digits, and none of what lies too near to zero for differences to be exact.
  var steadyOrZero: Double { abs(self) < 1e-303 ? 0 : steady }

  /// Three significant digits, or all of a whole number that is not long; the number is finite.
  var brief: RoundNumber {
    self == rounded() && abs(self) < 1e6
      ? RoundNumber(Int(self)) : RoundNumber(self, digits: 3)
  }

  /// A few digits in running text.
  var inWords: String { isFinite ? brief.label.text : "\(self)" }
}

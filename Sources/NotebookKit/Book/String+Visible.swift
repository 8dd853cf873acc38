// Text from programs as it may be shown: control characters would act on a terminal and are not allowed in HTML.

extension String {
  /// The text with control characters other than line ends and tabs as their pictures, such as `␛`.
  var visible: String {
    guard unicodeScalars.contains(where: \.isControl) else { return self }
    var text = ""
    for scalar in unicodeScalars {
      text.unicodeScalars.append(scalar.isControl ? scalar.picture : scalar)
    }
    return text
  }
}

extension Unicode.Scalar {
  /// Whether the scalar acts instead of being seen: C0 and C1 controls, and marks that turn the direction of text.
  fileprivate var isControl: Bool {
    switch value {
    case 0x09, 0x0A: false
    case 0...0x1F, 0x7F...0x9F, 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  fileprivate var picture: Unicode.Scalar {
    switch value {
    case 0...0x1F: Unicode.Scalar(0x2400 + value) ?? "\u{FFFD}"
    case 0x7F: "\u{2421}"
    default: "\u{FFFD}"
    }
  }
}

// The outlines of a picture: tenths of its units, so that the last bits of numbers do not show.

/// The `d` of a path, written with steps from point to point.
struct PicturePath {
  /// The attribute's text.
  private(set) var text = ""
  private var (x, y) = (0, 0)
  /// Whether the last step went both ways: the next one needs no letter.
  private var isSlanted = false

  /// Begins a new piece.
  mutating func move(_ x: Double, _ y: Double) {
    (self.x, self.y) = (Self.tenths(x), Self.tenths(y))
    text += "M\(Self.text(self.x))\(Self.second(self.y))"
    isSlanted = false
  }

  /// A straight line; none where it would not leave the place.
  mutating func line(_ x: Double, _ y: Double) {
    let (newX, newY) = (Self.tenths(x), Self.tenths(y))
    let (stepX, stepY) = (newX - self.x, newY - self.y)
    (self.x, self.y) = (newX, newY)
    switch (stepX, stepY) {
    case (0, 0): return
    case (_, 0): text += "h\(Self.text(stepX))"
    case (0, _): text += "v\(Self.text(stepY))"
    default:
      text += isSlanted ? Self.second(stepX) : "l\(Self.text(stepX))"
      text += Self.second(stepY)
    }
    isSlanted = stepX != 0 && stepY != 0
  }

  /// A line from a point to another.
  mutating func segment(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double) {
    move(x1, y1)
    line(x2, y2)
  }

  /// Text that is a path already.
  mutating func append(_ raw: String) {
    text += raw
    isSlanted = false
  }

  /// A coordinate as it is written.
  static func number(_ value: Double) -> String { text(tenths(value)) }

  private static func tenths(_ value: Double) -> Int { Int((value * 10).rounded()) }

  private static func text(_ tenths: Int) -> String {
    let (whole, rest) = abs(tenths).quotientAndRemainder(dividingBy: 10)
    let sign = tenths < 0 ? "-" : ""
    if rest == 0 { return sign + "\(whole)" }
    return sign + (whole == 0 ? "" : "\(whole)") + ".\(rest)"
  }

  /// A number after another: a minus sign is enough to tell them apart.
  private static func second(_ tenths: Int) -> String {
    tenths < 0 ? text(tenths) : " " + text(tenths)
  }
}

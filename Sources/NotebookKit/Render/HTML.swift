// HTML text: the only place where text is escaped.

/// A piece of HTML that is safe to put into a page: text enters it only through the escaping functions here.
public struct HTML: Equatable, Sendable, Codable {
  /// The HTML.
  public private(set) var text: String

  /// Creates an empty piece.
  public init() { text = "" }

  /// Takes text that is HTML already, such as a tag that the code spells out.
  public init(raw: String) { text = raw }

  /// Escapes text as cmark does: `&`, `<`, `>` and `"`.
  public init(escaping plain: some StringProtocol) {
    text = Self.escape(plain)
  }

  /// Escapes an address for an attribute as cmark does: what URLs do not hold becomes `%XX`.
  public init(escapingURL address: some StringProtocol) {
    text = Self.escapeURL(address)
  }

  /// Appends another piece.
  public mutating func append(_ other: HTML) { text += other.text }

  /// Appends text that is HTML already.
  public mutating func append(raw: String) { text += raw }

  /// Appends text, escaped.
  public mutating func append(escaping plain: some StringProtocol) { text += Self.escape(plain) }

  /// Appends an address, escaped.
  public mutating func append(escapingURL address: some StringProtocol) {
    text += Self.escapeURL(address)
  }

  /// Joins two pieces.
  public static func + (left: HTML, right: HTML) -> HTML { HTML(raw: left.text + right.text) }

  /// Escapes `&`, `<`, `>` and `"` for text and for attributes in double quotes.
  private static func escape(_ plain: some StringProtocol) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(plain.utf8.count)
    for byte in plain.utf8 {
      switch byte {
      case UInt8(ascii: "&"): bytes += "&amp;".utf8
      case UInt8(ascii: "<"): bytes += "&lt;".utf8
      case UInt8(ascii: ">"): bytes += "&gt;".utf8
      case UInt8(ascii: "\""): bytes += "&quot;".utf8
      // No page may hold it, and it marks what is still to be filled in.
      case 0: bytes += "␀".utf8
      default: bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Keeps letters, digits and the marks that have a meaning in addresses; `%` is kept, so escapes stay as they are.
  private static func escapeURL(_ address: some StringProtocol) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(address.utf8.count)
    for byte in address.utf8 {
      switch byte {
      case UInt8(ascii: "&"): bytes += "&amp;".utf8
      case UInt8(ascii: "'"): bytes += "&#x27;".utf8
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        bytes.append(byte)
      case _ where safeInURL.contains(byte): bytes.append(byte)
      default:
        bytes += [UInt8(ascii: "%"), hexadecimal[Int(byte >> 4)], hexadecimal[Int(byte & 15)]]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static let safeInURL = Set("!#$%()*+,-./:;=?@_~".utf8)
  private static let hexadecimal = Array("0123456789ABCDEF".utf8)
}

extension HTML: ExpressibleByStringLiteral, ExpressibleByStringInterpolation {
  /// Takes a literal of the source code as HTML.
  public init(stringLiteral value: String) { self.init(raw: value) }

  /// Interpolates: strings are escaped, pieces of HTML are not.
  public struct StringInterpolation: StringInterpolationProtocol {
    var html = HTML()

    /// Prepares for a literal.
    public init(literalCapacity: Int, interpolationCount: Int) {}

    /// Appends what the literal spells out.
    public mutating func appendLiteral(_ literal: String) { html.append(raw: literal) }

    /// Appends a piece of HTML as it is.
    public mutating func appendInterpolation(_ value: HTML) { html.append(value) }

    /// Appends text, escaped.
    public mutating func appendInterpolation(_ value: some StringProtocol) {
      html.append(escaping: value)
    }

    /// Appends a number.
    public mutating func appendInterpolation(_ value: Int) { html.append(raw: String(value)) }
  }

  /// Takes an interpolated literal.
  public init(stringInterpolation: StringInterpolation) { self = stringInterpolation.html }
}

extension Sequence<HTML> {
  /// Joins the pieces with a separator.
  public func joined(separator: HTML = "") -> HTML {
    HTML(raw: map(\.text).joined(separator: separator.text))
  }
}

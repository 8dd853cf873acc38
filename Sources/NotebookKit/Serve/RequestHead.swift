// What a browser asks for: the head of an HTTP/1 request, read strictly. Nothing here takes a body.

import Foundation

/// The request line and the header fields of a request.
struct RequestHead: Equatable, Sendable {
  /// The method, such as `GET`.
  var method: String
  /// What is asked for, as it was sent.
  var target: String
  /// The header fields by their names in lower case; those of one name are joined by commas.
  var fields: [String: String] = [:]

  /// The target without its query, not decoded.
  var path: String { String(target.prefix { $0 != "?" }) }

  /// The parameters of the query, decoded as those of a form; the last of one name counts.
  var query: [String: String] {
    var values: [String: String] = [:]
    for pair in target.drop(while: { $0 != "?" }).dropFirst().split(separator: "&") {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        .map { $0.replacing("+", with: " ").removingPercentEncoding ?? "" }
      values[parts[0]] = parts.count == 2 ? parts[1] : ""
    }
    return values
  }

  /// How many bytes a head may have.
  static let limit = 1 << 14

  /// Reads the head at the beginning of what a client has sent so far.
  ///
  /// - Parameter bytes: What was sent; what follows the head is not looked at.
  /// - Returns: The head, nil while it is not complete.
  /// - Throws: `Refusal` as soon as the bytes cannot begin a request.
  static func read(_ bytes: [UInt8]) throws(Refusal) -> RequestHead? {
    var head: RequestHead?
    var start = 0
    for (index, byte) in bytes.prefix(limit).enumerated() {
      switch byte {
      case UInt8(ascii: "\n"):
        guard index > start, bytes[index - 1] == UInt8(ascii: "\r") else { throw .malformed }
        let line = bytes[start..<index - 1]
        start = index + 1
        if head == nil {
          head = try RequestHead(requestLine: line)
        } else if line.isEmpty {
          return head
        } else {
          try head?.addField(line)
        }
      case UInt8(ascii: "\r"):
        let isLineEnd = index + 1 == bytes.count || bytes[index + 1] == UInt8(ascii: "\n")
        if !isLineEnd { throw .malformed }
      case UInt8(ascii: "\t"), 0x20..<0x7F, 0x80...: continue
      default: throw .malformed
      }
    }
    if bytes.count >= limit { throw .tooLong }
    return nil
  }

  private init(requestLine line: ArraySlice<UInt8>) throws(Refusal) {
    let words = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
    guard words.count == 3, words[0].isToken, !words[1].isEmpty,
      words[2] == "HTTP/1.1" || words[2] == "HTTP/1.0"
    else { throw .malformed }
    method = words[0]
    target = words[1]
  }

  private mutating func addField(_ line: ArraySlice<UInt8>) throws(Refusal) {
    let parts = line.split(
      separator: UInt8(ascii: ":"), maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(decoding: parts[0], as: UTF8.self).lowercased()
    guard parts.count == 2, name.isToken else { throw .malformed }
    let value = String(decoding: parts[1], as: UTF8.self).trimmingCharacters(in: .whitespaces)
    fields[name] = fields[name].map { "\($0), \(value)" } ?? value
  }
}

extension RequestHead {
  /// Why a request is not understood; the number is the status to answer with.
  enum Refusal: Int, Error {
    /// It is no HTTP/1.
    case malformed = 400
    /// The rest of it does not come.
    case tooSlow = 408
    /// Its head is longer than any browser's.
    case tooLong = 431
  }
}

extension String {
  /// Whether it can be a method or the name of a header field.
  fileprivate var isToken: Bool {
    !isEmpty
      && utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"):
          true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
      }
  }
}

// Keys: what a result depends on, part by part, so that it can be said which part has changed.

/// Everything that a kept result depends on.
struct Key: Equatable, Sendable {
  /// One thing that the result depends on.
  struct Part: Equatable, Sendable {
    /// What it is, in the author's words.
    var name: String
    /// Its contents.
    var digest: Digest

    /// Names contents.
    init(_ name: String, _ digest: Digest) { (self.name, self.digest) = (name, digest) }

    /// Names contents given as text.
    init(_ name: String, _ fields: String...) { self.init(name, Digest(of: fields)) }
  }

  /// The kind of result: two kinds that depend on the same have different keys.
  var kind: String
  /// The parts, in a fixed order.
  var parts: [Part]

  /// What stands for all parts.
  var digest: Digest { Digest(of: [kind] + parts.flatMap { [$0.name, $0.digest.description] }) }

  /// The names of the parts that differ from those of an earlier key, in order and once each.
  func changes(since earlier: Key) -> [String] {
    let before = Dictionary(
      earlier.parts.map { ($0.name, $0.digest) }, uniquingKeysWith: { first, _ in first })
    let now = Set(parts.map(\.name))
    let names =
      parts.filter { before[$0.name] != $0.digest }.map(\.name)
      + earlier.parts.map(\.name).filter { !now.contains($0) }
    // A page depends on some things twice: by itself and by its programs.
    var told: Set<String> = []
    return names.filter { told.insert($0).inserted }
  }
}

// A plain list, because keys are read before anything else can begin, and records take the decoder several times as long.
extension Key: Codable {
  init(from decoder: any Decoder) throws {
    var container = try decoder.unkeyedContainer()
    kind = try container.decode(String.self)
    parts = []
    while !container.isAtEnd {
      let name = try container.decode(String.self)
      parts.append(Part(name, try container.decode(Digest.self)))
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.unkeyedContainer()
    try container.encode(kind)
    for part in parts {
      try container.encode(part.name)
      try container.encode(part.digest)
    }
  }
}

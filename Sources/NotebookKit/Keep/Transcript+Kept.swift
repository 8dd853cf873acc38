// Transcripts as they are kept: which may be, and how their records are written.

import Foundation
import SnippetRuntime

extension Transcript {
  /// Whether running again would bring the same, so that it may be kept.
  var isReproducible: Bool { runs.values.allSatisfy(\.outcome.isReproducible) }
}

extension Compilation {
  /// Whether compiling again would bring the same, so that it may be kept.
  var isReproducible: Bool { outcomes.values.allSatisfy(\.isReproducible) }
}

extension Outcome {
  /// Whether the snippet alone is the reason; a busy machine, or somebody's signal, may be gone next time.
  fileprivate var isReproducible: Bool {
    switch self {
    case .completed, .rejected, .trapped, .exited, .notReached: true
    case .unmade, .timedOut, .killed, .garbled, .flooded, .exceeded: false
    }
  }
}

extension Run: Codable {
  private enum CodingKeys: CodingKey {
    case outcome, output, records, warnings, seconds
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    outcome = try container.decode(Outcome.self, forKey: .outcome)
    output = try container.decode(String.self, forKey: .output)
    warnings = try container.decode([Diagnostic].self, forKey: .warnings)
    seconds = try container.decodeIfPresent(Double.self, forKey: .seconds)
    records = try container.decode([Data].self, forKey: .records).map { bytes in
      guard let record = Record(bytes: bytes) else {
        throw DecodingError.dataCorruptedError(
          forKey: .records, in: container, debugDescription: "not a record")
      }
      return record
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(outcome, forKey: .outcome)
    try container.encode(output, forKey: .output)
    try container.encode(warnings, forKey: .warnings)
    try container.encodeIfPresent(seconds, forKey: .seconds)
    try container.encode(records.map { Data($0.bytes) }, forKey: .records)
  }
}
